"""Estimates of relations: days told and days on which the score was negative, by pair and quarter."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import ClassVar

import polars as pl

from leeway.measures.files import EstimateTables


class RelationsTables(EstimateTables):
    """The tables of one set of estimates, and their manifest.

    ``pairs``: state, partner (first and second by key), period (first day of the quarter), days, negative.
    ``quarters``: period, told (days on which any pair has a row), missing (days on which none has), drift (by
    how much the logit of the middle pair's share lies off its own mean).
    """

    line: ClassVar[str] = "relations"
    entries: ClassVar[Collection[str]] = ("correlation", "usual")

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """The table ``pairs``, read once."""
        return self.table("pairs")

    @cached_property
    def quarters(self) -> pl.DataFrame:
        """The table ``quarters``, read once."""
        return self.table("quarters")
