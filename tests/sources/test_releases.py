"""Names and addresses of the official files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from leeway.errors import DataError, PublisherError
from leeway.sources import releases


@pytest.mark.parametrize(
    ("name", "body", "date"),
    [
        ("2026_02_06_ga_voting.csv", "GA", dt.date(2026, 2, 6)),
        ("2025_9_19_ga_voting.csv", "GA", dt.date(2025, 9, 19)),
        ("2025_03_31_ga_voting_corr1.csv", "GA", dt.date(2025, 3, 31)),
        ("2024_09_12_ga_resolutions_voting.csv", "GA", dt.date(2024, 9, 12)),
        ("ga_voting_1946_2024-06-30.csv.xz", "GA", dt.date(2024, 6, 30)),
        ("2026_02_06_sc_voting.csv.gz", "SC", dt.date(2026, 2, 6)),
        ("sc_voting.zip", "SC", None),
        ("2026_02_06_ga_voting_md.md", None, dt.date(2026, 2, 6)),
        ("2026_02_06_ga_outcomes.csv", None, dt.date(2026, 2, 6)),
        ("saga_voting.csv", None, None),
        ("ga_votingmachines.csv", None, None),
        ("2026_13_41_ga_voting.csv", "GA", None),
    ],
)
def test_what_a_name_says(name: str, body: str | None, date: dt.date | None) -> None:
    assert releases.body_of(name) == body
    assert releases.date_of(name) == date


def test_the_newest_listed_file_is_chosen() -> None:
    listing = [
        {"name": "2025_9_19_ga_voting", "format": ".csv"},
        {"name": "2026_02_06_ga_voting", "format": ".csv"},
        {"name": "2026_02_06_ga_voting_md", "format": ".md"},
        {"name": "2027_01_01_ga_outcomes", "format": ".csv"},
        {"odd": 1},
    ]
    assert releases.newest_listed(listing, "GA", "http://x") == "2026_02_06_ga_voting.csv"


@pytest.mark.parametrize("listing", [[], {}, None, [{"name": "readme", "format": ".txt"}]])
def test_a_list_without_a_voting_file(listing: object) -> None:
    with pytest.raises(PublisherError, match="lists no voting file of the SC"):
        releases.newest_listed(listing, "SC", "http://x")


@pytest.mark.parametrize("body", ["GA", "SC"])
def test_known_releases_have_names_that_say_what_they_are(body: str) -> None:
    for release in releases.RELEASES:
        assert releases.body_of(release.file) == release.body
        assert releases.date_of(release.file) == release.published
    assert releases.body_of(releases.newest_known(body)) == body


def test_files_at_hand(tmp_path: Path) -> None:
    names = ("2025_9_19_ga_voting.csv", "2026_02_06_ga_voting.csv", "sc_voting.csv.xz", "notes.txt")
    for name in names:
        (tmp_path / name).touch()
    found = releases.files_at_hand(tmp_path)
    assert {body: path.name for body, path in found.files.items()} == {
        "GA": "2026_02_06_ga_voting.csv",
        "SC": "sc_voting.csv.xz",
    }
    assert [(path.name, why) for path, why in found.ignored] == [
        ("2025_9_19_ga_voting.csv", "2026_02_06_ga_voting.csv is as new or newer"),
        ("notes.txt", "no voting file by its name"),
    ]


def test_one_file_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "2025_9_19_ga_voting.csv"
    path.touch()
    assert releases.files_at_hand(path).files == {"GA": path}


def test_nothing_at_hand(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(DataError, match="no voting file among 1 files"):
        releases.files_at_hand(tmp_path)
    with pytest.raises(DataError, match="no such folder"):
        releases.files_at_hand(tmp_path / "none")


def test_the_address_can_be_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEEWAY_UN_VOTES_URL", raising=False)
    assert releases.address() == releases.ADDRESS
    monkeypatch.setenv("LEEWAY_UN_VOTES_URL", "http://127.0.0.1:1/")
    assert releases.address() == "http://127.0.0.1:1"
    assert releases.address("http://127.0.0.1:2") == "http://127.0.0.1:2"
