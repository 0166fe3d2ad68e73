"""The one sentence, in all its forms."""

import datetime as dt
from dataclasses import replace

import pytest
from tests.verdict.synthetic import SyntheticVotes

from leeway.drift.who_moved import Moved
from leeway.verdict.ask import ask
from leeway.verdict.sentence import in_text, possessive, years

INVENTED = {"votes": SyntheticVotes()}


def with_told(answer, /, **changed):
    line = answer.lines[0]
    told = replace(line.told, **changed)
    return replace(
        answer,
        answer=told.answer,
        probability=told.probability,
        carried_by=None if told.answer == "unclear" else line.line,
        lines=(replace(line, told=told),),
    )


@pytest.mark.parametrize(
    ("a", "b", "options"),
    [
        ("KAZ", "RUS", {}),
        ("KAZ", "RUS", {"since": "2012", "until": "2019"}),
        ("ARG", "USA", {}),
        ("BLR", "RUS", {}),
        ("BLR", "RUS", {"since": "1990", "until": "1999"}),
        ("CSK", "RUS", {}),
        ("KAZ", "TKM", {}),
        ("USA", "GBR", {}),
    ],
)
def test_sentences(a, b, options, snapshot):
    estimates = {"votes": SyntheticVotes()}
    if b == "GBR":
        b, estimates = "FRA", {"votes": SyntheticVotes(sd=0.4)}
    assert ask(a, b, estimates=estimates, **options).sentence == snapshot


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.52, "is about as likely as not (52%) moving away"),
        (0.6, "is likely (60%) moving away"),
        (0.9, "is very likely (90%) moving away"),
        (0.9999, "is almost certainly (over 99%) moving away"),
    ],
)
def test_the_probability_is_said_in_words_and_number(probability, words):
    answer = with_told(ask("KAZ", "RUS", estimates=INVENTED), probability=probability)
    assert words in answer.sentence


def test_one_common_vote_is_singular():
    answer = ask("KAZ", "RUS", estimates=INVENTED)
    before = replace(answer.lines[0].told.before, observations=1)
    told = with_told(answer, answer="unclear", reason="few observations", before=before).sentence
    assert "only 1 common vote in 2014-17 (10 are needed)" in told


def test_an_interval_across_zero_keeps_its_signs():
    told = with_told(ask("KAZ", "RUS", estimates=INVENTED), mean=-0.05, low=-0.12, high=0.02).sentence
    assert "fell by .05 (-.02 to .12)" in told


def test_an_onset_before_the_window_is_not_dated():
    answer = ask("KAZ", "RUS", estimates=INVENTED)
    line = answer.lines[0]
    assert line.onset is not None
    first = line.onset.times[0].astype(object)
    early = replace(line, onset=replace(line.onset, median=first, low=first))
    assert "since the start of that time or before" in replace(answer, lines=(early,)).sentence


def test_parts_that_pull_the_other_way_are_said():
    answer = ask("KAZ", "RUS", estimates=INVENTED)
    line = replace(answer.lines[0], moved=Moved(0.6, 0.3, 0.1, opposed=True))
    told = replace(answer, lines=(line,)).sentence
    assert "(of a movement that pulled both ways, 60% Kazakhstan's moves, 30% Russia's moves, " in told


def test_lines_that_part_make_an_unclear_sentence():
    answer = ask("KAZ", "RUS", estimates=INVENTED)
    line = answer.lines[0]
    other = replace(line, line="trade", told=replace(line.told, answer="closer"))
    told = replace(answer, answer="unclear", carried_by=None, lines=(line, other)).sentence
    assert told.endswith(
        "the lines of evidence part, away in positions (votes over 99%), "
        "closer in positions (trade over 99%)."
    )


@pytest.mark.parametrize(
    ("name", "inside", "owner"),
    [
        ("Kazakhstan", "Kazakhstan", "Kazakhstan's"),
        ("Netherlands", "the Netherlands", "the Netherlands'"),
        ("United Arab Emirates", "the United Arab Emirates", "the United Arab Emirates'"),
        ("Solomon Islands", "the Solomon Islands", "the Solomon Islands'"),
        ("Democratic Republic of the Congo", "the Democratic Republic of the Congo", None),
        ("Cyprus", "Cyprus", "Cyprus'"),
    ],
)
def test_names_inside_a_sentence(name, inside, owner):
    assert in_text(name) == inside
    assert owner is None or possessive(name) == owner


def test_years_across_a_century_are_written_out():
    assert years(dt.date(1998, 1, 1), dt.date(2001, 1, 1)) == "1998-2001"
