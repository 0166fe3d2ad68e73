"""A figure's verdict, and the document that is made of figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.figures import (
    IDENTITY,
    VOTES,
    Document,
    Figure,
    Section,
    Table,
    page,
    read_sections,
    write_document,
)


def section(key: str, value: float) -> Section:
    return Section(
        key=key,
        title=f"About {key}",
        command=f"python -m {key}",
        method="By counting.",
        figures=[Figure("kites", value, "9 kites", high=0.5), Figure("boats", 3.0, "3 boats", digits=0)],
        tables=[Table("Winds", ("from", "knots"), [["north", "9"]])],
        data={"record": "abc"},
    )


def test_a_figure_is_a_hit_inside_its_bounds() -> None:
    assert Figure("a", 0.5, "", high=0.5).verdict == "hit"
    assert Figure("a", 0.51, "", high=0.5).verdict == "**miss**"
    assert Figure("a", 0.87, "", low=0.88, high=0.92).verdict == "**miss**"
    assert Figure("a", 0.93, "", low=0.88, high=0.92).verdict == "**miss**"
    assert Figure("a", 0.9, "", low=0.88, high=0.92).target == "0.88 to 0.92"
    assert Figure("a", 1.0, "").verdict == ""


def test_what_cannot_be_measured_is_a_miss() -> None:
    assert Figure("a", float("nan"), "", high=0.5).verdict == "**miss**"


def test_sections_measured_again_replace_only_themselves(tmp_path: Path) -> None:
    document = replace(VOTES, path=tmp_path / "votes.md")
    write_document([section("speed", 0.1), section("held-out", 0.9)], document)
    write_document([section("speed", 0.7)], document)
    kept = read_sections(tmp_path / "votes.json")
    assert list(kept) == ["held-out", "speed"]
    assert kept["speed"].lines() == section("speed", 0.7).lines()
    assert kept["held-out"].figures[0].value == 0.9
    text = document.path.read_text(encoding="utf-8")
    assert "0 of 2 figures with a target reach it." in text
    assert "* kites: 0.900, target at most 0.5" in text
    assert "| north | 9 |" in text
    assert text.index("## About held-out") < text.index("## About speed")


@pytest.mark.parametrize("document", [VOTES, IDENTITY], ids=lambda document: document.path.stem)
def test_a_document_in_the_repository_is_what_its_figures_render_to(document: Document) -> None:
    if not document.path.exists():
        pytest.skip(f"{document.path.name} is not made yet")
    sections = list(read_sections(document.kept_in).values())
    assert document.path.read_text(encoding="utf-8") == "\n".join(page(document, sections)) + "\n"


def test_a_document_has_its_own_title_and_order(tmp_path: Path) -> None:
    ties = Document(tmp_path / "ties.md", "Ties", "Made by hand.", ("arms", "troops"))
    write_document([section("troops", 0.1), section("arms", 0.1)], ties)
    text = ties.path.read_text(encoding="utf-8")
    assert text.startswith("# Ties\n\nMade by hand.\n\n2 of 2 figures")
    assert text.index("## About arms") < text.index("## About troops")
    with pytest.raises(ValueError, match=r"ties\.md has no section speed"):
        write_document([section("speed", 0.1)], ties)
