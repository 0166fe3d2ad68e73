"""Options that several commands share, and the form in which an answer leaves."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from leeway.errors import QuestionError
from leeway.faces.tables import csv_table, json_text, text_table

if TYPE_CHECKING:
    import polars as pl

Since = Annotated[
    str | None, typer.Option("--since", metavar="D", help="First day: 2014, 2014-03 or 2014-03-18.")
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="D", help="Last day: 2014, 2014-03 or 2014-03-18.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="D", help="Know nothing dated later (votes need the record).")
]
Seed = Annotated[int, typer.Option(help="Seed of the posterior draws.")]
Json = Annotated[bool, typer.Option("--json", help="Stable keys, for programs.")]
Csv = Annotated[bool, typer.Option("--csv", help="The table alone, as CSV.")]
RecordFile = Annotated[
    str | None,
    typer.Option("--record", metavar="PATH", help="The record's file, if not the usual one."),
]
EstimatesFolder = Annotated[
    str | None,
    typer.Option("--estimates", metavar="DIR", help="Estimates to use in place of the shipped ones."),
]

Form = Literal["text", "json", "csv"]
_WIDEST, _PIPED = 100, 88


def form_of(*, json: bool, csv: bool) -> Form:
    """Which form was asked for.

    Raises
    ------
    QuestionError
        If both were.
    """
    if json and csv:
        raise QuestionError("An answer leaves either as JSON or as CSV.", hint="Leave --json or --csv away.")
    return "json" if json else "csv" if csv else "text"


def put(
    form: Form,
    *,
    text: Callable[[], str],
    content: Callable[[], Any],
    rows: Callable[[], Sequence[Mapping[str, Any]]],
    columns: Sequence[str] | None = None,
) -> None:
    """Print an answer in one form; the others are not made."""
    if form == "json":
        typer.echo(json_text(content()))
    elif form == "csv":
        typer.echo(csv_table(rows(), columns), nl=False)
    else:
        typer.echo(text())


def put_frame(
    form: Form, frame: pl.DataFrame, *, shown: Sequence[str] | None = None, widest: int | None = 60
) -> None:
    """Print a frame: as text only the columns `shown`, numbers with three decimals; otherwise whole."""
    if form == "csv":
        typer.echo(frame.write_csv(), nl=False)
    elif form == "json":
        typer.echo(json_text(frame.to_dicts()))
    else:
        typer.echo(text_table(frame.to_dicts(), shown or frame.columns, widest=widest))


def text_width() -> int:
    """Columns to wrap at: the terminal's, within reason; a fixed number where there is none."""
    if not sys.stdout.isatty():
        return _PIPED
    return max(40, min(_WIDEST, shutil.get_terminal_size().columns))
