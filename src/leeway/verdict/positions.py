"""Positions of states in time, with their intervals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol, get_args, runtime_checkable

from leeway.errors import DataError, QuestionError
from leeway.periods import half_year, session_of
from leeway.states import resolve
from leeway.verdict.lines import Estimates, load_lines
from leeway.verdict.window import day_of

if TYPE_CHECKING:
    import polars as pl

By = Literal["year", "session", "half-year"]

MEANINGS = {
    "state": "key of the state, ISO 3166-1 alpha-3",
    "year": "calendar year",
    "session": "regular General Assembly session, September to August; by year, the one that begins in it",
    "dimension": "number of the dimension, from 1; signs and order are fixed by the fit, not by a meaning",
    "mean": "posterior mean of the position; the scale is that of the fit's prior",
    "sd": "posterior standard deviation",
    "low": "lower end of the 90% interval",
    "high": "upper end of the 90% interval",
    "votes": "votes cast: yes, no or abstention",
    "nonvoting_share": "share of the roll calls in which the state sat and cast no vote",
}
"""Columns of ``leeway positions --csv`` and of the table ``ideal_points``, and what they mean."""

COLUMNS = tuple(MEANINGS)

_CLOCK = {"year": "year", "session": "session", "half-year": "half_year"}


@runtime_checkable
class Placed(Protocol):
    """Estimates that hold positions."""

    def positions(self, states: list[str] | None = None) -> pl.DataFrame:
        """Positions by half-year in long form."""
        ...


def positions(
    states: Sequence[str] | str | None = None,
    *,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    by: By = "year",
    line: str = "votes",
    estimates: Estimates = None,
) -> pl.DataFrame:
    """Positions of some states, or of all.

    Within a year or session, half-years count by the votes cast in them. Neighbouring half-years err
    almost alike, so their standard deviations are averaged and not reduced.

    Parameters
    ----------
    states : sequence of str, or one str, optional
        States, however written; all by default.
    since, until : str or date, optional
        Days; periods in which either lies are kept whole.
    by : {'year', 'session', 'half-year'}
    line : str
        Line of evidence that the positions come from.
    estimates : folder, mapping or None
        Estimates to use in place of the shipped ones.

    Returns
    -------
    polars.DataFrame
        The columns of `COLUMNS`, one row a state, period and dimension; by half-year also
        ``half_year``, e.g. 2022H1.

    Raises
    ------
    QuestionError
        If a state or `by` is unknown, or a state has no position.
    DataError
        If the line has no positions.

    Examples
    --------
    >>> frame = positions(["KAZ", "Russia"], since="2020", until="2021")
    >>> frame["state"].unique(maintain_order=True).to_list(), frame.columns[:4]
    (['KAZ', 'RUS'], ['state', 'year', 'session', 'dimension'])
    """
    import polars as pl

    if by not in get_args(By):
        raise QuestionError(f"Positions do not come by '{by}'.", hint=f"Possible: {', '.join(get_args(By))}.")
    (chosen,) = load_lines([line], estimates=estimates)
    if not isinstance(chosen.estimates, Placed):
        raise DataError(f"The line {line} has no positions.")
    names = [states] if isinstance(states, str) else list(states or ())
    keys = list(dict.fromkeys(resolve(name) for name in names))
    frame = chosen.estimates.positions(keys or None)
    first = None if since is None else day_of(since, end=False)
    last = None if until is None else day_of(until, end=True)
    gathered = frame if by == "half-year" else _gathered(frame, by)
    number = pl.col(_CLOCK[by])
    kept = gathered
    if first is not None:
        kept = kept.filter(number >= _period_of(first, by))
    if last is not None:
        kept = kept.filter(number <= _period_of(last, by))
    if by != "half-year":
        return kept.select(COLUMNS)
    label = pl.format("{}H{}", pl.col("half_year") // 2, pl.col("half_year") % 2 + 1)
    return kept.select(*COLUMNS, label.alias("half_year"))


def _period_of(day: dt.date, by: By) -> int:
    """Number of the period that holds a day."""
    return {"year": day.year, "session": session_of(day), "half-year": half_year(day)}[by]


def _gathered(frame: pl.DataFrame, by: By) -> pl.DataFrame:
    """Half-years gathered to years or sessions."""
    import polars as pl

    weight = pl.col("votes") + 1e-9
    other = {
        "year": ("session", pl.col("year").first() - 1945),
        "session": ("year", pl.col("session").first() + 1945),
    }
    name, value = other[by]
    gathered = (
        frame.group_by("state", by, "dimension", maintain_order=True)
        .agg(
            pl.max_horizontal(value, 1).alias(name),
            *((pl.col(column) * weight).sum() / weight.sum() for column in ("mean", "sd")),
            *((pl.col(column) * weight).sum() / weight.sum() for column in ("low", "high")),
            pl.col("votes").sum(),
            nonvoting_share=pl.col("nonvoting").sum() / (pl.col("votes") + pl.col("nonvoting")).sum(),
        )
        .with_columns(pl.col("nonvoting_share").fill_nan(None))
    )
    return gathered.select(COLUMNS).sort("state", by, "dimension")
