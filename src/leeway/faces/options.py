"""Options that several commands share, and the form in which an answer leaves."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from leeway.errors import DataError, QuestionError
from leeway.faces.tables import csv_table, json_text, text_table
from leeway.faces.terminal import terminal

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
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.html", help="Also write one page, to print or to pass on."),
]
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
_TOLD_BY_KEYS = {"ask", "surprise"}
"""Answers whose keys tell all of their rows."""
_SPEAKING = {"ask", "surprise", "backdoor", "positions"}
"""Answers that have a sentence of their own, or none."""


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
    report: tuple[str, Path | None] = ("", None),
) -> None:
    """Print an answer in one form, and write its report; other forms are not made.

    Parameters
    ----------
    report : tuple of str and Path or None
        The command that answers, and the page to be written, if any.

    Raises
    ------
    QuestionError
        If the page does not end in ``.html``.
    DataError
        If it cannot be written.
    """
    if report[1] is not None:
        _write_report(report[0], report[1], text, content(), rows(), columns)
    if form == "json":
        typer.echo(json_text(content()))
    elif form == "csv":
        typer.echo(csv_table(rows(), columns), nl=False)
    else:
        typer.echo(text(), color=terminal().colour or None)
    if report[1] is not None:
        typer.echo(f"The report is in {report[1]}.", err=True)


def _write_report(
    kind: str,
    to: Path,
    text: Callable[[], str],
    content: Any,
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str] | None,
) -> None:
    from leeway.faces.report.page import report_page

    if to.suffix.lower() not in {".html", ".htm"}:
        raise QuestionError(f"A report is a page of HTML, and '{to.name}' is none.", hint="End it in .html")
    page = report_page(
        kind,
        content,
        rows=() if kind in _TOLD_BY_KEYS else rows,
        columns=columns,
        sentence=None if kind in _SPEAKING else " ".join(text().partition("\n\n")[0].split()),
        command=shlex.join(["leeway", *sys.argv[1:]]),
    )
    try:
        to.write_text(page, encoding="utf-8")
    except OSError as error:
        raise DataError(f"The report cannot be written: {error.strerror or error}.", where=str(to)) from error


def put_frame(
    form: Form,
    frame: pl.DataFrame,
    *,
    shown: Sequence[str] | None = None,
    widest: int | None = 60,
    report: tuple[str, Path | None] = ("", None),
) -> None:
    """Print a frame: as text only the columns `shown`, numbers with three decimals; otherwise whole.

    Parameters
    ----------
    report
        As in `put`.
    """
    put(
        "json" if form == "json" else "text",
        text=lambda: (
            frame.write_csv().removesuffix("\n")
            if form == "csv"
            else text_table(frame.to_dicts(), shown or frame.columns, widest=widest, on=terminal())
        ),
        content=frame.to_dicts,
        rows=frame.to_dicts,
        report=report,
    )


def text_width() -> int:
    """Columns to wrap at: the terminal's, within reason; a fixed number where there is none."""
    if not sys.stdout.isatty():
        return _PIPED
    return max(40, min(_WIDEST, shutil.get_terminal_size().columns))
