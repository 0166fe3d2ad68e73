"""Quotations by their marks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.reader.quotes import quotations, words
from leeway.reader.text import Text

PAIRS = [
    ("“", "”"),
    ("«", "»"),
    ("„", "“"),
    ('"', '"'),
    ("«", "”"),
    ("»", "«"),
    ("”", "”"),
    ("''", "''"),
    ("「", "」"),
]


def _contents(document: str) -> list[str]:
    text = Text(document)
    return [text.of(one.content) for one in quotations(text)]


@pytest.mark.parametrize(("opening", "closing"), PAIRS)
def test_every_pair_of_marks_gives_the_same_quotations(opening: str, closing: str) -> None:
    document = 'He said: "It is over." Then ("no more") he left, "at once", for good.'
    parts = document.split('"')
    swapped = "".join(
        part if not number else (opening if number % 2 else closing) + part
        for number, part in enumerate(parts)
    )
    assert _contents(swapped) == ["It is over.", "no more", "at once"]


def test_marks_with_spaces_inside() -> None:
    assert _contents("Il dit : « Oui », et « non ».") == ["Oui", "non"]


def test_the_spans_hold_marks_and_content() -> None:
    text = Text("So «yes”, then.")
    (one,) = quotations(text)
    assert text.of(one.span) == "«yes”"
    assert (one.closed, one.nested, one.pieces) == (True, False, (one.content,))


def test_a_quotation_over_paragraphs_is_one() -> None:
    text = Text("She wrote: “One begins.\n“Two goes on.\n\n“Three ends.” He left.")
    (one,) = quotations(text)
    assert [text.of(piece) for piece in one.pieces] == ["One begins.", "Two goes on.", "Three ends."]
    assert one.closed
    assert text.of(one.span).endswith("ends.”")


def test_one_never_closed_ends_with_its_paragraph() -> None:
    text = Text('He said: "I never stop.\nNobody listened.')
    (one,) = quotations(text)
    assert not one.closed
    assert text.of(one.content) == "I never stop."


def test_one_never_closed_does_not_swallow_the_next() -> None:
    assert _contents('A "first begins, and "a second" follows.') == ["first begins, and", "a second"]


def test_nested_quotations_are_marked_so() -> None:
    text = Text("«He said “never” to me», she said. 'We will see,' he said.")
    found = {text.of(one.content): one.nested for one in quotations(text)}
    assert found == {"He said “never” to me": False, "never": True, "We will see,": False}


@pytest.mark.parametrize(
    "document",
    [
        "The workers' plan isn't the states' own.",
        "It is 6'2\" tall",
        "the '90s and the '80s",
        'a stray " mark',
        "",
    ],
)
def test_apostrophes_and_strays_are_no_quotations(document: str) -> None:
    assert _contents(document) == []


def test_words_are_counted() -> None:
    assert words(Text("one, two three"), (0, 8)) == 2


@given(st.text(alphabet="ab .,\n\"'«»“”„—?(", max_size=200))
def test_anything_gives_spans_that_lie_in_the_text(document: str) -> None:
    for one in quotations(Text(document)):
        assert 0 <= one.span[0] < one.content[0] < one.content[1] <= one.span[1] <= len(document)
        assert all(one.content[0] <= a < b <= one.content[1] for a, b in one.pieces)


@pytest.mark.parametrize("piece", ['"', '"a ', "'a b, ", '"A b c\n', "«a» ", "''a'' "])
def test_time_grows_with_the_length(piece: str) -> None:
    begin = time.perf_counter()
    quotations(Text(piece * (400_000 // len(piece))))
    assert time.perf_counter() - begin < 5
