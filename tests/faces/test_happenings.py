"""Events of a pair on the command line: words, JSON, CSV, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.faces.at_a_terminal import uncoloured
from tests.measures.events.invented import BROKE, STRUCK, TURNED, both_lines, whole_record
from tests.measures.relations.invented import TURNED as DRIFTED
from tests.measures.relations.invented import estimates as relations
from typer.testing import CliRunner

from leeway.faces.cli import app
from leeway.faces.happenings import events_text, times
from leeway.faces.terminal import Terminal
from leeway.measures.files import write_tables
from leeway.verdict.events import COLUMNS, events

INVENTED = {**both_lines()}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whole_record(tmp_path_factory.mktemp("record") / "record.duckdb")


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that is not there."""
    return tmp_path_factory.mktemp("nothing") / "record.duckdb"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented estimates, as they are shipped."""
    made = tmp_path_factory.mktemp("estimates")
    for line, told in both_lines().items():
        write_tables(told.tables, made / line)
    return made


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_a_pair_that_broke(nowhere: Path, snapshot) -> None:
    assert events_text(events(*BROKE, estimates=INVENTED, record=nowhere)) == snapshot


def test_a_pair_that_did_not_break(nowhere: Path, snapshot) -> None:
    found = events("Kazakhstan", "Russia", estimates=INVENTED, record=nowhere)
    assert events_text(found) == snapshot


def test_a_day_and_who_reacted(record: Path, snapshot) -> None:
    found = events(*TURNED, since="2022", around=STRUCK, estimates=INVENTED, record=record)
    assert events_text(found) == snapshot


def test_a_day_after_which_nobody_reacted(record: Path) -> None:
    found = events("ARM", "UZB", since="2021", around="2021-07-05", estimates=INVENTED, record=record)
    text = events_text(found)
    assert found.around is not None
    assert found.around.beyond == ()
    assert f"Nobody reacted beyond habit; {len(found.around.reactions)} kinds of acts" in text


def test_days_without_acts_between_the_two_say_so(record: Path) -> None:
    found = events("ARM", "GEO", since="2021", around="2022-10-18", days=1, estimates=INVENTED, record=record)
    told = "The source tells nothing between the two in these days."
    assert found.around is not None
    assert (told in events_text(found)) == (not found.around.acts)


def test_a_silent_pair_is_told_in_words(nowhere: Path) -> None:
    text = events_text(events("KAZ", "South Africa", estimates=INVENTED, record=nowhere))
    assert "Words: South Africa is not in the record of words" in text
    assert "Rupture" not in text
    assert text.startswith("Kazakhstan and South Africa, 2002-01-01 to")


def test_relations_are_told_in_points_beside_words_and_deeds(nowhere: Path) -> None:
    both = {**INVENTED, "relations": relations()}
    found = events(*DRIFTED, since="2021-02", until="2022-02-17", estimates=both, record=nowhere)
    [line] = [one for one in events_text(found).splitlines() if one.startswith("Relations: days on which")]
    assert "points" in line
    assert "Relations mix words with deeds and have no direction" in events_text(found)


@pytest.mark.parametrize("width", [40, 60, 100])
def test_sentences_keep_to_the_width(nowhere: Path, width: int) -> None:
    text = events_text(events(*BROKE, estimates=INVENTED, record=nowhere), width=width)
    tables = ("line ", "words ", "deeds ", "period", "20")
    prose = [
        line for line in text.splitlines() if not line.startswith(tables) and "Events, counts" not in line
    ]
    assert max(len(line) for line in prose) <= width


def test_factors_are_told_with_as_many_digits_as_matter() -> None:
    assert [times(one) for one in (-2.3, 0.0, 2.0, 7.0)] == [
        "0.1 times",
        "1.0 times",
        "7.4 times",
        "1,097 times",
    ]


def test_json_says_both_lines_and_the_breaks(folder: Path, nowhere: Path) -> None:
    code, out, err = run("events", "Armenia", "Uzbekistan", "--json", "--estimates", str(folder),
                         "--record", str(nowhere))  # fmt: skip
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert (told["state"], told["partner"]) == BROKE
    assert [(line["line"], line["direction"]) for line in told["lines"]] == [
        ("words", "away"), ("deeds", "away")
    ]  # fmt: skip
    assert "2011" in told["ruptures"]["ruptures"]
    assert told["weekly"] is None
    assert told["around"] is None


def test_json_of_a_day_says_who_reacted(folder: Path, record: Path) -> None:
    code, out, _ = run("events", "KAZ", "RUS", "--since", "2022", "--around", "2022-09-05", "--days", "10",
                       "--json", "--estimates", str(folder), "--record", str(record))  # fmt: skip
    told = json.loads(out)["around"]
    assert code == 0
    assert (told["day"], told["until"], told["source"]) == ("2022-09-05", "2022-09-14", "gdelt")
    [beyond] = [one for one in told["reactions"] if one["beyond_habit"]]
    assert (beyond["actor"], beyond["target"], beyond["what"]) == ("TUR", "RUS", ["Accuse"])


def test_csv_is_one_row_a_period_and_line(folder: Path, nowhere: Path) -> None:
    code, out, _ = run("events", "ARM", "UZB", "--csv", "--estimates", str(folder), "--record", str(nowhere))
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert tuple(rows[0]) == COLUMNS == (
        "period", "line", "source", "conflict", "cooperation", "closeness", "low", "high", "share",
        "share_low", "share_high", "rupture",
    )  # fmt: skip
    assert len(rows) == 2 * 13
    assert [(row["period"], row["rupture"]) for row in rows[:3]] == [
        (year, "") for year in ("2002", "2003", "2004")
    ]
    assert all(float(row["low"]) <= float(row["closeness"]) <= float(row["high"]) for row in rows)


def test_what_was_known_on_a_day_can_be_asked(folder: Path, nowhere: Path) -> None:
    code, out, _ = run("events", "ARM", "UZB", "--as-of", "2010-06-30", "--json", "--estimates", str(folder),
                       "--record", str(nowhere))  # fmt: skip
    told = json.loads(out)
    assert code == 0
    assert told["until"] <= "2010-06-30"
    assert told["periods"][-1]["period"] == "2009"
    assert told["ruptures"]["ruptures"] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("KAZ", "RUS", "--days", "0"), 2, "0 days are no stretch of time"),
        (("KAZ", "KAZ"), 2, "cannot move away from itself"),
        (("KAZ", "Atlantis"), 2, "Atlantis"),
        (("KAZ", "RUS", "--since", "2012", "--until", "2003"), 2, "backwards"),
        (("KAZ", "RUS", "--as-of", "1990"), 2, "No line of evidence had begun by 1990-12-31"),
        (("KAZ", "RUS", "--since", "2021", "--around", "2022-09-05", "--as-of", "2022-06-30"), 2,
         "nothing later is to be known"),
        (("KAZ", "RUS", "--around", "2022-09-05", "--source", "tass"), 2, "The source 'tass' tells nothing"),
        (("KAZ", "RUS", "--around", "2015-03-01"), 3, "no reports of events between 2015-03-01 and"),
        (("KAZ", "RUS", "--around", "2022-09-05", "--record", "none.duckdb"), 3, "There is no record yet"),
        (("KAZ", "RUS", "--json", "--csv"), 2, "either as JSON or as CSV"),
        (("KAZ", "RUS", "--estimates", "nowhere"), 3, "no estimates of words"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(
    folder: Path, record: Path, tmp_path: Path, words: tuple[str, ...], code: int, said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    more = [] if "--record" in words else ["--record", str(record)]
    more += [] if "--estimates" in words else ["--estimates", str(folder)]
    ended, out, err = run("events", *words, *more)
    assert (ended, out) == (code, "")
    assert said in " ".join(err.split())
    assert "Traceback" not in err


def test_the_command_explains_itself() -> None:
    code, out, _ = run("events", "--help")
    assert code == 0
    for option in ("--since", "--until", "--as-of", "--around", "--days", "--source", "--json", "--csv"):
        assert option in out


def test_colour_changes_no_letter(record: Path) -> None:
    found = events(*TURNED, since="2022", around=STRUCK, estimates=INVENTED, record=record)
    told = events_text(found, on=Terminal(colour=True))
    assert "\x1b[1mEvents, counts" in told
    assert uncoloured(told) == events_text(found)


def test_a_wide_terminal_draws_the_lines(nowhere: Path) -> None:
    found = events(*BROKE, estimates=INVENTED, record=nowhere)
    told = events_text(found, on=Terminal(columns=150))
    assert "Drawn: the mean" in told
    assert max(len(line) for line in told.splitlines()) <= 150
