"""Every page is legible to everybody: axe in light, in dark and on a phone, and nothing flows over."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

PAGES = (
    "/",
    "/ask/KAZ/RUS?since=2004",
    "/ask/KAZ/UZB?since=2010",
    "/ask/XKX/RUS",
    "/movers/RUS",
    "/movers/RUS#tiles",
    "/line/KAZ/RUS/votes?since=2004",
    "/line/XKX/RUS/trade",
    "/weights/KAZ/RUS?since=2004",
    "/compare?pair=KAZ,RUS&pair=ARM,RUS&since=2010",
    "/compare",
    "/ties/KAZ/RUS",
    "/trade/KAZ/RUS",
    "/backdoor/KAZ/RUS",
    "/events/KAZ/RUS",
    "/surprise/KAZ/does%20not%20recognise%20DNR?on=2022-06-17",
    "/positions/KAZ,RUS,USA",
    "/state/KAZ",
    "/states",
    "/roll-calls",
    "/roll-calls?q=kites&state=KAZ&partner=RUS",
    "/roll-call/A/RES/77/1",
    "/votes/KAZ/RUS?since=2015",
    "/read",
    "/codebook",
    "/sources",
    "/cite",
    "/api",
    "/problems/question",
    "/nothing/lies/here",
    "/embed/ask/KAZ/RUS",
)
_PHONE = {"width": 390, "height": 844}
_DESK = {"width": 1280, "height": 900}
_NARROWEST = 320
"""Pixels: a window of 1280 at 400 per cent."""

_OF_COLOURS = ("color-contrast",)
_OF_WIDTH = "target-size", "scrollable-region-focusable", "meta-viewport"
"""Rules of axe whose answer depends on the scheme, or on the width of the window."""

_BY_WIDTH = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def _name(path: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-") or "home"


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_a_page_serves_everybody(path: str, watched: Any, violations: Callable[..., list[str]]) -> None:
    page = watched.page
    watched.open(path)
    assert page.locator("h1").count() == 1
    # The map's small states are links below 24 pixels; the tables below it hold the same links.
    seen = {"exclude": [["#map svg"]]} if path == "/movers/RUS" else None
    watched.keep(f"{_name(path)}-light")
    assert violations(page, seen) == []
    page.emulate_media(color_scheme="dark")
    watched.keep(f"{_name(path)}-dark")
    assert violations(page, seen, _OF_COLOURS) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(_PHONE)
    if page.locator("[data-drawn]").count():
        page.wait_for_timeout(300)
    watched.keep(f"{_name(path)}-phone")
    assert violations(page, seen, _OF_WIDTH) == []
    for width in (_PHONE["width"], _NARROWEST):
        page.set_viewport_size({"width": width, "height": 600})
        content, room = page.evaluate(_BY_WIDTH)
        assert content <= room, f"{content - room} pixels beyond a window of {width}"


@pytest.mark.parametrize("path", [PAGES[1], "/movers/RUS", "/votes/KAZ/RUS?since=2015"], ids=_name)
def test_a_page_on_paper_has_what_is_folded_and_no_controls(path: str, watched: Any) -> None:
    page = watched.page
    watched.open(path)
    page.emulate_media(media="print", color_scheme="dark")
    watched.keep(f"{_name(path)}-paper")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for gone in ("header.site", "form.window", ".take"):
        assert not any(one.is_visible() for one in page.locator(gone).all()), gone
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0


def test_no_letter_of_a_table_stands_alone(watched: Any) -> None:
    """A column as narrow as two letters breaks its words letter by letter."""
    narrow = """[...document.querySelectorAll("td, th")].filter((one) => one.textContent.trim().length > 6
      && one.clientWidth && one.clientWidth < 40).map((one) => one.textContent)"""
    for path in ("/ask/KAZ/RUS?since=2004", "/ties/KAZ/RUS", "/codebook"):
        watched.open(path)
        watched.page.set_viewport_size(_PHONE)
        assert watched.page.evaluate(narrow) == [], path
        watched.page.set_viewport_size(_DESK)


def test_forced_colours_keep_the_bar_and_its_words(watched: Any) -> None:
    watched.open("/ask/KAZ/RUS?since=2004")
    watched.page.emulate_media(forced_colors="active")
    watched.keep("ask-forced-colours")
    assert "away 68%" in watched.page.locator(".sides .chosen").inner_text()
    fills = "[...document.querySelectorAll('.bar rect')].map((one) => getComputedStyle(one).fill)"
    assert len(set(watched.page.evaluate(fills))) == 4


def test_absences_are_told_apart_in_words(watched: Any) -> None:
    watched.open("/ask/XKX/RUS")
    told = watched.page.locator("section[aria-labelledby=evidence] table").inner_text()
    assert "Kosovo is not in the record of votes" in told
    assert "No one source of words tells half of these years" in told
    assert "nothing could loosen" in told
    assert "ends before the window does" in told
