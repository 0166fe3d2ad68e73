"""Names and addresses of the official files."""

from __future__ import annotations

import datetime as dt

import pytest

from leeway.errors import PublisherError
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
