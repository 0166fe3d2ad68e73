"""Symbols as people type them."""

from __future__ import annotations

import pytest

from leeway.errors import QuestionError
from leeway.record.symbols import find_symbol

KEYS = (
    "GA/A/RES/ES-11/1",
    "GA/A/RES/ES-11/4",
    "GA/A/RES/68/262",
    "GA/A/RES/17(I)[RULE-73]",
    "SC/S/RES/242(1967)",
    "GA/A/RES/70/1",
    "GA/A/RES/70/1#1002",
)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("A/RES/ES-11/1", "GA/A/RES/ES-11/1"),
        ("es-11/1", "GA/A/RES/ES-11/1"),
        (" a/res/es-11/4 ", "GA/A/RES/ES-11/4"),
        ("68/262", "GA/A/RES/68/262"),
        ("GA/A/RES/68/262", "GA/A/RES/68/262"),
        ("S/RES/242 (1967)", "SC/S/RES/242(1967)"),
        ("242(1967)", "SC/S/RES/242(1967)"),
        ("70/1", "GA/A/RES/70/1"),
        ("A/RES/70/1#1002", "GA/A/RES/70/1#1002"),
    ],
)
def test_a_symbol_is_found(typed: str, key: str) -> None:
    assert find_symbol(typed, KEYS) == key


def test_near_symbols_are_offered_and_none_is_guessed() -> None:
    with pytest.raises(QuestionError) as caught:
        find_symbol("68/263", KEYS)
    assert "GA/A/RES/68/262" in str(caught.value.hint)
    with pytest.raises(QuestionError, match="no recorded vote on 'nonsense'") as caught:
        find_symbol("nonsense", KEYS)
    assert "A/RES/68/262" in str(caught.value.hint)


def test_a_symbol_of_both_bodies() -> None:
    with pytest.raises(QuestionError, match="several") as caught:
        find_symbol("1/2", ["GA/A/RES/1/2", "SC/S/RES/1/2"])
    assert caught.value.hint == "Choose: GA/A/RES/1/2, SC/S/RES/1/2"
