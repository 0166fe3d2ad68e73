"""Trade of a pair on the command line: words, JSON, CSV, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.faces.at_a_terminal import uncoloured
from tests.measures.trade.invented import estimates
from typer.testing import CliRunner

from leeway.faces.cli import app
from leeway.faces.dependence import trade_text
from leeway.faces.terminal import Terminal
from leeway.measures.files import write_tables
from leeway.verdict.trade import COLUMNS, trade

INVENTED = {"trade": estimates()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented estimates, as they are shipped."""
    made = tmp_path_factory.mktemp("estimates")
    write_tables(estimates().tables, made / "trade")
    return made


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_whole_text(snapshot) -> None:
    found = trade("KAZ", "RUS", since="2003", until="2020", estimates=INVENTED)
    assert trade_text(found) == snapshot


def test_books_that_part_are_shown_and_the_widest_first() -> None:
    found = trade("DEU", "FRA", since="2003", until="2020", estimates=INVENTED)
    gaps = [one.apart for one in found.disagreements]
    assert gaps == sorted(gaps, reverse=True)
    assert all(gap >= 0.01 for gap in gaps)
    assert all(set(one.shares) == {"baci-hs92", "wto"} for one in found.disagreements)
    assert "Where books part" in trade_text(found)


def test_one_dependence_over_the_other_is_told_once_for_both() -> None:
    one = trade("KAZ", "RUS", since="2003", until="2020", estimates=INVENTED)
    other = trade("RUS", "KAZ", since="2003", until="2020", estimates=INVENTED)
    assert one.asymmetry is not None
    assert other.asymmetry is not None
    assert one.asymmetry[1] == pytest.approx(1 / other.asymmetry[1])
    assert {leg.leg for leg in one.legs} == {leg.leg for leg in other.legs}


def test_json_holds_the_legs_and_the_series(folder: Path) -> None:
    code, out, _ = run("trade", "Kazakhstan", "Russia", "--since", "2003", "--until", "2020", "--json",
                       "--estimates", str(folder))  # fmt: skip
    told = json.loads(out)
    assert code == 0
    assert (told["state"], told["partner"]) == ("KAZ", "RUS")
    legs = {leg["leg"]: leg for leg in told["legs"]}
    assert set(legs) == {"exports", "imports", "partner's exports", "partner's imports"}
    assert legs["imports"]["moved"]["change"] == pytest.approx(
        sum(legs["imports"]["moved"][key] for key in ("state", "partner", "goods_mix")), abs=2e-3
    )
    periods = legs["imports"]["series"]["periods"]
    assert "2009" in periods
    assert "2010" not in periods


def test_csv_is_one_row_a_leg_and_year(folder: Path) -> None:
    code, out, _ = run("trade", "KAZ", "RUS", "--csv", "--estimates", str(folder))
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert tuple(rows[0]) == COLUMNS
    assert all(0.0 <= float(row["low"]) <= float(row["high"]) <= 1.0 for row in rows)
    assert not any(row["year"] == "2010" for row in rows)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("trade", "KAZ", "KAZ"), "two different states"),
        (("trade", "KAZ", "Atlantis"), "Atlantis"),
        (("trade", "KAZ", "RUS", "--since", "2020", "--until", "2010"), "backwards"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(folder: Path, words: tuple[str, ...], said: str) -> None:
    code, out, err = run(*words, "--estimates", str(folder))
    assert code == 2
    assert out == ""
    assert said in err


def test_colour_changes_no_letter_and_a_wide_terminal_draws_the_legs() -> None:
    found = trade("KAZ", "RUS", since="2003", until="2020", estimates=INVENTED)
    told = trade_text(found, on=Terminal(colour=True))
    assert told != trade_text(found)
    assert uncoloured(told) == trade_text(found)
    wide = trade_text(found, on=Terminal(columns=150))
    assert "Drawn: the mean" in wide
    assert "░" in wide
