"""Colour where it is wanted, and never instead of words."""

import pytest
from tests.faces.at_a_terminal import at_a_terminal, uncoloured
from tests.verdict.synthetic import SyntheticVotes
from tests.verdict.synthetic_ties import SyntheticTies

from leeway.faces.terminal import PIPED, STYLES, Terminal, has_colour, terminal
from leeway.faces.words import answer_text, lines_table, movers_text, sentence_text
from leeway.verdict.ask import ask
from leeway.verdict.movers import movers

COLOURED = Terminal(colour=True)
INVENTED = {"votes": SyntheticVotes(), "security": SyntheticTies()}


@pytest.mark.parametrize(
    ("environ", "there", "wanted"),
    [
        ({"TERM": "xterm"}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, False, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"CLICOLOR_FORCE": "0"}, False, False),
        ({"CLICOLOR_FORCE": "1", "TERM": "dumb"}, False, True),
        ({"TERM": "dumb"}, True, False),
        ({"CLICOLOR": "0"}, True, False),
    ],
)
def test_who_wants_colour(environ, there, wanted):
    assert has_colour(environ, terminal=there) is wanted


def test_a_pipe_has_neither_colour_nor_width(monkeypatch):
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    assert terminal() == PIPED


def test_a_terminal_is_recognised():
    shown = at_a_terminal("-c", "from leeway.faces.terminal import terminal; print(terminal())", columns=131)
    assert shown.terminal == "Terminal(colour=True, columns=131)\r\n"


@pytest.mark.parametrize(("a", "b"), [("KAZ", "RUS"), ("ARG", "USA"), ("BLR", "RUS"), ("KAZ", "TKM")])
def test_colour_changes_no_letter_of_an_answer(a, b):
    answer = ask(a, b, estimates=INVENTED)
    told = answer_text(answer, on=COLOURED)
    assert told != answer_text(answer)
    assert uncoloured(told) == answer_text(answer)


def test_colour_changes_no_letter_of_a_ranking():
    found = movers("United States", n=3, estimates=INVENTED)
    told = movers_text(found, on=COLOURED)
    assert f"\x1b[{STYLES['away']}mFurthest away" in told
    assert uncoloured(told) == movers_text(found)


def test_the_word_of_an_answer_carries_its_colour():
    answer = ask("KAZ", "RUS", estimates=INVENTED)
    row = next(row for row in lines_table(answer, on=COLOURED).splitlines() if "votes" in row)
    assert f"\x1b[{STYLES['away']}maway\x1b[0m" in row


def test_a_style_ends_with_every_line():
    told = sentence_text(
        "Oz is almost certainly (over 99%) moving away from Elbonia.", "away", width=20, on=COLOURED
    )
    assert len(told.splitlines()) > 2
    for line in told.splitlines():
        assert line.count("\x1b[0m") * 2 == line.count("\x1b[")
    assert "\x1b" in told.splitlines()[1]


@pytest.mark.parametrize("code", STYLES.values())
def test_colours_are_read_on_black_and_on_white(code):
    """Hardly any colour reaches more than 4.5 on both, since 21 is all there is between them."""
    if "38;5;" not in code:
        return
    number = int(code.rsplit(";", 1)[1])
    levels = [(number - 232) * 10 + 8] * 3 if number >= 232 else _cube(number - 16)
    light = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (one / 255 for one in levels)
    ]
    shine = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    assert (shine + 0.05) / 0.05 > 4.4
    assert 1.05 / (shine + 0.05) > 4.4


def _cube(number: int) -> list[int]:
    return [0 if one == 0 else 55 + 40 * one for one in (number // 36, number // 6 % 6, number % 6)]
