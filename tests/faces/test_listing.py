"""The list of a pair's ties as people read it, and as other programs do."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from tests.faces.at_a_terminal import uncoloured
from tests.verdict.synthetic_ties import SIGNED, STANDING, SyntheticTies

from leeway import measures
from leeway.faces.listing import tie_line, ties_text
from leeway.faces.terminal import Terminal
from leeway.measures.security import MEASURE as SECURITY
from leeway.verdict.ties import COLUMNS, Ties, ties

DELIVERY = replace(
    SIGNED,
    kind="arms",
    what="RUS to KAZ: 12.5 million TIV (Mi-17, Su-30)",
    since="2015",
    until="2015",
    how="delivered",
    status="coded",
    source="sipri-arms",
)


@pytest.fixture
def found(monkeypatch, tmp_path) -> Ties:
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "none.duckdb"))
    told = ties("KAZ", "RUS", since="2000", estimates={"security": SyntheticTies()})
    return replace(told, ties=(SIGNED, STANDING))


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {},
            "2001-05 to 2019, defence: Treaty of Elsewhere (ended; denounced by KAZ; as of 2024",
        ),
        ({"since": ""}, "until 2019, defence"),
        ({"until": "", "ended": "still in force", "how": ""}, "since 2001-05, defence"),
        ({"since": "", "until": "", "ended": "source ended", "how": ""}, "since an unknown day, defence"),
        ({"status": "unverified"}, "? 2001-05 to 2019"),
        ({"status": "suspect"}, "! 2001-05 to 2019"),
    ],
)
def test_a_tie_in_a_line(changes, line):
    assert tie_line(replace(SIGNED, **changes)).startswith(line)


def test_a_tie_whose_source_ended_is_not_said_to_have_ended():
    line = tie_line(replace(SIGNED, until="", ended="source ended", how=""))
    assert "(source ended; as of 2024-01-01" in line


def test_the_whole_list(found, snapshot):
    assert ties_text(replace(found, ties=(*found.ties, DELIVERY), sides=(), refusals=())) == snapshot


def test_no_ties_is_an_answer(found):
    told = ties_text(replace(found, ties=(), series={}, similarity=None))
    assert told.startswith("Kazakhstan and Russia, 2000-01-01 to 2024-06-28: no ties.")
    assert "Where each source ends" in told


def test_lines_keep_to_the_width(found):
    long = replace(SIGNED, note="a note that goes on and on, " * 9)
    told = ties_text(replace(found, ties=(long,), sides=(), series={}), width=60)
    assert max(len(line) for line in told.splitlines()) <= 60


def test_the_command_in_three_forms(leeway, monkeypatch, tmp_path):
    monkeypatch.setenv("LEEWAY_RECORD", str(tmp_path / "none.duckdb"))
    invented = replace(SECURITY, load=lambda folder: SyntheticTies())
    monkeypatch.setattr(measures, "MEASURES", (invented,))
    monkeypatch.setattr("leeway.verdict.ties._LINES", ("security",))
    words = ("ties", "Kazakhstan", "Russia", "--since", "2010")
    assert "EAEU" in leeway(*words).out
    told = json.loads(leeway(*words, "--json").out)
    assert (told["state"], told["since"]) == ("KAZ", "2010-01-01")
    rows = list(csv.DictReader(io.StringIO(leeway(*words, "--csv").out)))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(told["ties"])
    assert leeway("ties", "KAZ", "Ruritania").code == 2
    assert leeway("ties", "KAZ", "RUS", "--similarity", "tau").code == 2
    assert leeway("ties", "KAZ", "RUS", "--record", str(tmp_path / "nowhere.duckdb")).code == 3


def test_colour_changes_no_letter_and_a_wide_terminal_draws_the_series(found):
    told = ties_text(found, on=Terminal(colour=True))
    assert "\x1b[1mWhere each source ends\x1b[0m" in told
    assert uncoloured(told) == ties_text(found)
    wide = ties_text(found, on=Terminal(columns=180))
    assert "over no less than a fifth" in " ".join(wide.split())
