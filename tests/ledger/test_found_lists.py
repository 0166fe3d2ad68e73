"""The ledger beside the found lists: every fact is kept, or left for a reason written down here."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from leeway.ledger import Dated, memberships, recognitions, treaties

KEYS = {
    "ABK": "XAB",
    "OST": "XSO",
    "DPR": "XDN",
    "LPR": "XLU",
    "TRNC": "XNC",
    "SOL": "XSL",
    "PMR": "XTR",
    "LBY-east": "LBY",
    "M23": "COD",
    "OPEC+": "OPEC_PLUS",
}
OTHER_RECOGNITIONS = {
    ("PSE", "MLT", "recognises"): "printed for 1988, announced in 2025",
    ("PSE", "MEX", "recognises"): "whether and when is disputed",
    ("PSE", "FRA", "does not"): "undated, recognised on 2025-09-22",
    ("PSE", "LUX", "does not"): "undated, recognised on 2025-09-22",
    ("PSE", "MCO", "does not"): "undated, recognised on 2025-09-22",
    ("PSE", "AND", "does not"): "undated, recognised on 2025-09-22 under conditions",
    ("PSE", "SMR", "does not"): "undated, recognised in September 2025",
    ("XSO", "VUT", "withdrew"): "never recognised, says the same text",
    ("XSL", "TWN", "recognises"): "a map style, contradicted by the press",
}
CLAIMED_BY_SERBIA = "BDI CAF COM DMA GHA GNB GRD LSO MDG NRU PLW PNG SLB STP SUR TGO"
"""Withdrawn from Kosovo, says Serbia; Kosovo disputes it."""

OTHER_DATES = {
    ("PSE", "CZE"): "before the state began: Czechoslovakia's",
    ("PSE", "SVK"): "before the state began: Czechoslovakia's",
    ("PSE", "SRB"): "before the state began: Yugoslavia's",
    ("PSE", "NAM"): "before the state began: its liberation movement's",
}
OTHER_MEMBERSHIPS = {
    ("EAEU", "MDA"): "2017-04-14 was the endorsement, 2018-05-14 the grant",
}


def _rows(shared: Path, file: str) -> list[dict[str, str]]:
    with (shared / "data" / "ties" / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _agree(one: Dated | None, text: str) -> bool:
    if not text:
        return True
    other = Dated.parse(text)
    return one is not None and (one.holds(other) or other.holds(one))


def test_every_found_recognition_is_kept(shared: Path) -> None:
    kept: dict[tuple[str, str, str], list[tuple[Dated | None, str]]] = {}
    for one in recognitions():
        kept.setdefault((one.entity, one.state, one.position), []).append((one.date, one.status))
    found = [row for row in _rows(shared, "recognition.csv") if row["status"] == "verified_from_found_text"]
    assert len(found) == 549
    other, redated = set(), set()
    for row in found:
        key = (
            KEYS.get(row["entity"], row["entity"]),
            KEYS.get(row["state_iso3"], row["state_iso3"]),
            row["position"],
        )
        rows = kept[key]
        if any(status == "found" and _agree(date, row["date"]) for date, status in rows):
            continue
        if any(status == "found" and date is None for date, status in rows):
            redated.add(key[:2])
        else:
            other.add(key)
    claimed = {("XKX", state, "withdrew") for state in CLAIMED_BY_SERBIA.split()}
    assert other == OTHER_RECOGNITIONS.keys() | claimed
    assert redated == OTHER_DATES.keys()


def test_what_the_found_list_doubts_is_seen_elsewhere_or_doubted_too(shared: Path) -> None:
    doubted = [row for row in _rows(shared, "recognition.csv") if row["status"] == "found_but_suspect"]
    assert len(doubted) == 98
    for row in doubted:
        key = (row["entity"], row["state_iso3"], row["position"])
        held = [one for one in recognitions() if (one.entity, one.state, one.position) == key]
        assert any(one.status == "suspect" or "; " in one.source for one in held), row


def test_every_dated_membership_is_kept(shared: Path) -> None:
    rows = _rows(shared, "memberships_dated_found_text.csv")
    assert len(rows) == 81
    other = set()
    for row in rows:
        state = KEYS.get(row["state_iso3"], row["state_iso3"])
        held = [one for one in memberships() if one.organisation == row["org"] and one.state == state]
        if row["status"] == "froze":
            assert any(one.frozen_since and _agree(one.frozen_since, row["from"]) for one in held), row
        elif not any(
            one.status == "found" and _agree(one.since, row["from"]) and _agree(one.until, row["to"])
            for one in held
        ):
            other.add((row["org"], state))
    assert other == OTHER_MEMBERSHIPS.keys()


@pytest.mark.parametrize("status", ["member", "observer", "partner", "suspended"])
def test_every_member_of_the_day_is_kept(shared: Path, status: str) -> None:
    rows = [row for row in _rows(shared, "bloc_memberships_asof_2026_09_25.csv") if row["status"] == status]
    assert rows
    for row in rows:
        held = [
            one
            for one in memberships()
            if one.organisation == KEYS.get(row["org"], row["org"])
            and one.state == row["state_iso3"]
            and one.role == ("member" if status == "suspended" else status)
            and one.until is None
            and str(one.as_of) == row["as_of"]
        ]
        assert len(held) == 1, row
        assert (held[0].frozen_since is not None and held[0].frozen_until is None) == (
            status == "suspended"
        ), row
        assert held[0].status == "found" or row["state_iso3"] == "SAU", row


def test_every_treaty_and_base_is_kept(shared: Path) -> None:
    signed = {(frozenset(one.parties), str(one.signed)) for one in treaties() if one.status == "found"}
    for row in _rows(shared, "defence_treaties_asof_2026_09_25.csv"):
        assert (frozenset(row["parties_iso3"].split()), row["signed"]) in signed
    sites = [one for one in treaties() if one.kind in ("base", "deployment")]
    for row in _rows(shared, "foreign_bases_asof_2026_09_25.csv"):
        parties = (row["user_state"], KEYS.get(row["host"], row["host"]))
        held = [one for one in sites if one.parties == parties and str(one.as_of) == row["as_of"]]
        assert held, row
        assert any((one.status == "suspect") == (row["source_confidence"] == "low") for one in held), row
