"""Steps that readers of national books of trade share: names in their language, and rows of one reporter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from leeway.ledger.trade import partner_names
from leeway.record.flow_tables import TOTAL
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import Known, reading_of, refuse_repeats
from leeway.sources.eurostat_names import by_label
from leeway.sources.flows import (
    area_kinds,
    covered_by,
    flow_rows,
    leave_out,
    name_traders,
    refuse_values,
    sum_unspecified,
)
from leeway.sources.sieve import Sieve
from leeway.states import state

THOUSAND = 1000.0
MILLION = 1_000_000.0
"""What one unit of a table is in dollars."""

EMPTY = ("", "-", "–", "…", "...")
"""What stands in a cell that holds no value."""

_LOOKALIKES = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
_KEY = ["partner", "flow", "period", "period_kind", "counted_by"]


def in_russian(name: str, day: dt.date) -> str | None:
    """The state or trade area that a Russian name means, if it exists on the day.

    Latin letters that look Cyrillic, which some books hold, are read as what they look like.

    Examples
    --------
    >>> in_russian("Республика Корея", dt.date(2020, 7, 1)), in_russian("Китaй", dt.date(2020, 7, 1))
    ('KOR', 'CHN')
    """
    plain = " ".join(name.split())
    if any("а" <= letter <= "я" for letter in plain.lower()):
        plain = plain.translate(_LOOKALIKES)
    key = partner_names("ru").get(plain.casefold())
    if key is None or key in area_kinds():
        return key
    return key if state(key).spell_on(day) is not None else None


def in_english(name: str, day: dt.date) -> str | None:
    """The state or trade area that an English name means, if it exists on the day."""
    return by_label(name, day)


def read_national(
    declaration: SourceDeclaration,
    part: str,
    path: Path,
    rows: pl.DataFrame,
    *,
    reporter: str,
    known: Known,
    times: float,
    layout: str,
    cell: bool = False,
    notes: Sequence[str] = (),
    named: str | None = None,
) -> Reading:
    """A reading of one state's own book of trade.

    Parameters
    ----------
    rows : polars.DataFrame
        ``file_row, partner_name, flow, period, months, period_kind, counted_by, value`` (text), and ``cell``
        where one row of the file holds several values. Rows without a period, or of no month at all, are
        refused.
    reporter : str
        Key of the state.
    known : callable
        From a partner's name and a day to its key.
    times : float
        What one unit of the value is in dollars.
    layout : str
    notes : sequence of str
    named : str, optional
        Source of the rows, where a publisher has several tables that are no one series.
    """
    sieve = Sieve(path.name, rows, cell="cell" if cell else None)
    told = list(notes)
    told += leave_out(sieve, pl.col("value").str.strip_chars().is_in(EMPTY), "empty cells")
    sieve.rows = sieve.rows.with_columns(
        pl.col("period").dt.year().cast(pl.Int64).alias("year"), pl.lit(reporter).alias("reporter")
    )
    sieve.refuse(
        pl.col("period").is_null(), "partner_name", "partner_name", "the period is no month and no year"
    )
    sieve.refuse(
        pl.col("months") == 0,
        "partner_name",
        "partner_name",
        "none of the year's months is told, so that nobody knows how much of it is",
    )
    name_traders(sieve, None, "partner_name", known)
    refuse_values(sieve, times=times)
    other = pl.col("partner") == "OTHERBLOC"
    told += leave_out(sieve, other, "rows of groups of states without a key of their own")
    told += sum_unspecified(sieve, _KEY)
    refuse_repeats(sieve, _KEY, "partner_name")
    flows = flow_rows(
        sieve.rows,
        named or declaration.id,
        product=TOTAL,
        currency="USD",
        valuation=pl.when(pl.col("flow") == "export").then(pl.lit("FOB")).otherwise(pl.lit("CIF")),
    )
    return reading_of(
        declaration,
        part,
        path,
        layout=layout,
        read=rows.height,
        sieve=sieve,
        tables={"flows": flows},
        covered=covered_by(flows),
        notes=told,
    )


def yearly(cells: Sequence[tuple[int, str, str, int, str]], *, counted_by: str | None = None) -> pl.DataFrame:
    """Rows of whole years from cells ``(file_row, partner_name, flow, year, value)``."""
    frame = pl.DataFrame(
        cells,
        schema={
            "file_row": pl.Int32,
            "partner_name": pl.String,
            "flow": pl.String,
            "year": pl.Int32,
            "value": pl.String,
        },
        orient="row",
    )
    return frame.select(
        "file_row",
        "partner_name",
        "flow",
        "value",
        pl.date(pl.col("year"), 1, 1).alias("period"),
        pl.lit(12).alias("months"),
        pl.lit("year").alias("period_kind"),
        pl.lit(counted_by, pl.String).alias("counted_by"),
        pl.format("{} {}", pl.col("flow"), pl.col("year")).alias("cell"),
    )
