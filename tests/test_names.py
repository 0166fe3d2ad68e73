"""Names in phrases, contested entities, codes of other publishers: what is read and what is not."""

from __future__ import annotations

import datetime as dt

import pytest
from benchmarks.identity_traps import TRAPS
from hypothesis import given
from hypothesis import strategies as st

from leeway.names import look_up
from leeway.phrases import LONGEST_PHRASE, parse
from leeway.spells import read_table
from leeway.states import resolve, spells, state

DAY = dt.date
TODAY = DAY(2024, 6, 30)


@pytest.mark.parametrize(("text", "key"), TRAPS, ids=[text for text, _ in TRAPS])
def test_traps(text: str, key: str | None) -> None:
    assert look_up(text, TODAY, near=False).state == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("the Kazakh foreign ministry", "KAZ"),
        ("a senior Turkish official", "TUR"),
        ("Kazakhstan's foreign minister", "KAZ"),
        ("Armenian Prime Minister Nikol Pashinyan", "ARM"),
        ("the Ministry of Foreign Affairs of the Republic of Kazakhstan", "KAZ"),
        ("the spokesman for the Kazakh foreign ministry", "KAZ"),
        ("the authorities in Minsk", "BLR"),
        ("the Putin regime", "RUS"),
        ("Putin’s Russia", "RUS"),
        ("Turkey's Erdogan", "TUR"),
        ("UK foreign secretary", "GBR"),
        ("U.S. officials", "USA"),
        ("Head of Government (South Korea)", "KOR"),
        ("Legislature (Georgia)", "GEO"),
        ("the Democratic Republic of the Congo's army", "COD"),
        ("the government of Guinea-Bissau", "GNB"),
        ("Papua New Guinea's prime minister", "PNG"),
        ("the Taliban government", "AFG"),
        ("Astana, Kazakhstan", "KAZ"),
        ("Kyrgyzstan’s authorities", "KGZ"),
        ("Republic of Niger", "NER"),
        ("the leadership of South Ossetia", "XSO"),
        ("the Sahrawi delegation", "ESH"),
        ("Mr Putin's government", "RUS"),
        ("the de facto authorities in Tskhinvali", "XSO"),
        ("Mr Tokayev, President of Kazakhstan", "KAZ"),
        ("Permanent Representative of Kazakhstan to the United Nations", "KAZ"),
        ("Azerbaijan's Aliyev", "AZE"),
    ],
)
def test_a_phrase_is_read(text: str, key: str) -> None:
    assert resolve(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "Moscow-backed authorities",
        "the Russian-installed authorities",
        "former Kazakh president",
        "the Kazakh opposition",
        "Georgia officials",
        "Mr Jordan",
        "President Washington",
        "the male government",
        "us government",
        "us officials and RUSSIANS",
        "ambassador to Russia",
        "soldiers in Syria",
        "in Moscow",
        "The government",
        "Foreign Ministry Russia",
        "Kazakhstan of the president",
        "Russian " + "foreign ministry " * LONGEST_PHRASE,
    ],
)
def test_one_word_that_may_turn_the_meaning_is_enough(text: str) -> None:
    assert look_up(text, near=False).state is None


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Russia and China", ("China", "Russia")),
        ("the Russian ambassador to Turkey", ("Russia", "Türkiye")),
        ("US-China trade talks", ("China", "United States")),
        ("the Congolese government", ("Democratic Republic of the Congo", "Republic of the Congo")),
    ],
)
def test_two_states_in_a_text_are_told(text: str, near: tuple[str, ...]) -> None:
    match = look_up(text, near=False)
    assert (match.state, match.kind, match.near) == (None, "ambiguous", near)


def test_another_name_in_the_phrase_settles_an_ambiguous_one() -> None:
    assert look_up("President Kim").kind == "ambiguous"
    assert resolve("North Korea's Kim") == "PRK"
    assert resolve("South Korean President Kim", on=DAY(2000, 1, 1)) == "KOR"


def test_a_common_surname_is_read_only_after_a_title() -> None:
    assert look_up("Moon", near=False).state is None
    assert resolve("President Moon", on=DAY(2020, 1, 1)) == "KOR"
    assert look_up("President Moon", DAY(2010, 1, 1), near=False).state is None
    assert resolve("Prime Minister May", on=DAY(2018, 1, 1)) == "GBR"


def test_a_leader_is_not_read_before_his_time() -> None:
    assert resolve("Traoré", on=DAY(2023, 1, 1)) == "BFA"
    assert look_up("Traoré", DAY(2013, 1, 1), near=False).state is None
    assert look_up("Taliban", DAY(2010, 1, 1), near=False).state is None
    assert resolve("Taliban", on=DAY(2022, 1, 1)) == "AFG"


def test_a_city_belongs_to_the_state_of_the_day() -> None:
    assert resolve("Aden", on=DAY(1980, 1, 1)) == "YMD"
    assert look_up("Aden", DAY(2000, 1, 1)).near == ("Yemen",)
    assert look_up("Saigon", DAY(1980, 1, 1)).kind == "part"
    assert resolve("Stepanakert", on=DAY(2020, 1, 1)) == "XAR"


def test_the_family_name_may_come_first() -> None:
    assert resolve("Prime Minister Abe Shinzo") == resolve("Hatoyama Yukio") == "JPN"
    assert look_up("Korea South", near=False).state != "PRK"
    assert look_up("Korea Republic", near=False).state is None


def test_near_matches_of_a_phrase() -> None:
    assert "Kazakhstan" in look_up("the Kazkh government").near
    assert "Kazakhstan" in look_up("President Tokajev").near


def test_a_phrase_speaks_of_the_spell_of_its_day() -> None:
    assert look_up("the Kremlin leadership", DAY(1970, 1, 1)).spell == "Soviet Union"
    assert look_up("Soviet officials").spell == "Soviet Union"
    assert look_up("Yugoslav government", DAY(1980, 1, 1)).state == "YUG"
    assert resolve("the Prague government", on=DAY(1968, 8, 21)) == "CSK"


def test_an_ended_name_means_its_last_bearer() -> None:
    assert resolve("Yugoslavia", on=DAY(2005, 1, 1)) == "SRB"
    assert resolve("Yugoslavia", on=DAY(1985, 1, 1)) == resolve("Yugoslavia") == "YUG"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Belarus (Byelorussia)", "BLR"),
        ("Tanzania/Tanganyika", "TZA"),
        ("Korea, People's Republic of", "PRK"),
        ("Tanzania (United Republic of)", "TZA"),
        ("Egypt, Arab Rep.", "EGY"),
        ("Congo, Dem. Rep.", "COD"),
        ("Congo, Rep.", "COG"),
        ("Lao PDR", "LAO"),
        ("West Bank and Gaza", "PSE"),
    ],
)
def test_names_as_publishers_write_them(text: str, key: str) -> None:
    assert resolve(text) == key


def test_two_names_of_different_states_are_not_one() -> None:
    assert look_up("Georgia (USA)", near=False).state is None
    assert look_up("Sudan/South Sudan", near=False).state is None
    assert look_up("Hezbollah (Lebanon)", near=False).state is None


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("ABK", "XAB"),
        ("OST", "XSO"),
        ("PMR", "XTR"),
        ("TRNC", "XNC"),
        ("DPR", "XDN"),
        ("LPR", "XLU"),
        ("KSV", "XKX"),
        ("UNK", "XKX"),
        ("KOS", "XKX"),
        ("XK", "XKX"),
        ("WSB", "PSE"),
        ("GZS", "PSE"),
        ("TMP", "TLS"),
        ("ROM", "ROU"),
        ("SML", "XSL"),
    ],
)
def test_codes_of_other_publishers(code: str, key: str) -> None:
    assert resolve(code) == key


def test_a_code_of_two_publishers_is_ambiguous() -> None:
    assert look_up("SOL").near == ("Solomon Islands", "Somaliland")


def test_every_contested_entity_has_a_name_a_demonym_and_a_seat() -> None:
    kinds: dict[str, set[str]] = {}
    for row in read_table("aliases.csv"):
        kinds.setdefault(row["state"], set()).add(row["kind"])
    contested = {spell.id for spell in spells() if spell.kind == "contested"} - {"ZWE"}
    assert contested >= {"XAB", "XSO", "XTR", "XAR", "XDN", "XLU", "XNC", "XSL", "XKX", "ESH", "TWN"}
    for key in contested - {"XDN", "XLU"}:
        assert {"name", "demonym", "capital"} <= kinds[key], key
    for key in contested:
        assert "leader" in kinds[key], key


def test_rows_of_the_table_are_well_formed() -> None:
    seen = set()
    for row in read_table("aliases.csv"):
        same = row["alias"], row["state"], row["kind"], row["from"], row["to"]
        assert same not in seen, same
        seen.add(same)
        assert row["alias"] == row["alias"].strip() != ""
        assert not row["from"] or not row["to"] or row["from"] <= row["to"], row
        assert row["verified"] == "no" or row["source"] != "remembered", row
        assert state(row["state"])


@given(
    st.lists(st.sampled_from(["kazakh", "of", "the", "president", "niger", "mr", "in", "and"]), max_size=16)
)
def test_a_phrase_is_read_only_with_a_name(words: list[str]) -> None:
    phrase = parse(words, {"kazakh": "demonym", "niger": "name"}.get)
    if phrase is not None:
        assert set(phrase.names) <= {"kazakh", "niger"}
        assert phrase.names
        assert not (phrase.read and {"kazakh", "niger"} == set(phrase.names) and "and" in words)
    else:
        assert len(words) > LONGEST_PHRASE or not {"kazakh", "niger"} & set(words)
