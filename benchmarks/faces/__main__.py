"""Measure the figures of docs/validation/faces.md and print them."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.clock import timed
from benchmarks.faces import answers, conformance, crowds, forms, memory, wire
from benchmarks.figures import FACES, Section, put_section

SECTIONS: Mapping[str, Callable[[], Section]] = {
    "pages": answers.section,
    "wire": wire.section,
    "crowds": crowds.section,
    "memory": memory.section,
    "forms": forms.section,
    "conformance": conformance.section,
}


def rests() -> dict[str, str]:
    """Version of the estimates and the machine."""
    from leeway.verdict.lines import load_lines

    versions = {line.estimates.version for line in load_lines()}
    return {
        "estimates": f"shipped, {len(versions)} versions of lines, votes {_votes()}",
        "machine": f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}",
    }


def _votes() -> str:
    from leeway.verdict.lines import load_lines

    return next(line.estimates.version for line in load_lines() if line.measure.line == "votes")


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the figures of docs/validation/faces.md.")
    parser.add_argument("sections", nargs="*", help=f"{', '.join(SECTIONS)} by default")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/validation/faces.md")
    chosen = parser.parse_args()
    if strange := [key for key in chosen.sections if key not in SECTIONS]:
        parser.error(f"There is no section {', '.join(strange)}; there are {', '.join(SECTIONS)}.")
    told = rests()
    for key in chosen.sections or SECTIONS:
        measured, spent = timed(SECTIONS[key])
        put_section(measured, spent, FACES, write=chosen.write, rests=told)


if __name__ == "__main__":
    main()
