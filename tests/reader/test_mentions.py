"""Who is meant: names with variants, traps, dates, and phrases that stand for a state."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeway.reader.mentions import mentions, state_of
from leeway.reader.text import Text

DAY = dt.date(2022, 6, 17)


def _told(words, on=DAY):
    return [(one.name, one.kind, one.state or one.organisation) for one in mentions(Text(words), on=on)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Tokaev spoke.", [("Tokaev", "person", "KAZ")]),
        ("Tokayev's aide", [("Tokayev", "person", "KAZ")]),
        ("Kasym-Zhomart Tokaev", [("Kasym-Zhomart Tokaev", "person", "KAZ")]),
        ("Pashinian and Zelenskiyy", [("Pashinian", "person", "ARM"), ("Zelenskiyy", "person", "UKR")]),
        ("the Akorda and the Kremlin", [("Akorda", "state", "KAZ"), ("Kremlin", "state", "RUS")]),
        ("Kazakhs met Türkiye's envoy", [("Kazakhs", "state", "KAZ"), ("Türkiye", "state", "TUR")]),
        ("the U.S. and the UK", [("U.S.", "state", "USA"), ("UK", "state", "GBR")]),
        ("Papua New Guinea", [("Papua New Guinea", "state", "PNG")]),
        ("Côte d’Ivoire", [("Côte d’Ivoire", "state", "CIV")]),
        ("«Astana» said", [("Astana", "state", "KAZ")]),
        ("Taiwan and Kosovo", [("Taiwan", "entity", "TWN"), ("Kosovo", "entity", "XKX")]),
        ("the CSTO and OPEC+", [("CSTO", "organisation", "CSTO"), ("OPEC+", "organisation", "OPEC_PLUS")]),
        (
            "Collective Security Treaty Organization",
            [("Collective Security Treaty Organization", "organisation", "CSTO")],
        ),
        ("Guam and GUAM", [("Guam", "unresolved", None), ("GUAM", "organisation", "GUAM")]),
        ("a Korean ship", [("Korean", "unresolved", None)]),
        ("Prime Minister May left in May", [("May", "person", "GBR")]),
    ],
)
def test_names_are_read_as_they_are_written(words, told):
    assert _told(words) == told


@pytest.mark.parametrize(
    "words",
    [
        "roast turkey with georgian wine",
        "Michael Jordan jumped.",
        "Chad Smith drums.",
        "the Washington Post",
        "voters in Atlanta, Georgia",
        "the South China Sea",
        "GIVE US PEACE",
        "In May and in March",
        "it is a chad",
        "New England",
        "COLUMBIA UNIVERSITY",
        "and so on",
    ],
)
def test_words_that_only_look_like_names_are_left_out(words):
    assert _told(words) == []


def test_another_person_of_a_leaders_surname_is_nobodys():
    assert _told("Melania Trump waved.") == [("Melania Trump", "person", None)]


def test_donetsk_is_an_entity_only_where_recognition_is_spoken_of():
    assert _told("A shell hit Donetsk.") == [("Donetsk", "unresolved", None)]
    assert _told("Recognition of Donetsk") == [("Donetsk", "entity", "XDN")]
    both = _told("He will not recognise the Donetsk and Lugansk People's Republics.")
    assert both == [("Donetsk", "entity", "XDN"), ("Lugansk People's Republics", "entity", "XLU")]
    assert [state for _, _, state in _told("The Donbas republics are not recognised.")] == ["XDN", "XLU"]


def test_the_day_decides_who_led_whom():

    assert _told("Johnson spoke", dt.date(1965, 1, 1)) == [("Johnson", "person", "USA")]
    assert _told("Johnson spoke", DAY) == [("Johnson", "person", "GBR")]


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("President Tokayev", "KAZ"),
        ("the Kazakh foreign ministry", "KAZ"),
        ("Moscow", "RUS"),
        ("Tokaev", "KAZ"),
        ("Kazakhstan's President Kassym-Jomart Tokayev", "KAZ"),
        ("the Russian ambassador to Kazakhstan", "RUS"),
        ("spokesman for the Kazakh foreign ministry", "KAZ"),
        ("Tokayev, the president of Kazakhstan", "KAZ"),
        ("Kremlin spokesman Dmitry Peskov", "RUS"),
        ("a Russian analyst", None),
        ("Moscow-backed separatists", None),
        ("former Kazakh president Nursultan Nazarbayev", None),
        ("Kazakhstan and Russia", None),
        ("he", None),
        ("the European Union", None),
        ("", None),
    ],
)
def test_the_state_that_a_phrase_stands_for(phrase, key):
    assert state_of(Text(phrase), (0, len(phrase)), on=DAY) == key


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("Russia Tokayev'.’-US+(),\n«»Дonetsk"), max_size=120)
    | st.text(max_size=80)
)
def test_any_text_gives_names_with_their_places(words):
    text = Text(words)
    last = 0
    for one in mentions(text):
        assert text.of(one.span) == one.name
        assert one.span[0] >= last or one.span[1] >= last
        last = one.span[0]


@pytest.mark.parametrize(
    "piece", ["Donetsk ", "May Park ", "Ab Tokayev ", "U.", "Republic of ", "Saint ", "A'"]
)
def test_a_long_line_of_one_piece_is_read_in_one_go(piece):
    text = Text(piece * 40_000)
    assert all(text.of(one.span) == one.name for one in mentions(text))
