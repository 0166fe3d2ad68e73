"""Steps that readers of coded tables share: numbers, states under their codes, years folded into spells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl

from leeway.errors import DataError
from leeway.periods import FIRST_YEAR
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.sieve import Sieve
from leeway.sources.unpack import sha256_of
from leeway.states import by_cow, by_iso3, look_up, state

Known = Callable[[str, dt.date], str | None]
"""From a code or name and a day to the key of the state; None where nobody bears it on that day."""


def cow(code: str, day: dt.date) -> str | None:
    """The state with a Correlates of War number on a day."""
    return by_cow(int(code), day)


def named(name: str, day: dt.date) -> str | None:
    """The state that bears a name, if it exists on the day."""
    return _existing(look_up(name, day, near=False).state, day)


def iso3(code: str, day: dt.date) -> str | None:
    """The state that bears an ISO 3166-1 alpha-3 code today, or bore it last, if it exists on the day.

    For publishers that write one code throughout: ``RUS`` in 1960 is the Soviet Union, continued by Russia.
    """
    return _existing(by_iso3(code), day)


def _existing(key: str | None, day: dt.date) -> str | None:
    return key if key is not None and state(key).spell_on(day) is not None else None


def since_1946(sieve: Sieve, year: str = "year") -> list[str]:
    """Leave out rows of years before the record begins; a note that counts them."""
    early = sieve.rows.filter(pl.col(year) < FIRST_YEAR).height
    sieve.rows = sieve.rows.filter(pl.col(year) >= FIRST_YEAR)
    return [f"{early:,} rows of years before {FIRST_YEAR} are not kept"] if early else []


def years_of(rows: pl.DataFrame, year: str = "year") -> tuple[int, int]:
    """First and last year of some rows; the first year of the record where there are none."""
    first, last = rows[year].min(), rows[year].max()
    return (int(first), int(last)) if isinstance(first, int) and isinstance(last, int) else (FIRST_YEAR,) * 2


def whole_numbers(sieve: Sieve, *columns: str, low: int, high: int) -> None:
    """Turn columns into whole numbers; refuse rows whose value is none, or outside `low` to `high`.

    ``1999.0`` counts as whole: some publishers' programs write numbers so.
    """
    for column in columns:
        number = pl.col(column).str.strip_chars().str.replace(r"\.0+$", "").cast(pl.Int64, strict=False)
        sieve.rows = sieve.rows.with_columns(number.alias("_number"))
        outside = pl.col("_number").is_null() | ~pl.col("_number").is_between(low, high)
        sieve.refuse(outside, column, column, f"no whole number from {low} to {high}")
        sieve.rows = sieve.rows.drop(column).rename({"_number": column})


def numbers(sieve: Sieve, *columns: str, low: float, high: float) -> None:
    """Turn columns into numbers: an empty cell is null, anything else outside `low` to `high` refused."""
    for column in columns:
        text = pl.col(column).str.strip_chars()
        sieve.rows = sieve.rows.with_columns(text.cast(pl.Float64, strict=False).alias("_number"))
        said = (text != "") & ~text.str.to_lowercase().is_in(["na", "nan"])
        wrong = pl.col("_number").is_null() | ~pl.col("_number").is_between(low, high)
        sieve.refuse(said & wrong, column, column, f"no number from {low:g} to {high:g}")
        sieve.rows = sieve.rows.drop(column).rename({"_number": column})
        sieve.rows = sieve.rows.with_columns(pl.col(column).fill_nan(None))


def name_states(
    sieve: Sieve, column: str, to: str, known: Known, *, year: str = "year", of: str = "state"
) -> None:
    """Find the state behind each code or name in each year; refuse rows of those nobody bears then.

    Parameters
    ----------
    sieve : Sieve
    column : str
        With the code or name.
    to : str
        New column for the key.
    known : callable
        Asked with the middle of the year, then with its last and its first day: a state that began or
        ended within the year is found as well.
    year : str
        Whole-number column.
    of : str
        What the code stands for, in the reason.
    """
    pairs = sieve.rows.select(pl.col(column), pl.col(year)).unique()
    rows = [(code, when, _in_year(str(code), int(when), known)) for code, when in pairs.iter_rows()]
    found = pl.DataFrame(rows, schema=[*pairs.schema.items(), (to, pl.String())], orient="row")
    sieve.rows = sieve.rows.join(found, on=[column, year], how="left", maintain_order="left")
    ever = {code for code, _, key in rows if key is not None}
    unknown = pl.format(f"no {of} is known under '{{}}'", pl.col(column).cast(pl.String))
    too_soon = pl.format(
        f"the {of} known under '{{}}' did not exist in {{}}",
        pl.col(column).cast(pl.String),
        pl.col(year).cast(pl.String),
    )
    reason = pl.when(pl.col(column).is_in(list(ever))).then(too_soon).otherwise(unknown)
    sieve.refuse(pl.col(to).is_null(), column, column, reason)


def _in_year(code: str, year: int, known: Known) -> str | None:
    days = (dt.date(year, 7, 1), dt.date(year, 12, 31), dt.date(year, 1, 1))
    return next((key for day in days if (key := known(code, day)) is not None), None)


def refuse_repeats(sieve: Sieve, key: Sequence[str], column: str) -> None:
    """Keep the first row with a key; refuse any later one."""
    if not sieve.rows.select(key).is_duplicated().any():
        return
    sieve.rows = sieve.rows.with_columns(
        pl.int_range(pl.len()).over(key).alias("_nth"), pl.col("file_row").first().over(key).alias("_kept")
    )
    again = pl.format("repeats the key ({}) of row {}", pl.lit(", ".join(key)), pl.col("_kept"))
    sieve.refuse(pl.col("_nth") > 0, column, column, again)
    sieve.rows = sieve.rows.drop("_nth", "_kept")


def fold_years(rows: pl.DataFrame, key: Sequence[str], *, last_year: int, year: str = "year") -> pl.DataFrame:
    """Fold yearly rows into spells of consecutive years.

    Parameters
    ----------
    rows : polars.DataFrame
        With `key`, `year` and ``file_row``.
    key : sequence of str
        What one spell holds together.
    last_year : int
        Last year of the source: a spell that reaches it ended with the source, not with the tie.

    Returns
    -------
    polars.DataFrame
        `key`, ``first``, ``last`` (years), ``file_row`` of the first year, ``since``, ``until`` (dates; no
        `until` for spells that reach the last year), ``since_precision``, ``until_precision``, ``ended``.
    """
    ordered = rows.select(*key, year, "file_row").unique([*key, year], keep="first").sort(*key, year)
    new = (pl.col(year).diff().over(key) != 1).fill_null(True).cum_sum().over(key).alias("_spell")
    spells = (
        ordered.with_columns(new)
        .group_by(*key, "_spell", maintain_order=True)
        .agg(pl.col(year).min().alias("first"), pl.col(year).max().alias("last"), pl.col("file_row").first())
        .drop("_spell")
    )
    runs_on = pl.col("last") >= last_year
    by_year = pl.lit("year")
    return spells.with_columns(
        pl.date(pl.col("first"), 1, 1).alias("since"),
        pl.when(~runs_on).then(pl.date(pl.col("last"), 12, 31)).alias("until"),
        by_year.alias("since_precision"),
        pl.when(~runs_on).then(by_year).alias("until_precision"),
        pl.when(runs_on).then(pl.lit("source ended")).otherwise(pl.lit("terminated")).alias("ended"),
    )


def reading_of(
    source: SourceDeclaration,
    part: str,
    path: Path,
    *,
    layout: str,
    read: int,
    sieve: Sieve,
    tables: Mapping[str, pl.DataFrame],
    covered: tuple[int, int] | tuple[dt.date, dt.date],
    notes: Sequence[str] = (),
) -> Reading:
    """A reading of a table that covers some years or days; stops if no row of it can be used.

    Raises
    ------
    DataError
        If every row was refused.
    """
    rejects = sieve.rejects()
    if sieve.rows.is_empty():
        what = ""
        if rejects.height:
            row, column, value, reason = rejects.select("file_row", "column", "value", "reason").row(0)
            what = f"; the first is row {row}, {column} '{value or ''}': {reason}"
        raise DataError(f"None of {read} rows can be used{what}.", where=str(path))
    return Reading(
        source=source,
        part=part,
        file=path.name,
        sha256=sha256_of(path),
        bytes=path.stat().st_size,
        layout=layout,
        rows_read=read,
        rows_kept=sieve.rows.height,
        tables=tables,
        rejects=rejects,
        covered=(
            dt.date(covered[0], 1, 1) if isinstance(covered[0], int) else covered[0],
            dt.date(covered[1], 12, 31) if isinstance(covered[1], int) else covered[1],
        ),
        notes=tuple(notes),
    )


def tie_rows(spells: pl.DataFrame, source: str, **values: pl.Expr | str | None) -> pl.DataFrame:
    """Rows of the table ``ties`` from spells: columns that are not given are absent.

    Parameters
    ----------
    spells : polars.DataFrame
        As from `fold_years`, with columns named as in the table.
    source : str
        Id of the source.
    **values
        Further columns of the table.
    """
    from leeway.record.tie_tables import TIES

    given = spells.with_columns(
        pl.lit(source).alias("source"),
        *(
            value.alias(name) if isinstance(value, pl.Expr) else pl.lit(value, pl.String).alias(name)
            for name, value in values.items()
        ),
    )
    kinds = {column.name: pl.Date if column.type == "DATE" else pl.String for column in TIES.columns}
    absent = [name for name in TIES.names if name not in given.columns and name != "load"]
    with_all = given.with_columns(pl.lit(None, kinds[name]).alias(name) for name in absent)
    return with_all.select(name for name in TIES.names if name != "load")
