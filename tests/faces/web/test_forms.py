"""Every view comes in every form, under one address."""

from __future__ import annotations

import pytest

from leeway.states import states

PATHS = (
    "/ask/KAZ/RUS",
    "/line/KAZ/RUS/votes",
    "/weights/KAZ/RUS",
    "/compare?pair=KAZ,RUS&pair=ARM,RUS",
    "/state/KAZ",
    "/movers/RUS",
)
TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "svg": "image/svg+xml",
    "png": "image/png",
    "vl.json": "application/json",
    "bib": "application/x-bibtex",
    "xlsx": "application/vnd.openxmlformats",
}


@pytest.mark.parametrize("form", TYPES)
@pytest.mark.parametrize("path", PATHS)
def test_a_view_in_a_form(web, path, form):
    where, _, query = path.partition("?")
    answer = web.get(f"{where}.{form}{'?' + query if query else ''}", follow_redirects=False)
    assert answer.status_code == 200, answer.text[:200]
    assert answer.headers["content-type"].startswith(TYPES[form])
    assert answer.content


@pytest.mark.parametrize("path", PATHS)
def test_a_view_to_embed(web, path):
    answer = web.get(f"/embed{path}", follow_redirects=False)
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "data-spec" in answer.text


def test_a_roll_call_in_every_form(recorded):
    for form, kind in TYPES.items():
        answer = recorded.get(f"/roll-call/A/RES/78/1.{form}", follow_redirects=False)
        assert answer.status_code == 200, (form, answer.text[:200])
        assert answer.headers["content-type"].startswith(kind)
    assert recorded.get("/embed/roll-call/A/RES/78/1").status_code == 200


def test_a_citation_names_its_view_and_the_sources_it_rests_on(web):
    told = web.get("/line/KAZ/RUS/trade.bib").text
    assert "@misc{leeway-line-kaz-rus-trade," in told
    assert "/line/KAZ/RUS/trade}" in told
    assert "@misc{un-votes," not in told
    assert "@misc{un-votes," in web.get("/state/KAZ.bib").text


def test_more_states_than_one_address_gives(web):
    names = (f"{one.id}" for one in states()[:21])
    answer = web.get(f"/positions/{','.join(names)}.json")
    assert answer.status_code == 400
    assert "21 states" in answer.json()["detail"]
