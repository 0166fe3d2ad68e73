"""The bulk files of Comext: every declarant, partner, code and procedure of a month, block by block.

Rows that repeat others are left out and counted, or refused:

* procedure 4, in files of earlier years, is the total of the others: where it stands, they are left out;
* the two parts of the United Kingdom stand beside the whole in some files: they are then left out;
* Northern Ireland as a declarant tells of a part of its trade, and is no book of the United Kingdom;
* codes with letters (``99RRR100``, ``12XXXXXX``) are goods that the declarant keeps secret, cut at what may
  be told: they are in the totals and in no sum by code.

What is left of one partner, code and month is summed over procedures and supplementary units.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from leeway.sources.coded import numbers, refuse_repeats
from leeway.sources.comext_rows import KEY, find_periods, find_ways, refuse_products
from leeway.sources.eurostat_names import by_iso2
from leeway.sources.flows import leave_out, name_traders, refuse_values
from leeway.sources.frames import Header, read_text
from leeway.sources.sieve import Sieve
from leeway.sources.unpack import blocks
from leeway.sources.unpack7z import unpacked_7z

V2 = Header(
    "bulk-v2",
    {
        "REPORTER": "reporter_code",
        "PARTNER": "partner_code",
        "PRODUCT_NC": "product",
        "FLOW": "way",
        "STAT_PROCEDURE": "procedure",
        "SUPPL_UNIT": "unit",
        "PERIOD": "period",
        "VALUE_EUR": "value",
        "QUANTITY_KG": "kilograms",
    },
    ignored=(
        "TRADE_TYPE", "PRODUCT_SITC", "PRODUCT_CPA21", "PRODUCT_CPA22", "PRODUCT_BEC", "PRODUCT_BEC5",
        "PRODUCT_SECTION", "VALUE_NAC", "QUANTITY_SUPPL_UNIT",
    ),
)  # fmt: skip
V1 = Header(
    "bulk-v1",
    {
        "DECLARANT_ISO": "reporter_code",
        "PARTNER_ISO": "partner_code",
        "PRODUCT_NC": "product",
        "FLOW": "way",
        "STAT_REGIME": "procedure",
        "SUPP_UNIT": "unit",
        "PERIOD": "period",
        "VALUE_IN_EUROS": "value",
        "QUANTITY_IN_KG": "kilograms",
    },
    ignored=(
        "DECLARANT", "PARTNER", "TRADE_TYPE", "PRODUCT_SITC", "PRODUCT_cpa2002", "PRODUCT_CPA2002",
        "PRODUCT_cpa2008", "PRODUCT_CPA2008", "PRODUCT_CPA2_1", "PRODUCT_CPA2_2", "PRODUCT_BEC",
        "PRODUCT_BEC5", "PRODUCT_SECTION", "VALUE_NAC", "SUP_QUANTITY",
    ),
)  # fmt: skip
"""As it was before 2025; columns of the classifications came and went over the years."""

_ALL_PROCEDURES = "4"
_PARTS_OF_THE_KINGDOM = ("XI", "XU")
_SECRET = pl.col("product").str.contains(r"^(\d\d|XX)[0-9A-Z]{6}$") & pl.col("product").str.contains("[A-Z]")
_LEFT = {
    "rows of goods that the declarant keeps secret by code, in totals only": _SECRET,
    "rows of Northern Ireland as a declarant, no book of the United Kingdom": pl.col("reporter_code") == "XI",
}
_FEW = ("reporter", "partner", "partner_code", "flow", "period_kind", "procedure", "unit")
_MOST = 1e15


def read_bulk(path: Path) -> tuple[str, int, Sieve, list[str]]:
    """Read a bulk file, as published or unpacked.

    Returns
    -------
    str
        Name of the header.
    int
        Rows read.
    Sieve
        With `KEY`, ``months``, ``value``, ``kilograms`` (absent where not said of every procedure) and
        ``file_row``.
    list of str
        Notes of what was left out and summed.

    Raises
    ------
    DataError
        If the file is missing, damaged or cut.
    SourceFormatError
        If a column is missing or unknown.
    """
    found = _Gathered(path)
    with _table(path) as table:
        for place, block in enumerate(blocks(table)):
            found.take(block, first=place == 0)
    sieve = Sieve(path.name, pl.concat(found.rows), found.refused)
    notes = [f"{what}: {number:,}, not kept" for what, number in found.left.items() if number]
    notes += _without_parts(sieve)
    notes += _summed(sieve)
    return found.layout, found.read, sieve, notes


@contextmanager
def _table(path: Path) -> Iterator[Path]:
    if path.suffix.lower() == ".7z":
        with unpacked_7z(path) as unpacked:
            yield unpacked
    else:
        yield path


@dataclass(slots=True)
class _Gathered:
    """Rows of the blocks so far, with few bytes each."""

    path: Path
    header: bytes = b""
    layout: str = ""
    read: int = 0
    rows: list[pl.DataFrame] = field(default_factory=list)
    refused: list[pl.DataFrame] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    def take(self, block: bytes, *, first: bool) -> None:
        if first:
            self.header = block[: block.find(b"\n") + 1]
        self.layout, frame = read_text(block if first else self.header + block, self.path, V2, V1)
        sieve = Sieve(self.path.name, frame.with_columns(pl.col("file_row") + self.read))
        self.read += frame.height
        for what, when in _LEFT.items():
            self.left[what] += sieve.rows.filter(when).height
            sieve.rows = sieve.rows.filter(~when)
        _sift(sieve)
        self.rows.append(
            sieve.rows.select(
                *(pl.col(name).cast(pl.Categorical) for name in _FEW),
                *("product", "period", "months", "value", "kilograms", "file_row"),
            )
        )
        self.refused += sieve.refused


def _sift(sieve: Sieve) -> None:
    """Refuse rows that are no flow between two."""
    find_periods(sieve)
    name_traders(sieve, "reporter_code", "partner_code", by_iso2)
    find_ways(sieve)
    refuse_products(sieve)
    refuse_values(sieve)
    numbers(sieve, "kilograms", low=0, high=_MOST)
    said = pl.when((pl.col("kilograms") > 0) | (pl.col("value") == 0)).then(pl.col("kilograms"))
    sieve.rows = sieve.rows.with_columns(said.alias("kilograms"))


def _without_parts(sieve: Sieve) -> list[str]:
    """Leave out rows that another row of the file sums."""
    notes = []
    total = pl.col("procedure") == _ALL_PROCEDURES
    if sieve.rows.select(total.any()).item():
        repeated = ~total & total.any().over(*KEY, "partner_code")
        notes += leave_out(sieve, repeated, "rows of procedures whose total is in the file")
    if "GB" in sieve.rows["partner_code"].cast(pl.String).unique():
        part = pl.col("partner_code").cast(pl.String).is_in(_PARTS_OF_THE_KINGDOM)
        notes += leave_out(sieve, part, "rows of parts of the United Kingdom beside the whole")
    return notes


def _summed(sieve: Sieve) -> list[str]:
    """One row a partner, code and period."""
    refuse_repeats(sieve, [*KEY, "partner_code", "procedure", "unit"], "product")
    several = sieve.rows.height
    weighed = pl.when(pl.col("kilograms").is_not_null().all()).then(pl.col("kilograms").sum())
    sieve.rows = (
        sieve.rows.group_by(*KEY, "months", maintain_order=True)
        .agg(pl.col("value").sum(), weighed.alias("kilograms"), pl.col("file_row").first())
        .with_columns(pl.col(pl.Categorical).cast(pl.String))
    )
    if sieve.rows.height == several:
        return []
    return [f"rows by procedure, unit or kind of partner: {several:,}, summed to {sieve.rows.height:,}"]
