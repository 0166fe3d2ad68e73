"""Values of different currencies in dollars, by the yearly means of the ledger."""

from __future__ import annotations

import polars as pl

from leeway.ledger.trade import exchange_rates


def in_dollars(
    rows: pl.DataFrame, year: pl.Expr, *, value: str = "value", to: str = "dollars"
) -> pl.DataFrame:
    """Add a column in dollars; rows of a year or currency without a rate that was found are left out.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``currency`` and the column `value`.
    year : polars.Expr
        Year of each row.
    to : str
        Name of the new column.

    Examples
    --------
    >>> rows = pl.DataFrame({"currency": ["EUR", "USD"], "year": [2022, 2022], "value": [100.0, 100.0]})
    >>> in_dollars(rows, pl.col("year"))["dollars"].round(1).to_list()
    [105.3, 100.0]
    """
    rates = pl.DataFrame(
        [(one.currency, one.year, one.dollars) for one in exchange_rates() if one.status == "found"],
        schema={"currency": pl.String, "_year": pl.Int32, "_dollars": pl.Float64},
        orient="row",
    )
    told = rows.with_columns(year.cast(pl.Int32).alias("_year")).join(
        rates, on=["currency", "_year"], how="left", maintain_order="left"
    )
    rate = pl.when(pl.col("currency") == "USD").then(1.0).otherwise(pl.col("_dollars"))
    found = told.with_columns((pl.col(value) * rate).alias(to)).drop("_year", "_dollars")
    return found.filter(pl.col(to).is_not_null())
