"""Blocs: who belonged to which organisation in which year, and where that is not known.

Two sources speak. The ledger of facts has dated entries, exits and freezes, and lists of members on a day;
the Correlates of War table has every year to 2014. A dated fact of the ledger wins; years between what one
source last says and the other first says are unknown, never carried on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.ledger import organisations

WEIGHTS = {"member": 1.0, "full": 1.0, "signatory": 1.0, "associate": 0.5, "participant": 0.5}
"""What a role counts; observers, partners and candidates count nothing."""

FROZEN = 0.5
"""What a frozen or suspended membership counts."""

COMPLETE = 0.75
"""Share of the members last coded that facts must name, for those they do not name to count as none."""

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Blocs:
    """Memberships of all states.

    Attributes
    ----------
    organisations, states : tuple of str, length O and S
    years : range of T years
    weight : ndarray of float32, shape (O, S, T)
        1 for a member in the middle of the year, .5 for an associate or a frozen membership, 0 for none;
        NaN where it is not known.
    """

    organisations: tuple[str, ...]
    states: tuple[str, ...]
    years: range
    weight: Weights


def memberships(ties: pl.DataFrame, states: list[str], years: range, *, coded_until: int) -> Blocs:
    """Put the two sources together.

    Parameters
    ----------
    ties : polars.DataFrame
        The memberships of the table ``ties`` that may enter an estimate (coded or found).
    states : list of str
    years : range
    coded_until : int
        Last year of the Correlates of War table.
    """
    rows = ties.filter(pl.col("kind") == "membership")
    number = {state: place for place, state in enumerate(states)}
    weight = np.full((len(organisations()), len(states), len(years)), np.nan, dtype=np.float32)
    for place, one in enumerate(organisations()):
        codes = one.cow_igo.upper().split()
        coded = rows.filter((pl.col("source") == "cow-igo") & pl.col("organisation").is_in(codes)).sort(
            "since"
        )
        if coded.height:
            _coded(weight[place], coded, number, years, coded_until)
        facts = rows.filter((pl.col("source") == "ledger") & (pl.col("organisation") == one.key))
        _facts(weight[place], facts, number, years, coded_until if one.cow_igo else None)
        if one.since is not None:
            weight[place][:, : first_year(one.since.first, years)] = 0.0
        if one.until is not None:
            weight[place][:, first_year(one.until.last, years) :] = 0.0
    return Blocs(tuple(one.key for one in organisations()), tuple(states), years, weight)


def first_year(day: dt.date, years: range) -> int:
    """First year whose middle is not before a day, as a place among the years."""
    after = (day.month, day.day) > (7, 1)
    return min(max(day.year + after - years.start, 0), len(years))


def _coded(weight: Weights, spells: pl.DataFrame, number: dict[str, int], years: range, until: int) -> None:
    """What the table by years says: members in their years, everybody else nothing."""
    known = until - years.start + 1
    weight[:, :known] = 0.0
    for state, role, since, end, how in spells.select("state", "role", "since", "until", "how").iter_rows():
        last = known if end is None else end.year - years.start + 1
        row = weight[number[state]]
        row[since.year - years.start : last] = WEIGHTS.get(role, 0.0)
        if how == "not coded":
            row[last:known] = np.nan


def _facts(
    weight: Weights, facts: pl.DataFrame, number: dict[str, int], years: range, coded_until: int | None
) -> None:
    """What the ledger says of each state; of those that a whole list does not name, that they are none.

    Who had left by the ledger, and is not named again, has not come back.
    """
    if facts.is_empty():
        return
    border = 0 if coded_until is None else coded_until - years.start + 1
    listed = facts["as_of"].max()
    named = {number[state] for state in facts["state"].unique()}
    for state in facts["state"].unique().sort():
        theirs = facts.filter(pl.col("state") == state).sort("since", nulls_last=False)
        facts_of_state(weight[number[state]], theirs.to_dicts(), years, border)
    was_in = set(np.flatnonzero(weight[:, border - 1] > 0)) if border else set()
    if len(was_in & named) < COMPLETE * len(was_in) or not isinstance(listed, dt.date):
        return
    end = first_year(listed + dt.timedelta(days=1), years)
    for row in set(number.values()) - named:
        weight[row, end - 1 if row in was_in else border : end] = 0.0
    for state in _left(facts):
        row = weight[number[state]]
        known = np.flatnonzero(~np.isnan(row[:end]))
        if known.size and row[known[-1]] == 0.0:
            row[known[-1] : end] = 0.0


def _left(facts: pl.DataFrame) -> list[str]:
    """States that the facts of one organisation name only as having left it."""
    return (
        facts.group_by("state")
        .agg(pl.col("until").is_not_null().all().alias("out"))
        .filter("out")["state"]
        .sort()
        .to_list()
    )


def facts_of_state(row: Weights, facts: Sequence[dict[str, Any]], years: range, border: int) -> None:
    """The facts of one state in one organisation, over what is coded of it: a dated fact wins."""
    dated = [fact for fact in facts if fact["since"] is not None]
    if dated:
        row[: max(_known(fact, years) for fact in facts)] = 0.0
    for fact in dated:
        _run(row, fact, first_year(fact["since"], years), years)
    for fact in facts:
        if fact["since"] is None:
            was_in = not dated and border > 0 and row[border - 1] > 0
            known = _known(fact, years)
            if not was_in and not dated:
                row[border : known - 1] = np.nan
            _run(row, fact, border if was_in else known - 1, years)


def _known(fact: dict[str, Any], years: range) -> int:
    """Years of which a fact speaks: those whose middle is not after its last day."""
    return first_year(fact["as_of"] + dt.timedelta(days=1), years)


def _run(row: Weights, fact: dict[str, Any], first: int, years: range) -> None:
    """One membership from a year on: what it counts, while frozen, and nothing after it ended."""
    known = _known(fact, years)
    last = (
        known
        if fact["until"] is None
        else min(first_year(fact["until"] + dt.timedelta(days=1), years), known)
    )
    counts = WEIGHTS.get(fact["role"], 0.0)
    row[last:known] = 0.0
    row[first:last] = counts
    if fact["frozen_since"] is not None:
        end = last if fact["frozen_until"] is None else first_year(fact["frozen_until"], years)
        row[first_year(fact["frozen_since"], years) : end] = FROZEN * counts


def shared(weight: Weights, one: int, other: int, ends: tuple[slice, slice]) -> NDArray[np.float64]:
    """Blocs that both belonged to, as a share of those they had in common at either end, by year.

    To join a bloc without the partner takes nothing from what the two have in common; to leave one does.

    Parameters
    ----------
    weight : ndarray, shape (O, S, T)
    one, other : int
        Rows of the two states.
    ends : tuple of two slices of years
        The stretches to be compared: only organisations known of both states in all their years count, so
        that the same ones are compared; years between in which one is not known are NaN.

    Returns
    -------
    ndarray, shape (T,)
        Sum of the smaller weights over what it would be if all that was in common at either end stood
        together; 0 where nothing ever was.
    """
    ours, theirs = weight[:, one].astype(np.float64), weight[:, other].astype(np.float64)
    known = ~np.isnan(ours) & ~np.isnan(theirs)
    kept = known[:, ends[0]].all(axis=1) & known[:, ends[1]].all(axis=1)
    joint = np.minimum(ours, theirs)[kept]
    most = np.maximum(*(joint[:, end].max(axis=1) for end in ends)).sum()
    both = np.where(known[kept], joint, np.nan).sum(axis=0)
    return np.asarray(np.minimum(both / most, 1.0) if most else 0.0 * both)
