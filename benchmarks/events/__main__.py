"""Measure the figures of docs/validation/events.md and print them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from benchmarks.clock import timed
from benchmarks.events import daily, known, load, quiet, rows, weekly
from benchmarks.events.at_hand import load as at_hand
from benchmarks.figures import EVENTS, Section, put_section
from benchmarks.setting import arguments
from leeway.record.store import Record, open_record


@dataclass(frozen=True)
class Setting:
    """The publishers' files, the record made of them, and how many rows to generate."""

    shared: Path
    file: Path
    rows: int

    @cached_property
    def record(self) -> Record:
        """The record, made where it is not there yet."""
        if not self.file.exists():
            at_hand(self.shared, self.file)
        return open_record(self.file)


SECTIONS: dict[str, Callable[[Setting], Section]] = {
    known.KEY: lambda setting: known.section(setting.record, setting.shared),
    weekly.KEY: lambda setting: weekly.section(setting.record),
    daily.KEY: lambda setting: daily.section(setting.record),
    quiet.KEY: lambda _: quiet.section(),
    rows.KEY: lambda setting: rows.section(setting.record, setting.shared),
    load.KEY: lambda setting: load.section(setting.rows),
}
GENERATED = (load.KEY, quiet.KEY)
"""Sections that need none of the publishers' files."""


def main() -> None:
    parser = arguments("Measure the figures of docs/validation/events.md.")
    parser.add_argument("sections", nargs="*", help=f"{', '.join(SECTIONS)} by default")
    parser.add_argument("--rows", type=int, default=load.ROWS, help="rows to generate for the section load")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/validation/events.md")
    chosen = parser.parse_args()
    if unknown := set(chosen.sections) - SECTIONS.keys():
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    shared = Path(chosen.shared)
    there = (shared / "data" / "events").is_dir()
    with tempfile.TemporaryDirectory() as made:
        setting = Setting(shared, chosen.record or Path(made) / "events.duckdb", chosen.rows)
        for key in chosen.sections or SECTIONS:
            if key not in GENERATED and not there:
                print(f"Skipped {key}: no publishers' files at {shared}; name their folder with --shared.")
                continue
            measured, spent = timed(partial(SECTIONS[key], setting))
            rests = {} if key in GENERATED else {"record": setting.record.version()}
            put_section(measured, spent, EVENTS, write=chosen.write, rests=rests)


if __name__ == "__main__":
    main()
