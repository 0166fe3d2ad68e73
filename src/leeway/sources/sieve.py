"""Rows still in and rows refused: nothing of a file is dropped without a reason."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

_COLUMNS = {
    "file": pl.String,
    "file_row": pl.Int32,
    "column": pl.String,
    "value": pl.String,
    "reason": pl.String,
}


@dataclass(slots=True)
class Sieve:
    """Rows still in, and the rows refused so far with their reasons.

    Attributes
    ----------
    file : str
    rows : polars.DataFrame
    refused : list of polars.DataFrame
    cell : str or None
        Column of `rows` with the publisher's name of the column that a value stands in, where one row of the
        file holds several values and each is kept or refused by itself. It is then told as the column.
    """

    file: str
    rows: pl.DataFrame
    refused: list[pl.DataFrame] = field(default_factory=list)
    cell: str | None = None

    def refuse(
        self, when: pl.Expr, column: str | pl.Expr, value: str | pl.Expr, reason: str | pl.Expr
    ) -> int:
        """Move rows out; `column` and `reason` are literal texts unless expressions.

        A row for which `when` is null stays in.
        """
        when = when.fill_null(value=False)
        # In one chunk, since `polars.format` of Polars 2.1 panics where a column begins with an empty one.
        out = self.rows.filter(when).rechunk()
        if out.height:
            column = column if self.cell is None else pl.col(self.cell)
            self.rows = self.rows.filter(~when)
            self.refused.append(
                out.select(
                    pl.lit(self.file).alias("file"),
                    pl.col("file_row").cast(pl.Int32),
                    (pl.lit(column) if isinstance(column, str) else column).alias("column"),
                    (pl.col(value) if isinstance(value, str) else value)
                    .cast(pl.String)
                    .replace("", None)
                    .alias("value"),
                    (pl.lit(reason) if isinstance(reason, str) else reason).alias("reason"),
                )
            )
        return out.height

    def rejects(self) -> pl.DataFrame:
        """All rows refused, by row."""
        return pl.concat([pl.DataFrame(schema=_COLUMNS), *self.refused]).sort("file_row", maintain_order=True)
