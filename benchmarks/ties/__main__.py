"""Measure the figures of docs/validation/ties.md and print them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.clock import timed
from benchmarks.figures import TIES, Section, put_section
from benchmarks.setting import arguments
from benchmarks.ties import cases, cost, counts, formula, margins, noted, realignments, similarity
from leeway.record.store import Record, open_record
from leeway.sources.refresh import refresh


@dataclass(frozen=True)
class Setting:
    """The publishers' files, and a record made of those of ties."""

    shared: Path
    record: Record

    @property
    def files(self) -> Path:
        """Folder of the publishers' files."""
        return self.shared / "data" / "ties"


SECTIONS: dict[str, Callable[[Setting], Section]] = {
    "similarity": lambda setting: similarity.section(setting.record, setting.files),
    "noted": lambda setting: noted.section(setting.record, setting.files),
    "cases": lambda _setting: cases.section(),
    "formula": lambda setting: formula.section(setting.record),
    "counts": lambda setting: counts.section(setting.record, setting.files),
    "margins": lambda setting: margins.section(setting.record),
    "realignments": lambda setting: realignments.section(setting.shared),
    "cost": lambda setting: cost.section(setting.record, setting.files),
}
#: Made from the record; the others rest on the shipped estimates alone.
FROM_THE_RECORD = {"similarity", "noted", "formula", "counts", "margins", "cost"}


def main() -> None:
    parser = arguments("Measure the figures of docs/validation/ties.md.")
    parser.add_argument("sections", nargs="*", help=f"{', '.join(SECTIONS)} by default")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/validation/ties.md")
    chosen = parser.parse_args()
    if unknown := set(chosen.sections) - SECTIONS.keys():
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    shared = Path(chosen.shared)
    if not (shared / "data" / "ties").is_dir():
        print(f"Skipped: there are no publishers' files at {shared}; name their folder with --shared.")
        return
    with tempfile.TemporaryDirectory() as made:
        file = chosen.record or Path(made) / "ties.duckdb"
        if chosen.record is None:
            refresh(from_dir=shared / "data" / "ties", record=file)
        with open_record(file) as record:
            setting = Setting(shared, record)
            for key in chosen.sections or SECTIONS:
                measured, spent = timed(partial(SECTIONS[key], setting))
                rests = {"record": record.version()} if key in FROM_THE_RECORD else {}
                put_section(measured, spent, TIES, write=chosen.write, rests=rests)


if __name__ == "__main__":
    main()
