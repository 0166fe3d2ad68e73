"""Every command on a page prints what the page says."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.pages import PAGES, alike, commands, printed, renewed

CASES = [(path.name, command, told) for path in PAGES for command, told in commands(path.read_text("utf-8"))]


@pytest.mark.parametrize(("page", "command", "told"), CASES, ids=[f"{one[0]}: {one[1]}" for one in CASES])
def test_a_command_prints_what_the_page_says(page: str, command: str, told: str) -> None:
    assert alike(told, printed(command)), f"{page} is out of date: python -m benchmarks.pages --write"


def test_every_block_of_a_page_is_one_command() -> None:
    for path in PAGES:
        page = path.read_text("utf-8")
        assert page.count("```console") == len(list(commands(page))) > 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("fell by .11 (.09 to .13)", "fell by .11 (.10\nto .13)", True),
        ("fell by .11", "fell by .15", False),
        ("fell by .11", "rose by .11", False),
        ("1,541 rows", "1,560 rows", True),
        ("since about 2010", "since about 2011", False),
        ("83%", "84%", True),
        ("83%", "83", False),
        ("12 rows", "13 rows", False),
        ("one two", "one", False),
    ],
)
def test_what_counts_as_the_same_answer(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_a_page_is_printed_anew_and_its_prose_kept(tmp_path: Path) -> None:
    page = "Ask.\n\n```console\n$ leeway cite\nold\n```\n\nRead on.\n"
    assert renewed(page, lambda command: f"{command} new\n") == page.replace("old", "cite new")


def test_a_command_that_fails_stops_the_page() -> None:
    with pytest.raises(ValueError, match="ended with 2"):
        printed("ask Atlantis Russia")
