"""Files of trade into a new record: time, CPU and memory, each in a process of its own.

The cells of Comext are the publisher's; a month of its bulk files is generated, of as many rows as wanted.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.clock import Ran
from benchmarks.figures import Figure, Section
from benchmarks.load import loads
from leeway.sources.comext_bulk import V2
from leeway.sources.unpack import sha256_of

KEY = "trade-load"
TIMES = 3
CELLS = "comext_ds045409_eu27_export_sanctioned_cn8_monthly_202001_202211.parquet"
MONTH = 500_000
REPORTERS = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
PARTNERS = (
    "US", "RU", "CN", "KZ", "KG", "AM", "GE", "UZ", "TR", "UA", "CH", "NO", "JP", "KR", "IN", "BR", "MX",
    "ZA", "AE", "SA", "GB", "QP", "XS", "AU", "CA", "EG", "MA", "VN", "TH", "SG",
)  # fmt: skip
CODES = 9_500


def generated_month(path: Path, rows: int, seed: int = 1) -> Path:
    """A month in the shape of a bulk file, of cells drawn at random."""
    drawn = np.random.default_rng(seed)
    cells = len(REPORTERS) * len(PARTNERS) * CODES * 2
    if rows > cells:
        raise SystemExit(f"A month has at most {cells:,} rows, not {rows:,}.")
    cell = np.sort(drawn.choice(cells, rows, replace=False))
    cell, way = np.divmod(cell, 2)
    cell, code = np.divmod(cell, CODES)
    reporter, partner = np.divmod(cell, len(PARTNERS))
    codes = np.array([f"{code:08d}" for code in 1_000_000 + 10_000 * np.arange(CODES)])
    table = pl.DataFrame(
        {
            "REPORTER": np.array(REPORTERS)[reporter],
            "PARTNER": np.array(PARTNERS)[partner],
            "PRODUCT_NC": codes[code],
            "FLOW": way + 1,
            "STAT_PROCEDURE": 1,
            "SUPPL_UNIT": "NO_SU",
            "PERIOD": 202203,
            "VALUE_EUR": drawn.integers(1, 10**7, rows),
            "QUANTITY_KG": drawn.integers(1, 10**5, rows),
        }
    )
    table.with_columns(pl.lit(".....").alias(name) for name in V2.ignored or ()).write_csv(path)
    return path


def least(file: Path, times: int) -> tuple[Ran, Ran]:
    """The first load and the second of the same file: of several runs those of least CPU time."""
    done = [loads(file, "comext") for _ in range(times)]
    first, again = (min(runs, key=lambda ran: ran.cost.cpu) for runs in zip(*done, strict=True))
    return first, again


def section(cells: Path, *, rows: int = MONTH, times: int = TIMES) -> Section:
    """Measure the cells at hand, and a generated month."""
    first, again = least(cells, times)
    with tempfile.TemporaryDirectory() as folder:
        month, _ = least(generated_month(Path(folder) / "full_v2_202203.dat", rows), times)
    of_cells = f"{pl.scan_parquet(cells).select(pl.len()).collect().item():,} cells; least of {times}"
    of_month = f"{rows:,} generated rows; least of {times}"
    return Section(
        key=KEY,
        title="Loading trade",
        command="python -m benchmarks.trade trade-load",
        method=(
            "A fresh process hashes a file, reads it, checks it row by row and writes it to a new record: "
            "the hash of what it tells, keys, and the whole record put in place in one step. Wall seconds "
            "depend on what runs beside; CPU seconds are of all threads."
        ),
        data={"file sha256": sha256_of(cells)[:16]},
        figures=[
            Figure("Comext cells into the record, wall s", first.cost.wall, of_cells, high=5.0, digits=1),
            Figure("the same, CPU s", first.cost.cpu, of_cells, digits=1),
            Figure("peak memory, MB", first.peak, of_cells, digits=0),
            Figure("the same file again, wall s", again.cost.wall, of_cells, digits=1),
            Figure("a bulk month into the record, wall s", month.cost.wall, of_month, digits=1),
            Figure("the same, CPU s", month.cost.cpu, of_month, digits=1),
            Figure("peak memory, MB", month.peak, of_month, digits=0),
        ],
    )


def cells_of(shared: Path) -> Path:
    """The file of cells; ends the program with a word if there is none."""
    cells = shared / "data" / "trade" / CELLS
    if not cells.exists():
        raise SystemExit(f"There is no {cells}.")
    return cells
