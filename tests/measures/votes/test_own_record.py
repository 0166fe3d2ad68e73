"""A state's own votes of two years, each foretold from what came before those years and from the others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from tests.measures import tiny
from tests.voting_files import changed

from leeway.measures.votes.own_record import own_bits
from leeway.record.store import Record, open_record

DAY = dt.date(2012, 11, 3)
FIJI = list(tiny.NAMES).index("FJI")


def bits(record: Record, state: str = "FJI", day: dt.date = DAY) -> np.ndarray:
    return own_bits(record, state, day, dimensions=2)


@pytest.fixture(scope="module")
def told(tiny_record: Record) -> np.ndarray:
    return bits(tiny_record)


def own_votes() -> list[str]:
    """Symbols of the votes cast in the two years before the day, by date."""
    eve = DAY - dt.timedelta(days=1)
    cut = eve - dt.timedelta(days=round(2 * 365.25))
    inside = [one for one in tiny.roll_calls() if cut.isoformat() < one.date <= eve.isoformat()]
    return [one.symbol for one in sorted(inside, key=lambda one: one.date) if one.codes[FIJI] != "X"]


def test_every_vote_cast_in_two_years_has_bits(told: np.ndarray) -> None:
    assert len(told) == len(own_votes()) > 10
    assert (told >= 0).all()


def test_a_vote_turned_round_changes_its_own_bits_alone(told: np.ndarray, tmp_path: Path) -> None:
    symbol = own_votes()[3]
    turned = []
    for one in tiny.roll_calls():
        if one.symbol == symbol:
            codes = list(one.codes)
            codes[FIJI] = "N" if codes[FIJI] == "Y" else "Y"
            one = changed(one, codes="".join(codes))
        turned.append(one)
    with open_record(tiny.load(tmp_path, turned)) as record:
        found = bits(record)
    differ = np.flatnonzero(~np.isclose(found, told, atol=1e-6))
    assert len(differ) == 1


def test_nothing_before_the_years_is_no_record(tiny_record: Record) -> None:
    first = min(dt.date.fromisoformat(one.date) for one in tiny.roll_calls())
    assert bits(tiny_record, day=first + dt.timedelta(days=200)).size == 0
    assert bits(tiny_record, state="ATL").size == 0
