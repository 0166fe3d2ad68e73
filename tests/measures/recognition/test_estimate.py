"""Estimates of recognition, made from invented facts."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
from tests.measures.recognition.facts import DAY, entity, fact

from leeway.errors import MissingSourceError
from leeway.ledger import Recognition
from leeway.measures.recognition import MEASURE
from leeway.measures.recognition.estimates import RecognitionEstimates
from leeway.measures.recognition.files import RecognitionTables
from leeway.spells import state

ROOM = import_module("leeway.measures.recognition.estimate")
STATES = ("XKX", "XAB", "FJI", "NRU", "TON", "WSM")
ENTITIES = (
    entity(),
    entity(key="XAB", name="Isle", question="Strait", complete_as_of=DAY(2019, 12, 31)),
    entity(key="XSO", name="Shoal", question="Strait", complete_as_of=DAY(2019, 12, 31)),
    entity(key="XSL", name="Remembered", question="Remembered", status="unverified"),
)
FACTS = (
    fact("FJI", "recognises", "2008-05-01", as_of="2020-06-30", source="one; two"),
    fact("TON", "does not", "2012-01-01", as_of="2019-12-31"),
    fact("FJI", "recognises", "2010-01-01", entity="XAB"),
    fact("FJI", "recognises", "2010-01-01", entity="XSO"),
    fact("FJI", "recognises", "2010-01-01", entity="XSL"),
)


def record(*sources: str) -> SimpleNamespace:
    """What an estimate asks of a record that holds some sources."""
    loads = pl.DataFrame(
        {
            "source": sources,
            "publisher": "Leeway",
            "licence": "",
            "file": "recognitions.csv",
            "sha256": "ab" * 32,
            "covered_from": DAY(1945, 1, 1),
            "covered_to": DAY(2020, 6, 30),
        },
        schema_overrides={"source": pl.String},
    )
    return SimpleNamespace(sources=lambda: loads, version=lambda ids: "-".join(ids), path=Path("a record"))


@pytest.fixture
def made(monkeypatch):
    def make(*more: Recognition, **settings) -> RecognitionTables:
        monkeypatch.setattr(ROOM, "all_states", lambda: [state(key) for key in STATES])
        monkeypatch.setattr(ROOM, "entities", lambda: ENTITIES)
        monkeypatch.setattr(ROOM, "recognitions", lambda: (*FACTS, *more))
        return ROOM.make_tables(record("ledger"), **settings)

    return make


def test_the_manifest_says_what_was_read(made):
    told = made().manifest
    assert told["questions"] == {"Elsewhere": ["XKX"], "Strait": ["XAB", "XSO"]}
    assert (told["built"], told["covered"]) == ("2020-06-30", ["1946-01-01", "2020-06-30"])
    assert (told["line"], told["record"]) == ("recognition", "ledger")
    assert told["error"] == pytest.approx(1 / 3, abs=1e-4)
    assert told["states"] == sorted(STATES)
    assert made(built=DAY(2021, 1, 1)).manifest["built"] == "2021-01-01"


def test_positions_follow_the_facts_and_the_lists(made):
    told = RecognitionEstimates(made())
    years = range(2004, 2020)
    assert told.positions("FJI", years)["XKX"].tolist() == [0.0] * 4 + [1.0] * 12
    assert told.positions("TON", years)["XKX"].tolist() == [0.0] * 16
    assert told.positions("TON", years)["XAB"].tolist() == [0.0] * 16
    assert np.isnan(told.positions("WSM", years)["XKX"][1:]).all()
    assert set(told.positions("FJI", years)) == {"XKX", "XAB", "XSO"}


@pytest.mark.parametrize(("last", "year"), [("2020-06-30", 2019), ("2020-07-01", 2020)])
def test_the_last_year_is_one_whose_middle_is_known(made, last, year):
    known = RecognitionEstimates(made(fact("WSM", "does not", as_of=last)))
    assert known._values[1] == range(1946, year + 1)


@pytest.mark.parametrize("status", ["suspect", "unverified"])
def test_a_doubtful_fact_changes_positions_only_to_unknown(made, status):
    sure = RecognitionEstimates(made())
    alone = RecognitionEstimates(made(fact("WSM", "recognises", "2010-01-01", status=status)))
    assert alone.compare(sure)[0].largest == 0.0
    against = RecognitionEstimates(made(fact("FJI", "withdrew", "2015-01-01", status=status)))
    told = against.positions("FJI", range(2004, 2020))["XKX"]
    assert told[:11].tolist() == [0.0] * 4 + [1.0] * 7
    assert np.isnan(told[11:]).all()


def test_the_margin_is_the_usual_change_over_nine_years(made):
    told = made()
    of = RecognitionEstimates(told)
    steps = [
        np.abs(of.changes((DAY(y, 1, 1), DAY(y + 2, 12, 31)), (DAY(y + 9, 1, 1), DAY(y + 11, 12, 31))).mean)
        for y in range(1946, 2009, 3)
    ]
    sizes = np.concatenate(steps)
    assert told.manifest["margin"] == pytest.approx(np.median(sizes[sizes > 1e-9]), abs=1e-4)


def test_estimates_are_written_and_opened(made, tmp_path):
    made()
    manifest = MEASURE.estimate(record("ledger"), tmp_path)
    told = MEASURE.load(tmp_path)
    assert manifest["margin"] == told.margin
    assert all(one.largest == 0.0 for one in told.compare(RecognitionEstimates(made())))


def test_a_record_without_the_ledger_is_refused():
    with pytest.raises(MissingSourceError, match="nothing of ledger"):
        ROOM.make_tables(record("fbic"))
