"""Ask, from the question to the keys of its JSON."""

import datetime as dt
import json
from dataclasses import dataclass, replace

import pytest
from tests.verdict.synthetic import SyntheticVotes

from leeway.errors import DataError, QuestionError
from leeway.verdict.answer import Answer
from leeway.verdict.ask import ask

INVENTED = {"votes": SyntheticVotes()}
KEYS = """
    question state partner since until as_of answer probability words onset moved unusual lines rivals
    caveats cannot_show data
"""
LINE_KEYS = """
    line group direction probability change low high unit covered detectable onset moved rows
"""
CONTRACT, CONTRACT_LINE = KEYS.split(), LINE_KEYS.split()


def asked(*states, **options) -> Answer:
    return ask(*states, estimates=options.pop("estimates", INVENTED), **options)


def test_a_known_move_away():
    answer = asked("Kazakhstan", "Russia")
    assert (answer.state, answer.partner, answer.answer) == ("KAZ", "RUS", "away")
    assert answer.probability > 0.95
    assert answer.words == "almost certain"
    assert answer.main.told.mean == pytest.approx(-0.2, abs=0.02)
    onset = answer.main.onset
    assert onset is not None
    assert onset.low <= dt.date(2018, 4, 2) <= onset.high
    moved = answer.main.moved
    assert moved is not None
    assert moved.state > 0.8


def test_a_known_move_closer():
    answer = asked("ARG", "USA")
    assert answer.answer == "closer"
    assert answer.main.told.mean == pytest.approx(0.3, abs=0.02)


def test_a_pair_where_nothing_happened():
    answer = asked("BLR", "RUS")
    assert answer.answer == "still"
    assert answer.main.onset is None


def test_too_few_common_votes_are_an_answer():
    answer = asked("KAZ", "TKM")
    assert answer.answer == "unclear"
    assert answer.main.rows == 0
    assert "no common votes" in answer.sentence
    assert answer.to_dict()["lines"][0]["reason"] == "few observations"


def test_the_sentence_form_says_the_same():
    by_words = asked("Is Kazakhstan moving away from Russia since 2010?")
    by_names = asked("KAZ", "RUS", since="2010")
    assert by_words.question == "Is Kazakhstan moving away from Russia since 2010?"
    assert by_names.question == "Is Kazakhstan moving away from Russia?"
    assert by_words.sentence == by_names.sentence


def test_a_date_given_beside_the_sentence_wins():
    assert asked("Is Kazakhstan moving away from Russia since 2010?", since="2012").since.year == 2012


def test_the_same_seed_gives_the_same_answer():
    first, second = asked("KAZ", "RUS", seed=4).to_dict(), asked("KAZ", "RUS", seed=4).to_dict()
    assert json.dumps(first) == json.dumps(second)


def test_the_keys_are_those_of_the_contract_in_its_order():
    told = asked("KAZ", "RUS").to_dict()
    assert list(told)[: len(CONTRACT)] == CONTRACT
    assert list(told["lines"][0])[: len(CONTRACT_LINE)] == CONTRACT_LINE
    assert list(told["data"]) == ["version", "built", "sources"]
    assert list(told["data"]["sources"][0])[:4] == ["id", "publisher", "covered", "licence"]
    assert told["onset"].keys() == {"median", "low", "high"}
    assert sum(told["moved"].values()) == pytest.approx(1.0)
    assert [list(rival)[:3] for rival in told["rivals"]] == [["name", "probability", "told_apart_by"]] * 7
    assert sum(rival["probability"] for rival in told["rivals"]) == pytest.approx(1.0, abs=0.005)


def test_the_json_of_an_answer(snapshot):
    assert asked("KAZ", "RUS", since="2018", until="2021").to_dict() == snapshot


@pytest.mark.parametrize(
    ("states", "options", "message"),
    [
        (("KAZ", "KAZ"), {}, "cannot move away from itself"),
        (("RUS", "USSR"), {}, "'RUS' and 'USSR' are one state"),
        (("KAZ", "Atlantis"), {}, "No state is known as 'Atlantis'"),
        (("SSD", "CSK"), {}, "never sat together"),
        (("KAZ", "RUS"), {"since": "1980"}, "did not both sit in 1980"),
        (("KAZ", "RUS"), {"since": "2031"}, "not covered after"),
        (("KAZ", "RUS"), {"since": "2020", "until": "2010"}, "backwards"),
        (("KAZ", "RUS"), {"since": "2022-02", "until": "2022-05"}, "a change needs two"),
        (("KAZ", "RUS"), {"since": "soon"}, "'soon' is not a date"),
        (("KAZ", "RUS"), {"lines": "votes,astrology"}, "no line of evidence called astrology"),
        (("KAZ", "RUS"), {"as_of": "2015", "until": "2018"}, "nothing after 2015-12-31"),
        (("KAZ",), {}, "does not ask"),
    ],
)
def test_impossible_questions_exit_with_two(states, options, message):
    with pytest.raises(QuestionError, match=message) as refused:
        asked(*states, **options)
    assert refused.value.exit_code == 2


@dataclass(frozen=True)
class Backdated(SyntheticVotes):
    def as_of(self, day: dt.date) -> SyntheticVotes:
        return replace(SyntheticVotes(), covered=(self.covered[0], day), version=f"as of {day}")


def test_as_of_knows_nothing_later():
    answer = asked("KAZ", "RUS", as_of="2016-06-30", estimates={"votes": Backdated()})
    assert answer.until == dt.date(2016, 6, 30)
    assert answer.as_of == dt.date(2016, 6, 30)
    assert answer.main.version == "as of 2016-06-30"
    assert answer.answer == "still"


def test_as_of_without_the_record_names_the_command():
    with pytest.raises(DataError) as refused:
        asked("KAZ", "RUS", as_of="2016")
    assert refused.value.exit_code == 3
    assert "leeway refresh un-votes" in (refused.value.hint or "")


def test_as_of_after_the_data_changes_nothing():
    assert asked("KAZ", "RUS", as_of="2024-12-31").sentence == asked("KAZ", "RUS").sentence


def test_an_unknown_line_in_given_estimates_is_a_data_error():
    with pytest.raises(DataError, match="No estimates of votes"):
        asked("KAZ", "RUS", estimates={"weather": SyntheticVotes()})


def test_the_estimates_own_caveats_are_handed_on():
    answer = asked("KAZ", "RUS", estimates={"votes": SyntheticVotes(own_caveats=("The sign crossed.",))})
    assert answer.caveats[-1] == "The sign crossed."


def test_tellings_that_differ_are_told():
    answer = asked("KAZ", "RUS", estimates={"votes": SyntheticVotes(questions_say="the other way round")})
    assert any("tellings of who moved differ" in caveat for caveat in answer.caveats)
