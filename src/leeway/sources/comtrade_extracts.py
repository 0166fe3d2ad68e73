"""Tables that others made of UN Comtrade, brought into the shape of its own rows.

Neither the older export nor the extracts say which edition of the Harmonized System their codes belong to.
"""

from __future__ import annotations

import polars as pl

from leeway.sources.flows import leave_out
from leeway.sources.frames import Header
from leeway.sources.sieve import Sieve

EXPORT = Header(
    "export-29",
    {
        "period_desc": "period",
        "year": "year",
        "trade_code": "way",
        "reporter_code": "reporter_code",
        "partner_code": "partner_code",
        "commodity_code": "product",
        "mot_code": "transport",
        "IsNetWgtEstimated": "weight_guessed",
        "netweight_kg": "kilograms",
        "trade_value_us": "value",
        "IsReported": "reported",
        "IsAggregate": "summed",
    },
    ignored=(
        "month", "period", "aggregate_level", "is_leaf_code", "trade_flow", "reporter", "partner_iso",
        "partner", "commodity", "mot_desc", "QtyUnitCode", "QtyUnitAbbr", "Qty", "IsQtyEstimated", "cifvalue",
        "fobvalue", "partner_region",
    ),
)  # fmt: skip
"""The older export: ``period_desc`` is 2022 or 202201, ``month`` a number without a year."""

SIX_DIGITS = Header(
    "armenia-hs6",
    {"period": "day", "commodity_code": "product", "reexports": "reexports", "X": "value"},
    ignored=(
        "commodity", "pct", "pct_cum", "reexports_text", "pct_text", "prop_reexport", "prop_reexport_text",
    ),
)  # fmt: skip
"""Exports of Armenia to all, by code and month, and what their author takes for re-exports."""

FOUR_DIGITS = Header(
    "hs4-pairs",
    {"reporter": "reporter_code", "partner": "partner_code", "flow": "way", "hs4": "product", "year": "year",
     "value_usd": "value"},
)  # fmt: skip
"""Yearly exports of one heading by pair; a row without a value is one that Comtrade did not have."""

_PLAIN = {
    "second_partner": "0",
    "transport": "0",
    "customs": "C00",
    "weight_guessed": "false",
    "kilograms": "",
}
_IN_FORCE = ((1988, "H0"), (1996, "H1"), (2002, "H2"), (2007, "H3"), (2012, "H4"), (2017, "H5"), (2022, "H6"))
_IN_FORCE_IN_ARMENIA = ((2007, "H3"), (2013, "H4"), (2017, "H5"), (2022, "H6"))
_NO_EDITION = "codes are taken to be of the edition in force in their year, which the file does not say"


def from_export(sieve: Sieve) -> list[str]:
    """Shape rows of the older export like the publisher's own."""
    period = pl.col("period").str.strip_chars()
    _add(sieve, {name: value for name, value in _PLAIN.items() if name in ("second_partner", "customs")})
    sieve.rows = sieve.rows.with_columns(
        pl.when(period.str.len_chars() == 4).then(pl.lit("52")).otherwise(period.str.slice(4)).alias("month"),
        pl.when(period.str.len_chars() == 4).then(pl.lit("A")).otherwise(pl.lit("M")).alias("frequency"),
        _edition(_IN_FORCE).alias("edition"),
    )
    return [_NO_EDITION]


def from_four_digits(sieve: Sieve) -> list[str]:
    """Shape yearly rows by pair like the publisher's own."""
    notes = leave_out(sieve, pl.col("value") == "", "rows without a value, where none was returned: unknown")
    _add(sieve, _PLAIN | {"month": "52", "frequency": "A", "reported": "true", "summed": "false"})
    sieve.rows = sieve.rows.with_columns(_edition(_IN_FORCE).alias("edition"))
    return [*notes, _NO_EDITION]


def from_six_digits(sieve: Sieve) -> list[str]:
    """Shape rows of Armenia's exports like the publisher's own: one of exports, one of re-exports.

    The editions are those that hold every code of their years but one.
    """
    day = pl.col("day").str.to_date("%Y-%m-%d", strict=False)
    sieve.refuse(day.is_null() | (day.dt.day() != 1), "period", "day", "no first day of a month")
    _add(
        sieve,
        _PLAIN | {"frequency": "M", "reporter_code": "ARM", "partner_code": "WLD", "summed": "false"},
    )
    sieve.rows = sieve.rows.with_columns(
        pl.col("day").str.slice(0, 4).alias("year"), pl.col("day").str.slice(5, 2).alias("month")
    )
    sieve.rows = sieve.rows.with_columns(_edition(_IN_FORCE_IN_ARMENIA).alias("edition"))
    told = sieve.rows.with_columns(pl.lit("X").alias("way"), pl.lit("true").alias("reported"))
    guessed = sieve.rows.with_columns(
        pl.lit("RX").alias("way"), pl.lit("false").alias("reported"), pl.col("reexports").alias("value")
    )
    sieve.rows = pl.concat([told, guessed]).sort("file_row", maintain_order=True)
    return [
        "each row of the file holds two values, exports and re-exports, which are what is counted",
        "re-exports are the author's estimate",
        "months in which no re-export was found are not in the file: their exports are unknown, not zero",
    ]


def _add(sieve: Sieve, cells: dict[str, str]) -> None:
    sieve.rows = sieve.rows.with_columns(pl.lit(value).alias(name) for name, value in cells.items())


def _edition(in_force: tuple[tuple[int, str], ...]) -> pl.Expr:
    year = pl.col("year").cast(pl.Int32, strict=False)
    edition = pl.lit(None, pl.String)
    for first, name in in_force:
        edition = pl.when(year >= first).then(pl.lit(name)).otherwise(edition)
    return edition
