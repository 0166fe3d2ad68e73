"""Documents as they arrive: encodings, pages of HTML, hidden characters, and what is no text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.errors import DataError, LeewayError
from leeway.reader.arrival import MOST_BYTES, arrived, is_html, odd_marks
from leeway.reader.text import Text

RUSSIAN = "Президент заявил, что страна не признаёт новые республики. "
FRENCH = "Le président a déclaré que l’État n’était pas prêt. "


def _kinds(data: bytes | str) -> list[str]:
    return [note.kind for note in arrived(data)[1]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("words", ["He said “no”.", RUSSIAN])
def test_marked_encodings_and_utf_8_are_no_guess(words: str, encoding: str) -> None:
    text, notes = arrived(words.encode(encoding))
    assert text.original == words
    assert notes == ()


@pytest.mark.parametrize(("words", "encoding"), [(RUSSIAN, "cp1251"), (FRENCH, "cp1252")])
def test_an_encoding_that_is_guessed_is_noted(words: str, encoding: str) -> None:
    text, notes = arrived(words.encode(encoding) * 3)
    assert text.original == words * 3
    assert [note.kind for note in notes] == ["encoding guessed"]
    assert notes[0].span == (0, len(text.original))


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    text, notes = arrived((RUSSIAN * 2).encode() + b"\xff End.")
    assert text.original.startswith(RUSSIAN)
    assert text.original.endswith("\ufffd End.")
    assert [note.kind for note in notes] == ["broken characters"]


def test_what_the_page_declares_is_no_guess() -> None:
    page = f'<html><meta charset="windows-1251"><p>{FRENCH.replace("’", "")}{RUSSIAN}</p></html>'
    text, notes = arrived(page.encode("cp1251", "replace"))
    assert RUSSIAN.strip() in text.original
    assert [note.kind for note in notes] == ["html"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        ("", "empty"),
        (b"\xef\xbb\xbf", "no text"),
        ("\u200b\u200d", "no text"),
        ("<p></p><p></p>", "no text"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04rest", "zip"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        ("%PDF-1.7 as text", "PDF"),
        (b"Words\0and words", "NUL"),
        ("Words\0and words", "NUL"),
        ("Words".encode("utf-16-le"), "UTF-16 without its mark"),
        (b"ab\x01\x02\x03\x04 cd", "control"),
        (b"a " * (MOST_BYTES // 2) + b"a", "largest"),
        ("ж" * (MOST_BYTES // 2 + 1), "largest"),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(data: bytes | str, message: str) -> None:
    with pytest.raises(DataError, match=message) as raised:
        arrived(data, "article.txt")
    assert raised.value.hint
    assert raised.value.where == "article.txt"


def test_words_that_look_like_a_signature_are_words() -> None:
    assert arrived(b"RIFF is what they called him.")[0].original == "RIFF is what they called him."


def test_a_page_is_read_without_tags_and_in_its_place() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>Talks</title><script>var said = '<p>no</p>';</script>"
        "<style>p { color: red }</style></head><body><!-- hidden --><p>Mr Poe <b>said</b>\nno.</p>"
        '<p title="a > b">He left.</p></body></html>'
    )
    text, notes = arrived(page)
    assert [note.kind for note in notes] == ["html"]
    assert len(text.original) == len(text.plain) == len(page)
    told = [" ".join(text.of(span).split()) for span in text.paragraphs]
    assert told == ["Talks", "Mr Poe said no.", "He left."]
    for word in ("Talks", "Poe", "said", "left"):
        assert text.plain.index(word) == page.index(word + {"Talks": "<", "said": "</b"}.get(word, ""))


def test_entities_and_tags_within_a_word_leave_it_whole() -> None:
    page = "<p>&ldquo;No,&rdquo; said Ro<i>e</i>&#39;s&nbsp;man &amp; <a href='x'>others</a>.</p><p>End</p>"
    text, _ = arrived(page)
    assert text.plain.split("\n")[1].split() == ['"No,"', "said", "Roe's", "man", "&", "others."]
    assert text.plain.index("others") == page.index("others")
    assert text.plain.index("No") == page.index("No")


def test_an_angle_bracket_makes_no_page() -> None:
    assert not is_html("If a < b and <unknown> holds, then b > a.")
    assert _kinds("a <b> c") == []


def test_hidden_characters_stand_for_nothing_and_stay_in_the_original() -> None:
    original = "Rus\u200bsia said \u202eno\u202c to Ka\u00adzakh\u00adstan."
    text, notes = arrived(original)
    assert text.original == original
    assert text.plain.split() == ["Russia", "said", "no", "to", "Kazakhstan."]
    assert len(text.plain) == len(original)
    assert text.plain.index("Kazakh") == original.index("Ka\u00ad")
    assert text.of((0, 6)) == "Rus\u200bsia"
    assert {(note.kind, note.span) for note in notes} == {
        ("hidden characters", (3, 4)),
        ("hidden characters", (original.index("\u00ad"), original.index("\u00ad") + 1)),
        ("hidden characters", (original.rindex("\u00ad"), original.rindex("\u00ad") + 1)),
        ("bidirectional marks", (original.index("\u202e"), original.index("\u202e") + 1)),
        ("bidirectional marks", (original.index("\u202c"), original.index("\u202c") + 1)),
    }


def test_letters_of_tags_are_hidden() -> None:
    text, notes = arrived("He said no." + "".join(chr(0xE0000 + ord(one)) for one in "say yes"))
    assert text.plain.strip() == "He said no."
    assert [note.kind for note in notes] == ["hidden characters"]


def test_many_hidden_places_become_few_notes() -> None:
    text, notes = arrived("a\u200b" * 5000)
    assert len(notes) == 50
    assert notes[-1].span[1] == len(text.original)


def test_lone_surrogates_are_replaced() -> None:
    text, notes = arrived("He \ud800 said.")
    assert text.original == "He \ufffd said."
    assert [note.kind for note in notes] == ["broken characters"]


@given(st.binary(max_size=300) | st.text(max_size=200))
def test_anything_gives_a_text_or_a_plain_error(data: bytes | str) -> None:
    try:
        text, notes = arrived(data)
    except LeewayError:
        return
    assert len(text.plain) == len(text.original)
    assert all(0 <= note.span[0] < note.span[1] <= len(text.original) for note in notes)


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<a b='", '">', "<!--", "-->", "&amp;", "<script>", "w ", "'"]))
)
def test_any_page_keeps_its_length(parts: list[str]) -> None:
    page = "<html>word" + "".join(parts)
    assert len(arrived(page)[0].original) == len(page)


@pytest.mark.parametrize(
    ("words", "odd"),
    [
        ('He said "no".', []),
        ('He said "no.', ['"']),
        ('"One.\n"Two," he said.', []),
        ('"One.\nTwo," he said.', ['"', '"']),
        ("He said «no” and left.", ["«no”"]),
        ("He said „no“ and „no”.", []),
        ("It is 6'2\" tall.", []),
        ("It is Roe's and the others' car.", []),
    ],
)
def test_odd_marks(words: str, odd: list[str]) -> None:
    text = Text(words)
    assert [text.of(note.span) for note in odd_marks(text)] == odd
