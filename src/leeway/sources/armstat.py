"""Armenia's own book of trade by country and month, from Armstat.

Imports are told twice, by origin and by consignment; both are kept and neither added to the other. A
``Year`` row is what its months sum to: of a year that is not over it is part of a year.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from leeway.periods import FIRST_YEAR
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.frames import Header, read_text, unpacked
from leeway.sources.national import THOUSAND, in_english, read_national
from leeway.sources.source import Source, named_like, saved_by_hand

DECLARATION = SourceDeclaration(
    id="armstat",
    publisher="Statistical Committee of Armenia",
    title="Exports and imports of Armenia by country and month",
    licence="Free with credit",
    terms="https://armstat.am/en/",
    pages=("https://armstat.am/en/?nid=12&id=19",),
    citation="Statistical Committee of the Republic of Armenia, foreign trade by country",
    covers="Exports, and imports by origin and by consignment, by month since 2017, in thousand dollars.",
)

_TABLE = Header(
    "months",
    {
        "country": "partner_name",
        "export": "export",
        "import_consigment": "consignment",
        "import_origin": "origin",
        "timeperiod": "when",
        "year": "year",
    },
)
_WHOLE = "Year"


def read(path: Path) -> Reading:
    """Read the table by country and month.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    raw = unpacked(path)
    lines = {
        number: line for number, line in enumerate(raw.splitlines(keepends=True), start=1) if line.strip()
    }
    _, frame = read_text(b"".join(lines.values()), path, _TABLE)
    places = pl.Series(list(lines), dtype=pl.Int32).gather(frame["file_row"] - 1)
    frame = frame.with_columns(places.alias("file_row"))
    long = frame.unpivot(
        on=["export", "consignment", "origin"],
        index=["file_row", "partner_name", "when", "year"],
        variable_name="column",
        value_name="value",
    )
    when = pl.col("year").cast(pl.Int32, strict=False)
    year = pl.when(when.is_between(FIRST_YEAR, 9999)).then(when)
    whole = pl.col("when") == _WHOLE
    number = pl.col("when").cast(pl.Int32, strict=False)
    month = pl.when(whole).then(1).when(number.is_between(1, 12)).then(number)
    told = frame.filter(number.is_between(1, 12)).group_by("year").agg(number.n_unique().alias("_told"))
    rows = (
        long.join(told, on="year", how="left", maintain_order="left")
        .with_columns(
            pl.date(year, month, 1).alias("period"),
            pl.when(whole).then(pl.col("_told").fill_null(0).cast(pl.Int64)).otherwise(1).alias("months"),
            pl.when(pl.col("column") == "export")
            .then(pl.lit("export"))
            .otherwise(pl.lit("import"))
            .alias("flow"),
            pl.when(pl.col("column") == "export")
            .then(pl.lit("destination"))
            .otherwise(pl.col("column"))
            .alias("counted_by"),
            pl.col("column").alias("cell"),
        )
        .with_columns(
            pl.when(~whole)
            .then(pl.lit("month"))
            .when(pl.col("months") == 12)
            .then(pl.lit("year"))
            .otherwise(pl.lit("part of a year"))
            .alias("period_kind")
        )
        .drop("_told", "when", "year", "column")
        .sort("file_row", maintain_order=True)
    )
    return read_national(
        DECLARATION,
        "months",
        path,
        rows,
        reporter="ARM",
        known=in_english,
        times=THOUSAND,
        layout="months",
        cell=True,
        notes=[f"{frame.height:,} rows of the file hold {rows.height:,} values, which are what is counted"],
    )


SOURCE = Source(
    declaration=DECLARATION,
    address="https://armstat.am",
    part_of=named_like(months=r"^armstat_trade_by_country.*\.csv$"),
    read=read,
    remotes=saved_by_hand(DECLARATION),
)
