"""Questions written as one sentence."""

import pytest

from leeway.errors import QuestionError
from leeway.verdict.naming import find_state, suggest
from leeway.verdict.question import Question, read_question


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Is Kazakhstan moving away from Russia?", ("KAZ", "RUS", None, None)),
        ("is kazakhstan moving away from russia", ("KAZ", "RUS", None, None)),
        ("IS KAZAKHSTAN MOVING AWAY FROM RUSSIA?", ("KAZ", "RUS", None, None)),
        ("Is Turkey drifting from the US since 2010?", ("TUR", "USA", "2010", None)),
        ("Has Turkey drifted from the U.S. since 2010-05?", ("TUR", "USA", "2010-05", None)),
        ("Is Armenia distancing itself from Moscow?", ("ARM", "RUS", None, None)),
        ("Did Serbia move closer to the EU's France between 2010 and 2020?", ("SRB", "FRA", "2010", "2020")),
        ("Did Hungary turn away from Germany from 2010 to 2019-06-30?", ("HUN", "DEU", "2010", "2019-06-30")),
        ("Are Kazakhstan's votes drifting apart from Russia's until 2014?", ("KAZ", "RUS", None, "2014")),
        ("Was Czechoslovakia breaking with the Soviet Union before 1990?", ("CSK", "RUS", None, "1990")),
        ("Papua New Guinea: leaning towards the United Arab Emirates?", ("PNG", "ARE", None, None)),
        ("Is Guinea-Bissau pivoting away from Equatorial Guinea?", ("GNB", "GNQ", None, None)),
        ("KAZ moving away from RUS 2004-2023?", ("KAZ", "RUS", "2004", "2023")),
    ],
)
def test_sentences_are_understood(text, asked):
    assert read_question(text, find_state) == Question(*asked)


@pytest.mark.parametrize(
    "text",
    [
        "Is Kazakhstan bigger than Russia?",
        "What is the capital of Kazakhstan?",
        "",
    ],
)
def test_other_questions_are_refused_with_an_example(text):
    with pytest.raises(QuestionError, match="does not ask") as refused:
        read_question(text, find_state)
    assert "leeway ask" in (refused.value.hint or "")


def test_one_state_is_not_enough():
    with pytest.raises(QuestionError, match=r"found Kazakhstan \(KAZ\)"):
        read_question("Is Kazakhstan moving away?", find_state, suggest)


def test_three_states_are_too_many():
    with pytest.raises(QuestionError, match="two states"):
        read_question("Are France and Germany moving away from Russia?", find_state, suggest)


def test_an_ambiguous_name_is_not_guessed():
    with pytest.raises(QuestionError) as refused:
        read_question("Is Korea moving away from China?", find_state, suggest)
    assert "'Korea': North Korea or South Korea?" in (refused.value.hint or "")


def test_us_the_pronoun_is_not_a_state():
    with pytest.raises(QuestionError, match="found Kazakhstan"):
        read_question("Is Kazakhstan moving away from us?", find_state)
