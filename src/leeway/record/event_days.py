"""Reports made events: one row a day, pair and root, with mirrored reports folded.

One expression, wherever the reports lie: the record's view ``events`` is made of it, and the engines run it.
Nothing is lost: the reports behind an event are those of its source, day, pair and root.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

from leeway.record.event_tables import EVENTS, REPORTS, ROOTS_GDELT, ROOTS_KEDS

_TYPES = {"VARCHAR": "string", "DATE": "date", "INTEGER": "int32"}


def event_days(reports: Any) -> Any:
    """The table ``events`` as an Ibis expression over the table ``reports``.

    A report is *mirrored* when its source tells the same event of the other side on the same day: a
    consultation of Russia with Kazakhstan beside one of Kazakhstan with Russia. Only codes that have a mirror
    are folded; to be fired at is not the same event as to fire.

    Parameters
    ----------
    reports : ibis table
        Columns of the table ``reports``.

    Returns
    -------
    ibis table
        Columns of the table ``events``.
    """
    import ibis

    mirrors = reports.mirror.notnull()
    alike = mirrors & (reports.mirror == reports.code)
    turned = mirrors & (reports.mirror < reports.code)
    low, high = ibis.least(reports.actor, reports.target), ibis.greatest(reports.actor, reports.target)
    told = reports.mutate(
        mirrors=mirrors,
        same=ibis.ifelse(turned, reports.mirror, reports.code),
        first=ibis.cases((alike, low), (turned, reports.target), else_=reports.actor),
        second=ibis.cases((alike, high), (turned, reports.actor), else_=reports.target),
        forward=ibis.ifelse(alike, reports.actor == low, ~turned),
    )
    by_code = told.group_by("source", "day", "first", "second", "root", "same", "mirrors").agg(
        ahead=told.forward.cast("int64").sum(), back=(~told.forward).cast("int64").sum()
    )
    mutual = by_code.mirrors & (by_code.ahead > 0) & (by_code.back > 0)
    pair = by_code.mutate(
        first=ibis.least(by_code.first, by_code.second), second=ibis.greatest(by_code.first, by_code.second)
    )
    ways = [
        _one_way(pair.filter(mutual), "first", "second", by_code.ahead + by_code.back, mutual=True),
        _one_way(
            by_code.filter(~mutual & (by_code.ahead > 0)), "first", "second", by_code.ahead, mutual=False
        ),
        _one_way(by_code.filter(~mutual & (by_code.back > 0)), "second", "first", by_code.back, mutual=False),
    ]
    rows = ibis.union(*ways)
    days = rows.group_by("source", "day", "actor", "target", "root", "mutual").agg(
        codes=rows.count(),
        reports=rows.reports.sum().cast("int32"),
        mirrored=rows.mirrored.sum().cast("int32"),
    )
    keds, gdelt = _class_of(days.root, ROOTS_KEDS), _class_of(days.root, ROOTS_GDELT)
    return days.mutate(quad_keds=keds, quad_gdelt=gdelt).select(*EVENTS.names)


def _one_way(by_code: Any, actor: str, target: str, reports: Any, *, mutual: bool) -> Any:
    import ibis

    mirrored = ibis.least(by_code.ahead, by_code.back) if mutual else ibis.literal(0, "int64")
    return by_code.select(
        "source",
        "day",
        "root",
        "same",
        actor=by_code[actor],
        target=by_code[target],
        mutual=ibis.literal(mutual),
        reports=reports,
        mirrored=mirrored,
    )


def _class_of(root: Any, classes: Mapping[str, str]) -> Any:
    import ibis

    return ibis.cases(*((root == one, named) for one, named in classes.items()))


def events_view() -> str:
    """Statement that makes the view ``events`` of a record, written out from the expression."""
    import ibis

    schema = {column.name: _TYPES[column.type] for column in REPORTS.columns}
    query = str(ibis.to_sql(event_days(ibis.table(schema, name=REPORTS.name)), dialect="duckdb"))
    return f"CREATE VIEW {EVENTS.name} AS {query}\n"


def kept_view() -> str:
    """The same statement as it is kept in ``events.sql``: a record is made without the library behind it."""
    return (resources.files("leeway.record") / "events.sql").read_text(encoding="utf-8")
