"""Measure the figures of docs/validation/votes.md and print them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from benchmarks.clock import timed
from benchmarks.figures import Section, write_document
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
from leeway.measures.votes.estimate import DIMENSIONS
from leeway.numerics.dynamic_irt.priors import Priors

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
            done = replace(measured, data=data(setting) | measured.data, seconds=cost.cpu)
            print("\n".join(done.lines()), flush=True)
            if chosen.write:
                write_document([done])


def data(setting: Setting) -> dict[str, str]:
    """What a section rests on."""
    priors = ", ".join(f"{name} {value:g}" for name, value in asdict(Priors()).items())
    return {
        "record": setting.version,
        "file sha256": setting.sha256[:16],
        "roll calls": f"{len(setting.assembly.roll_calls):,}",
        "votes": f"{int((setting.assembly.votes >= 0).sum()):,}",
        "dimensions": str(DIMENSIONS),
        "priors": priors,
    }


if __name__ == "__main__":
    main()
