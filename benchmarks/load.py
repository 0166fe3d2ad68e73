"""The publisher's compressed file into a new record: time, CPU and memory, each in a process of its own."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.clock import Ran, run
from benchmarks.figures import Figure, Section, write_document
from benchmarks.setting import arguments, votes_folder
from leeway.sources.unpack import sha256_of

KEY = "load"
TIMES = 3
PATTERN = "ga_voting_*.csv.xz"
_LOAD = (
    "import sys; from leeway.sources.refresh import refresh; "
    "refresh([sys.argv[3]], from_dir=sys.argv[1], record=sys.argv[2])"
)


def loads(file: Path, source: str = "un-votes") -> tuple[Ran, Ran]:
    """A first load into a new record and the same again, each in a process of its own."""
    with tempfile.TemporaryDirectory() as made:
        command = [sys.executable, "-c", _LOAD, str(file), str(Path(made) / "record.duckdb"), source]
        done = run(command), run(command)
    for one in done:
        if one.code:
            raise SystemExit(f"The load ended with {one.code}:\n{one.out}")
    return done


def section(file: Path, times: int = TIMES) -> Section:
    """Measure one file."""
    all_loads = [loads(file) for _ in range(times)]
    first, again = (min(runs, key=lambda ran: ran.cost.cpu) for runs in zip(*all_loads, strict=True))
    sample = f"{file.name}, {file.stat().st_size / 1e6:.1f} MB; least of {times}"
    return Section(
        key=KEY,
        title="Loading",
        command="python -m benchmarks.load",
        method=(
            "The publisher's file is unpacked, read, checked and written to a new record by a fresh "
            "process. CPU seconds of all threads are the fair number where other programs run beside; wall "
            "seconds depend on them."
        ),
        data={"file sha256": sha256_of(file)[:16]},
        figures=[
            Figure("xz into the record, CPU s", first.cost.cpu, sample, high=10.0, digits=1),
            Figure("the same, wall s", first.cost.wall, sample, digits=1),
            Figure("peak memory, MB", first.peak, sample, high=700.0, digits=0),
            Figure("the same file again, CPU s", again.cost.cpu, sample, digits=1),
        ],
    )


def main() -> None:
    parser = arguments("Measure the load of the publisher's file into a record.")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/validation/votes.md")
    chosen = parser.parse_args()
    found = sorted(votes_folder(chosen.shared).glob(PATTERN))
    if not found:
        raise SystemExit(f"There is no {PATTERN} in {votes_folder(chosen.shared)}.")
    measured = section(found[-1])
    print("\n".join(measured.lines()))
    if chosen.write:
        write_document([measured])


if __name__ == "__main__":
    main()
