"""How far two sets of estimates differ, table by table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from leeway.measures.files import EstimateTables
from leeway.measures.line import Difference

MARGIN_TOLERANCE = 0.001


def table_differences(
    one: EstimateTables, other: EstimateTables, tables: Mapping[str, tuple[Sequence[str], float]]
) -> tuple[Difference, ...]:
    """Largest difference of any number of each table, and of the margins.

    Parameters
    ----------
    one, other : EstimateTables
    tables : mapping of str to (key columns, tolerance)
    """
    found = [
        Difference(name, largest_difference(one.table(name), other.table(name), key), tolerance)
        for name, (key, tolerance) in tables.items()
    ]
    margins = abs(float(one.manifest["margin"]) - float(other.manifest["margin"]))
    return (*found, Difference("margin", margins, MARGIN_TOLERANCE))


def largest_difference(one: pl.DataFrame, other: pl.DataFrame, key: Sequence[str]) -> float:
    """Largest difference between two tables with the same rows; infinite where rows or columns differ.

    Examples
    --------
    >>> first = pl.DataFrame({"state": ["KAZ"], "y2000": [3]})
    >>> largest_difference(first, first.with_columns(pl.col("y2000") - 1), ["state"])
    1.0
    """
    if set(one.columns) != set(other.columns) or one.height != other.height:
        return float("inf")
    both = one.join(other, on=list(key), how="inner", suffix="_other")
    if both.height != one.height:
        return float("inf")
    values = [name for name in one.columns if name not in key]
    if not values or both.is_empty():
        return 0.0
    number = {
        name: pl.col(name).cast(pl.Float64).fill_nan(None)
        for name in (*values, *(f"{name}_other" for name in values))
    }
    apart = [(number[name] - number[f"{name}_other"]).abs().max().alias(name) for name in values]
    one_sided = [
        (number[name].is_null() != number[f"{name}_other"].is_null()).any().alias(name) for name in values
    ]
    if both.select(one_sided).select(pl.any_horizontal(pl.all())).item():
        return float("inf")
    largest = both.select(pl.max_horizontal(*apart)).item()
    return float(largest) if largest is not None else 0.0
