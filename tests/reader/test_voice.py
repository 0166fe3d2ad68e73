"""In which voice sentences speak."""

from __future__ import annotations

import pytest

from leeway.reader.sections import sections
from leeway.reader.text import Text
from leeway.reader.voice import cue, voices

# Each with the words that give it away anywhere.
ANYWHERE = [
    ("He must have known it.", "must have known"),
    ("They could have stayed away.", "could have stayed"),
    ("Moscow can't have known.", "can't have known"),
    ("Evidently, he knew.", "Evidently"),
    ("He had apparently left.", "apparently"),
    ("The offer was clearly meant for others.", "clearly"),
    ("Consequently he left.", "Consequently"),
    ("He was, therefore, late.", "therefore"),
    ("From this it follows that he knew.", "it follows"),
    ("There is no doubt of it.", "no doubt"),
    ("He left early, which means that he knew.", "which means that"),
    ("All this can only mean that he knew.", "this can only mean that"),
    ("He left early, suggesting that he knew.", "suggesting that"),
    ("In reality, he stayed.", "In reality"),
    ("In other words, he stayed.", "In other words"),
    ("In all likelihood he stayed.", "In all likelihood"),
    ("No wonder he stayed.", "No wonder"),
    ("It was no coincidence.", "no coincidence"),
    ("Hence it is quite clear.", "Hence"),
    ("So far it is unlikely.", "it is unlikely"),
    ("It seems that he knew.", "It seems that"),
    ("One can only conclude so much.", "One can only conclude"),
    ("The only conclusion is that he knew.", "The only conclusion is"),
    ("Everything points to him.", "Everything points to"),
    ("A deal cannot be ruled out.", "cannot be ruled out"),
    ("In our view he knew.", "In our view"),
    ("We believe he knew.", "We believe"),
    ("The real reason was gas.", "The real reason"),
    ("Perhaps he knew.", "Perhaps"),
]
ONLY_IN_A_COMMENT = [
    "He may leave.",
    "It could be worse.",
    "Our neighbours seem to agree.",
    "If he goes, they go.",
    "So he left.",
]
FACTS = [
    "He left on Friday.",
    "The minister must have a visa.",
    "Thus far nobody has left.",
    "The conclusion of the treaty took a year.",
    "He spoke clearly.",
    "The parliament has three houses.",
]


def _voices(words: str, *said: str) -> tuple[str, ...]:
    text = Text(words)
    spans = [(words.index(one), words.index(one) + len(one)) for one in said]
    return voices(text, sections(text), spans)


@pytest.mark.parametrize(("words", "given_away"), ANYWHERE)
def test_an_inference_is_given_away_by_its_words(words: str, given_away: str) -> None:
    found = cue(Text(words), (0, len(words)), False)
    assert found is not None
    assert words[slice(*found)] == given_away
    assert _voices(words) == ("inference",)


@pytest.mark.parametrize("words", ONLY_IN_A_COMMENT)
def test_weaker_words_do_so_in_a_comment(words: str) -> None:
    assert _voices(words) == ("report",)
    assert _voices(f"Comment\n{words}") == ("report", "inference")
    assert _voices(f"Comment: {words}") == ("inference",)


@pytest.mark.parametrize("words", FACTS)
def test_facts_are_a_report_in_a_comment_too(words: str) -> None:
    assert _voices(words) == ("report",)
    assert _voices(f"Comment\n{words}")[1] == "report"


def test_a_sentence_is_a_statement_where_most_of_it_was_said() -> None:
    words = (
        'He said that they must have known. "Obviously," he said on Friday in the hall of the house. He left.'
    )
    assert _voices(words, "that they must have known.", '"Obviously,"') == ("statement", "report", "report")


def test_overlapping_stretches_count_once() -> None:
    words = "He said that it is so, and went to the hall of the old house."
    text = Text(words)
    part = (8, 21)
    assert voices(text, sections(text), [part, part, (10, 20)]) == ("report",)


def test_questions_are_the_authors_own() -> None:
    words = 'Did he know? He asked: "Did you know?" The main question is whether he knew. He left.'
    assert _voices(words, '"Did you know?"') == ("question", "statement", "question", "report")


def test_the_answer_to_a_question_is_an_inference() -> None:
    assert _voices("Did he know? Hardly. Hardly anybody did.") == ("question", "inference", "report")
    assert _voices("He left. No, he stayed.") == ("report", "report")


def test_one_voice_a_sentence() -> None:
    text = Text("One. Two?\nThree\n\nPerhaps four.")
    assert len(voices(text, sections(text), [])) == len(text.sentences) == 4
    assert voices(Text(""), (), []) == ()
