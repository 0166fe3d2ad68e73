"""Measure the figures of docs/validation/votes.md and print them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.clock import timed
from benchmarks.figures import Section, put_section
from benchmarks.setting import Setting, arguments, opened
from benchmarks.validation import (
    agreement,
    forward,
    held_out,
    intervals,
    published_points,
    realignments,
    sampled,
)

SECTIONS: dict[str, Callable[[Setting], Section]] = {
    module.KEY: module.section
    for module in (held_out, agreement, intervals, published_points, realignments, forward)
}
#: Measured only when named, because they take long.
ON_DEMAND: dict[str, Callable[[Setting], Section]] = {sampled.KEY: sampled.section}


def main() -> None:
    parser = arguments("Measure the figures of docs/validation/votes.md.")
    parser.add_argument(
        "sections", nargs="*", help=f"{', '.join(SECTIONS)} by default; also {', '.join(ON_DEMAND)}"
    )
    parser.add_argument(
        "--estimates", type=Path, help="judge the estimates in this folder instead of making them"
    )
    parser.add_argument("--write", action="store_true", help="put the figures into docs/validation/votes.md")
    chosen = parser.parse_args()
    if unknown := set(chosen.sections) - SECTIONS.keys() - ON_DEMAND.keys():
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS | ON_DEMAND)}")
    with opened(chosen.shared, chosen.record, chosen.estimates) as setting:
        for key in chosen.sections or SECTIONS:
            measured, cost = timed(partial((SECTIONS | ON_DEMAND)[key], setting))
            put_section(measured, cost, write=chosen.write, rests=setting.data)


if __name__ == "__main__":
    main()
