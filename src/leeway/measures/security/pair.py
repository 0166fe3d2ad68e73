"""What the shipped tables hold of one pair over some years."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.security.blocs import shared
from leeway.measures.security.files import KAPPA_STEP, SecurityTables
from leeway.measures.security.legs import Ends, LegDraws, alliance_leg, arms_leg, bloc_leg, ends_of
from leeway.measures.yearly import values_by_state, years_in

Doubles = NDArray[np.float64]
Places = NDArray[np.int64]

_Row = tuple[int, float, float, int]


@dataclass(frozen=True, slots=True)
class Sales:
    """The table of arms as arrays, one row a recipient, supplier and year.

    Attributes
    ----------
    recipient, supplier, year : ndarray of int64, shape (N,)
        Places of the states; a supplier of -1 stands for all together.
    share : ndarray of float32, shape (N,)
    effective : ndarray, shape (N,)
    """

    recipient: Places
    supplier: Places
    year: Places
    share: NDArray[np.float32]
    effective: Doubles


@dataclass(frozen=True)
class Arrays:
    """The tables as arrays, read once.

    Attributes
    ----------
    tables : SecurityTables
    level : dict of (str, str) to ndarray
        Levels of the pairs that ever had one, states in order.
    level_years, bloc_years : range
    blocs : tuple of str, length O
    weight : ndarray of float32, shape (O, S, Y)
        NaN where not known.
    arms : polars.DataFrame
    ends : dict of str to int
        Last year of which the sources of each leg speak.
    """

    tables: SecurityTables
    level: dict[tuple[str, str], NDArray[np.uint8]]
    level_years: range
    blocs: tuple[str, ...]
    bloc_years: range
    weight: NDArray[np.float32]
    arms: pl.DataFrame
    ends: dict[str, int]

    @classmethod
    def read(cls, tables: SecurityTables, until: dt.date) -> Arrays:
        """Read the tables that every question needs, without years whose middle is after `until`."""
        last = until.year - ((until.month, until.day) < (7, 1))
        levels = tables.table("alliances")
        level_years = _until(years_in(levels), last)
        values = levels.select(pl.col(f"y{year}") for year in level_years).to_numpy()
        pairs = zip(levels["state"].to_list(), levels["partner"].to_list(), strict=True)
        blocs, bloc_years, weight = values_by_state(tables.table("blocs"), "organisation", tables.number)
        bloc_years = _until(bloc_years, last)
        return cls(
            tables=tables,
            level={pair: values[row] for row, pair in enumerate(pairs)},
            level_years=level_years,
            blocs=blocs,
            bloc_years=bloc_years,
            weight=weight[:, :, : len(bloc_years)],
            arms=tables.table("arms").filter(pl.col("year") <= last),
            ends={
                "alliances": level_years.stop - 1,
                "blocs": bloc_years.stop - 1,
                "arms": min(int(tables.manifest["arms_until"]), last),
            },
        )

    def system(self, state: str) -> tuple[int, int] | None:
        """First and last year in which a state was counted among states by the source of alliances."""
        span = self.tables.manifest["system"].get(state)
        return None if span is None else (int(span[0]), int(span[1]))

    def levels(self, state: str, partner: str, years: range) -> Doubles:
        """Levels of a pair; NaN outside the years in which both were members, and after the source's end."""
        pair = (min(state, partner), max(state, partner))
        found = np.full(len(years), np.nan)
        spans = [self.system(one) for one in pair]
        if None in spans:
            return found
        row = self.level.get(pair, np.zeros(len(self.level_years), np.uint8))
        first = max(self.level_years.start, *(span[0] for span in spans if span))
        last = min(self.level_years.stop - 1, *(span[1] for span in spans if span))
        for place, year in enumerate(years):
            if first <= year <= last:
                found[place] = row[year - self.level_years.start]
        return found

    def bloc_weights(self, years: range) -> NDArray[np.float32]:
        """Weights of all states, shape (O, S, T); NaN beyond the years of the table."""
        found = np.full((*self.weight.shape[:2], len(years)), np.nan, dtype=np.float32)
        first, last = max(years.start, self.bloc_years.start), min(years.stop, self.bloc_years.stop)
        if first < last:
            inside = slice(first - self.bloc_years.start, last - self.bloc_years.start)
            found[:, :, first - years.start : last - years.start] = self.weight[:, :, inside]
        return found

    def arms_of(
        self, recipient: str, supplier: str, years: range
    ) -> tuple[Doubles, Doubles, NDArray[np.int64]]:
        """Share, effective number and deliveries; NaN in years in which no share can be stated."""
        share, effective = np.full(len(years), np.nan), np.full(len(years), np.nan)
        count = np.zeros(len(years), dtype=np.int64)
        for year, _, number, _ in self._bought(recipient).get("", ()):
            if year in years:
                share[year - years.start] = 0.0
                effective[year - years.start] = number
        for year, part, _, times in self._bought(recipient).get(supplier, ()):
            if year in years:
                share[year - years.start], count[year - years.start] = part, times
        return share, effective, count

    @cached_property
    def _purchases(self) -> dict[str, dict[str, list[_Row]]]:
        return {}

    def _bought(self, recipient: str) -> dict[str, list[_Row]]:
        """Year, share, effective number and deliveries of one recipient, by supplier; kept once read."""
        if recipient not in self._purchases:
            rows = self.arms.filter(pl.col("recipient") == recipient)
            found: dict[str, list[_Row]] = {}
            columns = ("supplier", "year", "share", "effective", "deliveries")
            for supplier, *row in rows.select(columns).iter_rows():
                found.setdefault(supplier, []).append((row[0], row[1], row[2], row[3]))
            self._purchases[recipient] = found
        return self._purchases[recipient]

    @cached_property
    def sales(self) -> Sales:
        """All that was bought, for questions about all pairs."""
        place = {**self.tables.number, "": -1}
        recipient, supplier = (
            self.arms[name].replace_strict(place, return_dtype=pl.Int64).to_numpy()
            for name in ("recipient", "supplier")
        )
        year, share, effective = (
            self.arms[name].cast(kind).to_numpy()
            for name, kind in (("year", pl.Int64), ("share", pl.Float32), ("effective", pl.Float64))
        )
        return Sales(recipient, supplier, year, share, effective)

    def kappa(self, state: str, partner: str) -> pl.DataFrame:
        """Cohen's kappa of the two alliance portfolios: ``year, kappa``."""
        frame = self.tables.table("kappa")
        first, second = min(state, partner), max(state, partner)
        row = frame.filter((pl.col("state") == first) & (pl.col("partner") == second)).drop(
            "state", "partner"
        )
        if row.is_empty():
            return pl.DataFrame(schema={"year": pl.Int64, "kappa": pl.Float64})
        long = row.unpivot(variable_name="year", value_name="kappa").drop_nulls()
        return long.select(
            pl.col("year").str.strip_prefix("y").cast(pl.Int64), pl.col("kappa").cast(pl.Float64) * KAPPA_STEP
        ).filter(pl.col("year") <= self.ends["alliances"])


def _until(years: range, last: int) -> range:
    return range(years.start, min(years.stop, last + 1))


def legs_of(
    arrays: Arrays, state: str, partner: str, years: range, *, draws: int, seed: int
) -> tuple[tuple[LegDraws, ...], Ends]:
    """The three legs of a pair over some years, and the ends of the window they are compared at."""
    ends = ends_of(len(years))
    first, second = sorted((state, partner))
    generator = np.random.default_rng([seed, *map(ord, first + second)])
    wider = range(years.start - 1, years.stop + 1)
    number = arrays.tables.number
    weight = arrays.bloc_weights(years)
    one, other = number[first], number[second]
    either = np.nan_to_num(np.maximum(weight[:, one], weight[:, other])) > 0
    bought, sold = arrays.arms_of(first, second, years), arrays.arms_of(second, first, years)
    return (
        alliance_leg(
            arrays.levels(first, second, wider), arrays.tables.manifest["turning"], draws, generator
        ),
        bloc_leg(shared(weight, one, other, ends), either.sum(axis=0), draws, generator),
        arms_leg(
            np.stack([bought[0], sold[0]]),
            np.stack([bought[1], sold[1]]),
            bought[2] + sold[2],
            draws,
            generator,
        ),
    ), ends
