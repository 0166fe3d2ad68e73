"""Generations of the header."""

from __future__ import annotations

import pytest
from tests.voting_files import GA_2026

from leeway.errors import SourceFormatError
from leeway.sources.layouts import LAYOUTS, detect_layout


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_each_generation_is_told_in_any_order(layout: object) -> None:
    header = list(layout.columns)  # type: ignore[attr-defined]
    for order in (header, header[::-1]):
        found, names = detect_layout(order, file="x.csv")
        assert found is layout
        assert names == [layout.columns[name] for name in order]  # type: ignore[attr-defined]


def test_2024_files_with_singular_names() -> None:
    plural = next(layout for layout in LAYOUTS if layout.name == "ga-2024-09")
    singular = {
        "ms_codes": "ms_code",
        "ms_names": "ms_name",
        "ms_votes": "ms_vote",
        "resolutions": "resolution",
    }
    header = [singular.get(name, name) for name in plural.columns]
    assert detect_layout(header, file="x.csv")[0] is plural


def test_a_missing_column_is_named() -> None:
    header = [name for name in GA_2026 if name != "ms_vote"]
    with pytest.raises(SourceFormatError) as caught:
        detect_layout(header, file="2026_ga_voting.csv")
    assert "nearest to ga-2026-02; missing ms_vote" in caught.value.message
    assert caught.value.where == "2026_ga_voting.csv, row 1"
    assert "Available: undl_id, ms_code" in str(caught.value.hint)


def test_a_renamed_column_is_offered() -> None:
    header = ["ms_vote_code" if name == "ms_vote" else name for name in GA_2026]
    with pytest.raises(SourceFormatError) as caught:
        detect_layout(header, file="x.csv")
    assert "missing ms_vote; unknown ms_vote_code" in caught.value.message
    assert "'ms_vote' may be 'ms_vote_code'" in str(caught.value.hint)


def test_a_new_column_stops_the_load() -> None:
    with pytest.raises(SourceFormatError, match="unknown vote_weight"):
        detect_layout([*GA_2026, "vote_weight"], file="x.csv")


def test_a_repeated_column() -> None:
    with pytest.raises(SourceFormatError, match="repeats date"):
        detect_layout([*GA_2026, "date"], file="x.csv")


def test_another_file_altogether() -> None:
    with pytest.raises(SourceFormatError, match="no file of votes"):
        detect_layout(["Country", "Year", "GDP"], file="x.csv")
