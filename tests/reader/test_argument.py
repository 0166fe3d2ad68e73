"""What a document asks, weighs, infers and concludes."""

from __future__ import annotations

import pytest

from leeway.reader.argument import Argument, argument, labels
from leeway.reader.sections import sections
from leeway.reader.text import Text
from leeway.reader.voice import voices


def _argued(words: str, *said: str) -> tuple[Text, Argument]:
    text = Text(words)
    parts = sections(text)
    spans = [(words.index(one), words.index(one) + len(one)) for one in said]
    return text, argument(text, parts, voices(text, parts, spans))


def _of(text: Text, span: tuple[int, int] | None) -> str | None:
    return None if span is None else text.of(span)


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("Is it a break?\n\nHe left.\nComment\nWhy did he leave?", "Is it a break?"),
        (
            "He left. Why now?\nComment\nWas it so? The question is whether he knew.",
            "The question is whether he knew.",
        ),
        ("He left. Why now?\nComment\nWas it so?", "Was it so?"),
        ("He left. Why now?", "Why now?"),
        ("He left.", None),
        ("", None),
    ],
)
def test_the_question(words: str, question: str | None) -> None:
    text, told = _argued(words)
    assert _of(text, told.question) == question


def test_a_question_that_somebody_else_asks_is_not_the_documents() -> None:
    _, told = _argued('He left. "Is it a break?" she asked.', '"Is it a break?"')
    assert told.question is None


@pytest.mark.parametrize(
    ("words", "conclusion"),
    [
        ("Comment\nSo he knew. He may return. The rest is known.", "So he knew."),
        ("Comment\nSo he knew. All this means that he left. It may rain.", "All this means that he left."),
        ("Comment\nHe may return. It may rain.", "It may rain."),
        ("Comment\nHe may return.\nConclusion\nHe left. It may rain.", "He left."),
        ("Comment: He left. In conclusion, he may return.", "In conclusion, he may return."),
        ("He left. Therefore, he knew. Perhaps.", "Therefore, he knew."),
        ("He left. Perhaps he knew.", None),
        ("Comment\nHe left.", None),
    ],
)
def test_the_conclusion(words: str, conclusion: str | None) -> None:
    text, told = _argued(words)
    assert _of(text, told.conclusion) == conclusion


def test_inferences_within_a_report_and_in_a_comment() -> None:
    words = 'He must have known. "It may be," she said. He left.\nComment\nHe may return. Was it so? Hardly.'
    text, told = _argued(words, '"It may be,"')
    assert [(one.cue, text.of(one.span)) for one in told.inferences] == [
        ("must have known", "He must have known."),
        ("may", "He may return."),
        ("Hardly", "Hardly."),
    ]


def test_the_cue_is_the_authors_and_not_in_quotation_marks() -> None:
    _, told = _argued('The "evidently" he used was perhaps chosen by others for him.')
    assert [one.cue for one in told.inferences] == ["perhaps"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("It is a betrayal.", "realignment"),
        ("The country is breaking with its ally.", "realignment"),
        ("It turned away.", "realignment"),
        ("It is moving away.", "realignment"),
        ("It broke with Moscow.", "realignment"),
        ("It distances itself.", "realignment"),
        ("It is political theatre.", "leeway"),
        ("It was staged.", "leeway"),
        ("It had been agreed.", "leeway"),
        ("It was agreed in advance.", "leeway"),
        ("It was pre-arranged, with permission.", "leeway"),
        ("It is a balancing act.", "hedging"),
        ("It is a multi-vector policy.", "hedging"),
        ("It is hedging.", "hedging"),
        ("It sits on the fence.", "hedging"),
        ("It was under pressure.", "the partner moved"),
        ("Moscow pushed it.", "the partner moved"),
        ("Moscow has itself to blame.", "the partner moved"),
        ("It is Moscow's own fault.", "the partner moved"),
        ("There is nothing new here.", "status quo"),
        ("The policy is unchanged.", "status quo"),
        ("It is the same as before.", "status quo"),
        ("It is a rapprochement.", "rapprochement"),
        ("The two came closer.", "rapprochement"),
    ],
)
def test_an_explanation_is_weighed_where_its_words_stand(words: str, name: str) -> None:
    text, told = _argued(f"Comment\n{words}")
    assert {one for one, _ in told.explanations} == {name}
    assert all(text.of(span) in words for _, span in told.explanations)


@pytest.mark.parametrize(
    "words", ["He feared the others.", "The border fence is long.", "They had met before.", "He left."]
)
def test_other_words_weigh_nothing(words: str) -> None:
    assert _argued(f"Comment\n{words}")[1].explanations == ()


def test_what_is_only_reported_or_said_weighs_nothing() -> None:
    assert _argued("They met in the hall. The theatre was full.")[1].explanations == ()
    assert _argued('Comment\n"It is theatre."', '"It is theatre."')[1].explanations == ()


def test_explanations_stand_in_the_order_of_the_text() -> None:
    text, told = _argued("Comment\nIs it theatre, a break with Moscow or nothing new? It is a betrayal.")
    assert [(name, text.of(span)) for name, span in told.explanations] == [
        ("leeway", "theatre"),
        ("realignment", "break with"),
        ("status quo", "nothing new"),
        ("realignment", "betrayal"),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('The "people\'s republic" and the «bold step».', ['"people\'s republic"', "«bold step»"]),
        ("A so-called Lakeside Republic left.", ["so-called Lakeside Republic"]),
        ("The ‘special operation’ goes on.", ["‘special operation’"]),
        ('"No," he said. "Never", she replied. He said "yes".', []),
        ('"This is a whole long sentence," he said.', []),
        ("It is Roe's and the others' car.", []),
        ('She went from "one" to "two".', ['"one"', '"two"']),
    ],
)
def test_labels_in_quotation_marks(words: str, found: list[str]) -> None:
    text = Text(words)
    assert [text.of(note.span) for note in labels(text)] == found
