"""Steps that the layouts of Comext share: months, ways, and codes of goods."""

from __future__ import annotations

import polars as pl

from leeway.record.flow_tables import TOTAL
from leeway.sources.flows import first_day
from leeway.sources.sieve import Sieve

KEY = ("reporter", "partner", "flow", "product", "period", "period_kind")
"""What one value is of."""

_WAYS = {"1": "import", "2": "export", "IMPORT": "import", "EXPORT": "export"}


def find_periods(sieve: Sieve) -> None:
    """Months written ``202201`` or ``2022-01``; the month 52 is the whole year. Refuse the others."""
    text = pl.col("period").str.replace("-", "", literal=True)
    year, month = text.str.slice(0, 4).cast(pl.Int64, strict=False), text.str.slice(4)
    whole = month == "52"
    day = pl.when(whole).then(first_day(year)).otherwise((text + "01").str.to_date("%Y%m%d", strict=False))
    sieve.rows = sieve.rows.with_columns(
        day.alias("_day"),
        year.alias("year"),
        pl.when(whole).then(pl.lit("year")).otherwise(pl.lit("month")).alias("period_kind"),
        pl.when(whole).then(12).otherwise(1).cast(pl.Int16).alias("months"),
    )
    wrong = pl.col("_day").is_null() | (text.str.len_chars() != 6)
    sieve.refuse(wrong, "PERIOD", "period", "neither a month nor a year")
    sieve.rows = sieve.rows.drop("period").rename({"_day": "period"})


def find_ways(sieve: Sieve) -> None:
    """Imports and exports by number or word; refuse the others."""
    sieve.rows = sieve.rows.with_columns(
        pl.col("way").replace_strict(_WAYS, default=None, return_dtype=pl.String).alias("flow")
    )
    sieve.refuse(pl.col("flow").is_null(), "FLOW", "way", "neither import nor export")


def refuse_products(sieve: Sieve) -> None:
    """Refuse codes that are neither the total nor of two, four, six or eight digits."""
    code = pl.col("product")
    known = code.str.contains(rf"^({TOTAL}|\d{{2}}|\d{{4}}|\d{{6}}|\d{{8}})$")
    odd = code.str.contains(r"^\d+$") & (code.str.len_chars() % 2 == 1)
    reason = (
        pl.when(odd)
        .then(pl.lit("not text: a code of an odd number of digits has lost its leading zero"))
        .otherwise(pl.lit("no code of goods"))
    )
    sieve.refuse(~known, "PRODUCT", "product", reason)
