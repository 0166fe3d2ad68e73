"""How far two sets of estimates of security ties differ."""

from __future__ import annotations

import polars as pl

from leeway.measures.files import EstimateTables
from leeway.measures.line import Difference

_KEYS = {
    "alliances": ["state", "partner"],
    "kappa": ["state", "partner"],
    "blocs": ["organisation", "state"],
    "arms": ["recipient", "supplier", "year"],
}
_TOLERANCE = {"alliances": 0.0, "kappa": 1.0, "blocs": 0.0, "arms": 0.002}


def compare_tables(one: EstimateTables, other: EstimateTables) -> tuple[Difference, ...]:
    """Largest difference of any number of each table; infinite where the rows are not the same."""
    found = [
        Difference(name, largest_difference(one.table(name), other.table(name), key), _TOLERANCE[name])
        for name, key in _KEYS.items()
    ]
    margins = abs(float(one.manifest["margin"]) - float(other.manifest["margin"]))
    return (*found, Difference("margin", margins, 0.001))


def largest_difference(one: pl.DataFrame, other: pl.DataFrame, key: list[str]) -> float:
    """Largest difference between two tables with the same rows; infinite where rows or columns differ.

    Examples
    --------
    >>> first = pl.DataFrame({"state": ["KAZ"], "y2000": [3]})
    >>> largest_difference(first, first.with_columns(pl.col("y2000") - 1), ["state"])
    1.0
    """
    if set(one.columns) != set(other.columns) or one.height != other.height:
        return float("inf")
    both = one.join(other, on=key, how="inner", suffix="_other")
    if both.height != one.height:
        return float("inf")
    values = [name for name in one.columns if name not in key]
    if not values or both.is_empty():
        return 0.0
    apart = [
        (pl.col(name).cast(pl.Float64) - pl.col(f"{name}_other").cast(pl.Float64)).abs().max()
        for name in values
    ]
    one_sided = [
        (pl.col(name).is_null() != pl.col(f"{name}_other").is_null()).any().alias(name) for name in values
    ]
    if both.select(one_sided).select(pl.any_horizontal(pl.all())).item():
        return float("inf")
    largest = both.select(pl.max_horizontal(*apart)).item()
    return float(largest) if largest is not None else 0.0
