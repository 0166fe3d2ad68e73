"""The site builds without a warning, loads nothing from another host, and its links lead somewhere."""

from __future__ import annotations

import importlib.util
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from benchmarks.pages import FOLDER, PAGES, ROOT

import leeway

NEEDED = ("sphinx", "furo", "myst_parser", "numpydoc")
LOADING = {"script", "img", "iframe", "source", "video", "audio", "embed", "object", "input", "track"}
LOADED = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "manifest",
    "modulepreload",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the built site."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"the site needs {', '.join(missing)}, which are not installed: make test installs them")
    out = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        "-b",
        "html",
        str(FOLDER),
        str(out),
    ]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603
    assert built.returncode == 0, built.stderr
    return out


class _Page(HTMLParser):
    """What a page loads, where its links lead, and what can be linked to on it."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.places.add(given["id"])
        if tag == "link" and LOADED & set(given.get("rel", "").split()):
            self.loads.append(given.get("href", ""))
        if tag in LOADING:
            self.loads += [given[name] for name in ("src", "srcset", "data", "poster") if given.get(name)]
        if tag == "a" and "href" in given:
            self.links.append(given["href"])


@cache
def read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    return page


def pages_of(site: Path) -> Iterator[Path]:
    return (path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts)


def elsewhere(address: str) -> bool:
    return bool(urlsplit(address).netloc) or address.startswith("//")


def test_every_page_of_docs_is_on_the_site(site: Path) -> None:
    for path in PAGES:
        assert (site / path.relative_to(FOLDER)).with_suffix(".html").is_file(), path


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    loads = [(page.name, one) for page in pages_of(site) for one in read(page).loads if elsewhere(one)]
    assert not loads


def test_no_style_loads_anything_from_another_host(site: Path) -> None:
    styles = list(site.rglob("*.css"))
    assert styles
    for style in styles:
        found = re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//[^'\")\s]+", style.read_text("utf-8"))
        assert not found, style


def test_no_script_of_a_page_names_another_host(site: Path) -> None:
    for page in pages_of(site):
        for script in re.findall(r"<script[^>]*>(.*?)</script>", page.read_text("utf-8"), re.S):
            assert "//" not in re.sub(r"/\*.*?\*/", "", script, flags=re.S), page


def test_links_within_the_site_lead_somewhere(site: Path) -> None:
    broken = []
    for page in pages_of(site):
        for link in read(page).links:
            to = urlsplit(link)
            if to.scheme or to.netloc:
                continue
            target = page if not to.path else (page.parent / unquote(to.path)).resolve()
            there = target.is_file()
            if there and to.fragment and target.suffix == ".html":
                there = unquote(to.fragment) in read(target).places
            if not there:
                broken.append(f"{page.name}: {link}")
    assert not broken


def test_the_public_api_is_described(site: Path) -> None:
    described = {place for page in site.glob("api/*.html") for place in read(page).places}
    for name in set(leeway.__all__) - {"__version__", "sources"}:
        function: Any = getattr(leeway, name)
        assert f"leeway.{name}" in described
        answers = re.findall(r"\b[A-Z]\w+", str(inspect.signature(function).return_annotation))
        for answer in set(answers) - {"Any", "DataFrame", "Path"}:
            assert any(place.endswith(f".{answer}") for place in described), f"{name} hands back a {answer}"
    assert "leeway.sources.lineage.sources" in described


def test_a_page_elsewhere_would_be_seen() -> None:
    page = _Page()
    page.feed('<link rel="stylesheet" href="https://fonts.example/a.css"><a href="https://doi.org/1">1</a>')
    assert [one for one in page.loads if elsewhere(one)] == ["https://fonts.example/a.css"]
