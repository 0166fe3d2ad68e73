"""The back-door on the command line: words, JSON, CSV, other lists, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.faces.at_a_terminal import uncoloured
from tests.measures.backdoor.on_a_record import record_of
from typer.testing import CliRunner

from leeway import backdoor
from leeway.faces.both_legs import backdoor_text
from leeway.faces.cli import app
from leeway.faces.terminal import Terminal
from leeway.verdict.backdoor import COLUMNS


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record_of(tmp_path_factory.mktemp("record") / "record.duckdb")


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_whole_text(record: Path, snapshot) -> None:
    assert backdoor_text(backdoor("KAZ", for_="RUS", record=record)) == snapshot


def test_no_sign_is_told_with_what_could_have_been_seen(record: Path, snapshot) -> None:
    assert backdoor_text(backdoor("UZB", for_="RUS", record=record)) == snapshot


def test_json_says_the_word_and_what_is_not_covered(record: Path) -> None:
    code, out, _ = run("backdoor", "Kazakhstan", "--for", "Russia", "--record", str(record), "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["state"], told["target"], told["verdict"]) == ("KAZ", "RUS", "back-door")
    assert told["covered_goods"] == ["8542"]
    assert "nothing else" in told["not_covered"]
    assert told["leg_in"]["p_value"] < 0.01


def test_csv_is_one_row_a_leg(record: Path) -> None:
    code, out, _ = run("backdoor", "KAZ", "--for", "RUS", "--record", str(record), "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["leg"] == "in"
    assert {row["goods"] for row in rows if row["leg"] == "out"} >= {"8542"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("RUS", "--for", "RUS"), "Name two different states"),
        (("KAZ", "--for", "FRA"), "against"),
        (("DEU", "--for", "RUS", "--senders", "DEU"), "one of the senders"),
        (("KAZ", "--for", "RUS", "--goods", "toys"), "no list of goods 'toys'"),
        (("KAZ", "--for", "RUS", "--senders", ","), "No sender is named"),
        (("KAZ", "--for", "RUS", "--engine", "oracle://x"), "no engine 'oracle'"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(record: Path, words: tuple[str, ...], said: str) -> None:
    code, out, err = run("backdoor", *words, "--record", str(record))
    assert code == 2
    assert out == ""
    assert said in err


def test_colour_changes_no_letter(record: Path) -> None:
    found = backdoor("KAZ", for_="RUS", record=record)
    told = backdoor_text(found, on=Terminal(colour=True))
    assert told.startswith("\x1b[1mBACK-DOOR\x1b[0m")
    assert uncoloured(told) == backdoor_text(found)
