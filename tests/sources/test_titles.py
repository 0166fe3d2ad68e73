"""The same question in other years and other spellings; other questions apart."""

from __future__ import annotations

import pytest

from leeway.sources.titles import question_key

SUFFIX = " : resolution / adopted by the General Assembly"


ONE_QUESTION = (
    ("Nuclear disarmament", "General and complete disarmament : nuclear disarmament"),
    ("Budget appropriations for the biennium 1984-1985", "Budget appropriations for 2021"),
    ("Adverse consequences of the régime", "Adverse consequences of the regime"),
    ("Zone of peace and co-operation", "Zone of peace and cooperation"),
    ("2010 Review Conference of the Parties", "Eleventh Review Conference of the Parties"),
    ("Human rights situation in Iraq", "Situation of human rights in Iraq"),
    ("Financing of the United Nations Force", "Financing of the UN force"),
    ("The right to food", "Right to food"),
    ("MAYOTTE", "Mayotte"),
)
SPELLINGS = (
    " : resolution / adopted by the General Assembly",
    " : resolution / adopted by the General Assembly.",
    " : resolultion / adopted by the General Assemly",
    " : resolution / adoped by the General Assembly",
    " : resolutions / adopted by the General Assembly",
    " : resolution adopted by the General Assembly",
    " : resolution / by the General Assembly",
    " : resoultion / addopted by the General  Assemblyv",
    " resolutio / adopted by the General Assembly",
    " : resolution / submitted by the General Assembly",
    " : resolution",
    "",
)


@pytest.mark.parametrize("titles", ONE_QUESTION, ids=lambda titles: titles[0])
def test_one_question(titles: tuple[str, ...]) -> None:
    assert len({question_key(title + SUFFIX) for title in titles}) == 1


@pytest.mark.parametrize("suffix", SPELLINGS)
def test_the_library_writes_its_suffix_in_many_ways(suffix: str) -> None:
    assert question_key("Transparency in armaments" + suffix) == "transparency armaments"


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Approval of Agreements [Tanganyika]", "Approval of Agreements [Western Samoa]"),
        ("Situation of human rights in Cuba", "Situation of human rights in Iraq"),
        ("Towards a world without kites : the need", "Towards a world without kites : the agenda"),
        ("Resolution 1123 : [question considered]", "Resolution 1124 : [question considered]"),
        (
            "Question considered by the Security Council at its 906th meeting",
            "Question considered by the Security Council at its 749th meeting",
        ),
        ("Question of Palestine", "Question of Namibia"),
        ("Conclusion of a treaty on wind", "Draft treaty on wind"),
        ("Use of nuclear weapons", "Non-use of nuclear weapons"),
    ],
)
def test_different_questions(title: str, other: str) -> None:
    assert question_key(title + SUFFIX) != question_key(other + SUFFIX)


def test_an_agenda_item_alone_is_still_a_question() -> None:
    assert question_key("General and complete disarmament" + SUFFIX) == "general complete disarmament"
    assert question_key("2015") == "2015"


def test_the_key_of_a_key_is_itself() -> None:
    key = question_key("Financing of the United Nations Interim Force in Lebanon" + SUFFIX)
    assert question_key(key) == key
