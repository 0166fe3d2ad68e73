"""Who said what, by which words."""

from __future__ import annotations

import time
from typing import NamedTuple

import pytest
from benchmarks.reading.attribution import Article, Said, restyled, score
from hypothesis import given
from hypothesis import strategies as st

from leeway.reader.attribution import attributions
from leeway.reader.cues import cue_forms
from leeway.reader.text import Text


class Told(NamedTuple):
    kind: str
    source: str | None
    content: str


def _told(document: str) -> list[Told]:
    text = Text(document)
    return [
        Told(
            one.kind,
            None if one.source_span is None else text.of(one.source_span),
            " | ".join(text.of(span) for span in one.content_spans),
        )
        for one in attributions(text)
    ]


@pytest.mark.parametrize(
    ("document", "source", "content"),
    [
        ('"It is over," said Jane Roe.', "Jane Roe", "It is over,"),
        ('"It is over," Jane Roe said.', "Jane Roe", "It is over,"),
        ('Jane Roe said: "It is over."', "Jane Roe", "It is over."),
        ('Jane Roe told reporters on Friday, "It is over."', "Jane Roe", "It is over."),
        ("«It is over», - said President Doe at the forum in Geneva.", "President Doe", "It is over"),
        ("“It is over”, — said the head of the state.", "the head of the state", "It is over"),
        ('Doe: "It is over."', "Doe", "It is over."),
        ('"It is over," she said.', "she", "It is over,"),
        ('"Is it over?" Jane Roe asked him.', "Jane Roe", "Is it over?"),
        ('"Go away," Roe barked at them.', "Roe", "Go away,"),
        ('As Jane Roe put it, "It is over by now."', "Jane Roe", "It is over by now."),
        (
            '"It is over," Roe said, "and we go." "Nobody stays."',
            "Roe",
            "It is over, | and we go. | Nobody stays.",
        ),
        ('"It is over," she said.\n"Nobody stays here."', "she", "It is over,"),
        ('Doe explained:\n"It is over. We go."', "Doe", "It is over. We go."),
        ("''It is over,'' Mr. Doe said.", "Mr. Doe", "It is over,"),
    ],
)
def test_direct_speech(document: str, source: str, content: str) -> None:
    first = _told(document)[0]
    assert first.source == source
    assert first.content == content
    assert first.kind in {"direct", "question"}


@pytest.mark.parametrize(
    ("document", "source", "content"),
    [
        ("Jane Roe said that the plan was dead.", "Jane Roe", "the plan was dead"),
        ("Jane Roe said on Monday the plan was dead.", "Jane Roe", "the plan was dead"),
        ("He has also said he would not sign.", "He", "he would not sign"),
        ("The plan is dead, Jane Roe said on Monday.", "Jane Roe", "The plan is dead"),
        ("The plan, the minister said, would fail.", "the minister", "The plan | would fail"),
        ("According to the minister, the plan is dead.", "the minister", "the plan is dead"),
        ("The plan is dead, according to Jane Roe.", "Jane Roe", "The plan is dead"),
        ("Speaking in Geneva, Minister Roe warned that sanctions would follow.", "Minister Roe",
         "sanctions would follow"),
        ("The state is expected to join the union.", None, "The state | to join the union"),
        ("It is reported that the war is over.", None, "the war is over"),
        ("The president made it clear that troops would stay.", "The president", "troops would stay"),
        ("Doe's claim that the vote was rigged", "Doe", "the vote was rigged"),
        ("Freedonia supports the resolution.", "Freedonia", "the resolution"),
        ("He reiterated, however, that ties were good.", "He", "ties were good"),
        ("Doe vowed never to sign the deal.", "Doe", "never to sign the deal"),
        ("As noted by the minister, trade has grown.", "the minister", "trade has grown"),
        ('Asked about the "deal", Roe said that it was dead.', "Roe", "it was dead"),
        ("Some say it is not.", "Some", "it is not"),
        ("Roe told the newspaper that ties were good.", "Roe", "ties were good"),
    ],
)  # fmt: skip
def test_reported_speech(document: str, source: str | None, content: str) -> None:
    assert _told(document)[0] == Told("reported", source, content)


@pytest.mark.parametrize(
    ("document", "source", "role"),
    [
        ("Jane Roe, the foreign ministry's spokeswoman, said it was over.", "Jane Roe",
         "the foreign ministry's spokeswoman"),
        ("Freedonia's premier, Jane Roe, said it was over.", "Jane Roe", "Freedonia's premier"),
        ('"It is over," said Jane Roe, a farmer.', "Jane Roe", "a farmer"),
        ("Prime Minister Jane Roe said it was over.", "Prime Minister Jane Roe", "Prime Minister"),
        ("The defence chief Jane Roe said it was over.", "The defence chief Jane Roe", "defence chief"),
        ("The Foreign Minister of Freedonia, Jane Roe, said it was over.", "Jane Roe",
         "Foreign Minister of Freedonia"),
        ("Jane Roe, 45, a teacher from Geneva, said it was over.", "Jane Roe", "a teacher from Geneva"),
        ("Roe, in turn, said it was over.", "Roe", None),
        ("Freedonia's Roe said it was over.", "Freedonia's Roe", None),
        ("Jane Roe, who came late, said it was over.", "Jane Roe", None),
    ],
)  # fmt: skip
def test_titles_and_appositions(document: str, source: str, role: str | None) -> None:
    text = Text(document)
    one = attributions(text)[0]
    assert one.source_span is not None
    assert text.of(one.source_span) == source
    assert (None if one.role_span is None else text.of(one.role_span)) == role


def test_what_follows_is_cut_from_what_was_said() -> None:
    told = _told("Roe said that she agreed, but Doe said he would not, adding that time was short.")
    assert told == [
        Told("reported", "Roe", "she agreed"),
        Told("reported", "Doe", "he would not"),
        Told("reported", "Doe", "time was short"),
    ]


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ("The president asked whether the talks would go on.", "question"),
        ("The ministry demanded that troops leave.", "demand"),
        ("It called on the neighbour to withdraw.", "demand"),
        ("Roe urged the sides to talk.", "demand"),
        ("Critics called the plan a failure.", "reported"),
    ],
)
def test_questions_and_demands(document: str, kind: str) -> None:
    assert _told(document)[0].kind == kind


@pytest.mark.parametrize(
    "document",
    [
        'The so-called "republic" is a state only in name.',
        'He read "War and Peace" on Monday.',
        'They live in the "green zone" of the city.',
        "The United States and three other states left.",
        "Comment: This is a bold step.",
        "The report was long. The claims were many.",
    ],
)
def test_scare_quotes_titles_and_nouns_are_no_statements(document: str) -> None:
    assert _told(document) == []


@pytest.mark.parametrize(
    ("document", "weak"),
    [
        ("Many believe that it is over.", True),
        ("Some experts say it is over.", True),
        ("Sources said it was over.", True),
        ("Critics argue that it is over.", True),
        ("A source close to the talks said it was over.", True),
        ("Jane Roe says it is over.", False),
        ("Critics of President Doe say it is over.", False),
        ("The ministry says it is over.", False),
    ],
)
def test_unnamed_crowds_are_weak(document: str, weak: bool) -> None:
    assert attributions(Text(document))[0].weak_source is weak


def test_speech_within_speech() -> None:
    text = Text("\"I met him, and he said 'we will leave soon,' and left,\" Roe said.")
    outer, inner = attributions(text)
    assert (outer.nested_in, inner.nested_in) == (None, 0)
    assert text.of(inner.source_span or (0, 0)) == "he"
    assert text.of(inner.content_spans[0]) == "we will leave soon,"


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    told = _told('"One starts.\n"Two goes on.\n"Three ends," said Jane Roe.\n"And one more."')
    assert told == [
        Told("direct", "Jane Roe", "One starts. | Two goes on. | Three ends,"),
        Told("direct", "Jane Roe", "And one more."),
    ]


@pytest.mark.parametrize(("opening", "closing"), [("«", "»"), ("„", "“"), ("“", "”"), ("«", "”"), ("”", "”")])
def test_the_marks_do_not_matter(opening: str, closing: str) -> None:
    document = (
        '"It is over," said Roe, the minister. "We go." Doe told her that the "deal" was "dead and buried," '
        'adding: "Nobody weeps."\n"I do," she said. - "Well, then, go," - said Doe.'
    )
    parts = document.split('"')
    swapped = "".join(
        part if not number else (opening if number % 2 else closing) + part
        for number, part in enumerate(parts)
    )
    assert [
        (one.kind, one.source_span, one.cue_span, one.content_spans) for one in attributions(Text(swapped))
    ] == [
        (one.kind, one.source_span, one.cue_span, one.content_spans) for one in attributions(Text(document))
    ]


@given(
    st.lists(
        st.sampled_from(
            ['"', "'", "«", "»", ",", ".", ":", "—", "(", ")", "\n", "said", "Roe", "the", "minister", "that",
             "according", "to", "who", "is", "expected", "claim", "and", "adding", "?", "'s", "told", "he"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_row_of_words_gives_spans_in_the_text(words: list[str]) -> None:
    text = Text(" ".join(words))
    found = attributions(text)
    for number, one in enumerate(found):
        assert one.content_spans
        assert one.nested_in is None or 0 <= one.nested_in < number
        spans = [
            *one.content_spans,
            *(span for span in (one.source_span, one.cue_span, one.role_span) if span),
        ]
        assert all(0 <= start < end <= len(text.original) for start, end in spans)


@pytest.mark.parametrize(
    "piece", ["he said ", "A plan, he said, ", '"A b c." ', "(A) ", "he said the, saying that ", "a, ", '"a ']
)
def test_time_grows_with_the_length(piece: str) -> None:
    begin = time.perf_counter()
    attributions(Text(piece * (300_000 // len(piece))))
    assert time.perf_counter() - begin < 6


def test_forms_of_verbs() -> None:
    forms = cue_forms()
    assert {forms[word].verb for word in ("denies", "denied", "denying", "deny")} == {"deny"}
    assert forms["admitted"].verb == "admit"


def test_the_measure_counts_what_is_right_and_moves_labels_with_the_marks() -> None:
    document = "''It is over now,'' said Roe. \"We go home today,\" he said."

    def place(words: str) -> tuple[tuple[int, int], ...]:
        return ((document.index(words), document.index(words) + len(words)),)

    first, second = place("''It is over now,''"), place('"We go home today,"')
    said = (Said(place("Roe"), first), Said(place("he"), second))
    article = Article(document, said)
    swapped = restyled(article, "«", "»")
    assert [swapped.text[slice(*one.content[0])] for one in swapped.said] == [
        "«It is over now,»",
        "«We go home today,»",
    ]
    for one in (article, swapped):
        found = score([one])
        assert found.speakers.figures == (1.0, 1.0, 1.0)
        assert found.sources.figures == (1.0, 1.0, 1.0)
    wrong = Article(document, (said[0], Said(place("Roe"), second)))
    assert score([wrong]).sources.right == 1
