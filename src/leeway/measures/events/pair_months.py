"""Events counted by pair and period, as expressions over the record's tables that any engine runs."""

from __future__ import annotations

from typing import Any, Literal

from leeway.record.event_days import event_days

Period = Literal["week", "month", "year"]

PERIODS: tuple[Period, ...] = ("week", "month", "year")

KEY = ("source", "period", "actor", "target", "quad", "mutual")
"""Columns that tell rows of `pair_periods` apart."""

_UNITS = {"week": "W", "month": "M", "year": "Y"}


def pair_periods(events: Any, period: Period = "month") -> Any:
    """Events and reports by source, period, direction and class.

    Parameters
    ----------
    events : ibis table
        Columns of the table ``events``: the record's view, or `events_of` an engine.
    period : {'month', 'week', 'year'}
        Weeks begin on Monday.

    Returns
    -------
    ibis table
        ``source, period, actor, target, quad, mutual, events, reports``: `period` is the first day of it,
        `quad` the class in KEDS practice, `events` counts days with an event of one root, `reports` the
        reports behind them. Mutual events stand once for the pair, with the first state by key as actor.
        A pair without events in a period has no row.

    Examples
    --------
    >>> import ibis
    >>> from leeway.measures.backends.opening import schema_of
    >>> pair_periods(ibis.table(schema_of("events"), name="events"), "week").columns
    ('source', 'period', 'actor', 'target', 'quad', 'mutual', 'events', 'reports')
    """
    return events.group_by(
        source=events.source,
        period=events.day.truncate(_UNITS[period]),
        actor=events.actor,
        target=events.target,
        quad=events.quad_keds,
        mutual=events.mutual,
    ).agg(events=events.count(), reports=events.reports.sum().cast("int64"))


def undirected(periods: Any) -> Any:
    """The same counts by pair, whoever acted.

    Parameters
    ----------
    periods : ibis table
        As from `pair_periods`.

    Returns
    -------
    ibis table
        ``source, period, state, partner, quad, events, reports``; `state` is the first of the two by key.
    """
    import ibis

    return periods.group_by(
        source=periods.source,
        period=periods.period,
        state=ibis.least(periods.actor, periods.target),
        partner=ibis.greatest(periods.actor, periods.target),
        quad=periods.quad,
    ).agg(events=periods.events.sum().cast("int64"), reports=periods.reports.sum().cast("int64"))


def events_of(engine: Any) -> Any:
    """The table ``events`` of an engine, made of its reports: only the record has it as a view.

    Parameters
    ----------
    engine : leeway.measures.backends.opening.Engine
    """
    return event_days(engine.table("reports"))
