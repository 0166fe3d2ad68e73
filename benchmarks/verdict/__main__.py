"""Measure the figures of docs/validation/verdict.md and print them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.clock import timed
from benchmarks.figures import VERDICT, Section, put_section
from benchmarks.setting import arguments
from benchmarks.verdict import calibration, cost, foretold, founding, intervals, rivals, stated, windows

SECTIONS: dict[str, Callable[[Path], Section]] = {
    stated.KEY: lambda _: stated.section(),
    foretold.KEY: foretold.section,
    rivals.KEY: rivals.section,
    calibration.KEY: lambda _: calibration.section(),
    intervals.KEY: lambda _: intervals.section(),
    calibration.PLACEBO: lambda _: calibration.placebo(),
    windows.KEY: windows.section,
    founding.KEY: lambda _: founding.section(),
    cost.KEY: lambda _: cost.section(),
}
"""All from the ledger and the shipped estimates, but for those that need a folder."""

FOLDERS = {rivals.KEY: "gold", windows.KEY: "gold", foretold.KEY: "votes"}
"""What a section needs of the folder that is shared: known cases, and the publisher's votes."""


def main() -> None:
    parser = arguments("Measure the figures of docs/validation/verdict.md.")
    parser.add_argument("sections", nargs="*", help=f"{', '.join(SECTIONS)} by default")
    parser.add_argument(
        "--write", action="store_true", help="put the figures into docs/validation/verdict.md"
    )
    chosen = parser.parse_args()
    if unknown := set(chosen.sections) - SECTIONS.keys():
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    shared = Path(chosen.shared)
    for key in chosen.sections or SECTIONS:
        if (needs := FOLDERS.get(key)) and not (shared / "data" / needs).is_dir():
            print(f"Skipped {key}: no folder data/{needs} at {shared}; name its parent with --shared.")
            continue
        measured, spent = timed(partial(SECTIONS[key], shared))
        put_section(measured, spent, VERDICT, write=chosen.write)


if __name__ == "__main__":
    main()
