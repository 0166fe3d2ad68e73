"""Steps that readers of events share: days, rows that are no dyad, and whole rows of ``reports``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from leeway.ledger.events import cameo_codes
from leeway.periods import FIRST_YEAR
from leeway.record.event_tables import REPORTS
from leeway.sources.event_names import SideOf, find_sides, refuse_unknown
from leeway.sources.flows import leave_out
from leeway.sources.sieve import Sieve

_KINDS = {"DATE": pl.Date(), "INTEGER": pl.Int32()}
_LAST = dt.date(2100, 12, 31)


def find_days(sieve: Sieve, column: str, theirs: str, written: Sequence[str]) -> list[str]:
    """Find the ``day`` of each row; refuse rows without one since 1946.

    Parameters
    ----------
    sieve : Sieve
    column, theirs : str
        Column with the day as text, and the publisher's name of it.
    written : sequence of str
        Ways in which days are written; the first is the usual one.

    Returns
    -------
    list of str
        A note that counts days written otherwise.
    """
    text = pl.col(column).str.strip_chars()
    ways = [text.str.to_date(way, strict=False, exact=True) for way in written]
    sieve.rows = sieve.rows.with_columns(pl.coalesce(ways).alias("day"), ways[0].is_null().alias("_other"))
    inside = pl.col("day").is_between(dt.date(FIRST_YEAR, 1, 1), _LAST)
    sieve.refuse(~inside.fill_null(value=False), theirs, column, f"no day from {FIRST_YEAR} on")
    other = int(sieve.rows["_other"].sum())
    sieve.rows = sieve.rows.drop("_other")
    return [f"days written as month/day/year: {other:,}"] if other else []


def leave_out_no_dyads(sieve: Sieve, source: str, target: str) -> list[str]:
    """Leave out rows that name no two countries; notes that count them."""
    empty = (pl.col(source) == "") | (pl.col(target) == "")
    notes = leave_out(sieve, empty, "rows without a country on one side or both")
    return notes + leave_out(sieve, pl.col(source) == pl.col(target), "rows within one country")


def name_dyads(sieve: Sieve, sides: Sequence[tuple[str, str, str]], known: SideOf) -> list[str]:
    """Find the two states of each row on its day; refuse countries that nobody knows.

    Parameters
    ----------
    sieve : Sieve
        With a column ``day``.
    sides : sequence of (str, str, str)
        Column with names, ``actor`` or ``target``, and the publisher's name of the column.
    known : callable
        Such as `leeway.sources.event_names.country`.

    Returns
    -------
    list of str
        Notes that count the rows left out.
    """
    find_sides(sieve, [one[:2] for one in sides], known)
    refuse_unknown(sieve, sides)
    nobody = pl.col("actor").is_null() | pl.col("target").is_null()
    notes = leave_out(sieve, nobody, "rows with a region or a part of a state")
    return notes + leave_out(sieve, pl.col("actor") == pl.col("target"), "rows of one state under two names")


def mirrors(column: str = "code") -> pl.Expr:
    """The code that the event of a CAMEO code bears when told of the other side; absent if it has none."""
    known = {one.code: one.mirror for one in cameo_codes().values() if one.mirror}
    return pl.col(column).replace_strict(known, default=None, return_dtype=pl.String)


def report_rows(rows: pl.DataFrame, source: str, **values: pl.Expr) -> pl.DataFrame:
    """Rows of the table ``reports``.

    Parameters
    ----------
    rows : polars.DataFrame
        ``report``, ``day``, ``actor``, ``target``, ``code`` and ``file_row``.
    source : str
        Id of the source.
    **values
        Further columns; by default the root and the mirror are those of the CAMEO code.

    Returns
    -------
    polars.DataFrame
        All columns of the table but ``load``.
    """
    given: dict[str, pl.Expr] = {
        "source": pl.lit(source),
        "root": pl.col("code").str.slice(0, 2),
        "mirror": mirrors(),
    } | values
    frame = rows.with_columns(value.alias(name) for name, value in given.items())
    return frame.select(
        (pl.col(column.name) if column.name in frame.columns else pl.lit(None))
        .cast(_KINDS.get(column.type, pl.String()))
        .alias(column.name)
        for column in REPORTS.columns
        if column.name != "load"
    )


def days_covered(reports: pl.DataFrame) -> tuple[dt.date, dt.date]:
    """First and last day of some reports; of the record's first year without any."""
    first, last = reports["day"].min(), reports["day"].max()
    if isinstance(first, dt.date) and isinstance(last, dt.date):
        return first, last
    return dt.date(FIRST_YEAR, 1, 1), dt.date(FIRST_YEAR, 12, 31)
