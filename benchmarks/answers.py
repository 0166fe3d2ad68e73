"""How long a person waits: importing Leeway, and asking it, each in a fresh process."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from benchmarks.clock import Ran, run
from benchmarks.figures import Figure, Section, write_document
from benchmarks.setting import arguments
from leeway.states import look_up

KEY = "answers"
TIMES = 5


def cold(command: Sequence[str], times: int = TIMES) -> Ran:
    """The quickest of several fresh processes."""
    runs = [run(command) for _ in range(times)]
    for one in runs:
        if one.code:
            raise SystemExit(f"{' '.join(command)} ended with {one.code}:\n{one.out}")
    return min(runs, key=lambda one: one.cost.wall)


def shipped_mb() -> float:
    """Size of the shipped estimates."""
    folder = Path(str(resources.files("leeway") / "published"))
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def shipped_data() -> dict[str, str]:
    """Version of the shipped estimates of votes, and the hash of the file behind them."""
    published = resources.files("leeway") / "published" / "votes" / "manifest.json"
    manifest = json.loads(published.read_text(encoding="utf-8"))
    return {
        "estimates": manifest["version"],
        "file sha256": ", ".join(source["sha256"][:16] for source in manifest["sources"]),
    }


def look_up_time(rounds: int = 2000) -> float:
    """Microseconds that it takes to look up a name, once the tables are read."""
    names = ("Kazakhstan", "the Soviet Union", "Côte d'Ivoire", "Yugoslavia", "Moscow")
    for name in names:
        look_up(name)
    started = time.process_time()
    for _ in range(rounds):
        for name in names:
            look_up(name)
    return 1e6 * (time.process_time() - started) / (rounds * len(names))


def section() -> Section:
    """Measure the commands on the shipped estimates."""
    leeway = [shutil.which("leeway", path=str(Path(sys.executable).parent)) or "leeway"]
    bare = cold([sys.executable, "-c", "pass"]).cost.cpu
    waits = [
        ("python -c 'import leeway'", [sys.executable, "-c", "import leeway"], 0.3),
        ("leeway ask KAZ RUS", [*leeway, "ask", "KAZ", "RUS"], 1.5),
        ("leeway movers RUS", [*leeway, "movers", "RUS"], 3.0),
    ]
    figures = []
    sample = f"quickest of {TIMES} fresh processes"
    for name, command, most in waits:
        told = cold(command)
        figures += [
            Figure(f"{name}, wall s", told.cost.wall, sample, high=most, digits=2),
            Figure(f"{name}, CPU s", told.cost.cpu, sample, digits=2),
        ]
        if command[0] == leeway[0]:
            figures.append(Figure(f"{name}, peak MB", told.peak, sample, digits=0))
    figures.append(
        Figure("a name looked up, microseconds", look_up_time(), "five names", high=20.0, digits=1)
    )
    figures.append(Figure("shipped estimates, MB", shipped_mb(), "all files", high=15.0, digits=1))
    return Section(
        key=KEY,
        title="Waiting for an answer",
        command="python -m benchmarks.answers",
        method=(
            "Fresh processes on the shipped estimates, on one thread. Where other programs run beside, CPU "
            "seconds are the fair number; on a quiet machine a person waits as long. A bare interpreter "
            f"takes {bare:.2f} s."
        ),
        figures=figures,
        data=shipped_data(),
    )


def main() -> None:
    parser = arguments("Measure how long answers take.")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/validation/votes.md")
    chosen = parser.parse_args()
    measured = section()
    print("\n".join(measured.lines()))
    if chosen.write:
        write_document([measured])


if __name__ == "__main__":
    main()
