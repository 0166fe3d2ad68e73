"""Two-step chains: whose goods go through a state to the sanctioned one, found and not assumed.

Of every kind of listed goods that a state sells to the sanctioned one, all who sell it to the state are
looked at, sender or not. A chain is as strong as its weaker step.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

SMALLEST = 100_000.0
"""Dollars a year below which a chain is not listed."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Goods that came from one state, through another, to a third.

    Attributes
    ----------
    first, through, last : str
        Keys of the states.
    goods : str
        Code.
    year : int
        Last whole year in which both steps are told.
    came, went : float
        Dollars in that year: from the first to the one between, and from that to the last.
    share : float
        Share of all that the one between bought of it that came from the first.
    opened : bool or None
        Whether the second step was less than a tenth of that before the event; None where nothing is told of
        the years before.
    """

    first: str
    through: str
    last: str
    goods: str
    year: int
    came: float
    went: float
    share: float
    opened: bool | None

    @property
    def strength(self) -> float:
        """The weaker step, in dollars of the year; of the second step the first's share."""
        return min(self.came, self.went * self.share)


def chains(
    bought: pl.DataFrame, sold: pl.DataFrame, *, through: str, event_year: int, smallest: float = SMALLEST
) -> list[Chain]:
    """Find the two-step chains through one state.

    Parameters
    ----------
    bought : polars.DataFrame
        ``partner, product, year, dollars``: what the state between bought, whole years, by its own book.
    sold : polars.DataFrame
        The same of what it sold, to those asked about.
    through : str
        The state between.
    event_year : int
        Year of the event.
    smallest : float
        Dollars a year that both steps must reach.

    Returns
    -------
    list of Chain
        The strongest first. A chain back to where it came from is none.

    Examples
    --------
    >>> columns = ["partner", "product", "year", "dollars"]
    >>> came = [("VNM", "851713", 2023, 4e8), ("CHN", "851713", 2023, 1e8)]
    >>> went = [("RUS", "851713", 2023, 4.5e8)]
    >>> bought, sold = (pl.DataFrame(rows, schema=columns, orient="row") for rows in (came, went))
    >>> [found, _] = chains(bought, sold, through="ARM", event_year=2022)
    >>> found.first, found.last, round(found.strength / 1e8, 1), found.opened
    ('VNM', 'RUS', 3.6, None)
    """
    both = bought.select("product", "year").join(sold.select("product", "year"), on=["product", "year"])
    years = both.filter(pl.col("year") >= event_year).group_by("product").agg(pl.col("year").max())
    came = bought.join(years, on=["product", "year"]).with_columns(
        (pl.col("dollars") / pl.col("dollars").sum().over("product")).alias("share")
    )
    went = sold.join(years, on=["product", "year"])
    earlier = (
        sold.filter(pl.col("year") < event_year)
        .group_by("partner", "product")
        .agg(pl.col("dollars").mean().alias("earlier"))
    )
    known = sold.filter(pl.col("year") < event_year)["product"].unique().to_list()
    pairs = (
        came.join(went, on=["product", "year"], suffix="_went")
        .filter(pl.col("partner") != pl.col("partner_went"))
        .filter(pl.col("dollars") >= smallest, pl.col("dollars_went") >= smallest)
        .join(
            earlier,
            left_on=["partner_went", "product"],
            right_on=["partner", "product"],
            how="left",
            maintain_order="left",
        )
    )
    found = [
        Chain(
            first=row["partner"],
            through=through,
            last=row["partner_went"],
            goods=row["product"],
            year=row["year"],
            came=row["dollars"],
            went=row["dollars_went"],
            share=row["share"],
            opened=(row["earlier"] or 0.0) < row["dollars_went"] / 10 if row["product"] in known else None,
        )
        for row in pairs.iter_rows(named=True)
    ]
    return sorted(found, key=lambda one: (-one.strength, one.goods, one.first, one.last))
