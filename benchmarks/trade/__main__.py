"""Measure the figures of docs/validation/trade.md and print them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.clock import timed
from benchmarks.figures import TRADE, Section, put_section
from benchmarks.setting import arguments
from benchmarks.trade import books, cost, dependence, placebos, published, way_in, way_on
from benchmarks.trade import load as trade_load
from benchmarks.trade.setting import load
from leeway.record.store import Record, open_record

SECTIONS: dict[str, Callable[[Record, Path], Section]] = {
    published.KEY: lambda record, _shared: published.section(record),
    dependence.KEY: lambda record, _shared: dependence.section(record),
    way_in.KEY: lambda record, _shared: way_in.section(record),
    placebos.KEY: lambda record, _shared: placebos.section(record),
    way_on.KEY: lambda record, _shared: way_on.section(record),
    books.KEY: lambda record, _shared: books.section(record),
    trade_load.KEY: lambda _record, shared: trade_load.section(trade_load.cells_of(shared)),
    cost.KEY: cost.section,
}


def main() -> None:
    parser = arguments("Measure the figures of docs/validation/trade.md.")
    parser.add_argument("sections", nargs="*", help=f"{', '.join(SECTIONS)} by default")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/validation/trade.md")
    chosen = parser.parse_args()
    if unknown := set(chosen.sections) - SECTIONS.keys():
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    shared = Path(chosen.shared)
    if not (shared / "data" / "trade").is_dir():
        print(f"Skipped: there are no publishers' files at {shared}; name their folder with --shared.")
        return
    with tempfile.TemporaryDirectory() as made:
        file = chosen.record or Path(made) / "trade.duckdb"
        if chosen.record is None:
            load(shared, file)
        with open_record(file) as record:
            for key in chosen.sections or SECTIONS:
                measured, spent = timed(partial(SECTIONS[key], record, shared))
                put_section(measured, spent, TRADE, write=chosen.write, rests={"record": record.version()})


if __name__ == "__main__":
    main()
