"""Security ties as they were known on an earlier day: rows of later years and later facts are gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import polars as pl

from leeway.ledger import Membership, Organisation, organisations
from leeway.measures.security.blocs import WEIGHTS, Weights, facts_of_state, first_year
from leeway.measures.security.files import SecurityTables
from leeway.measures.yearly import halves_by_state, last_year_over, values_by_state, years_in

UNCERTAIN = [0.1, 0.8, 0.1]
"""How exactly turns of obligations are dated, where later ones may not be counted (see `turning`)."""

_BY_YEAR = ("alliances", "kappa")
_CODED = "cow-igo"


def tables_known(
    tables: SecurityTables, day: dt.date, memberships: Sequence[Membership] | None
) -> SecurityTables:
    """The tables without what is dated after a day.

    Obligations and arms are rows of a year, known when it is over; memberships stand on its first of July.

    Parameters
    ----------
    tables : SecurityTables
    day : date
    memberships : sequence of Membership or None
        Facts of the ledger from which blocs are made again after the year to which they are coded; without
        them their years are cut.
    """
    over = last_year_over(day)
    middle = day.year - ((day.month, day.day) < (7, 1))
    frames = {name: _until(tables.table(name), over) for name in _BY_YEAR}
    owed = frames["alliances"]
    frames["alliances"] = owed.filter(_any_year(owed) > 0) if over in years_in(owed) else owed.clear()
    frames["arms"] = tables.table("arms").filter(pl.col("year") <= over)
    frames["blocs"] = _until(tables.table("blocs"), middle)
    if memberships is not None:
        frames["blocs"] = _blocs(tables, frames["blocs"], memberships, day)
    told = tables.manifest
    manifest = tables.manifest_known(
        day,
        alliances_until=min(int(told["alliances_until"]), over),
        arms_until=min(int(told["arms_until"]), over),
        system={
            state: [first, min(last, over)]
            for state, (first, last) in told["system"].items()
            if first <= over
        },
        turning=UNCERTAIN if over < int(told["alliances_until"]) else told["turning"],
        ruptures=None,
    )
    return SecurityTables(tables.folder, manifest, frames)


def _until(frame: pl.DataFrame, last: int) -> pl.DataFrame:
    """A table with one column a year, to a last year; the first is kept, so that there are years at all."""
    years = years_in(frame)
    return frame.drop(f"y{year}" for year in years if year > max(last, years.start))


def _any_year(frame: pl.DataFrame) -> pl.Expr:
    return pl.max_horizontal(f"y{year}" for year in years_in(frame))


def _blocs(
    tables: SecurityTables, cut: pl.DataFrame, memberships: Sequence[Membership], day: dt.date
) -> pl.DataFrame:
    """Blocs as coded, and after that by the facts dated to a day.

    That a list names all members is not known before the day of the list; who had left stays out.
    """
    names, years, weight = values_by_state(cut, "organisation", tables.number)
    border = _coded_years(tables, years)
    known = {one.key: one for one in organisations()}
    by_organisation: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for fact in _facts(memberships, day):
        states = by_organisation.setdefault(fact["organisation"], {})
        states.setdefault(fact["state"], []).append(fact)
    end = first_year(day + dt.timedelta(days=1), years)
    for place, name in enumerate(names):
        coded = border if known[name].cow_igo else 0
        weight[place][:, coded:] = np.nan
        for state, theirs in by_organisation.get(name, {}).items():
            row = weight[place][tables.number[state]]
            facts_of_state(row, sorted(theirs, key=_begun), years, coded)
            told = np.flatnonzero(~np.isnan(row[:end]))
            if all(fact["until"] is not None for fact in theirs) and told.size and row[told[-1]] == 0.0:
                row[told[-1] : end] = 0.0
        _while_it_stood(weight[place], known[name], years, day)
    return pl.concat(
        halves_by_state("organisation", name, weight[place], tables.states, years)
        for place, name in enumerate(names)
    )


def _while_it_stood(weight: Weights, body: Organisation, years: range, day: dt.date) -> None:
    """Nobody belongs to an organisation before it began, or after an end that is known."""
    if body.since is not None:
        weight[:, : first_year(body.since.first, years)] = 0.0
    if body.until is not None and body.until.last <= day:
        weight[:, first_year(body.until.last, years) :] = 0.0


def _coded_years(tables: SecurityTables, years: range) -> int:
    """Years to which memberships are coded."""
    ends = [int(one["to"][:4]) for one in tables.manifest["sources"] if one["id"] == _CODED]
    return min(max(ends, default=years.start - 1) - years.start + 1, len(years))


def _facts(memberships: Sequence[Membership], day: dt.date) -> Iterator[dict[str, Any]]:
    """Facts dated by a day, as the table ``ties`` has them; what ends or freezes later still stands."""
    for one in memberships:
        dated = one.as_of if one.since is None else one.since.last
        if one.status != "found" or dated > day or one.role not in WEIGHTS:
            continue
        until, since, thawed = (
            None if turn is None or turn.last > day else turn
            for turn in (one.until, one.frozen_since, one.frozen_until)
        )
        yield {
            "organisation": one.organisation,
            "state": one.state,
            "role": one.role,
            "since": None if one.since is None else one.since.first,
            "until": None if until is None else until.last,
            "frozen_since": None if since is None else since.first,
            "frozen_until": None if thawed is None else thawed.last,
            "as_of": min(one.as_of, day),
        }


def _begun(fact: dict[str, Any]) -> dt.date:
    return fact["since"] or dt.date.min
