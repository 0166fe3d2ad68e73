"""What the back-door reads of the table ``flows``: a few aggregates, each one expression for any engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

Table: TypeAlias = Any
"""An Ibis table expression; Ibis has no types that a checker could follow."""


def sent(flows: Table, senders: Sequence[str]) -> Table:
    """What the senders say they sold to states and territories, re-exports not added.

    Parameters
    ----------
    flows : ibis Table
        The table ``flows`` of the record.
    senders : sequence of str
        Keys of states.
    """
    return flows.filter(
        flows.flow == "export",
        flows.basis == "reported",
        flows.scope.isin(["states", "territory"]),
        flows.reporter.isin(list(senders)),
    )


def told_by_source(sold: Table) -> Table:
    """How finely and for which months each source tells: ``source, digits, first, last, currency, rows``."""
    monthly = sold.filter(sold.period_kind == "month")
    return monthly.group_by("source", "digits", "currency").agg(
        first=monthly.period.min(), last=monthly.period.max(), rows=monthly.count()
    )


def first_sold(sold: Table, source: str, digits: int) -> Table:
    """Codes that were sold at all, and the first month: ``product, first``."""
    rows = _monthly(sold, source, digits)
    rows = rows.filter(rows.value > 0)
    return rows.group_by("product").agg(first=rows.period.min())


def editions(sold: Table, source: str, digits: int) -> Table:
    """Editions of the nomenclature that codes of one source are told in: ``revision``."""
    return _monthly(sold, source, digits).select("revision").distinct()


def by_cohort(sold: Table, goods: Table, source: str, digits: int) -> Table:
    """Listed goods by sender, partner and month: ``sender, state, kind, listed_on, month, value``.

    Parameters
    ----------
    sold : ibis Table
        See `sent`.
    goods : ibis Table
        ``product, kind, listed_on``: every listed code that was sold, as finely as `digits` tells.
    source, digits
        The one source, and the one length of codes, that is read: nothing is counted twice.
    """
    rows = _monthly(sold, source, digits).inner_join(goods, "product")
    return rows.group_by(
        sender="reporter", state="partner", kind="kind", listed_on="listed_on", month="period"
    ).agg(value=rows.value.sum())


def of_all_goods(sold: Table, source: str, digits: int) -> Table:
    """All goods by sender, partner and month: ``sender, state, month, value``; `digits` 0 reads totals."""
    rows = _monthly(sold, source, digits)
    return rows.group_by(sender="reporter", state="partner", month="period").agg(value=rows.value.sum())


def by_unit(sold: Table, units: Table, source: str, digits: int, states: Sequence[str]) -> Table:
    """Goods by partner and month, put together in units: ``state, unit, month, value``.

    Parameters
    ----------
    units : ibis Table
        ``product, unit``; a code may belong to several.
    states : sequence of str
        Partners.
    """
    rows = _monthly(sold, source, digits)
    rows = rows.filter(rows.partner.isin(list(states))).inner_join(units, "product")
    return rows.group_by(state="partner", unit="unit", month="period").agg(value=rows.value.sum())


def sold_on(flows: Table, units: Table, partners: Sequence[str], not_by: Sequence[str]) -> Table:
    """What others say they sold of some goods to some partners, put together in units.

    Returns
    -------
    ibis Table
        ``source, state, to, unit, period, months, period_kind, currency, value, codes, code``: how many
        codes, and one of them.
    """
    rows = flows.filter(
        flows.flow == "export",
        flows.basis == "reported",
        flows.partner.isin(list(partners)),
        flows.reporter.notin([*partners, *not_by]),
        flows.period_kind != "part of a year",
    ).inner_join(units, "product")
    return rows.group_by(
        source="source",
        state="reporter",
        to="partner",
        unit="unit",
        period="period",
        months="months",
        period_kind="period_kind",
        currency="currency",
    ).agg(value=rows.value.sum(), codes=rows["product"].nunique(), code=rows["product"].min())


def by_partner(flows: Table, products: Table, reporters: Sequence[str]) -> Table:
    """What some states bought and sold of some codes, by partner and year.

    Returns
    -------
    ibis Table
        ``source, state, flow, partner, product, year, months, currency, value``: `months` told of the year.
    """
    rows = flows.filter(
        flows.basis == "reported",
        flows.scope == "states",
        flows.flow.isin(["export", "import"]),
        flows.reporter.isin(list(reporters)),
        flows.period_kind != "part of a year",
    ).inner_join(products, "product")
    return rows.group_by(
        source="source",
        state="reporter",
        flow="flow",
        partner="partner",
        product="product",
        year=rows.period.year(),
        months="months",
        currency="currency",
    ).agg(value=rows.value.sum(), periods=rows.period.nunique())


def totals_by_year(flows: Table, reporters: Sequence[str] | None, partners: Sequence[str] | None) -> Table:
    """All goods by reporter, partner and year; the months told of it, and how.

    Returns
    -------
    ibis Table
        ``source, reporter, partner, flow, year, period_kind, counted_by, currency, value, months``.
    """
    rows = flows.filter(
        flows.digits == 0,
        flows.basis == "reported",
        flows.flow.isin(["export", "import"]),
        flows.period_kind.isin(["month", "year"]),
    )
    if reporters is not None:
        rows = rows.filter(rows.reporter.isin(list(reporters)))
    if partners is not None:
        rows = rows.filter(rows.partner.isin(list(partners)))
    return rows.group_by(
        source="source",
        reporter="reporter",
        partner="partner",
        flow="flow",
        year=rows.period.year(),
        period_kind="period_kind",
        counted_by="counted_by",
        currency="currency",
    ).agg(value=rows.value.sum(), months=rows.months.sum().cast("int64"))


def _monthly(sold: Table, source: str, digits: int) -> Table:
    return sold.filter(sold.source == source, sold.digits == digits, sold.period_kind == "month")
