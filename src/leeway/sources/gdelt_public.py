"""GDELT's own tables on an engine: BigQuery's public ones, or a copy under the publisher's column names.

``gdelt-bq.full.events`` (1.0, from 1979) and ``gdelt-bq.gdeltv2.events`` (2.0, from 2015) hold the columns of
the files under their names. What the reader of the files does row by row is one expression here; rows that
the reader refuses or counts apart are left out. Only rows of 2.0 tell the second at which they were added.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from leeway.ledger.events import cameo_codes
from leeway.record.event_tables import REPORTS, ROOTS_GDELT
from leeway.record.stand_ins import StandIn
from leeway.sources.gdelt_codes import AHEAD_DAYS, FIRST_DAILY, OLDEST_DAYS, OWN, bearers

_BEGINS = dt.date(1979, 1, 1)
_SECONDS = 10**13

COLUMNS = {
    "GLOBALEVENTID": "int64",
    "SQLDATE": "int64",
    "Actor1CountryCode": "string",
    "Actor2CountryCode": "string",
    "EventCode": "string",
    "EventRootCode": "string",
    "QuadClass": "int64",
    "NumMentions": "int64",
    "DATEADDED": "int64",
    "SOURCEURL": "string",
}
"""Columns that are read, under the publisher's names, and their Ibis types."""

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
"""Classes that ``QuadClass`` numbers from 1."""


def as_reports(raw: Any) -> Any:
    """Rows of GDELT's events as rows of the table ``reports``.

    Parameters
    ----------
    raw : ibis table
        With the columns of `COLUMNS`; others are not read.

    Returns
    -------
    ibis table
        Columns of ``reports`` but ``load`` and ``file_row``: rows of two different states that existed on the
        day, with a known code of CAMEO whose root and class agree with it, dated neither long before they
        were added nor after. Where a number stands twice, the row added first is kept.

    Examples
    --------
    >>> import ibis
    >>> as_reports(ibis.table(COLUMNS, name="events")).columns[:6]
    ('source', 'report', 'day', 'actor', 'target', 'code')
    """
    import ibis

    dated = raw.select(
        source=ibis.ifelse(raw.DATEADDED.cast("int64") >= _SECONDS, "gdelt-2", "gdelt-1"),
        report=raw.GLOBALEVENTID.cast("string"),
        day=_day(raw.SQLDATE),
        added=_day(raw.DATEADDED),
        one=raw.Actor1CountryCode,
        other=raw.Actor2CountryCode,
        code=raw.EventCode,
        stated=raw.EventRootCode,
        quad=raw.QuadClass.cast("int64"),
        mentions=raw.NumMentions.cast("int32"),
        text=raw.SOURCEURL.nullif(""),
    )
    codes = sorted({one.code for one in bearers()})
    crossing = dated.filter(
        dated.one.isin(codes),
        dated.other.isin(codes),
        dated.one != dated.other,
        *_coded(dated),
        *_timely(dated),
        dated.mentions.isnull() | (dated.mentions >= 0),
    )
    told = crossing.mutate(
        actor=crossing.one.substitute(OWN),
        target=crossing.other.substitute(OWN),
        root=crossing.code.substr(0, 2),
        mirror=_mirror(crossing.code),
    )
    kept = told.filter(
        told.actor != told.target, _existed(told.one, told.day), _existed(told.other, told.day)
    )
    first = [kept.added, kept.day, kept.actor, kept.target, kept.code, kept.text]
    once = kept.mutate(nth=ibis.row_number().over(group_by=[kept.source, kept.report], order_by=first))
    return once.filter(once.nth == 0).select(name for name in REPORTS.names if name not in _OF_FILES)


_OF_FILES = ("load", "file_row")


def _day(number: Any) -> Any:
    """The day of a number that begins with year, month and day; null where there is no such day."""
    text = number.cast("string")
    written = text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2)
    return written.try_cast("date")


def _coded(rows: Any) -> tuple[Any, ...]:
    """Conditions that the code is known, and that the root and class beside it are its own."""
    by_quad = {quad: [root for root, of in ROOTS_GDELT.items() if of == quad] for quad in QUADS}
    root = rows.code.substr(0, 2)
    agrees = [(rows.quad == number) & root.isin(by_quad[quad]) for number, quad in enumerate(QUADS, start=1)]
    return (
        rows.code.isin(sorted(cameo_codes())),
        rows.stated == root,
        agrees[0] | agrees[1] | agrees[2] | agrees[3],
    )


def _timely(rows: Any) -> tuple[Any, ...]:
    """Conditions that the day is not long before the row was added, nor after it."""
    import ibis

    oldest, ahead = ibis.interval(days=OLDEST_DAYS), ibis.interval(days=AHEAD_DAYS)
    at_once = rows.added < ibis.literal(FIRST_DAILY)
    return (at_once | (rows.day >= rows.added - oldest), rows.day <= rows.added + ahead)


def _mirror(code: Any) -> Any:
    import ibis

    return ibis.cases(*((code == one.code, one.mirror) for one in cameo_codes().values() if one.mirror))


def _existed(code: Any, day: Any) -> Any:
    """Whether the state that a code means existed on the day; no row is of a day before GDELT begins."""
    import ibis

    throughout = [one.code for one in bearers() if one.until is None and (one.since or _BEGINS) <= _BEGINS]
    within = [
        (code == one.code) & _between(day, one.since, one.until)
        for one in bearers()
        if one.code not in throughout and (one.until is None or one.until >= _BEGINS)
    ]
    return ibis.or_(code.isin(throughout), *within)


def _between(day: Any, since: dt.date | None, until: dt.date | None) -> Any:
    """Whether a day lies in a stretch of time that is bounded on one side at least."""
    import ibis

    bounds = [day >= ibis.literal(since)] if since else []
    return ibis.and_(*bounds, *([day <= ibis.literal(until)] if until else []))


PUBLIC_TABLES = {REPORTS.name: StandIn("events", COLUMNS, as_reports)}
"""Publishers' tables that stand for the record's, by the name of the record's."""
