"""Attributions made statements: names, offices, pronouns, crowds."""

from __future__ import annotations

import pytest

from leeway.reader.assembly import statements
from leeway.reader.attribution import attributions
from leeway.reader.dates import dates
from leeway.reader.mentions import mentions
from leeway.reader.reading import Statement
from leeway.reader.sections import sections
from leeway.reader.text import Text


def told(words: str, anchor: str | None = None) -> list[Statement]:
    text = Text(words)
    found = statements(
        text,
        attributions(text),
        parts=sections(text),
        mentioned=mentions(text),
        dated=dates(text, anchor),
        anchor=anchor,
    )
    return list(found)


def who(words: str) -> list[tuple[str | None, str | None]]:
    return [
        (None, None) if one.speaker is None else (one.speaker.name, one.speaker.state) for one in told(words)
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            '"No," the Kazakh foreign minister, Aigul Bekova, said. "Never," she added.',
            [("Aigul Bekova", "KAZ"), ("Aigul Bekova", "KAZ")],
        ),
        (
            'Armenian deputy minister Ani Sarkisian said "no". "We wait," Sarkisian said.',
            [("Ani Sarkisian", "ARM"), ("Ani Sarkisian", "ARM")],
        ),
        (
            'Vilnius waited. "We keep to it," ministry spokeswoman Rasa Norkute said.',
            [("Rasa Norkute", "LTU")],
        ),
    ],
)
def test_who_is_meant(words: str, expected: list[tuple[str, str]]) -> None:
    assert who(words) == expected


def test_its_spokesman_is_that_of_who_spoke_last() -> None:
    words = (
        'YEREVAN - Armenia waits. The Russian foreign ministry said "no". '
        '"We expect an answer," said its spokesman, Pavel Orlov.'
    )
    assert who(words)[-1] == ("Pavel Orlov", "RUS")


def test_a_dateline_is_no_part_of_what_was_said() -> None:
    [one] = told("ASTANA, June 17 (Steppe Wire) - Kazakhstan stays, minister Aigul Bekova said.")
    assert one.content_spans[0][0] == len("ASTANA, June 17 (Steppe Wire) - ")


def test_a_crowd_and_the_nameless_are_weak() -> None:
    [crowd] = told("Many experts said that Kazakhstan had left.")
    assert crowd.weak_source
    [nameless] = told('"It is over," said a diplomat, who spoke on condition of anonymity.')
    assert nameless.weak_source


def test_an_answered_question_is_a_circumstance_and_no_statement() -> None:
    [one] = told('"No," Aigul Bekova said, answering a question from the moderator, Jane Roe.')
    assert one.prompted_by == "the moderator"


def test_a_date_follows_from_the_document_s_and_says_so() -> None:
    [one] = told('"No," minister Aigul Bekova said on Friday.', anchor="2022-06-17")
    assert (one.date, one.date_inferred) == ("2022-06-17", True)
    [full] = told('"No," minister Aigul Bekova said on 17 June 2022.')
    assert (full.date, full.date_inferred) == ("2022-06-17", False)
