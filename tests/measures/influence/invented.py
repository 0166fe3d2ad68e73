"""Estimates of influence from invented tables, and a record that holds components of invented pairs.

China's influence in Fiji grows by a hundredth a year and stays far below that in Tonga; Russia's in Fiji is
known to 2009 alone. China and Russia have some in each other.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import polars as pl

from leeway.ledger import Dated
from leeway.measures.influence.estimates import InfluenceEstimates, InfluenceTables
from leeway.measures.line import Span

YEARS = range(2000, 2020)
COURSES = {
    ("CHN", "FJI"): {year: 0.1 + 0.01 * (year - 2000) for year in YEARS},
    ("CHN", "TON"): {year: 0.8 if year < 2010 else 0.6 for year in YEARS},
    ("RUS", "FJI"): dict.fromkeys(range(2000, 2010), 0.05),
    ("CHN", "RUS"): dict.fromkeys(YEARS, 0.3),
    ("RUS", "CHN"): {year: 0.2 + 0.001 * (year - 2000) for year in YEARS},
}
USUAL = [[0.1, 0.005], [0.4, 0.03], [0.9, 0.15]]
PARTS = (
    "economic_bandwidth",
    "political_bandwidth",
    "security_bandwidth",
    "economic_dependence",
    "security_dependence",
)
LAYOUT = {
    "influencer": pl.String,
    "receiver": pl.String,
    "year": pl.Int16,
    "release": pl.String,
    "index": pl.Float64,
    **dict.fromkeys(PARTS, pl.Float64),
}


def span(first: int, last: int) -> Span:
    """The days of whole years."""
    return Dated.parse(str(first)).first, Dated.parse(str(last)).last


WHOLE, BEFORE, AFTER = span(2000, 2019), span(2000, 2002), span(2017, 2019)


def invented(
    courses: dict[tuple[str, str], dict[int, float]] | None = None, *, computed: bool = True, **manifest
) -> InfluenceEstimates:
    """Estimates of given courses; by default those above."""
    rows = [
        (influencer, receiver, year, value, computed)
        for (influencer, receiver), course in (COURSES if courses is None else courses).items()
        for year, value in course.items()
    ]
    table = pl.DataFrame(
        rows,
        schema={
            "influencer": pl.String,
            "receiver": pl.String,
            "year": pl.Int16,
            "value": pl.Float32,
            "computed": pl.Boolean,
        },
        orient="row",
    )
    told = {
        "version": "1-0",
        "record": "1",
        "built": "2019-12-31",
        "covered": [str(day) for day in WHOLE],
        "sources": [],
        "published_series": False,
        "influencers": ["CHN", "RUS"],
        "between": 0.01,
        "within": 0.02,
        "margin": 0.01,
        "usual": USUAL,
    }
    return InfluenceEstimates(InfluenceTables(Path(), told | manifest, {"influence": table}))


def row(
    influencer: str, receiver: str, year: int, index: float, *parts: float | None, release: str = "one"
) -> tuple[object, ...]:
    """A row of the record's table; without parts none is known."""
    return influencer, receiver, year, release, index, *(parts or [None] * 5)


def published(*rows: tuple[object, ...]) -> pl.DataFrame:
    """The record's table ``influence``."""
    return pl.DataFrame(list(rows), schema=LAYOUT, orient="row")


def record(*rows: tuple[object, ...], source: str = "fbic") -> SimpleNamespace:
    """What an estimate asks of a record."""
    first, last = span(2000, 2030)
    loads = pl.DataFrame(
        {
            "source": [source],
            "publisher": "a publisher",
            "licence": "",
            "file": "index.csv",
            "sha256": "ab" * 32,
            "covered_from": first,
            "covered_to": last,
        }
    )
    return SimpleNamespace(
        sources=lambda: loads,
        version=lambda ids: "-".join(ids),
        path=Path("a record"),
        table=lambda name: {"influence": published(*rows)}[name],
    )
