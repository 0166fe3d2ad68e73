"""Rows of ``flows`` that no publisher ever told, as Parquet and in a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from leeway.record.flow_tables import FLOWS
from leeway.record.loading import load
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.flows import covered_by, flow_rows

DECLARATION = SourceDeclaration(
    id="comext",
    publisher="Invented office",
    title="Invented trade",
    licence="invented",
    terms="https://example.org",
    pages=("https://example.org",),
    citation="nobody",
    covers="nothing",
)
LISTS = dt.date(2022, 1, 1), dt.date(2023, 1, 1)
REJECTED = ("file", "file_row", "column", "value", "reason")
PRODUCTS = ("85423190", "85423290", "01012100", "87032319")
SENDERS = ("DEU", "ITA", "AUT")
STATES = ("KAZ", "UZB", "RUS", "HKG")


def monthly(seed: int = 0) -> pl.DataFrame:
    """What three senders sold to four partners, by product and month, with totals and traps beside."""
    generator = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    number = 1
    for sender in SENDERS:
        for state in STATES:
            for month in range(24):
                day = dt.date(2021 + month // 12, month % 12 + 1, 1)
                values = generator.lognormal(10, 1, size=len(PRODUCTS)).round(2)
                for product, value in zip(PRODUCTS, values, strict=True):
                    number += 1
                    rows.append((sender, state, "export", product, "CN", day, 1, "month", value, number))
                number += 1
                rows.append(
                    (sender, state, "export", "TOTAL", "none", day, 1, "month", 3 * values.sum(), number)
                )
    rows += [
        ("DEU", "KAZ", "re-export", "85423190", "CN", dt.date(2021, 1, 1), 1, "month", 9e9, number + 1),
        ("DEU", "WLD", "export", "85423190", "CN", dt.date(2021, 1, 1), 1, "month", 9e9, number + 2),
        ("DEU", "KAZ", "export", "8542", "CN", dt.date(2021, 1, 1), 1, "month", 9e9, number + 3),
        ("KAZ", "RUS", "export", "8542", "HS2017", dt.date(2021, 1, 1), 12, "year", 2e5, number + 4),
        ("KAZ", "RUS", "export", "8542", "HS2017", dt.date(2022, 1, 1), 12, "year", 2e7, number + 5),
    ]
    columns = [
        "reporter",
        "partner",
        "flow",
        "product",
        "revision",
        "period",
        "months",
        "period_kind",
        "value",
    ]
    frame = pl.DataFrame(rows, schema=[*columns, "file_row"], orient="row")
    own = [
        ("KAZ", "RUS", flow, "TOTAL", "none", dt.date(year, 1, 1), 12, "year", 1e9 + year, number + year)
        for flow in ("export", "import")
        for year in (2021, 2022)
    ]
    yearly = pl.DataFrame(own, schema=[*columns, "file_row"], orient="row")
    return pl.concat(
        [flow_rows(frame, DECLARATION.id, currency="EUR"), flow_rows(yearly, "kazstat", currency="USD")]
    )


def reading(source: str, tables: Mapping[str, pl.DataFrame], part: str = "invented") -> Reading:
    """A reading of some tables, as if a publisher had told them."""
    rows = sum(frame.height for frame in tables.values())
    flows = tables.get("flows")
    return Reading(
        source=replace(DECLARATION, id=source),
        part=part,
        file=f"{source}.csv",
        sha256="0" * 64,
        bytes=0,
        layout="invented",
        rows_read=rows,
        rows_kept=rows,
        tables=tables,
        rejects=pl.DataFrame(
            schema={name: pl.Int32 if name == "file_row" else pl.String for name in REJECTED}
        ),
        covered=LISTS if flows is None else covered_by(flows),
    )


def as_record(path: Path, flows: pl.DataFrame) -> Path:
    """A record that holds these rows."""
    load([reading(DECLARATION.id, {"flows": flows})], path)
    return path


def as_folder(folder: Path, flows: pl.DataFrame) -> Path:
    """A folder with the table as ``leeway export flows`` writes it."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = flows.with_columns(pl.lit(1, pl.Int32).alias("load")).select(FLOWS.names)
    whole.write_parquet(folder / "flows.parquet")
    return folder
