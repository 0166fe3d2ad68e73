"""Reports of events from the GDELT Project, machine-coded from the world's news since 1979.

A file holds one batch of rows: a quarter of an hour in version 2.0, a day in 1.0, and a month or a year of
1.0's past. Each is a part of its own and never changes. Both versions tell of the same events, so that rows
of each bear a source of their own, ``gdelt-1`` or ``gdelt-2``: they are never counted together.

Only rows between two states are kept: about one in seven. Rows are reports, not events: one event is told
many times, and the record's view ``events`` makes one of them.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import cache
from pathlib import Path

import polars as pl

from leeway.errors import DataError, SourceFormatError
from leeway.ledger.events import cameo_codes
from leeway.periods import FIRST_YEAR
from leeway.record.event_tables import QUADS, REPORTS, ROOTS_GDELT
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import refuse_repeats
from leeway.sources.gdelt_codes import AHEAD_DAYS, FIRST_DAILY, OLDEST_DAYS, TERRITORIES, bearers, state_of
from leeway.sources.gdelt_files import part_of, remotes
from leeway.sources.gdelt_rows import AT_HOME, VINTAGES, EventRows, read_rows
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source
from leeway.sources.unpack import sha256_of

DECLARATION = SourceDeclaration(
    id="gdelt",
    publisher="The GDELT Project",
    title="GDELT Event Database, versions 1.0 and 2.0",
    licence="Free for any use; redistribution allowed with a citation and a link",
    terms="https://www.gdeltproject.org/about.html#termsofuse",
    pages=("https://www.gdeltproject.org/data.html",),
    citation=(
        "Leetaru, Kalev, and Philip A. Schrodt (2013), GDELT: Global Data on Events, Location and Tone, "
        "1979-2012, ISA Annual Convention; https://www.gdeltproject.org"
    ),
    covers=(
        "Reports of events between states, coded by machine from news: 1.0 by event since 1979, 2.0 by batch "
        "since February 2015. Their number follows that of the news. It has no codes for Kosovo and South "
        "Sudan."
    ),
)

_OLD = "happened {} days before it was added: the day is not to be trusted"
_STAMP = re.compile(r"^(?:v1-)?(\d{4})(\d\d)?(\d\d)?(?:\d{6})?$")


def read(path: Path) -> Reading:
    """Read one file of events.

    A file without a row between two states is a reading without rows.

    Raises
    ------
    DataError
        If the file is missing, empty, damaged, cut, or most of its rows between two countries are refused.
    SourceFormatError
        If it is no file of GDELT's events, or of another version than its name says.
    """
    part = str(part_of(path.name))
    found = read_rows(path)
    _check_vintage(part, found, path)
    sieve = Sieve(path.name, found.crossing)
    sieve.refused.append(found.ragged.select(pl.lit(path.name).alias("file"), pl.all()))
    _refuse_wrong(sieve)
    _name_states(sieve, found)
    refuse_repeats(sieve, ["GLOBALEVENTID"], "GLOBALEVENTID")
    rejects = sieve.rejects()
    _check_use(sieve, found, path)
    return Reading(
        source=DECLARATION,
        part=part,
        file=path.name,
        sha256=sha256_of(path),
        bytes=path.stat().st_size,
        layout=found.vintage.layout,
        rows_read=found.read,
        rows_kept=sieve.rows.height,
        tables={REPORTS.name: _reports(sieve.rows, found.vintage.number)},
        rejects=rejects,
        covered=_covered(part, sieve.rows),
        notes=_notes(found),
    )


def _check_vintage(part: str, found: EventRows, path: Path) -> None:
    said = 1 if part.startswith("v1-") else 2
    if found.vintage.number != said:
        fields = " or ".join(map(str, found.vintage.widths))
        raise SourceFormatError(
            f"The file is named as one of GDELT {said}.0 and its rows have {fields} fields, those of "
            f"{found.vintage.number}.0.",
            where=str(path),
            hint="20180326044500.export.CSV.zip is 2.0; 20180326.export.CSV.zip and 201302.zip are 1.0.",
        )


def _check_use(sieve: Sieve, found: EventRows, path: Path) -> None:
    """Stop if rows between two countries were refused for the most part: the file is then another one."""
    refused = found.crossing.height - sieve.rows.height
    if refused > _FEW and refused > found.crossing.height / 2:
        row, column, value, reason = (
            sieve.rejects()
            .filter(pl.col("column") != "row")
            .select("file_row", "column", "value", "reason")
            .row(0)
        )
        raise DataError(
            f"Of {found.crossing.height:,} rows between two countries {refused:,} cannot be used; the first "
            f"is row {row}, {column} '{value or ''}': {reason}.",
            where=str(path),
        )


_FEW = 50
"""Rows that may be refused whatever their share: a batch by night has few."""


def _refuse_wrong(sieve: Sieve) -> None:
    """Turn texts into days and numbers, and refuse rows that cannot be what they say."""
    sieve.rows = sieve.rows.with_columns(
        _day("sqldate").alias("day"),
        _day("dateadded").alias("added"),
        pl.col("code").replace_strict(_roots(), default=None).alias("root"),
        pl.col("mentions").replace("", None).cast(pl.Int32, strict=False).alias("count"),
    ).with_columns((pl.col("added") - pl.col("day")).dt.total_days().alias("lag"))
    lag = pl.col("lag")
    old = (pl.col("added") >= FIRST_DAILY) & (lag > OLDEST_DAYS)
    code, root = pl.col("code"), pl.col("root")
    zero_lost = pl.concat_str(pl.lit("0"), code).is_in(list(cameo_codes()))
    quad = root.replace_strict(_quads(), default=None)
    unread = pl.col("count").is_null() & (pl.col("mentions") != "")
    checks = (
        (
            ~pl.col("GLOBALEVENTID").str.contains(r"^\d+$"),
            "GLOBALEVENTID",
            "GLOBALEVENTID",
            "no number of an event",
        ),
        (pl.col("day").is_null(), "SQLDATE", "sqldate", "no day"),
        (pl.col("day").dt.year() < FIRST_YEAR, "SQLDATE", "sqldate", f"a day before {FIRST_YEAR}"),
        (pl.col("added").is_null(), "DATEADDED", "dateadded", "no time at which the row was added"),
        (old, "SQLDATE", "sqldate", pl.format(_OLD, lag.cast(pl.String))),
        (lag < -AHEAD_DAYS, "SQLDATE", "sqldate", "happened after it was added"),
        (root.is_null() & zero_lost, "EventCode", "code", "the leading zero of the code was lost"),
        (root.is_null(), "EventCode", "code", "no code of CAMEO"),
        (
            pl.col("stated_root").str.contains(r"^\d$"),
            "EventRootCode",
            "stated_root",
            "the leading zero of the root was lost",
        ),
        (pl.col("stated_root") != root, "EventRootCode", "stated_root", "not the root of the code"),
        (pl.col("quad") != quad, "QuadClass", "quad", "not the class of the code"),
        (unread | (pl.col("count") < 0), "NumMentions", "mentions", "no whole number of mentions"),
    )
    first = pl.coalesce(pl.when(when).then(place) for place, (when, *_) in enumerate(checks))
    sieve.rows = sieve.rows.with_columns(first.alias("_wrong"))
    for place in sorted(sieve.rows["_wrong"].drop_nulls().unique()):
        _, column, value, reason = checks[place]
        sieve.refuse(pl.col("_wrong").eq_missing(place), column, value, reason)


def _day(column: str) -> pl.Expr:
    """The day of a date, or of a time to the second, written in digits alone."""
    written = pl.col(column)
    digits = written.str.contains(r"^\d{8}(?:\d{6})?$")
    return pl.when(digits).then(written.str.slice(0, 8)).str.to_date("%Y%m%d", strict=False)


@cache
def _roots() -> dict[str, str]:
    return {code: one.root for code, one in cameo_codes().items()}


@cache
def _quads() -> dict[str, str]:
    """Number of a root's class, as GDELT writes it."""
    return {root: str(QUADS.index(named)) for root, named in ROOTS_GDELT.items()}


def _name_states(sieve: Sieve, found: EventRows) -> None:
    """Find the states; refuse rows of others, and leave out those of one state under two codes."""
    for side, to, column in (
        ("actor_code", "actor", "Actor1CountryCode"),
        ("target_code", "target", "Actor2CountryCode"),
    ):
        pairs = sieve.rows.select(side, "day").unique()
        keys = [_state_of(code, day) for code, day in pairs.iter_rows()]
        named = pairs.with_columns(pl.Series(to, keys, pl.String()))
        sieve.rows = sieve.rows.join(named, on=[side, "day"], how="left", maintain_order="left")
        sieve.refuse(pl.col(to).is_null(), column, side, _unnamed(side))
    same = pl.col("actor") == pl.col("target")
    if folded := sieve.rows.filter(same).height:
        sieve.rows = sieve.rows.filter(~same)
        found.left_out[AT_HOME] = found.left_out.get(AT_HOME, 0) + folded


@cache
def _state_of(code: str, day: dt.date) -> str | None:
    return state_of(code, day)


def _unnamed(side: str) -> pl.Expr:
    """Why nobody is known under a code on a day."""
    code = pl.col(side)
    territory = pl.format("'{}' is a territory, and no state here", code)
    unborn = pl.format("the state known under '{}' did not exist on the day", code)
    unknown = pl.format("no state is known under '{}'", code)
    return (
        pl.when(code.is_in(TERRITORIES))
        .then(territory)
        .when(code.is_in(_borne()))
        .then(unborn)
        .otherwise(unknown)
    )


@cache
def _borne() -> list[str]:
    return sorted({one.code for one in bearers()})


def _reports(rows: pl.DataFrame, vintage: int) -> pl.DataFrame:
    """Rows of the table ``reports``."""
    mirrors = {code: one.mirror for code, one in cameo_codes().items() if one.mirror}
    states = pl.Enum(sorted({one.state for one in bearers()}))
    codes = pl.Enum(sorted(cameo_codes()))
    told = rows.rename({"GLOBALEVENTID": "report"}).with_columns(
        pl.lit(f"gdelt-{vintage}", pl.Enum([f"gdelt-{one.number}" for one in VINTAGES])).alias("source"),
        pl.col("actor", "target").cast(states),
        pl.col("code", "root").cast(codes),
        pl.col("code").replace_strict(mirrors, default=None, return_dtype=codes).alias("mirror"),
        pl.col("count").alias("mentions"),
        pl.col("text").replace("", None),
    )
    return told.select(name for name in REPORTS.names if name != "load")


def _covered(part: str, rows: pl.DataFrame) -> tuple[dt.date, dt.date]:
    """The days that a file is about: those of its stamp, otherwise those on which its rows were added."""
    if stamp := _STAMP.match(part):
        year, month, day = (int(one) if one else None for one in stamp.groups())
        last_month = month or 12
        last_day = day or calendar.monthrange(year or 1, last_month)[1]
        return dt.date(year or 1, month or 1, day or 1), dt.date(year or 1, last_month, last_day)
    first, last = rows["added"].min(), rows["added"].max()
    if isinstance(first, dt.date) and isinstance(last, dt.date):
        return first, last
    return (FIRST_DAILY, FIRST_DAILY)


def _notes(found: EventRows) -> tuple[str, ...]:
    notes = [f"{rule}: {count:,}, not kept" for rule, count in found.left_out.items()]
    if found.replaced:
        notes.append(f"addresses with letters that are no UTF-8: {found.replaced:,}, such letters replaced")
    return tuple(notes)


SOURCE = Source(
    declaration=DECLARATION,
    address="http://data.gdeltproject.org",
    part_of=part_of,
    read=read,
    remotes=remotes,
    connections=4,
)
