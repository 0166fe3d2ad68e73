"""Trade as reporters told it to the United Nations, from UN Comtrade.

Four layouts are read: the API's table of 47 columns (as CSV, or as the JSON it answers with), the older
export of 29 columns, and two extracts that others made of it (six-digit exports of Armenia with an estimate
of re-exports, and exports of integrated circuits to Russia).

* Yearly rows have the month 52. Rows by second partner, mode of transport or customs procedure repeat the
row that
  sums them: only that row is kept. Adding modes doubles Kyrgyzstan's 2023.
* Re-exports are part of exports and are kept apart from them, never added.
* A row that the reporter did not send (``isReported`` false) and that is no sum of rows is an estimate.

``COMTRADE_KEY`` holds the user's key and ``LEEWAY_COMTRADE`` says what `refresh` asks for: see
`leeway.sources.comtrade_requests`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from leeway.errors import DataError, SourceFormatError
from leeway.record.flow_tables import TOTAL
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import numbers, reading_of, refuse_repeats, whole_numbers
from leeway.sources.comtrade_requests import ADDRESS, part_asked, remotes
from leeway.sources.flows import by_code, covered_by, flow_rows, leave_out, name_traders, refuse_values
from leeway.sources.frames import Header, read_frame, unpacked
from leeway.sources.m49_codes import OWN
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source

DECLARATION = SourceDeclaration(
    id="comtrade",
    publisher="United Nations Statistics Division",
    title="UN Comtrade",
    licence="Use with credit; no redistribution in bulk",
    terms="https://comtradeplus.un.org/Policies",
    pages=("https://comtradeplus.un.org/", "https://comtradedeveloper.un.org/"),
    citation="United Nations, UN Comtrade Database",
    covers=(
        "What reporters sent, by partner, code and period, in dollars: exports FOB, imports CIF. Only what "
        "was asked for is in a file. COMTRADE_KEY holds your key; LEEWAY_COMTRADE says what refresh asks for."
    ),
)

_API = Header(
    "api",
    {
        "freqCode": "frequency",
        "refYear": "year",
        "refMonth": "month",
        "reporterCode": "reporter_code",
        "flowCode": "way",
        "partnerCode": "partner_code",
        "partner2Code": "second_partner",
        "classificationCode": "edition",
        "cmdCode": "product",
        "customsCode": "customs",
        "motCode": "transport",
        "netWgt": "kilograms",
        "primaryValue": "value",
        "isReported": "reported",
        "isAggregate": "summed",
    },
    ignored=None,
)
_EXPORT = Header(
    "export-29",
    {
        "period_desc": "month",
        "year": "year",
        "trade_code": "way",
        "reporter_code": "reporter_code",
        "partner_code": "partner_code",
        "commodity_code": "product",
        "mot_code": "transport",
        "netweight_kg": "kilograms",
        "trade_value_us": "value",
        "IsReported": "reported",
        "IsAggregate": "summed",
    },
    ignored=None,
)
_ARMENIA = Header(
    "armenia-hs6",
    {"period": "day", "commodity_code": "product", "reexports": "reexports", "X": "value"},
    ignored=None,
)
_EXTRACT = Header(
    "extract",
    {"reporter": "reporter_code", "partner": "partner_code", "flow": "way", "hs4": "product", "year": "year",
     "value_usd": "value"},
)  # fmt: skip
_WAYS = {"X": "export", "M": "import", "RX": "re-export", "RM": "re-import"}
_OTHER_WAYS = ("DX", "FM", "MIP", "MOP", "XIP", "XOP")
_EDITIONS = {
    "H0": "HS1992",
    "H1": "HS1996",
    "H2": "HS2002",
    "H3": "HS2007",
    "H4": "HS2012",
    "H5": "HS2017",
    "H6": "HS2022",
}
_TRUE = ("true", "1")
_LATIN = "latin-1"
_MOST = 1e16


def part_of(name: str) -> str | None:
    """The part in a file, by its name: what was asked for, or one of the extracts.

    Examples
    --------
    >>> part_of("comtrade_hs8542_to_russia_yearly_2019_2024.csv"), part_of("other.csv")
    ('hs8542-to-russia-yearly-2019-2024', None)
    """
    low = name.lower()
    if not low.startswith("comtrade_") or not low.endswith((".csv", ".csv.gz", ".json", ".json.gz")):
        return None
    return part_asked(low)


def read(path: Path) -> Reading:
    """Read an answer of the API, an older export, or an extract.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing, or the classification is not the Harmonized System.
    """
    if path.name.lower().removesuffix(".gz").endswith(".json"):
        layout, frame = _API.name, _answer(path)
    else:
        layout, frame = _table(path)
    sieve = Sieve(path.name, frame)
    if layout == _ARMENIA.name:
        return _reading(layout, sieve, path, frame.height, _armenia(sieve))
    notes = []
    if layout == _EXTRACT.name:
        notes = leave_out(
            sieve, pl.col("value") == "", "rows without a value: no row was returned, which is no zero"
        )
        absent = {
            "month": "52",
            "frequency": "A",
            "edition": "H5",
            "kilograms": "",
            "reported": "true",
            "summed": "",
        }
        sieve.rows = sieve.rows.with_columns(pl.lit(value).alias(name) for name, value in absent.items())
    else:
        if layout == _EXPORT.name:
            absent = {"frequency": "M", "edition": "H6", "second_partner": "0", "customs": "C00"}
            sieve.rows = sieve.rows.with_columns(pl.lit(value).alias(name) for name, value in absent.items())
            sieve.rows = sieve.rows.with_columns(pl.col("month").str.slice(4, 2))
        notes = _details(sieve)
    notes += leave_out(sieve, pl.col("way").is_in(_OTHER_WAYS), "rows of flows within others")
    _ways_and_periods(sieve)
    known = by_code("iso3" if layout == _EXTRACT.name else "m49", OWN)
    name_traders(sieve, "reporter_code", "partner_code", known)
    _products(sieve)
    refuse_values(sieve)
    numbers(sieve, "kilograms", low=0, high=_MOST)
    return _reading(layout, sieve, path, frame.height, notes)


def _table(path: Path) -> tuple[str, pl.DataFrame]:
    try:
        return read_frame(path, _API, _EXPORT, _ARMENIA, _EXTRACT)
    except SourceFormatError:
        return read_frame(path, _API, _EXPORT, _ARMENIA, _EXTRACT, encoding=_LATIN)


def _answer(path: Path) -> pl.DataFrame:
    """Rows of an answer of the API; one cut half-way is no JSON."""
    try:
        told: Any = json.loads(unpacked(path))
    except ValueError as error:
        raise DataError(
            f"The answer is no whole JSON: {error}.", where=str(path), hint="It was cut; fetch it again."
        ) from error
    rows = told.get("data") if isinstance(told, dict) else None
    if not isinstance(rows, list):
        said = told.get("error") or told.get("message") if isinstance(told, dict) else ""
        raise SourceFormatError(f"The answer holds no data. {said or ''}".strip(), where=str(path))
    if not rows:
        raise DataError("The answer holds no row: nothing was reported of what was asked.", where=str(path))
    missing = [name for name in _API.columns if name not in rows[0]]
    if missing:
        raise SourceFormatError(f"The answer has no {', '.join(missing)}.", where=str(path))
    cells = {ours: [_cell(row.get(theirs)) for row in rows] for theirs, ours in _API.columns.items()}
    return (
        pl.DataFrame(cells)
        .with_row_index("file_row", offset=2)
        .with_columns(pl.col("file_row").cast(pl.Int32))
    )


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _details(sieve: Sieve) -> list[str]:
    """Leave out rows that the row of all partners, modes and procedures sums."""
    number = {name: pl.col(name).str.replace(r"\.0$", "") for name in ("second_partner", "transport")}
    detail = (number["second_partner"] != "0") | (number["transport"] != "0") | (pl.col("customs") != "C00")
    return leave_out(
        sieve, detail, "rows by second partner, mode of transport or procedure, which others sum"
    )


def _ways_and_periods(sieve: Sieve) -> None:
    whole_numbers(sieve, "year", low=1962, high=2100)
    whole_numbers(sieve, "month", low=1, high=52)
    way = pl.col("way").replace_strict(_WAYS, default=None, return_dtype=pl.String)
    yearly = pl.col("month") == 52
    sieve.rows = sieve.rows.with_columns(
        way.alias("flow"),
        pl.when(yearly)
        .then(pl.date(pl.col("year"), 1, 1))
        .otherwise(pl.date(pl.col("year"), pl.col("month"), 1))
        .alias("period"),
        pl.when(yearly).then(pl.lit("year")).otherwise(pl.lit("month")).alias("period_kind"),
        pl.when(yearly).then(12).otherwise(1).alias("months"),
    )
    sieve.refuse(pl.col("flow").is_null(), "flowCode", "way", "no flow that is known")
    sieve.refuse(pl.col("period").is_null(), "refMonth", "month", "no month")


def _products(sieve: Sieve) -> None:
    """Codes as text with all zeros, of the Harmonized System alone."""
    edition = pl.col("edition").replace_strict(_EDITIONS, default=None, return_dtype=pl.String)
    code = pl.col("product")
    total = code == TOTAL
    sieve.rows = sieve.rows.with_columns(
        pl.when(total).then(pl.lit("none")).otherwise(edition).alias("revision")
    )
    sieve.refuse(pl.col("revision").is_null(), "classificationCode", "edition", "no edition of the HS")
    lost = code.str.contains(r"^\d+$") & (code.str.len_chars() % 2 == 1)
    reason = (
        pl.when(lost)
        .then(pl.lit("a code of an odd number of digits: it was read as a number and lost its leading zero"))
        .otherwise(pl.lit("no code of two, four or six digits"))
    )
    sieve.refuse(~code.str.contains(r"^(TOTAL|\d{2}|\d{4}|\d{6})$"), "cmdCode", "product", reason)


def _armenia(sieve: Sieve) -> list[str]:
    """Exports of Armenia to all by code and month, and what their author takes for re-exports."""
    day = pl.col("day").str.to_date("%Y-%m-%d", strict=False)
    sieve.rows = sieve.rows.with_columns(
        day.alias("period"),
        pl.lit("ARM").alias("reporter"),
        pl.lit("WLD").alias("partner"),
        pl.lit("export").alias("flow"),
        pl.lit("month").alias("period_kind"),
        pl.lit(1).alias("months"),
        pl.lit("H6").alias("edition"),
        pl.lit("true").alias("reported"),
        pl.lit("").alias("summed"),
        pl.lit(None, pl.Float64).alias("kilograms"),
    )
    sieve.refuse(pl.col("period").is_null(), "period", "day", "no day")
    _products(sieve)
    refuse_values(sieve)
    return ["months in which no re-export was found are not in the file; their exports are unknown, not zero"]


def _reading(layout: str, sieve: Sieve, path: Path, read_in: int, notes: list[str]) -> Reading:
    key = ["reporter", "partner", "flow", "product", "revision", "period", "period_kind"]
    refuse_repeats(sieve, key, "product")
    reported = pl.col("reported").str.to_lowercase().is_in(_TRUE) | pl.col("summed").str.to_lowercase().is_in(
        _TRUE
    )
    rows = sieve.rows.with_columns(
        pl.when(reported).then(pl.lit("reported")).otherwise(pl.lit("estimated")).alias("basis"),
        pl.when(pl.col("flow").is_in(["import", "re-import"]))
        .then(pl.lit("CIF"))
        .otherwise(pl.lit("FOB"))
        .alias("valuation"),
    )
    if layout == _ARMENIA.name:
        guessed = rows.with_columns(
            pl.lit("re-export").alias("flow"),
            pl.lit("estimated").alias("basis"),
            pl.col("reexports").cast(pl.Float64, strict=False).alias("value"),
        ).filter(pl.col("value") >= 0)
        rows = pl.concat([rows, guessed])
    flows = flow_rows(rows, DECLARATION.id, currency="USD")
    return reading_of(
        DECLARATION,
        str(part_of(path.name)),
        path,
        layout=layout,
        read=read_in,
        sieve=sieve,
        tables={"flows": flows},
        covered=covered_by(flows),
        notes=notes,
    )


SOURCE = Source(
    declaration=DECLARATION,
    address=ADDRESS,
    part_of=part_of,
    read=read,
    remotes=remotes,
)
