"""Likeness of alliances against its definition, spelled out pair by pair on the publisher's own rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.figures import Figure, Section, Table
from leeway.measures.security.portfolios import alliance_similarity
from leeway.record.store import Record

KEY = "similarity"
YEARS = (1950, 1962, 1974, 1986, 1992, 2000, 2009, 2010, 2018)
PAIRS = 400
LEVELS = (
    ("atop_defense", 3),
    ("atop_offense", 3),
    ("atop_neutral", 2),
    ("atop_consul", 2),
    ("atop_nonagg", 1),
)
#: Values written down in the notes: state, partner, year, S_abs, S_sq.
NOTED = (
    ("KAZ", "RUS", 1992, 0.8453, 0.9018), ("KAZ", "RUS", 2000, 0.8743, 0.9372),
    ("KAZ", "RUS", 2010, 0.8076, 0.9129), ("KAZ", "RUS", 2018, 0.7915, 0.9100),
    ("RUS", "UKR", 2018, 0.7573, 0.8917), ("GBR", "USA", 2018, 0.5521, 0.6046),
)  # fmt: skip
GEORGIA = ((2009, 0.708), (2010, 0.533), (2018, 0.500))


def by_definition(one: list[int], other: list[int], dmax: int) -> dict[str, float]:
    """S, kappa and pi of two portfolios, term by term.

    Examples
    --------
    >>> told = by_definition([3, 0, 0, 1], [3, 0, 1, 0], 3)
    >>> round(told["s_abs"], 4), round(told["kappa"], 4)
    (0.6667, 0.8333)
    """
    n = len(one)
    sad = sum(abs(x - y) for x, y in zip(one, other, strict=True))
    ssd = sum((x - y) ** 2 for x, y in zip(one, other, strict=True))
    first, second = sum(one), sum(other)
    squares = sum(x * x for x in one) + sum(y * y for y in other)
    chance = squares - 2 * first * second / n
    margin = squares - (first + second) ** 2 / (2 * n)
    return {
        "s_abs": 1 - 2 * sad / (dmax * n),
        "s_sq": 1 - 2 * ssd / (dmax**2 * n),
        "kappa": 1 - ssd / chance if chance else 0.0,
        "pi": 1 - ssd / margin if margin else 0.0,
    }


def portfolios(rows: pl.DataFrame, members: list[int]) -> dict[int, list[int]]:
    """What each member owes each member by the publisher's rows of one year; itself the most."""
    owed = {one: dict.fromkeys(members, 0) for one in members}
    for row in rows.iter_rows(named=True):
        owing, owed_to = row["ccode1"], row["ccode2"]
        if owing in owed and owed_to in owed:
            owed[owing][owed_to] = max((level for name, level in LEVELS if row[name] == 1), default=0)
    for one in members:
        owed[one][one] = 3
    return {one: [owed[one][other] for other in members] for one in members}


def section(record: Record, files: Path) -> Section:
    """Compare what Leeway computes with the definitions and with values others wrote down."""
    told = alliance_similarity(record)
    raw = pl.read_parquet(files / "atop_5_1_directed_dyad_year.parquet")
    system = record.table("system_members").filter(pl.col("system") == "COW")
    largest, compared = _against_definition(told, raw, system)
    names = {"s_abs": "S_abs", "s_sq": "S_sq", "kappa": "Cohen's kappa", "pi": "Scott's pi"}
    sample = f"{compared:,} dyad-years in {len(YEARS)} years, drawn with a seed"
    figures = [
        Figure(f"{names[name]}, largest difference from its definition", value, sample, high=1e-9, digits=16)
        for name, value in largest.items()
    ]
    known = {
        (state, partner, year): (s_abs, s_sq)
        for state, partner, year, s_abs, s_sq in told.select(
            "state", "partner", "year", "s_abs", "s_sq"
        ).iter_rows()
    }
    apart = max(
        max(abs(known[a, b, year][0] - s_abs), abs(known[a, b, year][1] - s_sq))
        for a, b, year, s_abs, s_sq in NOTED
    )
    figures.append(
        Figure("S_abs and S_sq, largest difference from published values", apart,
               f"{2 * len(NOTED)} values printed to four digits (fpsim)", high=5e-5, digits=6)
    )  # fmt: skip
    figures.append(_derived(told, files))
    georgia = dict(
        told.filter((pl.col("state") == "GEO") & (pl.col("partner") == "RUS"))
        .select("year", "kappa")
        .iter_rows()
    )
    for year, expected in GEORGIA:
        figures.append(
            Figure(f"kappa of Georgia and Russia in {year}", georgia[year], "ATOP 5.1",
                   low=expected - 0.0005, high=expected + 0.0005, digits=4)
        )  # fmt: skip
    rows = [[str(year), f"{georgia[year]:.3f}"] for year in range(2004, 2019)]
    return Section(
        key=KEY,
        title="Likeness of alliances",
        command="python -m benchmarks.ties similarity",
        method=(
            "The portfolio of a state is what it owes each member of the state system by ATOP 5.1: 3 defence "
            "or offence, 2 neutrality or consultation, 1 non-aggression, 0 nothing, itself 3. The comparison "
            "reads the publisher's rows and sums term by term, sharing no code with Leeway."
        ),
        figures=figures,
        tables=[Table("Kappa of Georgia and Russia", ("year", "kappa"), rows)],
    )


def _against_definition(
    told: pl.DataFrame, raw: pl.DataFrame, system: pl.DataFrame
) -> tuple[dict[str, float], int]:
    generator = np.random.default_rng(3)
    last = system["until"].max()
    largest = dict.fromkeys(("s_abs", "s_sq", "kappa", "pi"), 0.0)
    compared = 0
    for year in YEARS:
        inside = system.filter(
            (pl.col("since").dt.year() <= year)
            & ((pl.col("until").dt.year() >= year) | (pl.col("until") == last))
        )
        state_of = dict(inside.select("number", "state").iter_rows())
        members = sorted(state_of)
        owed = portfolios(raw.filter(pl.col("year") == year), members)
        values = {
            (row["state"], row["partner"]): row
            for row in told.filter(pl.col("year") == year).iter_rows(named=True)
        }
        for _ in range(PAIRS):
            one, other = generator.choice(members, size=2, replace=False)
            pair = sorted((str(state_of[int(one)]), str(state_of[int(other)])))
            expected = by_definition(owed[int(one)], owed[int(other)], 3)
            for name, value in expected.items():
                largest[name] = max(largest[name], abs(value - values[pair[0], pair[1]][name]))
            compared += 1
    return largest, compared


def _derived(told: pl.DataFrame, files: Path) -> Figure:
    """Against the found file of eleven dyads, printed to five digits."""
    found = pl.read_csv(files / "derived_alliance_similarity_11dyads.csv").with_columns(
        pl.col("dyad").str.split("-").list.sort().alias("pair")
    )
    found = found.with_columns(
        state=pl.col("pair").list.get(0),
        partner=pl.col("pair").list.get(1),
        year=pl.col("year").cast(pl.Int32),
    )
    both = found.join(told, on=["state", "partner", "year"], suffix="_ours")
    names = (("s_abs", "s_abs_ours"), ("s_sq", "s_sq_ours"), ("kappa_sq", "kappa"), ("pi_sq", "pi"))
    apart = max(float((both[one] - both[ours]).abs().max() or 0.0) for one, ours in names)  # type: ignore[arg-type]
    return Figure("all four, largest difference from a found table", apart,
                  f"{4 * both.height:,} values printed to five digits", high=5.1e-6, digits=7)  # fmt: skip
