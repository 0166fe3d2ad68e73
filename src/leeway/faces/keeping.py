"""The commands that keep the record and the estimates, and hand them on."""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leeway.faces.options import Csv, EstimatesFolder, Json, RecordFile, form_of, put, put_frame

if TYPE_CHECKING:
    from leeway.sources.refresh import Step


def refresh(
    source: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Sources; all by default.")
    ] = None,
    *,
    from_dir: Annotated[
        str | None,
        typer.Option("--from", metavar="DIR", help="Read files at hand, from a folder; fetch nothing."),
    ] = None,
    record: RecordFile = None,
    json: Json = False,
) -> None:
    """Bring the publishers' files into the record."""
    from leeway.sources.refresh import refresh as bring

    reports = bring(
        source or None,
        from_dir=from_dir,
        record=record,
        progress=_progress if sys.stderr.isatty() else None,
        loaded_at=dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0),
    )
    put(
        form_of(json=json, csv=False),
        text=lambda: "\n".join(str(report) for report in reports),
        content=lambda: [asdict(report) for report in reports],
        rows=list,
    )


def sources(*, record: RecordFile = None, json: Json = False, csv: Csv = False) -> None:
    """What Leeway reads, and what the record holds of it."""
    from leeway.sources.lineage import sources as listed

    with _record_if_any(record) as opened:
        frame = listed(opened)
    put_frame(
        form_of(json=json, csv=csv),
        frame,
        shown=("source", "publisher", "body", "covered_from", "covered_to", "rows_kept"),
    )


def codebook(
    table: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="One table only.")] = None,
    *,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """What every column means."""
    from leeway.faces.export import explained

    put_frame(form_of(json=json, csv=csv), explained(table), shown=("table", "column", "type", "meaning"))


def cite(
    *,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="As BibTeX entries.")] = False,
    record: RecordFile = None,
    json: Json = False,
) -> None:
    """How to cite Leeway and its sources."""
    from leeway.sources.lineage import cite as citations

    with _record_if_any(record) as opened:
        found = citations(opened)
    put(
        form_of(json=json, csv=False),
        text=lambda: "\n\n".join(one.bibtex if bibtex else one.text for one in found),
        content=lambda: [asdict(one) for one in found],
        rows=list,
    )


def export(
    table: Annotated[
        str, typer.Argument(metavar="TABLE", help="ideal_points, or a table of the record; see codebook.")
    ],
    file: Annotated[str, typer.Argument(metavar="FILE", help="Ends in .csv, .parquet or .json.")],
    *,
    record: RecordFile = None,
    estimates: EstimatesFolder = None,
) -> None:
    """Take a table away as a file."""
    from leeway.faces.export import export as write

    typer.echo(f"{table} is in {write(table, file, record=record, estimates=estimates)}.")


def _record_if_any(path: str | None) -> Any:
    """The record, open; nothing where there is none and none was named."""
    from leeway.record.store import open_record, record_path

    if path is None and not record_path().exists():
        return nullcontext()
    return open_record(path)


def _progress(step: Step) -> None:
    """One line on stderr that overwrites itself while bytes come in."""
    if step.kind == "fetching":
        share = f" {100 * (step.done or 0) // step.total}%" if step.total else f" {step.done} bytes"
        end = "\n" if step.done == step.total else ""
        typer.echo(f"\r{step.kind} {step.file}{share}", err=True, nl=False)
        typer.echo(end, err=True, nl=False)
    else:
        typer.echo(f"{step.kind} {step.file}{f': {step.note}' if step.note else ''}", err=True)
