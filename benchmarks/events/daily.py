"""Days on which conflict outweighed cooperation, 2018-2024: which pairs stand out, and since when."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.figures import Figure, Section, Table
from leeway.measures.relations.estimate import estimate_relations
from leeway.measures.relations.estimates import RelationsEstimates
from leeway.measures.relations.files import RelationsTables
from leeway.record.store import Record
from leeway.verdict.ask import ask
from leeway.verdict.evidence import LineAnswer

KEY = "daily"
NOTED = {
    ("FIN", "RUS", 2018): 0.28,
    ("FIN", "RUS", 2024): 0.74,
    ("MDA", "RUS", 2019): 0.28,
    ("MDA", "RUS", 2024): 0.58,
    ("KAZ", "RUS", 2018): 0.08,
    ("KAZ", "RUS", 2024): 0.20,
    ("ARM", "RUS", 2021): 0.05,
    ("TUR", "RUS", 2018): 0.04,
}
"""Shares of negative days in the notes, by pair and year."""

ASKED = (
    ("FIN", "RUS", "2018", "2024-02", "away"),
    ("MDA", "RUS", "2019", "2024-02", "away"),
    ("LTU", "CHN", "2018", "2023", "away"),
    ("KAZ", "RUS", "2018", "2024-02", "away"),
    ("ARM", "RUS", "2018", "2023", ""),
    ("TUR", "RUS", "2018", "2024-02", ""),
    ("FRA", "DEU", "2018", "2024-02", ""),
    ("NOR", "SWE", "2018", "2024-02", ""),
)
_YEARS = """
    SELECT state, partner, year(period) AS year, avg((score < 0)::INT) AS share, count(*) AS days
    FROM relations WHERE period_kind = 'day' GROUP BY ALL
"""


def section(record: Record) -> Section:
    """Shares as noted, and what the line makes of them."""
    shares = {(a, b, year): (share, days) for a, b, year, share, days in record.select(_YEARS).iter_rows()}
    with tempfile.TemporaryDirectory() as made:
        estimate_relations(record, Path(made) / "relations")
        return _section(shares, RelationsEstimates(RelationsTables.open(Path(made) / "relations")))


def _section(shares: dict[tuple[str, str, int], tuple[float, int]], own: RelationsEstimates) -> Section:
    rows, figures = [], []
    for (a, b, year), noted in NOTED.items():
        share, days = shares[min(a, b), max(a, b), year]
        figures.append(
            Figure(
                f"{a} and {b} {year}: share of negative days",
                share,
                f"{days} days",
                low=noted - 0.006,
                high=noted + 0.006,
            )
        )
    for a, b, since, until, wanted in ASKED:
        [line] = ask(a, b, since=since, until=until, lines=["relations"], estimates={"relations": own}).lines
        rows.append(_row(a, b, since, until, line))
        if wanted and line.unusual is not None:
            told = line.told
            figures.append(
                Figure(f"{a} and {b}: probability of away", told.away, f"{line.rows} days", low=0.5, digits=2)
            )
            figures.append(
                Figure(
                    f"{a} and {b}: share of all pairs that moved less",
                    line.unusual.share,
                    f"{line.unusual.pairs:,} pairs",
                    digits=2,
                )
            )
    told = own.tables.quarters
    return Section(
        key=KEY,
        title="Negative days, 2018 to 2024",
        command="python -m benchmarks.events daily",
        method=(
            "Daily scores of all pairs, of which only the sign is used. By quarter, beta-binomial with a "
            f"correlation within a quarter of {own.tables.manifest['correlation']}, net of what the middle "
            "pair's share does; days on which no pair has a row are holes. The data may not be shipped: the "
            "line is made from the record."
        ),
        figures=figures,
        tables=[
            Table(
                "What the line makes of pairs",
                (
                    "pair",
                    "window",
                    "answer",
                    "probability",
                    "change, points",
                    "usual",
                    "would see",
                    "since",
                    "interval",
                ),
                rows,
            ),
            Table(
                "Holes and drift",
                ("quarter", "days told", "missing", "drift of the logit"),
                [
                    (str(row["period"]), str(row["told"]), str(row["missing"]), f"{row['drift']:+.2f}")
                    for row in told.iter_rows(named=True)
                ],
            ),
        ],
    )


def _row(a: str, b: str, since: str, until: str, line: LineAnswer) -> tuple[str, ...]:
    told, began = line.told, line.onset
    return (
        f"{a} {b}",
        f"{since} to {until}",
        told.answer,
        f"{told.probability:.2f}",
        f"{-100 * told.mean:+.0f} ({-100 * told.high:+.0f} to {-100 * told.low:+.0f})",
        f"{100 * told.margin:.0f}",
        f"{100 * told.detectable:.0f}",
        "" if began is None else str(began.median),
        "" if began is None else f"{began.low} to {began.high}",
    )
