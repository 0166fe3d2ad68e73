"""What people read, on invented numbers."""

from dataclasses import replace

import pytest
from tests.verdict.synthetic import SyntheticVotes
from tests.verdict.synthetic_ties import SyntheticTies

from leeway.faces.words import answer_text, movers_text
from leeway.verdict.ask import ask
from leeway.verdict.movers import movers

INVENTED = {"votes": SyntheticVotes()}


@pytest.mark.parametrize(
    ("a", "b"),
    [("KAZ", "RUS"), ("ARG", "USA"), ("BLR", "RUS"), ("KAZ", "TKM"), ("CSK", "RUS")],
    ids=["away", "closer", "still", "too few", "past"],
)
def test_whole_answers(a, b, snapshot):
    assert answer_text(ask(a, b, estimates=INVENTED)) == snapshot


def test_a_ranking(snapshot):
    assert movers_text(movers("United States", n=3, estimates=INVENTED)) == snapshot


def test_lines_keep_to_the_width():
    answer = ask("KAZ", "RUS", estimates=INVENTED)
    told = answer_text(answer, width=70).split("│")[0]
    assert max(len(line) for line in told.splitlines()) <= 70


def test_no_question_put_twice_is_said():
    answer = ask("KAZ", "RUS", estimates=INVENTED)
    line = answer.main
    assert line.same_questions is not None
    again = replace(line.same_questions, questions=(), topics=())
    told = answer_text(replace(answer, lines=(replace(line, same_questions=again),)))
    assert "no question was put in both stretches" in told


def test_a_line_on_legs_and_the_facts_behind_it(snapshot):
    answer = ask("KAZ", "RUS", estimates={"votes": SyntheticVotes(), "security": SyntheticTies()})
    assert answer_text(answer) == snapshot


def test_facts_that_did_not_turn_are_only_counted():
    answer = ask("KAZ", "RUS", since="2020", estimates={"security": SyntheticTies()})
    told = answer_text(answer)
    assert "- 1 tie besides: leeway ties KAZ RUS" in told
    assert "Pact of Elsewhere" not in told
