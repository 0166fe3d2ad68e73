"""Goods that the European Union restricts the export of to Russia, each with the day on which it was listed.

Two files are read: the list by six digits with dates and classes of Chupilkin, Javorcik, Peeva and Plekhanov
(openICPSR 229004), and a list of the eight-digit codes that the annexes print (no dates). A code of eight
digits makes its first six listed, if only in part.

The former does not name its edition. It is that of 2017: of its 5,369 codes all but seven are in the edition
of 2017, where that of 2012 lacks 268. Of the seven, 930521 and 930529 are of editions before.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl

from leeway.record.flow_tables import LISTINGS
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import numbers, reading_of, refuse_repeats
from leeway.sources.flows import leave_out
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, named_like, saved_by_hand

DECLARATION = SourceDeclaration(
    id="eu-listings",
    publisher="Chupilkin, Javorcik, Peeva and Plekhanov; European Union",
    title="EU export restrictions on Russia by product and date (openICPSR 229004-V1)",
    licence="CC BY 4.0",
    terms="https://creativecommons.org/licenses/by/4.0/",
    pages=("https://www.openicpsr.org/openicpsr/project/229004/version/V1/view",),
    citation=(
        "Chupilkin, Maxim, Beata Javorcik, Aleksandra Peeva, and Alexander Plekhanov, data and code, "
        "openICPSR 229004-V1; codes printed in the annexes of Regulation (EU) No 833/2014"
    ),
    covers=(
        "Six-digit codes with the day of each, December 2016 to February 2023, and the eight-digit codes of "
        "the ninth package. Not in it: packages from the eleventh on, and codes that only the edition of "
        "2022 has."
    ),
)

CLASSES = (
    "aviation",
    "dual_use",
    "firearms",
    "industrial_cap",
    "luxury",
    "military_tech",
    "oil_exploration",
    "oil_refining",
)
"""Classes of the list by six digits."""

_DATED = Header(
    "hs6-dates",
    {
        "Code": "product",
        "Date": "listed_on",
        "Winddowndate": "wound_down",
        "partially_exempt": "partly",
        **{name: name for name in CLASSES},
    },
    ignored=("Maxprice", "EU_sanction"),
)
_PRINTED = Header("cn8-printed", {"code": "product"}, ignored=("product",))
_ENDS = {"hs6-dates": dt.date(2023, 2, 25), "cn8-printed": dt.date(2022, 12, 16)}
_FIRST = dt.date(2016, 12, 22)


def read(path: Path) -> Reading:
    """Read one of the two lists.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, _DATED, _PRINTED)
    sieve = Sieve(path.name, frame)
    digits = 6 if layout == _DATED.name else 8
    notes = []
    if layout == _DATED.name:
        notes = leave_out(sieve, pl.col("listed_on") == "", "codes that are not listed")
        numbers(sieve, "partly", *CLASSES, low=0, high=1)
        notes += _dates(sieve)
    refuse_codes(sieve, digits)
    refuse_repeats(sieve, ["product"], "product")
    classes = pl.concat_str(
        [pl.when(pl.col(name) > 0).then(pl.lit(name)) for name in CLASSES if name in sieve.rows.columns]
        or [pl.lit(None, pl.String)],
        separator=" ",
        ignore_nulls=True,
    )
    dated = layout == _DATED.name
    listings = listing_rows(
        sieve.rows,
        source=DECLARATION.id,
        list="eu-hs6" if dated else "eu-cn8",
        sender="EU",
        target="RUS",
        digits=digits,
        revision="HS2017" if dated else "CN",
        classes=classes.replace("", None) if dated else None,
        partly=pl.col("partly") > 0 if dated else None,
        as_of=_ENDS[layout],
    )
    return reading_of(
        DECLARATION,
        layout,
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"listings": listings},
        covered=(_FIRST if dated else _ENDS[layout], _ENDS[layout]),
        notes=notes,
    )


def _dates(sieve: Sieve) -> list[str]:
    """Days of listing and last days of old contracts; a note of such as are before the listing."""
    for column in ("listed_on", "wound_down"):
        day = pl.col(column).str.to_date("%Y-%m-%d", strict=False)
        sieve.rows = sieve.rows.with_columns(day.alias("_day"))
        sieve.refuse((pl.col(column) != "") & pl.col("_day").is_null(), column, column, "no day")
        sieve.rows = sieve.rows.drop(column).rename({"_day": column})
    early = pl.col("wound_down") < pl.col("listed_on")
    number = sieve.rows.filter(early).height
    sieve.rows = sieve.rows.with_columns(pl.when(~early).then(pl.col("wound_down")).alias("wound_down"))
    return [f"last days of old contracts before the listing itself, left out: {number:,}"] if number else []


def refuse_codes(sieve: Sieve, *digits: int) -> None:
    """Refuse codes of goods that are not text of some number of digits."""
    length = pl.col("product").str.len_chars()
    lost = pl.col("product").str.contains(r"^\d+$") & (length % 2 == 1)
    told = " or ".join(map(str, digits))
    reason = (
        pl.when(lost)
        .then(pl.lit("not text: a code of an odd number of digits has lost its leading zero"))
        .otherwise(pl.lit(f"no code of {told} digits"))
    )
    whole = pl.col("product").str.contains(r"^\d+$") & length.is_in(list(digits))
    sieve.refuse(~whole, "product", "product", reason)


def listing_rows(rows: pl.DataFrame, **values: object) -> pl.DataFrame:
    """Rows of the table ``listings``: columns that are neither there nor given are absent."""
    kinds = {"DATE": pl.Date(), "SMALLINT": pl.Int16(), "INTEGER": pl.Int32(), "BOOLEAN": pl.Boolean()}
    types = {one.name: kinds.get(one.type, pl.String()) for one in LISTINGS.columns if one.name != "load"}
    given = rows.with_columns(
        (value if isinstance(value, pl.Expr) else pl.lit(value)).alias(name) for name, value in values.items()
    )
    return given.select(
        (pl.col(name) if name in given.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in types.items()
    )


SOURCE = Source(
    declaration=DECLARATION,
    address="https://www.openicpsr.org",
    part_of=named_like(
        **{
            _DATED.name: r"^eu_sanctions_hs6.*\.csv$",
            _PRINTED.name: r"^eu_export_sanctions_cn8_codes.*\.csv$",
        }
    ),
    read=read,
    remotes=saved_by_hand(DECLARATION),
)
