"""How the documentation site is built: ``python -m sphinx -W -b html docs build/docs``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from myst_parser.parsers.sphinx_ import MystParser

import leeway

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

project = "Leeway"
author = "The Leeway authors"
copyright = "The Leeway authors; Apache-2.0"  # noqa: A001 (the name Sphinx reads)
release = version = leeway.__version__
language = "en-GB"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "numpydoc"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["notebooks/.ipynb_checkpoints", "_build"]
nitpicky = True

myst_heading_anchors = 3
myst_links_external_new_tab = False

autodoc_typehints = "none"
autodoc_member_order = "bysource"
autosummary_generate = False
numpydoc_show_class_members = False
numpydoc_xref_param_type = False
default_role = "code"

html_theme = "furo"
html_title = "Leeway"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_permalinks_icon = "#"
html_theme_options = {
    # The theme's own stack names no font to fetch; these are on the reader's machine.
    "light_css_variables": {
        "font-stack": "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif",
        "font-stack--monospace": "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
    },
}


def setup(app: Sphinx) -> None:
    """Notebooks are pages: their cells as Markdown, and below each what it showed when it was last run."""
    app.add_source_suffix(".ipynb", "notebook")
    app.add_source_parser(NotebookParser)
    app.connect("html-page-context", _for_everybody, priority=900)


def _for_everybody(
    _app: Sphinx, _page: str, _template: str, context: dict[str, Any], _doctree: nodes.document | None
) -> None:
    """What the theme leaves out for those who listen or have no mouse: levels, and stops in wide blocks."""
    for part in ("furo_navigation_tree", "toctree"):
        if isinstance(context.get(part), str):
            context[part] = context[part].replace('role="heading"', 'role="heading" aria-level="2"')
    if isinstance(context.get("body"), str):
        context["body"] = context["body"].replace("<pre>", '<pre tabindex="0">')


class NotebookParser(MystParser):
    """Reads a notebook as the Markdown that it amounts to. No cell is run: the tests run them."""

    supported = ("notebook",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Hand the notebook's Markdown to the parser of pages."""
        cells = json.loads(inputstring)["cells"]
        super().parse("\n\n".join(map(_page_of, cells)), document)


def _page_of(cell: dict[str, Any]) -> str:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return source
    if cell["cell_type"] != "code":
        return ""
    return "\n\n".join([_fenced("python", source), *map(_shown, cell["outputs"])])


def _shown(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    if "text/html" in data:
        return _fenced("{raw} html", "".join(data["text/html"]))
    return _fenced("text", "".join(output.get("text", data.get("text/plain", ""))))


def _fenced(kind: str, text: str) -> str:
    return f"``````{kind}\n{text}\n``````"
