"""The heavy sums over trade by product, for tables of any shape: pairs by year, listed goods, both legs.

A table of products by pair runs to hundreds of millions of rows. Each sum is one expression that names
columns through a `Shape` and joins with small tables alone, so that an engine reads four columns once. Codes
stay what the table has them as: numbers in CEPII's files, text in the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Table: TypeAlias = Any
"""An Ibis table expression; Ibis has no types that a checker could follow."""

Code: TypeAlias = int | str


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns of a table say who sold what to whom, when, and for how much.

    Attributes
    ----------
    exporter, importer, product, period, value : str
    """

    exporter: str
    importer: str
    product: str
    period: str
    value: str


BACI = Shape(exporter="i", importer="j", product="k", period="t", value="v")
"""CEPII's files: years, codes as numbers, thousand dollars."""

RECORD = Shape(exporter="reporter", importer="partner", product="product", period="period", value="value")
"""Rows of exports of the record's table ``flows``, of one source and one length of codes."""


def pair_totals(rows: Table, shape: Shape) -> Table:
    """All goods by pair and period: ``exporter, importer, period, value``.

    Parameters
    ----------
    rows : ibis Table
        Rows of one source whose products do not repeat each other.
    shape : Shape
    """
    return rows.group_by(
        exporter=rows[shape.exporter], importer=rows[shape.importer], period=rows[shape.period]
    ).agg(value=rows[shape.value].sum())


def listed_against_other(rows: Table, listed: Table, senders: Sequence[Code], shape: Shape) -> Table:
    """What senders sold to everybody, listed goods against all: ``importer, period, listed, all``.

    Parameters
    ----------
    rows : ibis Table
    listed : ibis Table
        ``product``: the codes listed, each once, as `rows` has them.
    senders : sequence of int or str
        Exporters, as `rows` has them.
    shape : Shape
    """
    sent = rows.filter(rows[shape.exporter].isin(list(senders)))
    both = sent.select(
        importer=sent[shape.importer],
        period=sent[shape.period],
        product=sent[shape.product],
        value=sent[shape.value],
    )
    listed_part = both.semi_join(listed, "product").group_by("importer", "period").agg(listed=_sum("value"))
    whole = both.group_by("importer", "period").agg(all=_sum("value"))
    return whole.left_join(listed_part, ["importer", "period"]).select(
        "importer", "period", listed=_column("listed").fill_null(0.0), all=_column("all")
    )


def two_legs(rows: Table, listed: Table, senders: Sequence[Code], target: Code, shape: Shape) -> Table:
    """Both legs of every state between, by product and period: ``between, product, period, came, went``.

    Parameters
    ----------
    rows, listed, senders, shape
        As in `listed_against_other`.
    target : int or str
        The sanctioned importer, as `rows` has it.

    Returns
    -------
    ibis Table
        `came` is what the senders sold of the product to the state, `went` what it sold of it to the target;
        only products with both.
    """
    kept = rows.select(
        exporter=rows[shape.exporter],
        importer=rows[shape.importer],
        product=rows[shape.product],
        period=rows[shape.period],
        value=rows[shape.value],
    ).semi_join(listed, "product")
    from_senders = kept.exporter.isin(list(senders))
    came = (
        kept.filter(from_senders, kept.importer != target, ~kept.importer.isin(list(senders)))
        .group_by(between="importer", product="product", period="period")
        .agg(came=_sum("value"))
    )
    went = (
        kept.filter(~from_senders, kept.importer == target)
        .group_by(between="exporter", product="product", period="period")
        .agg(went=_sum("value"))
    )
    key = ["between", "product", "period"]
    return came.inner_join(went, key).select(*key, "came", "went")


def _column(name: str) -> Any:
    import ibis

    return ibis._[name]


def _sum(name: str) -> Any:
    return _column(name).sum()
