"""Without scripts a page has its text, its tables, its forms, and its charts as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def plain(chromium: Any, served: str) -> Iterator[Any]:
    """A page that runs no script."""
    context = chromium.new_context(java_script_enabled=False, base_url=served)
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.parametrize(
    ("path", "pictures"),
    [("/ask/KAZ/RUS?since=2004", 3), ("/movers/RUS", 3), ("/trade/KAZ/RUS", 1), ("/state/KAZ", 1)],
)
def test_charts_are_pictures(path: str, pictures: int, plain: Any) -> None:
    plain.goto(path)
    shown = plain.locator("figure img")
    assert shown.count() == pictures
    for one in shown.all():
        one.scroll_into_view_if_needed()
        assert len(one.get_attribute("alt")) > 20
        answer = plain.request.get(one.get_attribute("src"))
        assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml")


def test_a_question_is_asked_and_answered(plain: Any) -> None:
    plain.goto("/")
    plain.locator("#q").fill("Is Kazakhstan moving away from Russia since 2004?")
    plain.locator("#q").press("Enter")
    plain.wait_for_url("**/ask/KAZ/RUS?since=2004*")
    assert "away from Russia" in plain.locator(".answer").first.inner_text()
    assert plain.locator("section[aria-labelledby=evidence] tbody tr").count() == 8
    assert "As usual: away" in plain.locator(".bent").inner_text()


def test_two_states_of_a_form(plain: Any) -> None:
    plain.goto("/")
    plain.get_by_label("Is", exact=True).fill("Hungary")
    plain.get_by_label("moving away from").fill("Germany")
    plain.get_by_role("form", name="Two states").get_by_role("button").click()
    plain.wait_for_url("**/ask/HUN/DEU")


def test_weights_are_sent_as_a_form(plain: Any) -> None:
    plain.goto("/ask/KAZ/RUS?since=2004")
    plain.locator("input[name='weight.votes']").press("Home")
    plain.get_by_role("button", name="Weigh so").click()
    plain.wait_for_url("**weight=votes*")
    assert "Weighed so: still" in plain.locator(".bent").inner_text()


def test_a_claim_leads_to_its_words(plain: Any) -> None:
    plain.goto("/read")
    plain.get_by_label("Paste the text").fill("Armenia is still a member of the Eurasian Economic Union.")
    plain.get_by_role("button", name="Read").click()
    plain.locator("#e-c1 a[href='#t-c1']").click()
    assert plain.locator("#t-c1").is_visible()
