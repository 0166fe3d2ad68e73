"""The charts of a report, as drawings that can stand beside one another on one page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from leeway.errors import LeewayError
from leeway.faces.figures.theme import Spec
from leeway.faces.report.parts import Chart

_ID = re.compile(r'\b(id=["\']|url\(#|href=["\']#)')
_INERT = re.compile(r'\s(?:role|tabindex|style|aria-[a-z]+)="[^"]*"')
_OPENING = re.compile(r"<svg\b")
_LARGEST = 1_000_000
"""Characters of a drawing that a page carries; the course of every state in the world is larger."""


def charts(kind: str, content: Any) -> tuple[Chart, ...]:
    """All charts of an answer; one that has nothing to show is left out.

    Parameters
    ----------
    kind : str
        The command that answered.
    content : mapping, or list of mapping for positions
        The answer as ``--json`` prints it.
    """
    found: list[Chart] = []
    for make in _figures(kind):
        try:
            spec = make(content)
        except LeewayError:
            continue
        chart = None if spec is None else _drawn(spec, f"c{len(found) + 1}-")
        if chart and len(chart.drawing) <= _LARGEST:
            found.append(chart)
    return tuple(found)


def _figures(kind: str) -> Iterator[Callable[[Any], Spec | None]]:
    from leeway.faces.figures import parts
    from leeway.faces.figures.chosen import figure

    yield lambda content: figure(kind, content)
    if kind == "ask":
        yield parts.who_moved
        yield parts.rival_explanations


def _drawn(spec: Spec, prefix: str) -> Chart:
    from leeway.faces.figures.drawing import svg

    title = spec.get("usermeta", {}).get("title") or "Chart"
    return Chart(str(title), str(spec.get("description") or title), on_page(svg(spec), prefix))


def on_page(drawing: str, prefix: str) -> str:
    """A drawing among others: ids of its own, and silent, since its words stand beside it.

    Parameters
    ----------
    drawing : str
        SVG with nothing before its root.
    prefix : str
        Before every id.

    Examples
    --------
    >>> on_page('<svg role="img"><clipPath id="a"/><g clip-path="url(#a)"/></svg>', "c1-")
    '<svg aria-hidden="true" focusable="false"><clipPath id="c1-a"/><g clip-path="url(#c1-a)"/></svg>'
    """
    quiet = _INERT.sub("", drawing[drawing.index("<svg") :])
    own = _ID.sub(lambda found: found[1] + prefix, quiet)
    return _OPENING.sub('<svg aria-hidden="true" focusable="false"', own, count=1)
