"""A surprise in the terminal."""

from __future__ import annotations

import json

import pytest
from tests.faces.at_a_terminal import uncoloured

from leeway.faces.surprising import surprise_text
from leeway.faces.terminal import Terminal
from leeway.verdict.surprise import surprise

ASKED = ("surprise", "KAZ", "does not recognise DNR")


@pytest.fixture(scope="module")
def founding():
    return surprise("KAZ", "does not recognise DNR", on="2022-06-17", before="RUS")


def test_a_position_is_told_with_its_rows_and_texts(founding):
    text = surprise_text(founding, width=88)
    assert text.startswith(
        "Kazakhstan does not recognise the Donetsk People's Republic (2022-06-17): 0.00 bits"
    )
    assert "too little history" in text
    assert "Said before Russia: the circumstance is not scored" in text
    assert "own record" in text
    assert "Silent: a member" in text
    assert "\n- TASS 13 July 2022" in text


def test_circumstance_not_asked_says_how_to_ask():
    text = surprise_text(surprise("KAZ", "recognises Kosovo", on="2022-06-17"), width=88)
    assert "--venue, --before" in text


def test_too_little_history_is_said_once():
    text = surprise_text(surprise("USA", "recognises Kosovo", on="2008-02-18"))
    assert text.count("too little history") == 1


def test_the_command(leeway):
    assert "to be expected" in leeway(*ASKED, "--on", "2022-06-17").out
    told = json.loads(
        leeway(*ASKED, "--on", "2022-06-17", "--before", "RUS", "--venue", "forum", "--json").out
    )
    assert (told["kind"], told["circumstance"]["venue"]["asked"]) == ("position", "forum")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "--on 2022-06-17"),
        (("--on", "2020"), "no question on 2020-01-01"),
        (("--on", "soon"), "not a date"),
    ],
)
def test_what_cannot_be_asked_exits_with_two(leeway, more, said):
    ran = leeway(*ASKED, *more)
    assert ran.code == 2
    assert said in ran.err


def test_colour_changes_no_letter(founding):
    told = surprise_text(founding, on=Terminal(colour=True))
    assert "\x1b[1m0.00 bits\x1b[0m" in told
    assert uncoloured(told) == surprise_text(founding)
