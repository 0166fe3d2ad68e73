"""Make the estimates of the back-door from the record: sums by sender, partner and month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from leeway.errors import DataError, MissingSourceError
from leeway.ledger import memberships
from leeway.measures.backdoor import books
from leeway.measures.backdoor.assessment import Books
from leeway.measures.backdoor.files import BackdoorTables
from leeway.measures.backdoor.inflow import event_of
from leeway.measures.backdoor.listed import PRIORITY, RESTRICTED, codes_of, in_editions
from leeway.measures.backdoor.second_leg import both_books, second_leg, steps
from leeway.measures.backends.opening import Engine, engine_named
from leeway.measures.files import origin, write_tables

if TYPE_CHECKING:
    from leeway.record.store import Record

TARGETS = ("RUS",)
SENDERS = ("EU",)
ALSO_SANCTIONED = {"RUS": ("BLR",)}
"""States under export restrictions of the same senders that go along with those on the first one."""

_NO_PAST = 12
_MONTHS = 10
_DIGITS = 4


@dataclass(frozen=True)
class Question:
    """What is asked of the books.

    Attributes
    ----------
    target : str
    goods : str
        Name of the list.
    senders : tuple of str
        As asked for.
    keys : tuple of str
        Keys of the states they are.
    blocs : tuple of str
        Keys under which publishers count them as one.
    """

    target: str
    goods: str
    senders: tuple[str, ...]
    keys: tuple[str, ...]
    blocs: tuple[str, ...]


def estimate_backdoor(
    record: Record,
    folder: Path,
    *,
    built: dt.date | None = None,
    engine: str | None = None,
) -> dict[str, Any]:
    """Estimate the line `backdoor` from a record and write it.

    Parameters
    ----------
    record : Record
    folder : Path
        Receives the tables and their manifest; what was there is replaced when all is done.
    built : date, optional
        Day to write into the manifest; by default the last month covered.
    engine : str, optional
        Where the tables ``flows`` and ``listings`` lie, if not in the record.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    DataError
        If the record lacks a source that the line needs, or the folder cannot be written.
    """
    write_tables(make_tables(record, built=built, engine=engine), folder)
    return BackdoorTables.open(folder).manifest


def make_tables(
    record: Record,
    *,
    targets: Sequence[str] = TARGETS,
    goods: str = RESTRICTED,
    senders: Sequence[str] = SENDERS,
    built: dt.date | None = None,
    engine: str | None = None,
) -> BackdoorTables:
    """Make the tables in memory.

    Parameters
    ----------
    record : Record
    targets, goods, senders
        The sanctioned states, the list of goods, and who restricts them.
    built, engine
        As in `estimate_backdoor`.
    """
    from leeway.measures.backdoor import MEASURE

    manifest = origin(record, "backdoor", MEASURE.sources, needed={"eu-listings"} if "EU" in senders else ())
    listings, concordances = record.table("listings"), record.table("concordances")
    frames: dict[str, list[pl.DataFrame]] = {}
    told: dict[str, dict[str, Any]] = {}
    with engine_named(engine, record=record) as opened:
        for target in targets:
            question = _question(target, goods, tuple(senders))
            codes = codes_of(listings, target=target, senders=senders, goods=goods)
            made, told[target] = _of_target(opened, question, codes, listings, concordances)
            for name, frame in made.items():
                frames.setdefault(name, []).append(frame.with_columns(pl.lit(target).alias("target")))
    tables = {name: pl.concat(parts) for name, parts in frames.items()}
    months = tables["cells"]["month"]
    first, last = months.min(), months.max()
    if not isinstance(first, dt.date) or not isinstance(last, dt.date):
        raise DataError(
            f"The record holds no monthly exports of {', '.join(senders)} by product.",
            where=str(record.path),
            hint="leeway refresh comext, or comtrade with monthly data",
        )
    end = _end_of(last)
    manifest |= {
        "built": str(built or end),
        "covered": [str(first), str(end)],
        "targets": told,
        "margin": 0.0,
    }
    made_tables = BackdoorTables(Path(), manifest, tables)
    made_tables.manifest["margin"] = margin_of(made_tables, targets)
    return made_tables


def _question(target: str, goods: str, senders: tuple[str, ...]) -> Question:
    keys = [key for sender in senders for key in (members("EU") if sender == "EU" else (sender,))]
    blocs = ("EU27", "EU") if senders == ("EU",) else ()
    return Question(target, goods, senders, tuple(dict.fromkeys(keys)), blocs)


def members(organisation: str) -> tuple[str, ...]:
    """Keys of the members that never left, as the ledger has them.

    Examples
    --------
    >>> len(members("EU"))
    27
    """
    return tuple(
        sorted(
            one.state
            for one in memberships()
            if one.organisation == organisation and one.role == "member" and one.until is None
        )
    )


def _of_target(
    engine: Engine,
    question: Question,
    codes: pl.DataFrame,
    listings: pl.DataFrame,
    concordances: pl.DataFrame,
) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
    """Tables on one sanctioned state, and what the manifest says of it."""
    event = event_of(codes) or event_of(listings.filter(pl.col("target") == question.target))
    if event is None:
        raise DataError(
            f"No code of the list {question.goods} has the day on which it was listed.",
            hint="leeway refresh eu-listings --from DIR, or give listed_on in your own list",
        )
    event = event.replace(day=1)
    dated = codes.drop_nulls("listed_on").group_by("listed_on").len().sort("listed_on")
    flows = engine.table("flows")
    sold = books.sent(flows, question.keys)
    source, digits, currency = _finest(engine.run(books.told_by_source(sold)), event)
    told_in = engine.run(books.editions(sold, source, digits))["revision"].to_list()
    codes = in_editions(codes, told_in, concordances, refuse=question.goods != RESTRICTED)
    first = engine.run(books.first_sold(sold, source, digits))
    listed = goods_sold(first, codes, event)
    cohorts = engine.run(
        books.by_cohort(
            sold, engine.frame("goods", listed.select("product", "kind", "listed_on")), source, digits
        )
    )
    whole = engine.run(books.of_all_goods(sold, source, 0))
    if whole.is_empty():
        whole = engine.run(books.of_all_goods(sold, source, digits))
    cells = _cells(cohorts, whole)
    priority = set(
        listings.filter(pl.col("list") == PRIORITY, pl.col("target") == question.target)["product"]
    )
    out = second_leg(engine, question.target, question.keys, codes, priority, event)
    inside = _inside(engine, sold, source, digits, currency, listed, out)
    made = {
        "cells": cells.with_columns(_coarse("value")),
        "goods_in": inside.with_columns(_coarse("dollars")),
        "goods_out": out.with_columns(_coarse("dollars")),
        "books": both_books(
            engine,
            question.keys,
            question.blocs,
            cells["state"].unique().to_list(),
            currency=currency,
            event=event,
        ),
        "partners": _partners(engine, question),
        "steps": steps(engine, question.target, question.keys, out, codes),
    }
    told = {
        "event": str(event),
        "listed": {str(day): number for day, number in dated.iter_rows()},
        "senders": list(question.senders),
        "silent_senders": _silent(question, cells),
        "goods": question.goods,
        "codes": codes["product"].str.slice(0, 6).n_unique(),
        "codes_seen": listed["code"].str.slice(0, 6).n_unique(),
        "source": source,
        "digits": digits,
        "currency": currency,
        "also_sanctioned": list(ALSO_SANCTIONED.get(question.target, ())),
    }
    return made, told


def _silent(question: Question, cells: pl.DataFrame) -> list[str]:
    """Senders asked for of whom no book is there."""
    told = set(cells["sender"].unique())
    keys = {sender: set(members("EU")) if sender == "EU" else {sender} for sender in question.senders}
    return [sender for sender, states in keys.items() if not states & told]


def _finest(told: pl.DataFrame, event: dt.date) -> tuple[str, int, str]:
    """The source that tells products by month around the event, most finely and for longest."""
    around = told.filter(pl.col("digits") > 0, pl.col("first") < event, pl.col("last") > event)
    if around.is_empty():
        raise MissingSourceError(
            f"No source in the record tells the senders' exports by product and month around {event:%Y-%m}.",
            hint="leeway refresh comext, or comtrade with monthly data",
        )
    ordered = around.with_columns((pl.col("last") - pl.col("first")).alias("long")).sort(
        "digits", "long", "source", descending=[True, True, False]
    )
    row = ordered.row(0, named=True)
    return row["source"], int(row["digits"]), row["currency"]


def goods_sold(first: pl.DataFrame, codes: pl.DataFrame, event: dt.date) -> pl.DataFrame:
    """The listed among the codes that were sold, each with the code of the list it falls under.

    Parameters
    ----------
    first : polars.DataFrame
        ``product, first``: codes that were sold, and the first month.
    codes : polars.DataFrame
        See `leeway.measures.backdoor.listed.codes_of`.
    event : date

    Returns
    -------
    polars.DataFrame
        ``product, kind, listed_on, code``: `kind` is *new* where the code was first sold less than a year
        before the event or after it, else *listed*; `listed_on` the first day of the month.
    """
    found = [
        first.with_columns(pl.col("product").str.slice(0, digits).alias("code")).join(
            codes.filter(pl.col("digits") == digits).select(
                pl.col("product").alias("code"), "listed_on", "digits"
            ),
            on="code",
        )
        for digits in sorted(codes["digits"].unique())
    ]
    latest = pl.lit(event).dt.offset_by(f"-{_NO_PAST}mo")
    return (
        pl.concat(found)
        .sort("product", "digits", descending=[False, True])
        .group_by("product", maintain_order=True)
        .agg(pl.col("code").first(), pl.col("listed_on").drop_nulls().first(), pl.col("first").first())
        .with_columns(
            pl.when(pl.col("first") > latest).then(pl.lit("new")).otherwise(pl.lit("listed")).alias("kind"),
            pl.col("listed_on").dt.truncate("1mo"),
        )
        .select("product", "kind", "listed_on", "code")
    )


def _cells(cohorts: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """Listed goods by cohort, and all that was never listed."""
    key = ["sender", "state", "month"]
    ever = cohorts.group_by(key).agg(pl.col("value").sum().alias("listed"))
    other = whole.join(ever, on=key, how="left").select(
        *key,
        pl.lit("other").alias("kind"),
        pl.lit(None, pl.Date).alias("listed_on"),
        (pl.col("value") - pl.col("listed").fill_null(0.0)).clip(0.0).alias("value"),
    )
    both = pl.concat([cohorts.select(other.columns).cast(other.schema), other])
    return both.sort("state", "sender", "month", "kind", "listed_on")


def _inside(
    engine: Engine,
    sold: books.Table,
    source: str,
    digits: int,
    currency: str,
    listed: pl.DataFrame,
    out: pl.DataFrame,
) -> pl.DataFrame:
    """What the senders sold of the goods whose way on is told: ``state, goods, month, dollars``."""
    from leeway.measures.currency import in_dollars

    units = [
        listed.filter(pl.col("product").str.starts_with(unit)).select("product", pl.lit(unit).alias("unit"))
        for unit in out["goods"].unique().to_list()
        if unit.isdigit()
    ]
    if not units:
        return pl.DataFrame(
            schema={"state": pl.String, "goods": pl.String, "month": pl.Date, "dollars": pl.Float64}
        )
    states = out["state"].unique().to_list()
    rows = engine.run(books.by_unit(sold, engine.frame("units", pl.concat(units)), source, digits, states))
    told = in_dollars(rows.with_columns(pl.lit(currency).alias("currency")), pl.col("month").dt.year())
    return told.select("state", pl.col("unit").alias("goods"), "month", "dollars").sort(
        "state", "goods", "month"
    )


def _partners(engine: Engine, question: Question) -> pl.DataFrame:
    """All that the senders sold to each partner in whole years, by the book of one source."""
    from leeway.measures.backdoor.second_leg import whole_years

    reporters = question.blocs or question.keys
    rows = whole_years(engine.run(books.totals_by_year(engine.table("flows"), reporters, None)))
    rows = rows.filter(pl.col("flow") == "export", ~pl.col("partner").is_in(["WLD", "NES"]))
    if rows.is_empty():
        return pl.DataFrame(schema={"state": pl.String, "year": pl.Int32, "value": pl.Float64})
    best = (
        rows.group_by("source", "reporter")
        .len()
        .sort("len", "source", "reporter", descending=[True, False, False])
    )
    source, reporter = best.row(0)[:2]
    kept = rows.filter(pl.col("source") == source)
    if question.blocs:
        kept = kept.filter(pl.col("reporter") == reporter)
    return (
        kept.group_by(pl.col("partner").alias("state"), "year")
        .agg(pl.col("value").sum())
        .with_columns(_coarse("value"))
        .sort("state", "year")
    )


def _coarse(column: str) -> pl.Expr:
    """A value with four significant digits: enough for any estimate, and no publisher's row."""
    value = pl.col(column)
    return value.round_sig_figs(_DIGITS)


def margin_of(tables: BackdoorTables, targets: Sequence[str]) -> float:
    """Half-width of *still*: how far windows stray where nothing happened, in the middle of all states.

    Nothing where no state's way in can be followed month by month: then nothing is told of any.
    """
    found = []
    for target in targets:
        told = Books(tables, target)
        for state in told.states:
            leg1 = told.leg1(state)
            if leg1 is not None and state != target:
                found.append(float(np.sqrt((leg1.test.placebos**2).mean())))
    return round(float(np.median(found)), _DIGITS) if found else 0.0


def _end_of(month: dt.date) -> dt.date:
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
