"""The commands that keep the record and the estimates, and hand them on."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from leeway.errors import DataError, QuestionError
from leeway.faces.options import Csv, EstimatesFolder, Json, RecordFile, Until, form_of, put, put_frame
from leeway.faces.progress import Bringing, Progress, working


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
    from leeway.record.reports import told_together
    from leeway.sources.refresh import refresh as bring

    with Progress("Looking for files") as shown:
        reports = bring(
            source or None,
            from_dir=from_dir,
            record=record,
            progress=Bringing(shown),
            loaded_at=dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0),
        )
    put(
        form_of(json=json, csv=False),
        text=lambda: "\n".join(told_together(reports)),
        content=lambda: [asdict(report) for report in reports],
        rows=list,
    )


def estimate(
    line: Annotated[
        list[str] | None, typer.Argument(metavar="[LINE]...", help="Lines of evidence; all by default.")
    ] = None,
    *,
    record: RecordFile = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="DIR", help="Folder for the estimates; ./estimates by default."),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="PERIOD", help="half-year, or session for comparison.")
    ] = None,
    dimensions: Annotated[
        int | None, typer.Option("--dimensions", metavar="D", help="Dimensions of the positions.")
    ] = None,
    until: Until = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the starting points.")] = None,
    check_sampler: Annotated[
        int | None,
        typer.Option("--check-sampler", metavar="SWEEPS", help="Check against full sampling; slow."),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine", metavar="URL", help="Trade and events: where the tables lie, as in spark:///FOLDER."
        ),
    ] = None,
    published_series: Annotated[
        bool,
        typer.Option("--published-series", help="Influence: also years with the index alone."),
    ] = False,
    json: Json = False,
) -> None:
    """Fit all states at once and write the estimates (needs the record).

    `verdict` learns the base rates of rival explanations from estimates that are there.
    """
    from leeway.measures.backends.opening import Place
    from leeway.measures.estimate import estimate as fit_lines
    from leeway.sources.gdelt_public import PUBLIC_TABLES
    from leeway.verdict.window import day_of

    settings = {
        "by": by,
        "dimensions": dimensions,
        "until": None if until is None else day_of(until, end=True),
        "seed": seed,
        "check_sampler": check_sampler,
        "published_series": published_series or None,
        "engine": None if engine is None else Place(engine, PUBLIC_TABLES),
    }
    if by not in (None, "half-year", "session"):
        raise QuestionError(f"Votes do not come by '{by}'.", hint="Possible: half-year, session.")
    given = {name: value for name, value in settings.items() if value is not None}
    if line == ["verdict"]:
        with working("Learning base rates from all pairs"):
            told = _learned(to)
        typer.echo(told)
        return
    with working(f"Estimating {_named(line)}"):
        manifests = fit_lines(line or None, record=record, to=to, **given)
    put(
        form_of(json=json, csv=False),
        text=lambda: "\n".join(
            [
                *(_fitted(name, told, to or "estimates") for name, told in manifests.items()),
                *_left_out(line, set(manifests)),
            ]
        ),
        content=lambda: manifests,
        rows=list,
    )


def _learned(to: str | None) -> str:
    """Learn base rates of rival explanations from the estimates in a folder, or from the shipped ones."""
    from leeway.verdict.base_rates import learn_base_rates, write_base_rates
    from leeway.verdict.lines import load_lines

    lines = load_lines(estimates=to)
    last = max(line.estimates.covered[1].year for line in lines)
    path = write_base_rates(learn_base_rates(lines, last=last), Path(to or "estimates"))
    return f"verdict: base rates of rival explanations, from all pairs, are in {path}."


def verify(
    line: Annotated[
        list[str] | None, typer.Argument(metavar="[LINE]...", help="Lines of evidence; all by default.")
    ] = None,
    *,
    record: RecordFile = None,
    estimates: EstimatesFolder = None,
    json: Json = False,
) -> None:
    """Rebuild the shipped estimates and compare (needs the record).

    Ends with exit code 3 where estimates and a rebuild from the very same record differ.
    """
    from leeway.measures.estimate import verify as compare

    with working(f"Rebuilding {_named(line)}"):
        found = compare(line or None, record=record, estimates=estimates)
    put(
        form_of(json=json, csv=False),
        text=lambda: "\n".join([*map(str, found), *_left_out(line, {one.line for one in found})]),
        content=lambda: [{**asdict(one), "agrees": one.agrees} for one in found],
        rows=list,
    )
    if any(one.same_record and not one.agrees for one in found):
        raise typer.Exit(DataError.exit_code)


def _named(lines: list[str] | None) -> str:
    return ", ".join(lines) if lines else "all lines of evidence"


def _fitted(line: str, manifest: dict[str, Any], folder: str) -> str:
    first, last = manifest["covered"]
    return f"{line}: estimates {manifest['version']} from {first} to {last} are in {folder}/{line}."


def _left_out(asked: list[str] | None, done: set[str]) -> list[str]:
    """Lines that were not asked for by name and could not be made."""
    from leeway.measures import declared

    return [
        f"{one.line}: left out; there is nothing to make it from. Get it with: "
        f"leeway refresh {' '.join(one.sources)}"
        for one in declared(asked)
        if one.line not in done
    ]


def sources(*, record: RecordFile = None, json: Json = False, csv: Csv = False) -> None:
    """What Leeway reads, and what the record holds of it."""
    from leeway.sources.lineage import sources as listed

    with working("Looking through the record"), _record_if_any(record) as opened:
        frame = listed(opened)
    put_frame(
        form_of(json=json, csv=csv),
        frame,
        shown=("source", "publisher", "part", "covered_from", "covered_to", "rows_kept"),
    )


def codebook(
    table: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="One table only.")] = None,
    *,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """What every column means."""
    from leeway.faces.export import explained

    put_frame(
        form_of(json=json, csv=csv),
        explained(table),
        shown=("table", "column", "type", "meaning"),
        widest=None,
    )


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
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Ends in .csv, .parquet, .json, .xlsx or .dta.")
    ],
    *,
    record: RecordFile = None,
    estimates: EstimatesFolder = None,
) -> None:
    """Take a table away as a file."""
    from leeway.faces.export import export as write

    with working(f"Writing {table}"):
        written = write(table, file, record=record, estimates=estimates)
    typer.echo(f"{table} is in {written}.")


def _record_if_any(path: str | None) -> Any:
    """The record, open; nothing where there is none and none was named."""
    from leeway.record.store import open_record, record_path

    if path is None and not record_path().exists():
        return nullcontext()
    return open_record(path)
