"""Both legs of one state, and what is missing to tell them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.measures.backdoor.chains import Chain, chains
from leeway.measures.backdoor.elsewhere import FEWEST, Rank, growth, rank_among
from leeway.measures.backdoor.files import BackdoorTables
from leeway.measures.backdoor.inflow import (
    FEWEST_AFTER,
    FEWEST_BEFORE,
    GAP,
    Course,
    Design,
    Inflow,
    course,
    design_of,
    inflow,
)
from leeway.measures.backdoor.mirror import Mirror, mirror
from leeway.measures.backdoor.outflow import Outflow, PassedOn, outflow, passed_on
from leeway.numerics.placebo import PlaceboTest, placebo_test

MIDDLING = (1e8, 2e10)
"""Smallest and largest yearly trade with the senders of partners that growth is ranked among."""

_STARTED = 0.05


@dataclass(frozen=True, slots=True)
class BothLegs:
    """One kind of goods of which the second leg is told.

    Attributes
    ----------
    out : Outflow
    inside : PlaceboTest or None
        The change of what the senders sold of it to the state, against all their other goods; None if
        nothing of it is told for the first leg.
    passed : PassedOn or None
    """

    out: Outflow
    inside: PlaceboTest | None
    passed: PassedOn | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the record says of a state as a way around sanctions.

    Attributes
    ----------
    state, target : str
    event : date
        Month in which the middle code was listed.
    senders : tuple of str
        As asked for.
    codes, codes_seen : int
        Codes on the list, and those of them that the senders sold to anybody in the books read.
    inflow : Inflow or None
        Leg 1.
    by_partner : Rank or None
        Leg 1 among other partners of the senders; None if the books hold too few.
    by_total : dict of int to Rank
        All goods of the senders, against their other partners, by year: weaker, since it mixes all goods.
    goods : tuple of BothLegs
        Leg 2 and both together, by kind of goods.
    mirror : Mirror or None
    chains : tuple of Chain
    missing : tuple of str
        What would have to be known to say more, as sentences.
    covered : tuple of two dates or None
        Months of leg 1.
    currency : str
        Currency of leg 1.
    also_sanctioned : bool
        Whether the state is under sanctions of the same senders itself.
    """

    state: str
    target: str
    event: dt.date
    senders: tuple[str, ...]
    codes: int
    codes_seen: int
    inflow: Inflow | None
    by_partner: Rank | None
    by_total: dict[int, Rank]
    goods: tuple[BothLegs, ...]
    mirror: Mirror | None
    chains: tuple[Chain, ...]
    missing: tuple[str, ...]
    covered: tuple[dt.date, dt.date] | None
    currency: str
    also_sanctioned: bool


@dataclass(frozen=True)
class Books:
    """Tables of one target, ready to be asked about any state.

    Attributes
    ----------
    tables : BackdoorTables
    target : str
    known_until : date or None
        Nothing of later is used.
    """

    tables: BackdoorTables
    target: str
    known_until: dt.date | None = None

    @property
    def told(self) -> Mapping[str, Any]:
        """Entries of the manifest on the target."""
        return dict(self.tables.manifest["targets"][self.target])

    @property
    def event(self) -> dt.date:
        """Month in which the middle code was listed."""
        return dt.date.fromisoformat(self.told["event"])

    @cached_property
    def _by_name(self) -> dict[str, pl.DataFrame]:
        return {}

    def rows(self, name: str, state: str | None = None) -> pl.DataFrame:
        """Rows of a table on the target, kept since one answer asks for them often; or those on one state."""
        if name not in self._by_name:
            frame = self.tables.table(name).filter(pl.col("target") == self.target)
            if self.known_until is not None:
                frame = frame.filter(over(frame, self.known_until))
            self._by_name[name] = frame
        whole = self._by_name[name]
        return whole if state is None else whole.filter(pl.col("state") == state)

    @cached_property
    def _months(self) -> tuple[dt.date, ...]:
        """Months of the cells around the event, as far as they follow each other."""
        return tuple(_run_around(sorted(self.rows("cells")["month"].unique().to_list()), self.event))

    @cached_property
    def design(self) -> Design | None:
        """Months compared."""
        return design_of(list(self._months), self.event)

    def untold(self, state: str) -> str:
        """Why leg 1 of a state is not told, where it is not."""
        senders = " and ".join(self.told["senders"])
        if self.known_until is not None and self.event > self.known_until:
            return f"No goods were known to be listed against {self.target} by {self.known_until}."
        if self.rows("cells", state).is_empty():
            return f"Monthly exports of listed goods by {senders} to {state} are not in the books read."
        before = sum(month < self.event for month in self._months)
        if self.design is None:
            return (
                f"The books of {senders} hold {before} months before {self.event:%Y-%m} and "
                f"{len(self._months) - before} from it on that follow each other; at least {FEWEST_BEFORE} "
                f"and {GAP + FEWEST_AFTER} are needed."
            )
        return f"In some month {senders} sold nothing listed, or nothing else, to {state}."

    @cached_property
    def states(self) -> tuple[str, ...]:
        """States of which anything is told."""
        names = ("cells", "goods_out", "books")
        return tuple(sorted({key for name in names for key in self.rows(name)["state"].unique()}))

    @cached_property
    def courses(self) -> dict[str, Course]:
        """What was sold to each state of which leg 1 is told: every question about any pair compares all."""
        if (design := self.design) is None:
            return {}
        told = ((state, self.rows("cells", state)) for state in self.states)
        return {
            state: found
            for state, cells in told
            if not cells.is_empty() and (found := course(cells, design)) is not None
        }

    @cached_property
    def _legs(self) -> dict[str, Inflow | None]:
        return {}

    def leg1(self, state: str) -> Inflow | None:
        """Leg 1 of one state with its tests; kept, since every state is ranked among all others."""
        if state not in self._legs:
            design, cells = self.design, self.rows("cells", state)
            self._legs[state] = None if design is None or cells.is_empty() else inflow(cells, state, design)
        return self._legs[state]


def assess(books: Books, state: str) -> Assessment:
    """Put together what the tables say of one state."""
    leg1 = books.leg1(state)
    goods = _goods(books, state, leg1)
    told = books.told
    return Assessment(
        state=state,
        target=books.target,
        event=books.event,
        senders=tuple(told["senders"]),
        codes=int(told["codes"]),
        codes_seen=int(told["codes_seen"]),
        inflow=leg1,
        by_partner=_by_partner(books, state, leg1),
        by_total=_by_total(books, state),
        goods=goods,
        mirror=_mirror(books, state),
        chains=_chains(books, state),
        missing=_missing(books, state, leg1, goods),
        covered=None if leg1 is None else (leg1.design.months[0], leg1.design.months[-1]),
        currency=str(told["currency"]),
        also_sanctioned=state in told["also_sanctioned"],
    )


def over(frame: pl.DataFrame, day: dt.date) -> pl.Expr:
    """Rows of periods that are over on a day."""
    if "year" in frame.columns:
        return pl.date(pl.col("year"), 12, 31) <= day
    begins, months = ("period", "months") if "period" in frame.columns else ("month", None)
    length = pl.lit(1) if months is None else pl.col(months)
    return pl.col(begins).dt.offset_by(pl.format("{}mo", length)) <= day + dt.timedelta(days=1)


def _run_around(months: list[dt.date], event: dt.date) -> list[dt.date]:
    """Months that follow each other without a hole, up to the event and from it."""
    steps = [12 * month.year + month.month - place for place, month in enumerate(months)]
    runs = (
        [month for month, other in zip(months, steps, strict=True) if other == step]
        for step in dict.fromkeys(steps)
    )
    return next((run for run in runs if event in run), [])


def _goods(books: Books, state: str, leg1: Inflow | None) -> tuple[BothLegs, ...]:
    """Leg 2 by kind of goods, what went to the target itself first."""
    found = []
    out = books.rows("goods_out", state)
    inside = books.rows("goods_in", state)
    for (goods, codes, to), rows in out.group_by("goods", "codes", "to", maintain_order=True):
        second = outflow(rows, goods=str(goods), codes=int(str(codes)), to=str(to), event=books.event)
        if second is not None:
            first = inside.filter(pl.col("goods") == goods)
            found.append(_both(second, first, books.rows("cells", state), leg1))
    return tuple(sorted(found, key=lambda one: (one.out.to != books.target, -one.out.after)))


def _both(second: Outflow, first: pl.DataFrame, cells: pl.DataFrame, leg1: Inflow | None) -> BothLegs:
    if leg1 is None or first.is_empty():
        return BothLegs(second, None, None)
    design = leg1.design
    values = _by_month(first.select("month", "dollars"), design.months)
    other = _by_month(cells.filter(pl.col("kind") == "other").select("month", "value"), design.months)
    started = values + _STARTED * values[: design.before].mean()
    if started.min() <= 0.0 or other.min() <= 0.0:
        return BothLegs(second, None, None)
    test = placebo_test(
        np.log(started) - np.log(other), before=design.before, gap=design.gap, length=design.length
    )
    after = slice(design.before + design.gap, design.before + design.gap + design.length)
    passed = passed_on(
        (float(values[: design.before].mean()), float(values[after].mean())),
        (second.before, second.after),
        goods=second.goods,
        growth=leg1.other_factor,
    )
    return BothLegs(second, test, passed)


def _by_month(rows: pl.DataFrame, months: Sequence[dt.date]) -> NDArray[np.float64]:
    """Sums of the second column by months, the first."""
    place = {month: number for number, month in enumerate(months)}
    found = np.zeros(len(place))
    for month, value in rows.iter_rows():
        if month in place:
            found[place[month]] += value
    return found


def _by_partner(books: Books, state: str, leg1: Inflow | None) -> Rank | None:
    """Leg 1 among the other partners that the cells hold, where they are enough."""
    if leg1 is None:
        return None
    apart = {state, books.target, *books.told["also_sanctioned"]}
    others = [one for one in books.rows("cells")["state"].unique().sort().to_list() if one not in apart]
    if len(others) < FEWEST:
        return None
    changes = [found.test.change for one in others if (found := books.leg1(one)) is not None]
    return rank_among(leg1.test.change, np.array(changes)) if len(changes) >= FEWEST else None


def _by_total(books: Books, state: str) -> dict[int, Rank]:
    """Growth of all that the senders sold, among their partners of middling size."""
    rows = books.rows("partners")
    wide = rows.pivot(on="year", index="state", values="value").sort("state")
    years = sorted(int(name) for name in wide.columns if name != "state")
    if state not in wide["state"].to_list() or not years:
        return {}
    values = wide.select(str(year) for year in years).to_numpy().astype(np.float64)
    factors, base = growth(values, years, books.event.year)
    keys = wide["state"].to_list()
    row = keys.index(state)
    apart = np.array([key in {state, books.target} for key in keys])
    apart |= ~((base >= MIDDLING[0]) & (base <= MIDDLING[1]))
    found = {}
    for column, year in enumerate(years):
        others = factors[~apart, column]
        others = others[~np.isnan(others)]
        if year >= books.event.year and len(others) >= FEWEST and not np.isnan(factors[row, column]):
            found[year] = rank_among(float(factors[row, column]), others)
    return found


def _mirror(books: Books, state: str) -> Mirror | None:
    rows = books.rows("books", state).sort("year")
    years = rows["year"].to_list()
    return mirror(
        years,
        rows["exported"].to_numpy(),
        rows["imported"].to_numpy(),
        event=books.event.year,
        rate=rows["rate"].to_numpy(),
    )


def _chains(books: Books, state: str) -> tuple[Chain, ...]:
    rows = books.rows("steps", state)
    bought, sold = (rows.filter(pl.col("side") == side) for side in ("bought", "sold"))
    return tuple(chains(bought, sold, through=state, event_year=books.event.year))


def _missing(books: Books, state: str, leg1: Inflow | None, goods: tuple[BothLegs, ...]) -> tuple[str, ...]:
    """What is not in the books, and would tell more."""
    senders, target = " and ".join(books.told["senders"]), books.target
    found = [
        f"Monthly exports of {sender} by product and in total: nothing here is told by it."
        for sender in books.told["silent_senders"]
    ]
    if leg1 is None:
        found.append(books.untold(state))
    if not any(one.out.to == target for one in goods):
        found.append(f"Exports of {state} to {target} by product, before and after {books.event}.")
    if leg1 is not None and leg1.throughout is None and leg1.new_codes > 0.0:
        found.append("Codes that stand in the nomenclature both before and after the event.")
    if _mirror(books, state) is None:
        found.append(f"Imports of {state} from {senders} by its own book, for years before and after.")
    return tuple(found)
