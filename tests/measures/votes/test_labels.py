from __future__ import annotations

import csv
import lzma
import re
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from leeway.measures.votes.labels import LONGEST, OTHER, TOPICS, Label, digest, labels, topic_of_subjects
from leeway.sources.titles import question_key


class RollCall(NamedTuple):
    title: str
    subjects: str
    year: int


AFTER_THE_TITLE = re.compile(r"\s*:\s*res.*$", re.IGNORECASE)

STAND_ALONE = {
    "A/RES/2505(XXIV)": "Apartheid and Southern Africa",
    "A/RES/3151(XXVIII)[D]": "Apartheid and Southern Africa",
    "A/RES/36/172H": "Apartheid and Southern Africa",
    "A/RES/656(VII)": "Colonies and self-determination",
    "A/RES/35/123": "Colonies and self-determination",
    "A/RES/71/292": "Colonies and self-determination",
    "A/RES/73/268B": "UN budget and peacekeeping finance",
    "A/RES/1619(XV)": "UN budget and peacekeeping finance",
    "A/RES/32/210": "UN budget and peacekeeping finance",
    "A/RES/1134(XII)": "Law and institutions of the UN",
    "A/RES/1226(XII)": "Law and institutions of the UN",
    "A/RES/73/257": "Law and institutions of the UN",
    "A/RES/77/19": "Law and institutions of the UN",
    "A/RES/61/166": "Human rights: themes",
    "A/RES/61/295": "Human rights: themes",
    "A/RES/56/266": "Human rights: themes",
    "A/RES/56/173": "Human rights: countries",
    "A/RES/46/135": "Human rights: countries",
    "A/RES/58/51": "Nuclear weapons",
    "A/RES/2289(XXII)": "Nuclear weapons",
    "A/RES/49/75K": "Nuclear weapons",
    "A/RES/44/116J": "Other arms and disarmament",
    "A/RES/78/51": "Other arms and disarmament",
    "A/RES/1149(XII)": "Other arms and disarmament",
    "A/RES/51/223": "Palestine and Israel",
    "A/RES/ES-7/3": "Palestine and Israel",
    "A/RES/61/154": "Other Middle East",
    "A/RES/1130(XI)": "Other Middle East",
    "A/RES/ES-11/1": "Ukraine and the post-Soviet space",
    "A/RES/ES-11/6": "Ukraine and the post-Soviet space",
    "A/RES/49/43": "Other conflicts and interventions",
    "A/RES/386(V)": "Other conflicts and interventions",
    "A/RES/72/277": "Environment, health and society",
    "A/RES/3187(XXVIII)": "Environment, health and society",
    "A/RES/40/207": "Development and economy",
    "A/RES/31/163": "Development and economy",
    "A/RES/72/229": "Development and economy",
}
"""Topics given by hand, before the keywords were written, to roll calls put once; by resolution."""


@pytest.fixture(scope="module")
def table() -> list[Label]:
    text = resources.files("leeway.measures.votes").joinpath("questions.csv").read_text(encoding="utf-8")
    return [Label(**row) for row in csv.DictReader(text.splitlines())]


@pytest.fixture(scope="module")
def roll_calls(shared: Path) -> dict[str, RollCall]:
    """Title, subjects and year of each recorded vote, by resolution."""
    votes = lzma.decompress((shared / "data/votes/ga_voting_1946_2024-06-30.csv.xz").read_bytes())
    columns = ["resolution", "title", "subjects", "date"]
    rows = pl.read_csv(votes, columns=columns, schema_overrides=dict.fromkeys(columns, pl.String))
    rows = rows.unique("resolution").fill_null("").sort("resolution")
    return {
        one["resolution"]: RollCall(one["title"], one["subjects"], int(one["date"][:4]))
        for one in rows.iter_rows(named=True)
    }


@pytest.fixture(scope="module")
def recurring(roll_calls: dict[str, RollCall]) -> dict[str, list[RollCall]]:
    """Roll calls on the questions put more than once, by key."""
    groups: dict[str, list[RollCall]] = {}
    for one in roll_calls.values():
        if one.title:
            groups.setdefault(question_key(one.title), []).append(one)
    return {key: put for key, put in groups.items() if len(put) > 1}


def test_labels_and_digests_are_unique(table: list[Label]) -> None:
    assert len({one.label.casefold() for one in table}) == len({one.key for one in table}) == len(table) > 500


def test_labels_are_short_sentences_under_a_digest(table: list[Label]) -> None:
    for one in table:
        assert len(one.label) <= LONGEST, one
        assert one.label == " ".join(one.label.split()), one
        assert one.label[0].isupper() or one.label[0].isdigit(), one
        assert not one.label.endswith("."), one
        assert re.fullmatch(r"[0-9a-f]{10}", one.key), one


def test_topics_are_of_the_closed_list_and_all_are_used(table: list[Label]) -> None:
    assert {one.topic for one in table} == set(TOPICS) - {OTHER}
    assert len(set(TOPICS)) == len(TOPICS)


def test_a_known_question_has_its_own_label() -> None:
    embargo_title = (
        "Necessity of ending the economic, commercial and financial embargo imposed by the "
        "United States of America against Cuba : resolution / adopted by the General Assembly"
    )
    titles = embargo_title, "Nuclear-weapon-free southern hemisphere and adjacent areas"
    embargo, south = labels(map(question_key, titles))
    assert (embargo.label, embargo.topic) == ("US embargo on Cuba", "Sanctions and embargoes")
    assert (south.label, south.topic) == ("Nuclear-weapon-free southern hemisphere", "Nuclear weapons")


def test_an_unknown_question_is_called_by_its_first_words() -> None:
    key = "entirely new question about the number of teaspoons in the cafeteria of the assembly"
    [one] = labels([key])
    assert one == Label(digest(key), "Entirely new question about the number of teaspoons in the", OTHER)
    assert key.startswith(one.label.lower() + " ")


@pytest.mark.parametrize("key", ["", "x" * 200, "a" * 60 + " b", "exactly " + "y" * 52])
def test_a_fallback_is_never_empty_nor_too_long(key: str) -> None:
    [one] = labels([key])
    assert 0 < len(one.label) <= LONGEST


def test_order_and_repeats_are_kept() -> None:
    keys = ["nuclear disarmament", "b", "nuclear disarmament"]
    assert [one.key for one in labels(iter(keys))] == [digest(key) for key in keys]


@pytest.mark.parametrize(
    ("title", "subjects", "topic"),
    [
        ("Financing of the United Nations Force in Ruritania", None, "UN budget and peacekeeping finance"),
        ("Reduction of military budgets", None, "Other arms and disarmament"),
        ("Israeli nuclear armament", "ISRAEL--NUCLEAR WEAPONS", "Nuclear weapons"),
        ("The right of the Palestinian people to self-determination", None, "Palestine and Israel"),
        ("The future of Togoland", None, "Colonies and self-determination"),
        ("Suspension of a programme", "LANDMINES", "Other arms and disarmament"),
        ("Report of a committee", "UN. ECONOMIC AND SOCIAL COUNCIL--REPORTS (1986)", OTHER),
        (None, None, OTHER),
    ],
)
def test_keywords_look_at_the_title_before_the_subjects(
    title: str | None, subjects: str | None, topic: str
) -> None:
    assert topic_of_subjects(subjects, title) == topic


def test_every_recurring_question_has_a_label(
    recurring: dict[str, list[RollCall]], table: list[Label]
) -> None:
    known = {one.key for one in table}
    missing = sorted(key for key in recurring if digest(key) not in known)
    stale = known - {digest(key) for key in recurring}
    assert not missing
    assert not stale


def test_no_label_is_a_copied_title(recurring: dict[str, list[RollCall]]) -> None:
    for key, one in zip(recurring, labels(recurring), strict=True):
        titles = {
            re.sub(r"\W+", " ", AFTER_THE_TITLE.sub("", title)).casefold() for title, *_ in recurring[key]
        }
        assert re.sub(r"\W+", " ", one.label).casefold() not in titles


def test_years_in_a_label_are_those_of_its_question(recurring: dict[str, list[RollCall]]) -> None:
    for key, one in zip(recurring, labels(recurring), strict=True):
        years = [put.year for put in recurring[key]]
        if closed := re.search(r"\((\d{4})(?:-(\d{4}))?\)$", one.label):
            assert (int(closed[1]), int(closed[2] or closed[1])) == (min(years), max(years)), one
        if opened := re.search(r"\(from (\d{4})\)$", one.label):
            assert int(opened[1]) == min(years), one


def test_keywords_agree_with_the_hand(
    recurring: dict[str, list[RollCall]], roll_calls: dict[str, RollCall]
) -> None:
    by_hand = {one.key: one.topic for one in labels(recurring)}
    untuned = {key: put for key, put in recurring.items() if int(digest(key), 16) % 2}
    agreed = [
        [topic_of_subjects(subjects, title) == by_hand[digest(key)] for title, subjects, _ in put]
        for key, put in untuned.items()
    ]
    assert sum(sum(one) / len(one) for one in agreed) / len(agreed) >= 0.92
    assert sum(map(sum, agreed)) / sum(map(len, agreed)) >= 0.95


def test_keywords_agree_with_the_hand_on_what_is_put_once(roll_calls: dict[str, RollCall]) -> None:
    agreed = []
    for resolution, topic in STAND_ALONE.items():
        title, subjects, _ = roll_calls[resolution]
        agreed.append(topic_of_subjects(subjects, title) == topic)
    assert sum(agreed) / len(agreed) >= 0.85
