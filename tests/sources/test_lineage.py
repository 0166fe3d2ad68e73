"""Sources and citations, with a record and without."""

from __future__ import annotations

from pathlib import Path

from tests.voting_files import write

from leeway.record.store import open_record
from leeway.sources import SOURCES
from leeway.sources.lineage import cite, sources
from leeway.sources.refresh import refresh


def test_without_a_record_the_declarations_are_listed() -> None:
    frame = sources()
    assert frame["source"].to_list() == [source.id for source in SOURCES]
    assert frame["file"].null_count() == frame.height


def test_with_a_record_each_file_is_listed(tmp_path: Path) -> None:
    (report,) = refresh(
        ["un-votes"], from_dir=write(tmp_path / "ga_voting.csv"), record=tmp_path / "r.duckdb"
    )
    with open_record(tmp_path / "r.duckdb") as record:
        row = sources(record).row(0, named=True)
        own, un_votes, *_ = cite(record)
        assert record.version() in own.text
    assert (row["file"], row["sha256"]) == ("ga_voting.csv", report.sha256)
    assert str(row["covered_to"]) == "2022-03-02"
    assert "ga_voting.csv" in un_votes.text


def test_every_source_says_who_and_on_what_terms() -> None:
    for source in (one.declaration for one in SOURCES):
        assert source.publisher
        assert source.licence
        assert source.terms.startswith("https://")
        assert all(page.startswith("https://") for page in source.pages)


def test_bibtex_is_balanced() -> None:
    for citation in cite():
        assert citation.bibtex.startswith("@")
        assert citation.bibtex.count("{") == citation.bibtex.count("}")
