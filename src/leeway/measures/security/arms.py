"""Arms: which share of what a state imported over five years came from one supplier.

Deliveries come in lumps. The share is that of the publisher's volume over the year and the four before; how
sure it is follows from the effective number of deliveries behind it, and below a floor on the volume there
is no share at all: a single delivery is no realignment.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

WINDOW = 5
"""Years summed: the year and the four before."""

FLOOR = 25.0
"""Least volume over the window, in millions of trend-indicator values, for a share to be stated.

About one light transport aircraft a year. The smallest armies of lasting interest (Armenia 70 to 380,
Tajikistan 10 to 50) lie around it; below it one delivery more or less turns the share over.
"""

FEWEST = 2.0
"""Least effective number of deliveries for a share to be stated."""

_PRIOR = 0.5


def one_table(transfers: pl.DataFrame) -> pl.DataFrame:
    """Deliveries with none counted twice: totals by pair before the register of deals begins, deals after.

    Parameters
    ----------
    transfers : polars.DataFrame
        The table ``arms_transfers``: rows with a `deal` and rows of totals.

    Returns
    -------
    polars.DataFrame
        ``recipient, supplier, year, tiv``; several rows a pair and year where the deals are known.
    """
    deals = transfers.filter(pl.col("deal").is_not_null())
    totals = transfers.filter(pl.col("deal").is_null())
    begins = deals["year"].min()
    if begins is not None:
        totals = totals.filter(pl.col("year") < begins)
    return pl.concat([totals, deals]).select("recipient", "supplier", "year", "tiv").filter(pl.col("tiv") > 0)


def shares(deliveries: pl.DataFrame, last_year: int) -> pl.DataFrame:
    """Share of each supplier in each recipient's imports over five years.

    Parameters
    ----------
    deliveries : polars.DataFrame
        As from `one_table`.
    last_year : int
        Last year of the source.

    Returns
    -------
    polars.DataFrame
        ``recipient, supplier, year, share, effective, deliveries``: `effective` is the square of the volume
        over the sum of its squares (Kish) in all that the recipient got, `deliveries` the rows behind. Rows
        of the recipient with no supplier say that the shares of the year can be stated, so that a
        supplier without a row had none.
    """
    spread = deliveries.with_columns(
        pl.col("year").alias("delivered"),
        pl.int_ranges(pl.col("year").cast(pl.Int64), pl.col("year").cast(pl.Int64) + WINDOW).alias("year"),
    ).explode("year")
    spread = spread.filter(
        (pl.col("year") >= pl.col("delivered").min() + WINDOW - 1) & (pl.col("year") <= last_year)
    )
    whole = spread.group_by("recipient", "year").agg(
        pl.col("tiv").sum().alias("total"),
        (pl.col("tiv").sum() ** 2 / (pl.col("tiv") ** 2).sum()).alias("effective"),
        pl.len().alias("deliveries"),
    )
    whole = whole.filter((pl.col("total") >= FLOOR) & (pl.col("effective") >= FEWEST))
    each = spread.group_by("recipient", "supplier", "year").agg(
        pl.col("tiv").sum(), pl.len().alias("deliveries")
    )
    told = each.join(whole.drop("deliveries"), on=["recipient", "year"]).with_columns(
        (pl.col("tiv") / pl.col("total")).alias("share")
    )
    stated = whole.with_columns(pl.lit("").alias("supplier"), pl.lit(1.0).alias("share"))
    names = ["recipient", "supplier", "year", "share", "effective", "deliveries"]
    return pl.concat([told.select(names), stated.select(names)]).sort("recipient", "year", "supplier")


def larger_share(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The larger of the two shares that one has in the other's imports.

    Parameters
    ----------
    shares : ndarray, shape (2, ..., T)
        Of each in the imports of the other, over the years compared; NaN where none is stated.

    Returns
    -------
    ndarray, shape (..., T)
        NaN where neither is stated, and where the one not stated was at some time more than the other is:
        what cannot be told is not nothing.
    """
    most = np.nan_to_num(shares).max(axis=-1, keepdims=True, initial=0.0)
    hidden = np.isnan(shares) & (most > np.nan_to_num(shares[::-1]))
    return np.where(hidden.any(axis=0), np.nan, np.fmax(shares[0], shares[1]))


def draw_shares(
    share: NDArray[np.float64], effective: NDArray[np.float64], draws: int, generator: np.random.Generator
) -> NDArray[np.float64]:
    """Joint draws of a share over consecutive years.

    Each year's share is uncertain as one from `effective` independent deliveries is, on the scale of
    log-odds and around the share itself; windows of two years share deliveries, and their errors with them.
    A share of nothing stays nothing.

    Parameters
    ----------
    share, effective : ndarray, shape (T,)
        NaN in years in which no share is stated.
    draws : int
    generator : numpy Generator

    Returns
    -------
    ndarray, shape (draws, T)
        NaN where `share` is.
    """
    stated = ~np.isnan(share)
    found = np.full((draws, share.size), np.nan)
    years = np.flatnonzero(stated)
    if not years.size:
        return found
    least = _PRIOR / (effective[years] + 1.0)
    centre = np.clip(share[years], least, 1.0 - least)
    spread = np.sqrt(
        1.0 / (centre * effective[years] + _PRIOR) + 1.0 / ((1.0 - centre) * effective[years] + _PRIOR)
    )
    apart = np.abs(years[:, None] - years[None, :])
    overlap = np.maximum(0.0, 1.0 - apart / WINDOW) + 1e-9 * np.eye(years.size)
    errors = generator.standard_normal((draws, years.size)) @ np.linalg.cholesky(overlap).T
    drawn = 1.0 / (1.0 + np.exp(-(np.log(centre / (1.0 - centre)) + spread * errors)))
    found[:, years] = np.where(share[years] > 0.0, drawn, 0.0)
    return found
