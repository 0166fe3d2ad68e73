"""Dependence of A on B in trade: leg by leg, who moved in each, and where books disagree."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from leeway.drift.direction import Direction, direction
from leeway.measures.line import SourceCovered, Span
from leeway.measures.trade.estimates import TradeEstimates
from leeway.measures.trade.files import shares_of
from leeway.measures.trade.pair import LEGS, PairLeg
from leeway.measures.trade.parts import LegParts
from leeway.series import Series
from leeway.verdict.books_apart import Disagreement, asymmetry, disagreements
from leeway.verdict.evidence import rounded, series_dict, source_dict
from leeway.verdict.lines import Estimates, load_lines
from leeway.verdict.naming import name_of, pair_of
from leeway.verdict.shown import Shown
from leeway.verdict.window import backwards, day_of

COLUMNS = ("leg", "source", "year", "share", "low", "high", "counted")
"""Columns of ``leeway trade --csv``."""

_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class TradeLeg:
    """One share in time, and what it did over the window.

    Attributes
    ----------
    leg, title, source : str
    series : Series
    told : Direction or None
        None with fewer than two years in the window.
    parts : LegParts or None
        Who moved; None where no one source tells the totals of all at both ends.
    ranks : tuple of two tuples (year, rank, partners) or None
        Place of the other among all partners, in the first and the last year.
    counted : bool
        Whether the line `trade` rests on it.
    """

    leg: str
    title: str
    source: str
    series: Series
    told: Direction | None
    parts: LegParts | None
    ranks: tuple[tuple[int, int, int], tuple[int, int, int]] | None
    counted: bool


@dataclass(frozen=True, slots=True)
class Trade(Shown):
    """How much two states depend on each other in trade.

    Attributes
    ----------
    state, partner, state_name, partner_name : str
    since, until : date
    legs : tuple of TradeLeg
    asymmetry : tuple (year, ratio) or None
        A's dependence on B over B's on A, in the last year in which both are told.
    disagreements : tuple of Disagreement
        Every share and year in which books part by a percentage point or more, widest first.
    breaks : tuple of str
        Breaks in the books of either.
    missing : tuple of str
    caveats : tuple of str
    sources : tuple of SourceCovered
    version : str
    """

    state: str
    partner: str
    state_name: str
    partner_name: str
    since: dt.date
    until: dt.date
    legs: tuple[TradeLeg, ...]
    asymmetry: tuple[int, float] | None
    disagreements: tuple[Disagreement, ...]
    breaks: tuple[str, ...]
    missing: tuple[str, ...]
    caveats: tuple[str, ...]
    sources: tuple[SourceCovered, ...]
    version: str

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a leg and year, under the keys of `COLUMNS`."""
        found = []
        for leg in self.legs:
            low, high = leg.series.interval()
            for place, label in enumerate(leg.series.labels):
                found.append(
                    {
                        "leg": leg.leg,
                        "source": leg.source,
                        "year": int(label),
                        "share": rounded(leg.series.mean[place]),
                        "low": rounded(low[place]),
                        "high": rounded(high[place]),
                        "counted": leg.counted,
                    }
                )
        return found

    def to_dict(self) -> dict[str, Any]:
        """Stable keys for ``leeway trade --json``; shares run from 0 to 1."""
        return {
            "state": self.state,
            "partner": self.partner,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "unit": "share",
            "legs": [_leg_dict(leg) for leg in self.legs],
            "asymmetry": None
            if self.asymmetry is None
            else {"year": self.asymmetry[0], "ratio": rounded(self.asymmetry[1])},
            "disagreements": [
                {"what": one.what, "year": one.year, "shares": {k: rounded(v) for k, v in one.shares.items()}}
                for one in self.disagreements
            ],
            "breaks": list(self.breaks),
            "missing": list(self.missing),
            "caveats": list(self.caveats),
            "data": {
                "version": self.version,
                "sources": [source_dict(one) for one in self.sources],
            },
            "names": {self.state: self.state_name, self.partner: self.partner_name},
        }


def trade(
    a: str,
    b: str,
    *,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    as_of: str | dt.date | None = None,
    estimates: Estimates = None,
    draws: int = 400,
    seed: int = 0,
) -> Trade:
    """Tell how much A and B depend on each other in trade.

    Parameters
    ----------
    a, b : str
        Two states, however written.
    since, until : str or date, optional
        The window; by default all years told of the pair.
    as_of : str or date, optional
        Use no year that was not over on this day.
    estimates : folder, mapping or None
        Estimates to use in place of the shipped ones.
    draws, seed : int

    Returns
    -------
    Trade

    Raises
    ------
    QuestionError
        If the pair or the days make no sense.

    Examples
    --------
    >>> found = trade("Kazakhstan", "Russia", since="2021", until="2023")
    >>> [(leg.leg, leg.source, leg.told.answer) for leg in found.legs if leg.counted and leg.told]
    [('exports', 'kazstat', 'still'), ('imports', 'kazstat', 'away')]
    """
    moment = None if until is None else day_of(until, end=True)
    state, partner = pair_of(a, b, on=moment)
    [line] = load_lines(["trade"], estimates=estimates)
    own = line.estimates
    if not isinstance(own, TradeEstimates):
        raise TypeError(f"estimates of trade are {type(own).__name__}")
    if as_of is not None:
        own = own.as_of(day_of(as_of, end=True))
    first = own.covered[0] if since is None else day_of(since, end=False)
    last = min(moment or own.covered[1], own.covered[1])
    if first > last:
        raise backwards(first, last)
    window = first, last
    by_leg = own.pair_legs(state, partner)
    legs = tuple(
        _leg(own, leg, state, partner, window, by_leg)
        for leg in own.legs(state, partner, window=window, draws=draws, seed=seed)
    )
    return Trade(
        state=state,
        partner=partner,
        state_name=name_of(state),
        partner_name=name_of(partner),
        since=first,
        until=last,
        legs=legs,
        asymmetry=asymmetry(own, legs, state, partner),
        disagreements=disagreements(own, state, by_leg, window),
        breaks=tuple(f"{one.what} ({one.effect})" for one in own.breaks(state, partner, window)),
        missing=_missing(legs, state, partner, window),
        caveats=own.caveats(state, partner, *window),
        sources=own.sources,
        version=own.version,
    )


def _leg(
    own: TradeEstimates,
    leg: Any,
    state: str,
    partner: str,
    window: Span,
    by_leg: dict[str, dict[str, PairLeg]],
) -> TradeLeg:
    source = leg.series.lineage[0]
    until = min(window[1], leg.series.covered[1])
    within = leg.series.between(window[0], until)
    told = parts = None
    if len(within.times) > 1:
        begins = max(window[0], dt.date(int(within.labels[0]), 1, 1))
        told = direction(leg.series, begins, until, margin=own.margin_of_leg(leg), fewest=0)
        parts = own.parts(by_leg[leg.name][source], state, partner, told.before.span, told.after.span)
    return TradeLeg(
        leg=leg.name,
        title=leg.title,
        source=source,
        series=within,
        told=told,
        parts=parts,
        ranks=_ranks(own, leg.name, source, state, partner, within),
        counted=leg.counted,
    )


def _ranks(
    own: TradeEstimates, leg: str, source: str, state: str, partner: str, within: Series
) -> tuple[tuple[int, int, int], tuple[int, int, int]] | None:
    """Place of the other among all partners, in the first and last year told."""
    if not within.labels:
        return None
    owner, other = (state, partner) if leg in LEGS[:2] else (partner, state)
    side = leg.removeprefix("partner's ")
    turned = source in own.tables.reconciled and side == "imports"
    key, far = ("partner", "state") if turned else ("state", "partner")
    rows = own.tables.shares.filter(
        pl.col("source") == source,
        pl.col(key) == owner,
        pl.col("side") == ("exports" if turned else side),
    )
    sums = own.tables.totals.filter(pl.col("source") == source)
    found = []
    for label in (within.labels[0], within.labels[-1]):
        column = f"y{label}"
        told = rows.select(far, pl.col(column).cast(pl.Float64)).drop_nulls()
        values = shares_of(told[column].to_numpy())
        if turned:
            of_all = dict(sums.filter(pl.col("year") == int(label)).select("state", "exports").iter_rows())
            values = values * np.array([of_all.get(one) or 0.0 for one in told[far]])
        names = told[far].to_list()
        if other not in names or not _everybody(values, turned):
            return None
        mine = values[names.index(other)]
        found.append((int(label), int((values > mine).sum()) + 1, len(names)))
    return found[0], found[1]


def _everybody(values: np.ndarray[Any, Any], turned: bool) -> bool:
    """Whether the partners told are nearly all there are: of shares that sum to less, no rank follows."""
    return turned or float(values.sum()) >= _NEARLY_ALL


def _missing(legs: tuple[TradeLeg, ...], state: str, partner: str, window: Span) -> tuple[str, ...]:
    """Shares and years that no source tells."""
    there = {leg.leg for leg in legs}
    found = [
        f"No source tells two years of {_named(leg, state, partner)}." for leg in LEGS if leg not in there
    ]
    for leg in legs:
        last = int(leg.series.labels[-1]) if leg.series.labels else window[0].year
        if last < window[1].year:
            found.append(
                f"{leg.leg}: {leg.source} ends in {last}; what came after is not known, and not nothing."
            )
    return tuple(found)


def _named(leg: str, state: str, partner: str) -> str:
    owner, other = (state, partner) if leg in LEGS[:2] else (partner, state)
    side = leg.removeprefix("partner's ")
    return f"the {side} of {owner} {'to' if side == 'exports' else 'from'} {other}"


def _leg_dict(leg: TradeLeg) -> dict[str, Any]:
    told, parts = leg.told, leg.parts
    return {
        "leg": leg.leg,
        "title": leg.title,
        "source": leg.source,
        "counted": leg.counted,
        "direction": None if told is None else told.answer,
        "probability": None if told is None else rounded(told.probability),
        "change": None if told is None else rounded(told.mean),
        "low": None if told is None else rounded(told.low),
        "high": None if told is None else rounded(told.high),
        "usual": None if told is None else rounded(told.margin),
        "moved": None
        if parts is None
        else {
            "change": rounded(parts.change),
            "state": rounded(parts.parts[0]),
            "partner": rounded(parts.parts[1]),
            "goods_mix": rounded(parts.parts[2]),
            "totals_of": parts.weights,
        },
        "ranks": None
        if leg.ranks is None
        else [{"year": year, "rank": rank, "partners": partners} for year, rank, partners in leg.ranks],
        "series": series_dict(leg.series),
    }
