"""Where, to whom, at whose prompting and beside whom something was said."""

from __future__ import annotations

import pytest

from leeway.reader.circumstance import Circumstances, circumstances
from leeway.reader.text import Text


def _told(*sentences: str) -> Circumstances:
    text = Text(" ".join(sentences))
    spans, start = [], 0
    for one in sentences:
        spans.append((start, start + len(one)))
        start += len(one) + 1
    return circumstances(text, spans)


@pytest.mark.parametrize(
    ("words", "venue"),
    [
        (
            "He said so at the St. Petersburg International Economic Forum on Friday.",
            "the St. Petersburg International Economic Forum",
        ),
        ("In an interview with Rossiya 24, he said so.", "an interview with Rossiya 24"),
        ("He said on state television that it is so.", "state television"),
        ("She said so at a press conference in Astana.", "a press conference in Astana"),
        ("He spoke in Moscow on Friday at a summit of the Lakeside Union.", "a summit of the Lakeside Union"),
        ("She wrote on Twitter that it is so.", "Twitter"),
        ("In the UN Security Council, she said no.", "the UN Security Council"),
        ("The ministry said in a statement that it is so.", "a statement"),
        ("During a plenary session he said so.", "a plenary session"),
        ("He said that it is so.", None),
        ("He lives on the Black Sea and works in Moscow.", None),
    ],
)
def test_a_venue(words: str, venue: str | None) -> None:
    assert _told(words).venue == venue


@pytest.mark.parametrize(
    ("words", "addressee"),
    [
        ("He told Vladimir Putin on Friday that it is so.", "Vladimir Putin"),
        ("He told his Russian counterpart Jane Roe that it is so.", "his Russian counterpart Jane Roe"),
        ("He told the Russian leader: no.", "the Russian leader"),
        ("He told Putin's envoy that it is so.", "Putin's envoy"),
        ("Speaking to journalists in Astana, he said so.", "journalists"),
        ("He said so to reporters.", "reporters"),
        ("He assured Mr. Roe that it is so.", "Mr. Roe"),
        ("He was told by Jane Roe to leave.", None),
        ("He told them that it is so.", None),
        ("He told the president of the Lakeside Union so.", "the president of the Lakeside Union"),
        ("He told her of the death of others.", None),
        ("He told a crowd near the gate so.", "a crowd"),
        ("He said that it is so.", None),
    ],
)
def test_an_addressee(words: str, addressee: str | None) -> None:
    assert _told(words).addressee == addressee


@pytest.mark.parametrize(
    ("words", "prompted_by"),
    [
        ("Asked by Jane Roe, he said so.", "Jane Roe"),
        ("Answering Jane Roe's question, he said so.", "Jane Roe"),
        ("In response to a question from the moderator, he said so.", "the moderator"),
        ("Asked about gas by the moderator, he said so.", "the moderator"),
        ("When asked whether he would go, he said no.", "whether he would go"),
        ("Responding to criticism from Kyiv, he said no.", "criticism"),
        ("He said that it is so.", None),
    ],
)
def test_a_prompt(words: str, prompted_by: str | None) -> None:
    assert _told(words).prompted_by == prompted_by


@pytest.mark.parametrize(
    ("words", "present"),
    [
        (
            "Sitting next to Russian President Vladimir Putin, he said so.",
            ("Russian President Vladimir Putin",),
        ),
        (
            "He said so in the presence of Jane Roe, John Poe and Ann Lee.",
            ("Jane Roe", "John Poe", "Ann Lee"),
        ),
        ("On stage with Jane Roe, he said so.", ("Jane Roe",)),
        ("Next to Jane Roe, John Poe said no.", ("Jane Roe",)),
        ("He said so, with Jane Roe sitting beside him.", ("Jane Roe",)),
        ("He stood in front of a faded sign and said so.", ()),
        ("He said so beside the foreign minister.", ("the foreign minister",)),
        ("He met with Jane Roe and said so.", ()),
        ("Alongside Russia, the country voted no.", ()),
        ("He said that it is so.", ()),
    ],
)
def test_who_is_present(words: str, present: tuple[str, ...]) -> None:
    assert _told(words).present == present


def test_what_was_said_tells_nothing_of_how_it_was_said() -> None:
    assert (
        _told('He said: "I told Jane Roe at the forum, beside John Poe, when asked by Ann Lee."')
        == Circumstances()
    )
    told = _told('It was so," he told Jane Roe in an interview. "I told Ann Lee at the forum.')
    assert (told.addressee, told.venue) == ("Jane Roe", "an interview")


def test_the_first_sentence_that_tells_decides() -> None:
    told = _told("He said so at a forum.", "He told Jane Roe so at a summit.")
    assert (told.venue, told.addressee) == ("a forum", "Jane Roe")


def test_names_are_shown_as_they_are_written() -> None:
    assert _told("He told Jane O’Roe at the «Lakeside» forum so.").addressee == "Jane O’Roe"


@pytest.mark.parametrize(
    "words", ["", '"', "with ", "told", 'he told "', "asked by ,", "at the the the forum" * 200]
)
def test_odd_sentences_give_an_answer(words: str) -> None:
    assert isinstance(_told(words), Circumstances)
