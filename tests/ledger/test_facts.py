"""Facts a reader would look up first."""

from __future__ import annotations

import pytest

from leeway.ledger import entities, memberships, recognitions, treaties


def _position(entity: str, state: str, status: str = "found") -> list[tuple[str, str]]:
    return [
        (one.position, str(one.date or ""))
        for one in recognitions()
        if one.entity == entity and one.state == state and one.status == status
    ]


def _membership(organisation: str, state: str, role: str = "member") -> dict[str, str]:
    [one] = [
        row
        for row in memberships()
        if row.organisation == organisation and row.state == state and row.role == role
    ]
    days = {
        "since": one.since,
        "until": one.until,
        "frozen": one.frozen_since,
        "thawed": one.frozen_until,
    }
    return {name: str(day) for name, day in days.items() if day} | ({"ended": one.ended} if one.ended else {})


@pytest.mark.parametrize("entity", ["XAB", "XSO"])
def test_georgia_2008(entity: str) -> None:
    assert _position(entity, "RUS") == [("recognises", "2008-08-26")]
    assert _position(entity, "NIC") == [("recognises", "2008-09-05")]
    assert _position(entity, "SYR") == [("recognises", "2018-05-29")]
    assert _position(entity, "TUV") == [("recognises", "2011-09"), ("withdrew", "2014-03-31")]
    assert _position(entity, "KAZ") == [("does not", "2022-06-17")]


@pytest.mark.parametrize("entity", ["XDN", "XLU"])
def test_donbas_2022(entity: str) -> None:
    recognisers = {
        one.state: str(one.date)
        for one in recognitions()
        if one.entity == entity and one.position == "recognises"
    }
    assert recognisers == {
        "RUS": "2022-02-21",
        "XAB": "2022-02-25",
        "SYR": "2022-06-29",
        "PRK": "2022-07-13",
        "XSO": "2014",
    }
    assert _position(entity, "KAZ") == [("does not", "2022-06-17")]


@pytest.mark.parametrize("state", ["AUS", "GBR", "PRT"])
def test_the_dates_of_the_table_on_palestine_that_look_wrong_are_flagged(state: str) -> None:
    assert _position("PSE", state, "suspect") == [("recognises", "2025-09-25")]
    assert _position("PSE", state) == [("recognises", "2025-09-21")]


@pytest.mark.parametrize(
    ("state", "day"),
    [
        ("ARM", "2024-06-21"),
        ("SVN", "2024-06-04"),
        ("FRA", "2025-09-22"),
        ("LUX", "2025-09-22"),
        ("MCO", "2025-09-22"),
    ],
)
def test_refusals_that_recognition_followed_are_flagged(state: str, day: str) -> None:
    assert _position("PSE", state, "suspect") == [("does not", "")]
    assert _position("PSE", state) == [("recognises", day)]


def test_pakistan_recognises_armenia_whatever_the_list_of_the_day_says() -> None:
    assert _position("ARM", "PAK") == [("does not", ""), ("recognises", "2025-08-31")]
    [refusal] = [one for one in recognitions() if one.entity == "ARM" and one.position == "does not"]
    assert str(refusal.as_of) == "2025-08-30"


def test_vanished_states_keep_their_recognitions() -> None:
    assert _position("PSE", "CSK") == [("recognises", "1988-11-18")]
    assert _position("PSE", "YUG") == [("recognises", "1988-11-16")]
    assert _position("PSE", "DDR", "unverified") == [("recognises", "1988-11-18")]
    assert _position("ESH", "YMD") == [("recognises", "1977-02-02")]


def test_the_positions_on_palestine_add_up_to_the_members_of_the_united_nations() -> None:
    vanished = {"CSK", "DDR", "YMD", "YUG"}
    states = {
        position: {
            one.state
            for one in recognitions()
            if one.entity == "PSE" and one.position == position and one.status == "found"
        }
        - vanished
        for position in ("recognises", "does not")
    }
    assert states["recognises"] & states["does not"] == set()
    assert len(states["recognises"] | {"AND", "MEX"}) == 157
    assert len(states["does not"]) == 36
    assert "BEL" in states["does not"]


def test_kosovo_withdrawals_rest_on_one_side_and_enter_no_estimate() -> None:
    withdrawn = [one for one in recognitions() if one.entity == "XKX" and one.position == "withdrew"]
    assert len(withdrawn) == 27
    assert {one.status for one in withdrawn} == {"suspect", "unverified"}


def test_complete_lists() -> None:
    complete = {one.key: str(one.complete_as_of) for one in entities() if one.complete_as_of}
    assert complete == {
        "PSE": "2025-09-21",
        "TWN": "2024-01-15",
        "XAB": "2026-09-25",
        "XDN": "2022-09-30",
        "XLU": "2022-09-30",
        "XNC": "2026-09-25",
        "XSL": "2026-09-25",
        "XSO": "2026-09-25",
        "XTR": "2026-09-25",
    }
    assert [one.key for one in entities() if one.others_recognise_as_of] == ["ARM", "ISR"]


def test_taiwan_has_twelve_partners_on_the_day_of_the_list() -> None:
    partners = {
        one.state
        for one in recognitions()
        if one.entity == "TWN" and one.position == "recognises" and one.as_of.isoformat() >= "2024-01-15"
    }
    assert " ".join(sorted(partners)) == "BLZ GTM HTI KNA LCA MHL PLW PRY SWZ TUV VAT VCT"


@pytest.mark.parametrize(
    ("organisation", "state", "role", "expected"),
    [
        ("CSTO", "ARM", "member", {"since": "2002-10-07", "frozen": "2024-02-22"}),
        ("CSTO", "KAZ", "member", {"since": "2002-10-07"}),
        ("CST", "KAZ", "signatory", {"since": "1992-05-15"}),
        ("SCO", "BLR", "member", {"since": "2024-07-04"}),
        ("SCO", "IRN", "member", {"since": "2023-07-04"}),
        ("CIS", "GEO", "member", {"since": "1993-12", "until": "2009-08-18", "ended": "left"}),
        ("CIS", "UKR", "participant", {"since": "1991-12-08", "until": "2018-05", "ended": "left"}),
        ("EAEU", "ARM", "member", {"since": "2015-01-02"}),
        ("EAEU", "KGZ", "member", {"since": "2015-08"}),
        ("EU", "GBR", "member", {"since": "1973-01-01", "until": "2020-01-31", "ended": "left"}),
        ("NATO", "FIN", "member", {"since": "2023-04-04"}),
        ("NATO", "SWE", "member", {"since": "2024-03-07"}),
        (
            "COE",
            "RUS",
            "member",
            {"since": "1996-02", "until": "2022-03-16", "frozen": "2022-02-25", "ended": "expelled"},
        ),
        ("ARAB_LEAGUE", "SYR", "member", {"since": "1945", "frozen": "2011-11", "thawed": "2023-05-07"}),
        ("BRICS", "KAZ", "partner", {"since": "2025-01-01"}),
        ("OTS", "KAZ", "member", {"since": "2009-10-03"}),
        ("AU", "MLI", "member", {"frozen": "2021-06-01"}),
        ("ECOWAS", "NER", "member", {"until": "2025-01-29", "ended": "left"}),
    ],
)
def test_memberships(organisation: str, state: str, role: str, expected: dict[str, str]) -> None:
    assert _membership(organisation, state, role) == expected


def test_treaties_and_deployments() -> None:
    by_key = {one.key: one for one in treaties()}
    friendship = by_key["rus-ukr-1997"]
    assert (str(friendship.until), friendship.ended, friendship.status) == ("2019-04-01", "expired", "found")
    deployment = by_key["deployment-csto-kaz-2022"]
    assert (deployment.kind, deployment.parties, deployment.status) == ("deployment", ("RUS", "KAZ"), "found")
    assert by_key["kaz-rus-1992"].status == "found"
    assert by_key["base-rus-arm"].parties == ("RUS", "ARM")
    assert (
        sum(one.kind in ("base", "deployment") and str(one.as_of) == "2026-09-25" for one in treaties()) == 75
    )
