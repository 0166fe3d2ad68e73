"""Trade as reporters told it to the United Nations, from UN Comtrade.

Four layouts are read: the API's rows of 47 columns (as CSV, as the JSON it answers with, or as its bulk
files, between tabs), the older export of 29 columns, and two extracts
(`leeway.sources.comtrade_extracts`).

* Yearly rows have the month 52.
* Rows by second partner, mode of transport or customs procedure repeat the row that sums them, and only that
  row is kept. Where there is none they are refused and nothing is summed: some may be missing.
* Re-exports are part of exports, and are kept apart from them.
* A value that no reporter sent and that is no sum of such (``isReported`` and ``isAggregate`` both false) is
  an estimate. ``legacyEstimationFlag`` speaks of quantities and weights only, and is not read; a weight that
  was estimated, or is 0 beside a value, is left out.

What `refresh` asks for: `leeway.sources.comtrade_requests`.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl

from leeway.errors import DataError, SourceFormatError
from leeway.record.flow_tables import TOTAL
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import Known, numbers, reading_of, refuse_repeats, whole_numbers
from leeway.sources.comtrade_extracts import (
    EXPORT,
    FOUR_DIGITS,
    SIX_DIGITS,
    from_export,
    from_four_digits,
    from_six_digits,
)
from leeway.sources.comtrade_requests import ADDRESS, FULL, part_asked, remotes, year_asked
from leeway.sources.flows import (
    by_code,
    covered_by,
    flow_rows,
    leave_out,
    name_traders,
    refuse_values,
    sum_unspecified,
)
from leeway.sources.frames import Header, read_text, unpacked
from leeway.sources.m49_codes import OWN
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source
from leeway.sources.unpack import sha256_of

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

_UNREAD = (
    "datasetCode", "typeCode", "refPeriodId", "period", "reporterISO", "reporterDesc", "flowDesc",
    "partnerISO", "partnerDesc", "partner2ISO", "partner2Desc", "classificationSearchCode",
    "isOriginalClassification", "cmdDesc", "aggrLevel", "isLeaf", "customsDesc", "mosCode", "motDesc",
    "qtyUnitCode", "qtyUnitAbbr", "qty", "isQtyEstimated", "altQtyUnitCode", "altQtyUnitAbbr", "altQty",
    "isAltQtyEstimated", "grossWgt", "isGrossWgtEstimated", "cifvalue", "fobvalue",
    "legacyEstimationFlag",
)  # fmt: skip
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
        "isNetWgtEstimated": "weight_guessed",
        "primaryValue": "value",
        "isReported": "reported",
        "isAggregate": "summed",
    },
    ignored=_UNREAD,
)
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
_ENDINGS = (".csv", ".csv.gz", ".json", ".json.gz", ".txt", ".txt.gz")
_LATIN = "latin-1"
_MOST = 1e16


def part_of(name: str) -> str | None:
    """The part in a file, by its name: what was asked for, a bulk file or an extract.

    Examples
    --------
    >>> part_of("comtrade_hs8542_to_russia_yearly_2019_2024.csv"), part_of("other.csv")
    ('hs8542-to-russia-yearly-2019-2024', None)
    """
    low = name.lower()
    bulk = low.startswith("comtrade-final-") and low.endswith(".gz")
    asked = low.startswith("comtrade_") and low.endswith(_ENDINGS)
    return part_asked(low) if asked or bulk else None


def read(path: Path) -> Reading:
    """Read an answer of the API, a bulk file, an older export, or an extract.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing.
    """
    raw = unpacked(path)
    if raw.lstrip().startswith(b"{"):
        frame = _answer(raw, path)
        if frame is None:
            return _nothing_reported(path)
        layout = _API.name
    else:
        layout, frame = _table(raw, path)
    sieve = Sieve(path.name, frame)
    known = by_code("m49", OWN)
    notes: list[str] = []
    if layout == EXPORT.name:
        notes = from_export(sieve)
    elif layout == FOUR_DIGITS.name:
        notes, known = from_four_digits(sieve), by_code("iso3", {"WLD": "WLD"})
    elif layout == SIX_DIGITS.name:
        notes, known = from_six_digits(sieve), by_code("iso3", {"WLD": "WLD"})
    doubled = frame.height if layout == SIX_DIGITS.name else 0
    notes += _sift(sieve, known)
    return _reading(layout, sieve, path, frame.height + doubled, notes)


def _sift(sieve: Sieve, known: Known) -> list[str]:
    """Keep the rows that are flows between two, in the words of the record; notes of what is left out."""
    notes = leave_out(sieve, pl.col("way").is_in(_OTHER_WAYS), "rows of flows within others")
    notes += _details(sieve)
    _ways_and_periods(sieve)
    name_traders(sieve, "reporter_code", "partner_code", known)
    _products(sieve)
    refuse_values(sieve)
    notes += _weights(sieve)
    key = ["reporter", "flow", "product", "revision", "period", "period_kind"]
    refuse_repeats(sieve, [*key, "partner_code"], "product")
    notes += sum_unspecified(sieve, [*key, "partner", "reported", "summed"])
    refuse_repeats(sieve, [*key, "partner"], "product")
    return notes


def _table(raw: bytes, path: Path) -> tuple[str, pl.DataFrame]:
    separator = "\t" if b"\t" in raw[: raw.find(b"\n")] else ","
    try:
        raw.decode()
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = _LATIN
    headers = (_API, EXPORT, SIX_DIGITS, FOUR_DIGITS)
    return read_text(raw, path, *headers, encoding=encoding, separator=separator)


def _answer(raw: bytes, path: Path) -> pl.DataFrame | None:
    """Rows of an answer of the API; None if nothing was reported. One cut half-way is no JSON."""
    try:
        told: Any = json.loads(raw)
    except ValueError as error:
        raise DataError(
            f"The answer is no whole JSON: {error}.", where=str(path), hint="It was cut; fetch it again."
        ) from error
    rows = told.get("data")
    if not isinstance(rows, list) or told.get("error"):
        said = told.get("error") or told.get("message") or "It holds no data."
        raise SourceFormatError(f"The answer is no table: {said}", where=str(path), hint="Fetch it again.")
    if len(rows) in FULL:
        raise DataError(
            f"The answer holds {len(rows):,} rows, as many as the publisher gives: the rest was cut off.",
            where=str(path),
            hint="Ask for less at a time in LEEWAY_COMTRADE (fewer codes or partners), or set COMTRADE_KEY.",
        )
    if not rows:
        return None
    for row in rows:
        missing = [name for name in _API.columns if name not in row]
        if missing:
            raise SourceFormatError(f"A row of the answer has no {', '.join(missing)}.", where=str(path))
    cells = {ours: [_cell(row[theirs]) for row in rows] for theirs, ours in _API.columns.items()}
    numbered = pl.DataFrame(cells).with_row_index("file_row", offset=2)
    return numbered.with_columns(pl.col("file_row").cast(pl.Int32))


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _nothing_reported(path: Path) -> Reading:
    """A reading of no rows: the answer to a request for what was not reported."""
    year = year_asked(path.name)
    if year is None:
        raise DataError("The answer holds no row: nothing of what was asked is reported.", where=str(path))
    sieve = Sieve(path.name, pl.DataFrame(schema={"file_row": pl.Int32, "product": pl.String}))
    names = ("reporter", "partner", "flow", "period", "value")
    none = sieve.rows.with_columns(pl.lit(None, pl.String).alias(name) for name in names)
    return Reading(
        source=DECLARATION,
        part=str(part_of(path.name)),
        file=path.name,
        sha256=sha256_of(path),
        bytes=path.stat().st_size,
        layout=_API.name,
        rows_read=0,
        rows_kept=0,
        tables={"flows": flow_rows(none, DECLARATION.id, currency="USD")},
        rejects=sieve.rejects(),
        covered=(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        notes=("nothing of what was asked is reported: unknown, not zero",),
    )


def _details(sieve: Sieve) -> list[str]:
    """Leave out rows that another sums, over all second partners, modes and procedures; refuse the others."""
    number = {name: pl.col(name).str.replace(r"\.0$", "") for name in ("second_partner", "transport")}
    detail = (number["second_partner"] != "0") | (number["transport"] != "0") | (pl.col("customs") != "C00")
    cell = ["frequency", "year", "month", "reporter_code", "partner_code", "way", "edition", "product"]
    sieve.rows = sieve.rows.with_columns(detail.alias("detail"), detail.all().over(cell).alias("unsummed"))
    sieve.refuse(
        pl.col("unsummed"),
        "motCode",
        "transport",
        "only rows by second partner, mode of transport or procedure, and none that sums them",
    )
    return leave_out(sieve, pl.col("detail"), "rows by second partner, mode or procedure, which others sum")


def _ways_and_periods(sieve: Sieve) -> None:
    whole_numbers(sieve, "year", low=1962, high=2100)
    whole_numbers(sieve, "month", low=1, high=52)
    sieve.refuse(pl.col("month").is_between(13, 51), "refMonth", "month", "neither a month nor 52, a year")
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


def _weights(sieve: Sieve) -> list[str]:
    """Net weights as numbers, without those the publisher estimated and zeros that stand for none.

    Rows of partners not named are summed later, and carry none.
    """
    numbers(sieve, "kilograms", low=0, high=_MOST)
    guessed = pl.col("weight_guessed").str.to_lowercase().is_in(["true", "1"])
    said = pl.col("kilograms").is_not_null()
    number = sieve.rows.filter(guessed & said).height
    empty = guessed | (pl.col("partner") == "NES") | ((pl.col("kilograms") == 0) & (pl.col("value") > 0))
    sieve.rows = sieve.rows.with_columns(pl.when(~empty).then(pl.col("kilograms")).alias("kilograms"))
    return [f"weights that the publisher estimated: {number:,}, not kept"] if number else []


def _reading(layout: str, sieve: Sieve, path: Path, read_in: int, notes: list[str]) -> Reading:
    sent = [pl.col(name).str.to_lowercase().is_in(["true", "1"]) for name in ("reported", "summed")]
    buys = pl.col("flow").is_in(["import", "re-import"])
    flows = flow_rows(
        sieve.rows,
        DECLARATION.id,
        currency="USD",
        basis=pl.when(sent[0] | sent[1]).then(pl.lit("reported")).otherwise(pl.lit("estimated")),
        valuation=pl.when(buys).then(pl.lit("CIF")).otherwise(pl.lit("FOB")),
    )
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
