"""Rows of ``reports`` that no publisher ever told, as Parquet and in a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from leeway.ledger.events import cameo_codes
from leeway.record.event_tables import REPORTS
from leeway.record.loading import load
from leeway.record.reading import Reading, SourceDeclaration

DECLARATION = SourceDeclaration(
    id="gdelt",
    publisher="Invented project",
    title="Invented events",
    licence="invented",
    terms="https://example.org",
    pages=("https://example.org",),
    citation="nobody",
    covers="nothing",
)
STATES = ("ARM", "KAZ", "RUS", "USA")
CODES = ("010", "036", "040", "042", "043", "044", "045", "112", "141", "190")
"""Codes told of both sides (036, 040, 044, 042 with 043), and others, some of the same roots."""

REJECTED = ("file", "file_row", "column", "value", "reason")

Told = tuple[dt.date, str, str, str]
"""Day, actor, target and code."""


def reports(told: Sequence[Told], source: str = DECLARATION.id) -> pl.DataFrame:
    """A table of reports, each told once."""
    rows = [
        {
            "source": source,
            "report": str(1000 + place),
            "day": day,
            "actor": actor,
            "target": target,
            "code": code,
            "root": code[:2],
            "mirror": cameo_codes()[code].mirror or None,
            "added": day,
            "mentions": 1 + place % 7,
            "text": f"https://example.org/{place // 4}",
            "load": 1,
            "file_row": place + 1,
        }
        for place, (day, actor, target, code) in enumerate(told)
    ]
    kinds = {"DATE": pl.Date, "INTEGER": pl.Int32, "VARCHAR": pl.String}
    return pl.DataFrame(rows, schema={column.name: kinds[column.type] for column in REPORTS.columns})


def drawn(number: int = 2_000, seed: int = 0) -> list[Told]:
    """Reports of two years at random, some of them more than once."""
    generator = np.random.default_rng(seed)
    found: list[Told] = []
    while len(found) < number:
        actor, target = generator.choice(STATES, 2, replace=False)
        day = dt.date(2021, 12, 20) + dt.timedelta(int(generator.integers(0, 60)))
        found.append((day, str(actor), str(target), str(generator.choice(CODES))))
    return found


def as_record(path: Path, rows: pl.DataFrame) -> Path:
    """A record that holds these reports."""
    reading = Reading(
        source=DECLARATION,
        part="invented",
        file="invented.csv",
        sha256="0" * 64,
        bytes=0,
        layout="invented",
        rows_read=rows.height,
        rows_kept=rows.height,
        tables={"reports": rows.drop("load")},
        rejects=pl.DataFrame(
            schema={name: pl.Int32 if name == "file_row" else pl.String for name in REJECTED}
        ),
        covered=(dt.date(2021, 1, 1), dt.date(2022, 12, 31)),
    )
    load([reading], path)
    return path


def as_folder(folder: Path, rows: pl.DataFrame) -> Path:
    """A folder with the table as ``leeway export reports`` writes it."""
    folder.mkdir(parents=True, exist_ok=True)
    rows.write_parquet(folder / "reports.parquet")
    return folder
