"""Words found in a text again, or not."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeway.reader.grounding import Compared, compared, ground, visible
from leeway.reader.reading import Statement
from leeway.reader.text import Text

WORDS = (
    "«We do not, and shall not, recognise the two regions», the envoy’s office said.\r\n"
    "Iranian traders had hoped for more. The office of Iran said that 14 states\u00a0had  voted\nfor it.\n"
    "The office said no more. The office said nothing on Friday – and nothing on Saturday."
)
TEXT = Text(WORDS)


def found(words, near=None, text=TEXT):
    where = ground(text, words, near=near)
    return None if where is None else (text.of(where.span), where.exact)


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("the envoy's office", "the envoy’s office"),
        ('"We do not, and shall not, recognise the two regions"', None),
        ("We do not, and shall not, recognise the two regions.", None),
        ("14 states had voted for it", "14 states\u00a0had  voted\nfor it"),
        ("nothing on Friday — and nothing on Saturday", "nothing on Friday – and nothing on Saturday"),
        ("'the two regions'", "the two regions"),
        ("the two\u200b regi\u00adons", "the two regions"),
        ("… recognise the two regions …", "recognise the two regions"),
    ],
)
def test_words_as_they_are(words, there):
    assert found(words) == (there or "We do not, and shall not, recognise the two regions", True)


@pytest.mark.parametrize(
    ("words", "there"),
    [
        (
            "we do not and shall not recognize the two regions",
            "We do not, and shall not, recognise the two regions",
        ),
        ("The office of Iran said 14 states had voted for it",
         "The office of Iran said that 14 states\u00a0had  voted\nfor it"),
        ("iranian traders had hoped for more", "Iranian traders had hoped for more"),
    ],
)  # fmt: skip
def test_words_that_are_nearly_there(words, there):
    assert found(words) == (there, False)


@pytest.mark.parametrize(
    "words",
    [
        "We shall recognise the two regions next week",
        "We do now, and shall now, recognise the two regions",
        "that 15 states had voted for it",
        "The office of Iran said that 14 states had never voted for it",
        "recogni",
        "ranian",
        "the two reg",
        "",
        " \n",
        "«»",
        "...",
        "\u202e",
        "<script>",
        "a" * 100_000,
    ],
)
def test_words_that_are_not_there(words):
    assert found(words) is None


def test_a_name_is_not_part_of_a_longer_one():
    where = ground(TEXT, "Iran")
    assert where.span[0] == WORDS.index("Iran said")


def test_scripts_that_do_not_part_words():
    text = Text("外交部发言人说不会承认该地区。")
    assert ground(text, "不会承认").span == (7, 11)
    assert found("الرئيس", text=Text("والرئيس قال")) == ("الرئيس", True)


def test_the_nearest_of_several():
    places = [start for start in range(len(WORDS)) if WORDS.startswith("The office", start)]
    assert len(places) == 3
    assert ground(TEXT, "The office").span[0] == places[0]
    for place in places:
        assert ground(TEXT, "The office", near=place).span[0] == place
        assert ground(TEXT, "The office", near=place - 2).span[0] == place
    assert ground(TEXT, "The office", near=10**9).span[0] == places[-1]
    assert ground(TEXT, "The office", near=-5).span[0] == places[0]


def test_hidden_characters_in_the_text_do_not_hide_words():
    text = Text("They will re\u200bcog\u00adnise \u202eit\u202c soon.")
    assert found("recognise it", text=text) == ("re\u200bcog\u00adnise \u202eit", True)
    assert visible("a\u202e\U000e0041\ud800b") == "ab"


def drawn_words(seed, number, among=("alpha", "beta", "gamma", "delta", "sigma", "omega")):
    return [str(one) for one in np.random.default_rng(seed).choice(list(among), number)]


def test_a_long_passage_with_a_few_changes():
    words = [f"{drawn}{number}" for number, drawn in enumerate(drawn_words(3, 250))]
    text = Text("Before this. " + " ".join(words) + " After it.")
    changed = words.copy()
    for place in (30, 90, 200):
        changed[place] = changed[place].upper()
    assert found(" ".join(changed), text=text) == (" ".join(words), False)
    lost = [word for number, word in enumerate(words) if number % 4]
    assert found(" ".join(lost), text=text) is None


CHARS = st.text(
    st.sampled_from("ab «»\"'’.\n\r\t\u00a0\u200b\u202e-–1Ié\ud800𝒳") | st.characters(), max_size=60
)


@settings(max_examples=300)
@given(CHARS, CHARS, st.none() | st.integers(-5, 200))
def test_what_is_found_lies_within(words, sought, near):
    where = ground(Text(words), sought, near=near)
    if where is not None:
        start, end = where.span
        assert 0 <= start < end <= len(words)


@settings(max_examples=300)
@given(CHARS, st.data())
def test_whole_lines_are_found_exactly(words, data):
    text = Text(words)
    lines = [span for span in text.paragraphs if any(char.isalnum() for char in visible(text.of(span)))]
    if not lines:
        return
    span = data.draw(st.sampled_from(lines))
    where = ground(text, text.of(span), near=span[0])
    assert where.exact
    assert span[0] <= where.span[0] < where.span[1] <= span[1]


@pytest.mark.parametrize(
    ("words", "sought"),
    [
        ("a " * 30_000, "a " * 150 + "b"),
        ("ab" * 30_000, "ab" * 2000),
        (" ".join(drawn_words(1, 30_000, "ab")), " ".join(drawn_words(2, 299, "ab"))),
        ("x" * 1_000_000, "x" * 4000),
        ("word " * 200_000, "word other " * 100),
        ("\u200b" * 1_000_000, "x"),
        ("'" * 1_000_000 + "x", "x"),
    ],
    ids=["one word", "no blanks", "two words", "one line", "anchors", "hidden", "marks"],
)
def test_hostile_texts_take_bounded_time(words, sought):
    text = Text(words)
    ground(text, sought)
    begun = time.monotonic()
    for near in (0, 20_000, 50_000):
        ground(text, sought, near=near)
    assert time.monotonic() - begun < 3


def said(name, *spans):
    return Statement(name, "direct", None, None, None, spans)


def test_compared_by_half_of_the_shorter():
    rules = [said("s1", (0, 10), (15, 25)), said("s2", (30, 40)), said("s3", (50, 60))]
    model = [said("m1", (0, 25)), said("m2", (36, 60)), said("m3", (70, 80)), said("m4", (40, 46))]
    assert compared(rules, model) == Compared((("s1", "m1"), ("s3", "m2")), ("s2",), ("m3", "m4"))
    assert compared([], model) == Compared((), (), ("m1", "m2", "m3", "m4"))
    assert compared(rules, []) == Compared((), ("s1", "s2", "s3"), ())
    assert compared(rules, model).to_dict()["both"] == [["s1", "m1"], ["s3", "m2"]]


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda one: (one[0], sum(one))), max_size=3
)
statements = st.lists(spans, max_size=6)


@given(statements, statements)
def test_compared_as_character_by_character(rules, model):
    """Spans of one statement that overlap each other count each for itself, so only others are drawn."""

    def apart(given):
        return all(
            len({*range(*a)} & {*range(*b)}) == 0 for one in given for a in one for b in one if a is not b
        )

    rules, model = ([one for one in given if apart([one])] for given in (rules, model))
    ours = [said(f"s{n}", *one) for n, one in enumerate(rules)]
    theirs = [said(f"m{n}", *one) for n, one in enumerate(model)]
    chars = [[{c for span in one for c in range(*span)} for one in given] for given in (rules, model)]
    expected = {
        (f"s{a}", f"m{b}")
        for a, first in enumerate(chars[0])
        for b, second in enumerate(chars[1])
        if first & second and 2 * len(first & second) >= min(len(first), len(second))
    }
    got = compared(ours, theirs)
    assert set(got.both) == expected
    assert len(got.both) == len(expected)
    assert {*got.only_rules} == {one.id for one in ours} - {pair[0] for pair in expected}


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(0, 180), st.integers(8, 15), st.data())
def test_one_letter_changed_is_found_nearly(seed, start, number, data):
    words = ["".join(drawn_words([seed, place], 7, "abcdefgh")) for place in range(200)]
    text = Text(" ".join(words))
    sought = words[start : start + number]
    place = data.draw(st.integers(1, number - 2))
    sought[place] = sought[place][:-1] + "z"
    assert found(" ".join(sought), text=text) == (" ".join(words[start : start + number]), False)
