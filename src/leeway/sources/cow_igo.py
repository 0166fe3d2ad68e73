"""Memberships in intergovernmental organisations by state and year, from the Correlates of War project."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from leeway.errors import SourceFormatError
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import (
    cow,
    fold_years,
    name_states,
    reading_of,
    refuse_repeats,
    since_1946,
    tie_rows,
    whole_numbers,
    years_of,
)
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, lying_at, named_like

DECLARATION = SourceDeclaration(
    id="cow-igo",
    publisher="Correlates of War Project",
    title="Intergovernmental Organizations, v3, state-years",
    licence="Free for research with citation",
    terms="https://correlatesofwar.org/data-sets/",
    pages=("https://correlatesofwar.org/data-sets/igos/",),
    citation=(
        "Pevehouse, Jon C.W., Timothy Nordstrom, Roseanne W. McManus, and Anne Spencer Jamison (2020),"
        " Tracking organizations in the world: The Correlates of War IGO Version 3.0 datasets, Journal of"
        " Peace Research 57(3): 492-503"
    ),
    covers="Memberships in 534 organisations to 2014. Not in it: anything after 2014, and so no EAEU or OTS.",
)

ROLES = {"1": "full", "2": "associate", "3": "observer"}
"""The publisher's codes of membership; 0 is none."""

_NONE, _MISSING, _NOT_THERE = "0", "-9", "-1"
_STATES = Header(
    "state-year",
    {"ccode": "ccode", "year": "year"},
    ("state", "country"),
    series=r"(?!(ccode|year|state|country)$)[A-Za-z0-9_]+",
)
_NAMES = Header(
    "igo-names",
    {"ioname": "organisation", "orgname": "short", "longorgname": "name", "first_year": "first_year",
     "last_year": "last_year"},
    None,
)  # fmt: skip
_FIXED = ("file_row", "ccode", "year")


def read(path: Path) -> Reading:
    """Read ``state_year_formatv3.csv``, or the list of the organisations' names.

    Raises
    ------
    DataError
        If the file is missing, damaged or holds no usable row.
    SourceFormatError
        If a column is missing, or one holds something else than codes of membership.
    """
    return _read_names(path) if part_of(path.name) == "names" else _read_states(path)


def _read_states(path: Path) -> Reading:
    layout, frame = read_frame(path, _STATES)
    columns = [name for name in frame.columns if name not in _FIXED]
    codes = frame.select(pl.col(columns).str.strip_chars().str.replace(r"\.0$", ""))
    frame = frame.select(_FIXED).hstack(codes)
    _check_codes(frame, columns, path)
    sieve = Sieve(path.name, frame)
    whole_numbers(sieve, "ccode", low=1, high=999)
    whole_numbers(sieve, "year", low=1800, high=2100)
    refuse_repeats(sieve, ["ccode", "year"], "ccode")
    notes = since_1946(sieve)
    name_states(sieve, "ccode", "key", cow)
    covered = years_of(sieve.rows)
    return reading_of(
        DECLARATION,
        "states",
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"ties": _ties(sieve.rows, columns, covered[1])},
        covered=covered,
        notes=notes,
    )


def _check_codes(frame: pl.DataFrame, columns: list[str], path: Path) -> None:
    """Stop at a column that holds something else than codes of membership."""
    known = [*ROLES, _NONE, _MISSING, _NOT_THERE]
    strange = frame.select((~pl.col(columns).is_in(known)).any()).row(0, named=True)
    for column, is_strange in strange.items():
        if is_strange:
            row, value = frame.filter(~pl.col(column).is_in(known)).select("file_row", column).row(0)
            raise SourceFormatError(
                f"The column {column} holds '{value}', which is no code of membership.",
                where=f"{path}, row {row}",
                hint=f"Codes are {', '.join(sorted(known))}.",
            )


def _ties(rows: pl.DataFrame, columns: list[str], last_year: int) -> pl.DataFrame:
    """One tie a stretch of years in one role; where it is followed by a missing code, nothing ended."""
    long = rows.unpivot(
        on=columns, index=["key", "year", "file_row"], variable_name="column", value_name="code"
    ).filter(pl.col("code").is_in([*ROLES, _MISSING]))
    long = long.with_columns(
        pl.col("column").str.to_uppercase().alias("organisation"), pl.col("key").alias("state")
    )
    missing = long.filter(pl.col("code") == _MISSING).select(
        "state", "organisation", pl.col("year").alias("next")
    )
    held = long.filter(pl.col("code") != _MISSING).with_columns(
        pl.col("code").replace_strict(ROLES).alias("role")
    )
    spells = fold_years(held, ["state", "organisation", "role"], last_year=last_year)
    spells = spells.with_columns((pl.col("last") + 1).alias("next"))
    cut = spells.join(missing, on=["state", "organisation", "next"], how="semi").select(
        "state", "organisation", "role", "first", pl.lit("not coded").alias("how")
    )
    spells = spells.join(cut, on=["state", "organisation", "role", "first"], how="left").with_columns(
        pl.when(pl.col("how").is_not_null())
        .then(pl.lit("source ended"))
        .otherwise(pl.col("ended"))
        .alias("ended")
    )
    return tie_rows(
        spells,
        DECLARATION.id,
        tie=pl.format("{} {} {} {}", "organisation", "state", "role", "first"),
        kind="membership",
        parties=pl.col("state"),
        as_of=pl.lit(dt.date(last_year, 12, 31)),
        status="coded",
    )


def _read_names(path: Path) -> Reading:
    layout, frame = read_frame(path, _NAMES)
    sieve = Sieve(path.name, frame)
    whole_numbers(sieve, "first_year", "last_year", low=1800, high=2100)
    sieve.refuse(pl.col("organisation") == "", "ioname", "organisation", "the organisation has no short name")
    sieve.refuse(
        pl.col("last_year") < pl.col("first_year"), "last_year", "last_year", "it ends before it begins"
    )
    refuse_repeats(sieve, ["organisation"], "organisation")
    table = sieve.rows.select(
        pl.col("organisation").str.to_uppercase(),
        pl.when(pl.col("name") != "").then("name").otherwise("short").alias("name"),
        pl.col("first_year", "last_year").cast(pl.Int16),
        pl.lit(DECLARATION.id).alias("source"),
        "file_row",
    )
    covered = years_of(sieve.rows, "first_year")[0], years_of(sieve.rows, "last_year")[1]
    return reading_of(
        DECLARATION,
        "names",
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"organisations": table},
        covered=covered,
    )


part_of = named_like(
    states=r"^(state_year_format(v)?3|cow_igo_v3_state_year)",
    names=r"^(igo_?unit|cow_igo_v3_names|igo_names)",
)

SOURCE = Source(
    declaration=DECLARATION,
    address="https://correlatesofwar.org",
    part_of=part_of,
    read=read,
    remotes=lying_at(states="wp-content/uploads/state_year_formatv3.zip"),
)
