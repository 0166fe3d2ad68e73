"""Trade in goods of the members of the European Union, from Eurostat's Comext.

Three layouts are read: the monthly bulk files (``full_v2_202401.7z``, and ``full202201.7z`` as they were
before 2025), workbooks of the Data Browser, and such a workbook's cells as Parquet.

* The bulk files hold every declarant, partner and code of the Combined Nomenclature. Codes with letters
  (``99RRR100``, ``12XXXXXX``) are detail that the declarant keeps secret, with the code cut at what may be
  told: they are kept out of rows by product and stay in the totals. Statistical procedures are summed.
* In a workbook of the Data Browser ``:`` stands for no trade or secret trade, which are not told apart: such
  a cell is nothing known, never zero. Headings of four digits repeat the codes of eight under them;
  `digits` tells them apart.

``LEEWAY_COMEXT=2020-01:2024-12`` chooses the months that `refresh` fetches; by default those that the line
back-door reads around the listings of 2022.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from leeway.errors import QuestionError, SourceFormatError
from leeway.record.flow_tables import TOTAL
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of, refuse_repeats, whole_numbers
from leeway.sources.eurostat_names import CONFIDENTIAL, by_iso2, by_label
from leeway.sources.flows import covered_by, first_day, flow_rows, leave_out, name_traders, refuse_values
from leeway.sources.frames import Header, read_frame, read_text
from leeway.sources.sieve import Sieve
from leeway.sources.source import Remote, Source, Tell
from leeway.sources.unpack7z import unpacked_7z
from leeway.sources.workbooks import Rows, read_sheets, row_with

DECLARATION = SourceDeclaration(
    id="comext",
    publisher="Eurostat",
    title="Comext: EU trade since 1988 by HS2-4-6 and CN8 (DS-045409)",
    licence="Reuse free with credit (Commission Decision 2011/833/EU)",
    terms="https://commission.europa.eu/legal-notice_en",
    pages=(
        "https://ec.europa.eu/eurostat/databrowser/bulk?lang=en&selectedTab=fileComext",
        "https://ec.europa.eu/eurostat/databrowser/view/ds-045409",
    ),
    citation="Eurostat, Comext, EU trade since 1988 by HS2-4-6 and CN8 (DS-045409)",
    covers=(
        "Members' exports and imports by partner, code and month, in euro. Not in it: what members keep "
        "secret by code, and, in workbooks, whether an empty cell is no trade or a secret."
    ),
)

_V2 = Header(
    "bulk-v2",
    {
        "REPORTER": "reporter_code",
        "PARTNER": "partner_code",
        "PRODUCT_NC": "product",
        "FLOW": "way",
        "PERIOD": "period",
        "VALUE_EUR": "value",
        "QUANTITY_KG": "kilograms",
    },
    ignored=(
        "TRADE_TYPE", "PRODUCT_SITC", "PRODUCT_CPA21", "PRODUCT_CPA22", "PRODUCT_BEC", "PRODUCT_BEC5",
        "PRODUCT_SECTION", "STAT_PROCEDURE", "SUPPL_UNIT", "VALUE_NAC", "QUANTITY_SUPPL_UNIT",
    ),
)  # fmt: skip
_V1 = Header(
    "bulk-v1",
    {
        "DECLARANT_ISO": "reporter_code",
        "PARTNER_ISO": "partner_code",
        "PRODUCT_NC": "product",
        "FLOW": "way",
        "PERIOD": "period",
        "VALUE_IN_EUROS": "value",
        "QUANTITY_IN_KG": "kilograms",
    },
    ignored=(
        "DECLARANT", "PARTNER", "TRADE_TYPE", "PRODUCT_SITC", "PRODUCT_CPA2002", "PRODUCT_CPA2008",
        "PRODUCT_CPA2_1", "PRODUCT_BEC", "PRODUCT_SECTION", "STAT_REGIME", "SUPP_UNIT", "SUP_QUANTITY",
    ),
)  # fmt: skip
_CELLS = Header(
    "data-browser-cells",
    {
        "REPORTER (Labels)": "reporter_code",
        "PARTNER (Labels)": "partner_code",
        "product": "product",
        "FLOW": "way",
        "INDICATORS": "indicator",
        "TIME": "period",
        "OBS_VALUE": "value",
    },
    ignored=("freq",),
)
_WAYS = {"1": "import", "2": "export", "IMPORT": "import", "EXPORT": "export"}
MONTHS = "2020-01:2023-12"
"""Months fetched unless others are named."""

_BULK = re.compile(r"^full(?:_v2_)?(\d{6})\.(7z|dat|csv|zip|gz)$", re.IGNORECASE)
_BROWSER = re.compile(
    r"^(?:eurostat_databrowser|ds-0\d+|estat_ds-0\d+)[^/]*?(\d{6,})[^/]*\.xlsx$", re.IGNORECASE
)
_PARQUET = re.compile(r"^comext_(ds\d+)[^/]*\.parquet$", re.IGNORECASE)


def part_of(name: str) -> str | None:
    """The part that a file holds, by its name: a month of the bulk files, or one workbook.

    Examples
    --------
    >>> part_of("full_v2_202401.7z"), part_of("full202252.dat"), part_of("other.xlsx")
    ('bulk-202401', 'bulk-202252', None)
    """
    for prefix, pattern in (("bulk", _BULK), ("browser", _BROWSER), ("cells", _PARQUET)):
        if found := pattern.match(name):
            return f"{prefix}-{found.group(1)}"
    return None


def read(path: Path) -> Reading:
    """Read a bulk file, a workbook of the Data Browser, or its cells as Parquet.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown, or a workbook is laid out in another way.
    """
    part = part_of(path.name)
    if part is None:
        raise SourceFormatError("The file's name says neither month nor workbook.", where=str(path))
    if path.suffix == ".xlsx":
        layout, frame = "data-browser", _workbook(read_sheets(path), path)
    elif path.suffix == ".parquet":
        layout, frame = read_frame(path, _CELLS)
    elif path.suffix.lower() == ".7z":
        layout, frame = read_text(unpacked_7z(path), path, _V2, _V1)
    else:
        layout, frame = read_frame(path, _V2, _V1, member=re.compile(r"\.(dat|csv)$"))
    return (
        _bulk(layout, frame, part, path) if layout.startswith("bulk") else _cells(layout, frame, part, path)
    )


def _cells(layout: str, frame: pl.DataFrame, part: str, path: Path) -> Reading:
    """Cells of the Data Browser: months, labels in words."""
    sieve = Sieve(path.name, frame, cell="cell" if "cell" in frame.columns else None)
    notes = leave_out(
        sieve, pl.col("value").is_in([":", ""]), "cells without a value: no trade or secret trade"
    )
    strange = ~pl.col("indicator").is_in(["VALUE_IN_EUROS", "VALUE_EUR"])
    sieve.refuse(strange, "INDICATORS", "indicator", "not a value in euro")
    _periods(sieve, "%Y-%m")
    name_traders(sieve, "reporter_code", "partner_code", by_label)
    _ways(sieve)
    _products(sieve)
    refuse_values(sieve)
    return _reading(layout, sieve, part, path, frame.height, notes)


def _bulk(layout: str, frame: pl.DataFrame, part: str, path: Path) -> Reading:
    """Bulk rows: codes of two letters; procedures summed."""
    sieve = Sieve(path.name, frame)
    secret = ~pl.col("product").str.contains(r"^(TOTAL|\d{2,8})$")
    notes = leave_out(sieve, secret, CONFIDENTIAL)
    whole_numbers(sieve, "period", low=198801, high=210052)
    sieve.rows = sieve.rows.with_columns(pl.col("period").cast(pl.String))
    _periods(sieve, "%Y%m")
    name_traders(sieve, "reporter_code", "partner_code", by_iso2)
    _ways(sieve)
    _products(sieve)
    refuse_values(sieve)
    sieve.rows = sieve.rows.with_columns(pl.col("kilograms").cast(pl.Float64, strict=False))
    return _reading(layout, sieve, part, path, frame.height, notes)


def _reading(layout: str, sieve: Sieve, part: str, path: Path, read_in: int, notes: list[str]) -> Reading:
    key = ["reporter", "partner", "flow", "product", "period", "period_kind"]
    kept = sieve.rows
    if layout.startswith("bulk"):
        kilograms = pl.when(pl.col("kilograms").is_not_null().any()).then(pl.col("kilograms").sum())
        kept = kept.group_by(*key, "months", maintain_order=True).agg(
            pl.col("value").sum(), kilograms.alias("kilograms"), pl.col("file_row").first()
        )
        if kept.height < sieve.rows.height:
            notes.append(
                f"{sieve.rows.height:,} rows of several procedures and partners are summed to {kept.height:,}"
            )
    else:
        refuse_repeats(sieve, key, "product")
        kept = sieve.rows
    flows = flow_rows(
        kept,
        DECLARATION.id,
        revision=pl.when(pl.col("product") == TOTAL).then(pl.lit("none")).otherwise(pl.lit("CN")),
        currency="EUR",
        valuation=pl.when(pl.col("flow") == "export").then(pl.lit("FOB")).otherwise(pl.lit("CIF")),
        counted_by=pl.when(pl.col("flow") == "export")
        .then(pl.lit("destination"))
        .otherwise(pl.lit("origin")),
    )
    return reading_of(
        DECLARATION,
        part,
        path,
        layout=layout,
        read=read_in,
        sieve=sieve,
        tables={"flows": flows},
        covered=covered_by(flows),
        notes=notes,
    )


def _periods(sieve: Sieve, form: str) -> None:
    """Months, and the year where the month is 52."""
    text = pl.col("period")
    year, month = text.str.slice(0, 4).cast(pl.Int64, strict=False), text.str.slice(-2)
    whole = (month == "52") & (form == "%Y%m")
    day = pl.when(whole).then(first_day(year)).otherwise(text.str.to_date(form, strict=False))
    sieve.rows = sieve.rows.with_columns(
        day.alias("_day"),
        year.alias("year"),
        pl.when(whole).then(pl.lit("year")).otherwise(pl.lit("month")).alias("period_kind"),
        pl.when(whole).then(12).otherwise(1).alias("months"),
    )
    sieve.refuse(pl.col("_day").is_null(), "PERIOD", "period", "no month")
    sieve.rows = sieve.rows.drop("period").rename({"_day": "period"})


def _ways(sieve: Sieve) -> None:
    sieve.rows = sieve.rows.with_columns(
        pl.col("way").replace_strict(_WAYS, default=None, return_dtype=pl.String).alias("flow")
    )
    sieve.refuse(pl.col("flow").is_null(), "FLOW", "way", "neither import nor export")


def _products(sieve: Sieve) -> None:
    """Codes of two, four, six or eight digits, and the total."""
    known = pl.col("product").str.contains(r"^(TOTAL|\d{2}|\d{4}|\d{6}|\d{8})$")
    odd = pl.col("product").str.contains(r"^\d+$") & (pl.col("product").str.len_chars() % 2 == 1)
    reason = (
        pl.when(odd)
        .then(pl.lit("a code of an odd number of digits: a leading zero was lost"))
        .otherwise(pl.lit("no code of goods"))
    )
    sieve.refuse(~known, "PRODUCT", "product", reason)


def _workbook(sheets: dict[str, Rows], path: Path) -> pl.DataFrame:
    """Cells of all sheets of a workbook in long form."""
    frames = [
        _sheet(name, rows, path) for name, rows in sheets.items() if name not in ("Summary", "Structure")
    ]
    if not frames:
        raise SourceFormatError(
            "The workbook has no sheet of cells.", where=str(path), hint=f"It has {', '.join(sheets)}."
        )
    return pl.concat(frames)


def _sheet(name: str, rows: Rows, path: Path) -> pl.DataFrame:
    head = {row[0].strip(): row[2] for row in rows[:12] if len(row) > 2 and row[0]}
    missing = [word for word in ("PRODUCT [PRODUCT]", "FLOW", "INDICATORS") if word not in head]
    code = re.search(r"\[(\w+)\]$", head.get("PRODUCT [PRODUCT]", ""))
    if missing or code is None:
        raise SourceFormatError(
            f"The sheet {name} does not say its {', '.join(missing) or 'code of goods'}.", where=str(path)
        )
    times = row_with(rows, "TIME", path)
    begins = row_with(rows, "REPORTER (Labels)", path) + 1
    columns = [(place, text) for place, text in enumerate(rows[times]) if re.fullmatch(r"\d{4}-\d{2}", text)]
    told = [
        (row, line[0], line[1], text, line[place])
        for row, line in enumerate(rows[begins:], start=begins + 1)
        if line[0] and line[1] and line[0] not in ("Special value", "Available flags:")
        for place, text in columns
    ]
    return pl.DataFrame(
        told,
        schema={
            "file_row": pl.Int32,
            "reporter_code": pl.String,
            "partner_code": pl.String,
            "period": pl.String,
            "value": pl.String,
        },
        orient="row",
    ).with_columns(
        pl.lit(code.group(1)).alias("product"),
        pl.lit(head["FLOW"]).alias("way"),
        pl.lit(head["INDICATORS"]).alias("indicator"),
        pl.format("{} {}", pl.lit(name), pl.col("period")).alias("cell"),
    )


def months_wanted(named: str) -> list[str]:
    """Months to fetch, as the bulk files are named.

    Parameters
    ----------
    named : str
        ``2020-01:2022-12``, or one month.

    Raises
    ------
    QuestionError
        If the months cannot be understood.

    Examples
    --------
    >>> months_wanted("2021-12:2022-02")
    ['202112', '202201', '202202']
    """
    found = re.fullmatch(r"(\d{4})-(\d{2})(?::(\d{4})-(\d{2}))?", named.strip())
    if found is None:
        raise QuestionError(f"LEEWAY_COMEXT is '{named}'.", hint="Write 2020-01:2022-12.")
    begin_year, begin, end_year, end = found.groups()
    first = int(begin_year) * 12 + int(begin) - 1
    last = int(end_year or begin_year) * 12 + int(end or begin) - 1
    return [f"{number // 12}{number % 12 + 1:02d}" for number in range(first, last + 1)]


def remotes(base: str, tell: Tell) -> Iterable[Remote]:
    """The bulk file of each month wanted."""
    months = months_wanted(os.environ.get("LEEWAY_COMEXT") or MONTHS)
    tell("comext", f"months {months[0]} to {months[-1]}; LEEWAY_COMEXT=2020-01:2024-12 chooses others")
    folder = "comext%2FCOMEXT_DATA%2FPRODUCTS%2F"
    for month in months:
        name = f"full_v2_{month}.7z"
        yield Remote(f"bulk-{month}", f"{base}/eurostat/api/dissemination/files?file={folder}{name}", name)


SOURCE = Source(
    declaration=DECLARATION,
    address="https://ec.europa.eu",
    part_of=part_of,
    read=read,
    remotes=remotes,
)
