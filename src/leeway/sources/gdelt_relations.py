"""Daily and monthly scores of every pair of states, made from GDELT 2.0 by others.

A score is the sum of the weights of a pair's reports on a day, with small terms for sources, articles and
tone; a month's is the mean over its days with a report. It has no direction and no count, words and deeds
are in one number, and its level follows GDELT's volume, which fell by half. The sign of a day is what can be
used.

A pair without a row had no report. A day on which no pair has a row is a hole of the file, and notes count
them by year.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from leeway.ledger.trade import trade_areas
from leeway.record.event_tables import RELATIONS
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import iso3, reading_of, refuse_repeats
from leeway.sources.flows import leave_out
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, named_like, saved_by_hand

DECLARATION = SourceDeclaration(
    id="gdelt-relations",
    publisher="G. Zemo, from the GDELT Project",
    title="Daily and monthly graphs of relations between states, from GDELT 2.0",
    licence=(
        "GPL-3 (repository gzemo/gdelt-graph-data, daily) and CC BY-NC-SA 4.0 (repository "
        "gzemo/relations-of-power-between-countries, monthly); GDELT's terms for the rows behind them. For "
        "testing and measuring; nothing of it is shipped"
    ),
    terms="https://creativecommons.org/licenses/by-nc-sa/4.0/",
    pages=(
        "https://github.com/gzemo/gdelt-graph-data",
        "https://github.com/gzemo/relations-of-power-between-countries",
    ),
    citation=(
        "gzemo/gdelt-graph-data and gzemo/relations-of-power-between-countries (GitHub); Leetaru, Kalev, "
        "and Philip Schrodt (2013), GDELT: Global Data on Events, Location and Tone; "
        "https://www.gdeltproject.org/"
    ),
    covers=(
        "A net score of each pair by day 2018-01 to 2024-02 and by month 2018-01 to 2023-06. Not in it: "
        "Serbia, Montenegro, Bosnia and Herzegovina, Slovenia, Timor-Leste, Kosovo; Georgia is nearly "
        "absent. The matrices, as pairs, are read from gdelt_daily_country_graph_*.parquet and "
        "gdelt_monthly_country_graph_*.parquet."
    ),
)

DAILY, MONTHLY = "gdelt-daily-graph", "gdelt-monthly-graph"
"""Sources of the rows."""

_DAILY = Header(
    "daily", {"date": "period", "iso_a": "one_code", "iso_b": "other_code", "score_x100": "score"}
)
_MONTHLY = Header(
    "monthly", {"month": "period", "iso_a": "one_code", "iso_b": "other_code", "score": "score"}
)
_SOURCES = {"daily": DAILY, "monthly": MONTHLY}
_HUNDREDTHS = 100.0
_FIRST, _LAST = dt.date(2015, 2, 1), dt.date(2100, 12, 31)


def read(path: Path) -> Reading:
    """Read the scores by day or by month.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, _DAILY, _MONTHLY)
    daily = layout == _DAILY.name
    sieve = Sieve(path.name, frame)
    _periods(sieve, daily=daily)
    notes = _pairs(sieve)
    score = pl.col("score").cast(pl.Float64, strict=False)
    sieve.rows = sieve.rows.with_columns((score / (_HUNDREDTHS if daily else 1.0)).alias("_score"))
    wrong = pl.col("_score").is_null() | ~pl.col("_score").is_finite()
    sieve.refuse(wrong, "score_x100" if daily else "score", "score", "the score is no number")
    sieve.rows = sieve.rows.drop("score").rename({"_score": "score"})
    refuse_repeats(sieve, ["state", "partner", "period"], "one_code")
    made = sieve.rows.with_columns(
        pl.lit(_SOURCES[layout]).alias("source"),
        pl.lit("day" if daily else "month").alias("period_kind"),
    )
    return reading_of(
        DECLARATION,
        layout,
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"relations": made.select(name for name in RELATIONS.names if name != "load")},
        covered=_covered(sieve.rows, daily=daily),
        notes=[*notes, *_holes(sieve.rows, daily=daily)],
    )


def _periods(sieve: Sieve, *, daily: bool) -> None:
    """First days of the periods; refuse rows without one since GDELT 2.0 began."""
    text = pl.col("period")
    day = text.str.to_date("%Y-%m-%d", strict=False) if daily else _month(text)
    sieve.rows = sieve.rows.with_columns(day.alias("_period"))
    inside = pl.col("_period").is_between(_FIRST, _LAST).fill_null(value=False)
    sieve.refuse(
        ~inside, "date" if daily else "month", "period", "no period since GDELT 2.0 began, in February 2015"
    )
    sieve.rows = sieve.rows.drop("period").rename({"_period": "period"})


def _month(text: pl.Expr) -> pl.Expr:
    return (text + "01").str.to_date("%Y%m%d", strict=False)


def _pairs(sieve: Sieve) -> list[str]:
    """The two states of each row, the first by key first; notes of territories left out."""
    territories = [area.iso3 for area in trade_areas() if area.kind == "territory" and area.iso3]
    part = pl.col("one_code").is_in(territories) | pl.col("other_code").is_in(territories)
    notes = leave_out(sieve, part, "rows with a territory that is no state")
    for column, key, theirs in (("one_code", "_one", "iso_a"), ("other_code", "_other", "iso_b")):
        _states(sieve, column, key)
        unknown = pl.format("no state bears the code '{}' then", column)
        sieve.refuse(pl.col(key).is_null(), theirs, column, unknown)
    sieve.refuse(pl.col("_one") == pl.col("_other"), "iso_b", "other_code", "the two are one state")
    ahead = pl.col("_one") < pl.col("_other")
    sieve.rows = sieve.rows.with_columns(
        pl.when(ahead).then("_one").otherwise("_other").alias("state"),
        pl.when(ahead).then("_other").otherwise("_one").alias("partner"),
    ).drop("_one", "_other")
    return notes


def _states(sieve: Sieve, column: str, to: str) -> None:
    """The state behind each code, if it exists at the beginning and the end of the file."""
    periods = sieve.rows["period"]
    ends = [day for day in (periods.min(), periods.max()) if isinstance(day, dt.date)]
    codes = sieve.rows[column].unique().to_list()
    found = {code: iso3(code, ends[0]) for code in codes if len({iso3(code, day) for day in ends}) == 1}
    sieve.rows = sieve.rows.with_columns(
        pl.col(column).replace_strict(found, default=None, return_dtype=pl.String).alias(to)
    )


def _covered(rows: pl.DataFrame, *, daily: bool) -> tuple[dt.date, dt.date]:
    first, last = rows["period"].min(), rows["period"].max()
    if not isinstance(first, dt.date) or not isinstance(last, dt.date):
        return _FIRST, _FIRST
    following = last if daily else (last.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    return first, last if daily else following - dt.timedelta(days=1)


def _holes(rows: pl.DataFrame, *, daily: bool) -> list[str]:
    """Periods inside the file on which no pair has a row, by year."""
    first, last = rows["period"].min(), rows["period"].max()
    if not isinstance(first, dt.date) or not isinstance(last, dt.date):
        return []
    every = pl.date_range(first, last, "1d" if daily else "1mo", eager=True).alias("period").to_frame()
    missing = every.join(rows.select("period").unique(), on="period", how="anti")
    by_year = missing.group_by(pl.col("period").dt.year()).len().sort("period")
    told = ", ".join(f"{year} {number}" for year, number in by_year.iter_rows())
    kind = "days" if daily else "months"
    return [f"{kind} on which no pair has a row, which are holes: {told}"] if told else []


SOURCE = Source(
    declaration=DECLARATION,
    address="https://github.com",
    part_of=named_like(
        daily=r"^gdelt_daily_country_graph.*\.parquet$", monthly=r"^gdelt_monthly_country_graph.*\.parquet$"
    ),
    read=read,
    remotes=saved_by_hand(DECLARATION, name="gdelt_daily_country_graph_*.parquet"),
)
