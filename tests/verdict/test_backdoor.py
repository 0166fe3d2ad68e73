"""The word for a state as a way around sanctions, and what stands behind it."""

from __future__ import annotations

import json

import polars as pl
import pytest
from tests.measures.backdoor.invented import cells, coming_in, going_on, tables

from leeway.errors import QuestionError
from leeway.faces.both_legs import backdoor_text
from leeway.measures.backdoor.estimates import BackdoorEstimates
from leeway.verdict.backdoor import COLUMNS, Backdoor, backdoor, senders_of


def asked(state: str, *sold: pl.DataFrame, **others: pl.DataFrame) -> Backdoor:
    own = BackdoorEstimates(tables(*sold, **others))
    return backdoor(state, for_="RUS", estimates={"backdoor": own})


def opened(after: float = 1.4e7, to: str = "RUS") -> pl.DataFrame:
    return going_on("ARM", "8542", before=4e4, after=after, to=to)


def risen() -> pl.DataFrame:
    return coming_in("ARM", "8542", before=2e4, after=4e5)


def test_both_legs_on_the_same_goods_make_a_back_door() -> None:
    found = asked("ARM", cells("ARM", jump=0.8), goods_out=opened(), goods_in=risen())
    assert (found.verdict, found.covered_goods) == ("back-door", ("8542",))
    assert "back-door around the sanctions on Russia for HS 8542" in found.sentence
    assert "told of HS 8542, and of nothing else" in found.not_covered


@pytest.mark.parametrize(
    "others",
    [
        {},
        {"goods_out": opened()},
        {"goods_out": opened(to="WLD"), "goods_in": risen()},
        {"goods_out": opened(after=5e4), "goods_in": risen()},
        {"goods_out": opened(), "goods_in": coming_in("ARM", "8542", before=2e4, after=2e4)},
    ],
    ids=["no way on", "goods not told coming in", "to everybody", "a sample", "not more of it came in"],
)
def test_one_leg_alone_is_a_diversion(others: dict[str, pl.DataFrame]) -> None:
    found = asked("ARM", cells("ARM", jump=0.8), **others)
    assert found.verdict == "diversion"
    assert found.covered_goods == ()
    assert "one leg alone is no back-door" in found.sentence


def test_growth_of_codes_without_a_past_is_no_diversion() -> None:
    found = asked("ARM", cells("ARM", new=0.6))
    assert found.told.inflow is not None
    assert found.told.inflow.test.p_rise < 0.05
    assert found.verdict == "no sign"


def test_a_quiet_state_shows_no_sign_even_if_it_sells_on() -> None:
    assert asked("ARM", cells("ARM")).verdict == "no sign"


def test_books_too_noisy_to_show_a_doubling_cannot_tell() -> None:
    assert asked("ARM", cells("ARM", noise=3.0)).verdict == "cannot tell"


def test_without_books_nothing_can_be_told_and_what_lacks_is_named() -> None:
    found = asked("TUR", cells("ARM"), goods_out=opened(), goods_in=risen())
    assert found.verdict == "cannot tell"
    assert any("Monthly exports of listed goods by EU to TUR" in one for one in found.told.missing)


def test_the_answer_leaves_as_json_csv_and_text() -> None:
    found = asked("ARM", cells("ARM", jump=0.8, new=0.1), goods_out=opened(), goods_in=risen())
    told = json.loads(json.dumps(found.to_dict()))
    assert told["leg_in"]["seen"] is True
    assert told["leg_in"]["throughout"]["did"] < told["leg_in"]["did"]
    assert told["leg_out"][0]["passed_on"]["passed_usd"] > 0
    assert all(set(row) == set(COLUMNS) for row in found.rows())
    text = backdoor_text(found, width=80)
    assert text.startswith("BACK-DOOR\n")
    assert "Break found without the date" in text


def test_a_state_cannot_be_its_own_way_around_nor_a_sender_one() -> None:
    with pytest.raises(QuestionError, match="itself"):
        asked("Russia", cells("ARM"))
    own = BackdoorEstimates(tables(cells("ARM")))
    with pytest.raises(QuestionError, match="one of the senders"):
        backdoor("USA", for_="RUS", senders="USA", estimates={"backdoor": own})
    with pytest.raises(QuestionError, match="No list of goods"):
        backdoor("ARM", for_="Iran", estimates={"backdoor": own})


def test_nothing_later_than_the_day_is_used() -> None:
    own = BackdoorEstimates(tables(cells("ARM", jump=0.8)))
    early = backdoor("ARM", for_="RUS", as_of="2021-12-31", estimates={"backdoor": own})
    assert early.verdict == "cannot tell"


def test_senders_are_resolved() -> None:
    assert senders_of("eu, United States,EU") == ("EU", "USA")
    with pytest.raises(QuestionError, match="No sender"):
        senders_of(" , ")


def test_the_shipped_estimates_tell_the_neighbours_apart() -> None:
    words = {
        state: backdoor(state, for_="RUS").verdict for state in ("ARM", "KAZ", "KGZ", "UZB", "GEO", "TUR")
    }
    assert words["ARM"] == words["KAZ"] == words["KGZ"] == "back-door"
    assert words["UZB"] == words["GEO"] == "diversion"
    assert words["TUR"] == "cannot tell"
