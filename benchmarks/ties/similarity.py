"""Likeness of alliances against its definition, spelled out pair by pair on the publisher's own rows."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from benchmarks.figures import Figure, Section, Table
from leeway.measures.security.portfolios import alliance_similarity
from leeway.record.store import Record
from leeway.states import by_cow

KEY = "similarity"
YEARS = (1950, 1962, 1974, 1986, 1992, 2000, 2009, 2010, 2018)
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
    """S, kappa and pi of two portfolios, term by term, as Haege writes them.

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
    system = pl.read_csv(files / "cow_states_2016.csv.gz")
    largest, compared = _against_definition(told, raw, system)
    names = {"s_abs": "S_abs", "s_sq": "S_sq", "kappa": "Cohen's kappa", "pi": "Scott's pi"}
    sample = f"all {compared:,} pairs of {len(YEARS)} years, {YEARS[0]}-{YEARS[-1]}"
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
            "reads the publisher's rows and sums term by term, for all pairs of the years "
            f"{', '.join(map(str, YEARS))}; it shares the names of states with Leeway and no other code. All "
            "sums are of whole numbers, so nothing but the last division is rounded. The found table prints "
            "five digits and can bear agreement to half of the fifth; values in all digits stand under *What "
            "others wrote down*. The published table of all dyads (fpsim, 1816-2018) is not at hand."
        ),
        figures=figures,
        tables=[Table("Kappa of Georgia and Russia", ("year", "kappa"), rows)],
    )


def members_in(system: pl.DataFrame, year: int) -> list[int]:
    """Numbers of the states that the publisher's list has in a year; its last year stands for later ones.

    Examples
    --------
    >>> rows = pl.DataFrame({"ccode": [2, 265], "styear": [1816, 1954], "endyear": [2016, 1990]})
    >>> members_in(rows, 1990), members_in(rows, 2018)
    ([2, 265], [2])
    """
    year = min(year, int(system["endyear"].max()))  # type: ignore[arg-type]
    inside = system.filter((pl.col("styear") <= year) & (pl.col("endyear") >= year))
    return sorted(set(inside["ccode"].to_list()))


def _against_definition(
    told: pl.DataFrame, raw: pl.DataFrame, system: pl.DataFrame
) -> tuple[dict[str, float], int]:
    """Largest difference of each measure over all pairs of the years, and how many pairs there were."""
    largest = dict.fromkeys(("s_abs", "s_sq", "kappa", "pi"), 0.0)
    compared = 0
    for year in YEARS:
        computed = {
            (row["state"], row["partner"]): row
            for row in told.filter(pl.col("year") == year).iter_rows(named=True)
        }
        rows = raw.filter(pl.col("year") == year)
        for pair, expected in _literal(rows, members_in(system, year), year):
            row = computed.pop(pair)
            for name, value in expected.items():
                largest[name] = max(largest[name], abs(value - row[name]))
            compared += 1
        if computed:
            raise ValueError(
                f"{len(computed)} pairs of {year} are not in the publisher's list: {list(computed)[:3]}"
            )
    return largest, compared


def _literal(
    rows: pl.DataFrame, members: list[int], year: int
) -> Iterator[tuple[tuple[str, str], dict[str, float]]]:
    """Every pair of members with its measures by definition."""
    owed = portfolios(rows, members)
    names = {number: str(_name(number, year)) for number in members}
    for one, other in itertools.combinations(members, 2):
        first, second = sorted((names[one], names[other]))
        yield (first, second), by_definition(owed[one], owed[other], 3)


def _name(number: int, year: int) -> str | None:
    """The state with a number at any time of a year."""
    days = (dt.date(year, 12, 31), dt.date(year, 7, 1), dt.date(year, 1, 1))
    return next((key for key in (by_cow(number, day) for day in days) if key), None)


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
