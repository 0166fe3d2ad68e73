"""What others computed from the same sources and wrote down, against what Leeway holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from benchmarks.figures import Figure, Section
from leeway.measures.security import load
from leeway.measures.security.estimates import SecurityEstimates
from leeway.measures.security.portfolios import alliance_similarity
from leeway.record.store import Record

KEY = "noted"
VECTOR = "derived_ties_vector_8dyads.csv"
#: Half a unit of the third digit, and a little for binary fractions.
_HALF = 0.000501
BLOCS = {"cis": "CIS", "csto": "CSTO", "nato": "NATO"}

#: Kappa of alliances: two states, year, value.
KAPPA = (
    ("RUS", "UKR", 2013, 0.670), ("RUS", "UKR", 2018, 0.635), ("CHN", "KAZ", 1993, 0.005),
    ("CHN", "KAZ", 2018, 0.396), ("KAZ", "USA", 1993, 0.087), ("KAZ", "USA", 2018, 0.144),
)  # fmt: skip
#: Level of obligation by ATOP, 0 to 3.
LEVEL = (
    ("GEO", "RUS", 2009, 3), ("GEO", "RUS", 2010, 1), ("RUS", "UKR", 2018, 2), ("ARM", "RUS", 2018, 3),
    ("CHN", "KAZ", 1992, 0), ("CHN", "KAZ", 1993, 1), ("CHN", "KAZ", 2001, 2), ("KAZ", "USA", 2018, 1),
)  # fmt: skip
#: Share in the arms imports of the first over five years.
ARMS = (
    ("ARM", "RUS", 2018, 1.000), ("ARM", "RUS", 2020, 0.945), ("ARM", "RUS", 2022, 0.829),
    ("ARM", "RUS", 2023, 0.810), ("TUR", "USA", 1992, 0.777), ("TUR", "USA", 2016, 0.646),
    ("TUR", "USA", 2018, 0.571), ("TUR", "USA", 2020, 0.286), ("TUR", "USA", 2023, 0.141),
    ("KAZ", "RUS", 2014, 0.585), ("KAZ", "RUS", 2018, 0.862), ("KAZ", "RUS", 2022, 0.976),
    ("KAZ", "RUS", 2023, 0.940),
)  # fmt: skip
#: Published influence of the second in the first.
INFLUENCE = (
    ("KAZ", "RUS", 1995, 0.268), ("KAZ", "RUS", 2000, 0.533), ("KAZ", "RUS", 2014, 0.616),
    ("KAZ", "RUS", 2018, 0.742), ("KAZ", "RUS", 2020, 0.730), ("GEO", "RUS", 2007, 0.122),
    ("GEO", "RUS", 2012, 0.039), ("UKR", "RUS", 2013, 0.299), ("UKR", "RUS", 2020, 0.204),
    ("ARM", "RUS", 2018, 0.673), ("ARM", "RUS", 2020, 0.562), ("BLR", "RUS", 2018, 1.000),
    ("KAZ", "CHN", 2010, 0.099), ("KAZ", "CHN", 2020, 0.188), ("TKM", "CHN", 2020, 0.333),
)  # fmt: skip
#: Volume of arms delivered to the first, millions of trend-indicator values.
DELIVERED = (("KAZ", "RUS", 2022, 187.7), ("KAZ", "RUS", 2023, 86.5))

Noted = tuple[str, str, int, float]
Held = dict[tuple[str, str, int], float]


def largest_difference(noted: Iterable[Noted], held: Held) -> tuple[float, int]:
    """Largest difference between noted values and those held, and how many were compared.

    Raises
    ------
    KeyError
        If a noted value has nothing beside it.

    Examples
    --------
    >>> largest_difference([("A", "B", 2000, 0.5), ("A", "B", 2001, 0.25)],
    ...                    {("A", "B", 2000): 0.5, ("A", "B", 2001): 0.5})
    (0.25, 2)
    """
    apart = [abs(held[state, partner, year] - value) for state, partner, year, value in noted]
    return max(apart), len(apart)


def column(vector: pl.DataFrame, name: str, *, ordered: bool = False) -> list[Noted]:
    """Values of one column of the found table, without the years in which its source had ended.

    Examples
    --------
    >>> rows = pl.DataFrame({"dyad": ["B-A", "B-A"], "year": [2000, 2001], "S": [0.5, None]})
    >>> column(rows, "S", ordered=True)
    [('A', 'B', 2000, 0.5)]
    """
    told = []
    for dyad, year, value in vector.select("dyad", "year", name).drop_nulls().drop_nans(name).iter_rows():
        one, other = sorted(dyad.split("-")) if ordered else dyad.split("-")
        told.append((one, other, int(year), float(value)))
    return told


def section(record: Record, files: Path) -> Section:
    """Compare every value noted, kind by kind."""
    estimates = load()
    assert isinstance(estimates, SecurityEstimates)
    vector = pl.read_csv(files / VECTOR)
    likeness = alliance_similarity(record)
    s_sq, kappa = (_by_pair(likeness, name) for name in ("s_sq", "kappa"))
    shared = Shared(record)
    table = column(vector, "arms5")
    arms = _arms(estimates, [*ARMS, *table])
    stated = [one for one in table if one[:3] in arms]
    index = _index(record)
    published = column(vector, "fbic")
    kept = [one for one in published if one[:3] in index]
    empty = sum(value == 0.0 for *_, value in published) - sum(value == 0.0 for *_, value in kept)
    rows: list[tuple[str, Sequence[Noted], Held, float, str]] = [
        ("S_sq of alliances", column(vector, "S", ordered=True), s_sq, 1e-9, "found table, all digits"),
        ("kappa of alliances", KAPPA, kappa, _HALF, "notes, three digits"),
        ("level of obligation", LEVEL, _levels(estimates, LEVEL), 0, "notes"),
        ("level of obligation", column(vector, "atop"), _levels(estimates, column(vector, "atop")), 0,
         "found table"),
        ("organisations shared", column(vector, "igo"), shared.counts(column(vector, "igo")), 0,
         "found table"),
        *(
            (f"both full members: {name}", column(vector, key),
             shared.both(name, column(vector, key)), 0, "found table")
            for key, name in BLOCS.items()
        ),
        ("share in arms imports", ARMS, arms, _HALF, "notes, three digits"),
        ("share in arms imports", stated, arms, _HALF, "found table; shipped to three digits"),
        ("arms delivered", DELIVERED, _delivered(record), 0.0501, "notes, one digit"),
        ("published influence", INFLUENCE, index, _HALF, "notes, three digits"),
        ("published influence", kept, index, 1e-6, "found table, single precision"),
    ]  # fmt: skip
    figures = []
    for what, noted, held, high, where in rows:
        apart, number = largest_difference(noted, held)
        figures.append(
            Figure(f"{what}, largest difference", apart, f"{number} values, {where}", high=high,
                   digits=12 if high == 1e-9 else 7)
        )  # fmt: skip
    return Section(
        key=KEY,
        title="What others wrote down",
        command=f"python -m benchmarks.ties {KEY}",
        method=(
            "The notes on these sources and a found table of eight dyads by year, 1992-2023, were computed "
            "by others from the same files with other code. Half a unit of the last printed digit is allowed."
        ),
        figures=figures,
        remarks=[
            (
                f"In {len(table) - len(stated)} of {len(table)} dyad-years the found table states a share in "
                "arms imports where Leeway states none: the volume or the number of deliveries is below its "
                "floor."
            ),
            (
                f"In {len(published) - len(kept)} of {len(published)} dyad-years the found table has an "
                f"index where Leeway has refused the row; in {empty} of them it is 0, which in 1992-93 "
                "stands for missing data."
            ),
            (
                "Ukraine is an associate of the CIS in COW's coding: it shares the organisation, and the "
                "found table counts full members alone."
            ),
        ],
        data={"estimates of security": estimates.version},
    )


class Shared:
    """Organisations by state and year, from the memberships that COW codes."""

    def __init__(self, record: Record) -> None:
        """Read the record once."""
        self.rows = record.table("ties").filter(
            (pl.col("source") == "cow-igo") & (pl.col("kind") == "membership")
        )

    def of(self, state: str, year: int, roles: Sequence[str] = ("full", "associate")) -> set[str]:
        """Organisations that a state belongs to in a year."""
        inside = self.rows.filter(
            (pl.col("state") == state) & pl.col("role").is_in(roles) & (pl.col("since").dt.year() <= year)
            & (pl.col("until").is_null() | (pl.col("until").dt.year() >= year))
        )  # fmt: skip
        return set(inside["organisation"])

    def counts(self, asked: Iterable[Noted]) -> Held:
        """How many organisations two states share."""
        return {(a, b, year): len(self.of(a, year) & self.of(b, year)) for a, b, year, _ in asked}

    def both(self, organisation: str, asked: Iterable[Noted]) -> Held:
        """1 where both are full members of one organisation."""
        return {
            (a, b, year): float(all(organisation in self.of(one, year, ("full",)) for one in (a, b)))
            for a, b, year, _ in asked
        }


def _by_pair(likeness: pl.DataFrame, name: str) -> Held:
    return {(a, b, year): value for a, b, year, value in
            likeness.select("state", "partner", "year", name).iter_rows()}  # fmt: skip


def _levels(estimates: SecurityEstimates, asked: Iterable[Noted]) -> Held:
    return {
        (a, b, year): float(estimates.arrays.levels(a, b, range(year, year + 1))[0])
        for a, b, year, _ in asked
    }


def _arms(estimates: SecurityEstimates, asked: Iterable[Noted]) -> Held:
    """Shares that are stated."""
    found = {}
    for state, partner, year, _ in asked:
        share = float(estimates.arrays.arms_of(state, partner, range(year, year + 1))[0][0])
        if share == share:
            found[state, partner, year] = share
    return found


def _delivered(record: Record) -> Held:
    rows = record.table("arms_transfers").filter(pl.col("deal").is_not_null())
    sums = rows.group_by("recipient", "supplier", "year").agg(pl.col("tiv").sum())
    return {(one, other, year): tiv for one, other, year, tiv in sums.iter_rows()}


def _index(record: Record) -> Held:
    """The index of the release that has its components."""
    rows = record.table("influence").filter(pl.col("economic_bandwidth").is_not_null())
    return {(receiver, influencer, year): value for receiver, influencer, year, value in
            rows.select("receiver", "influencer", "year", "index").drop_nulls().iter_rows()}  # fmt: skip
