"""CPU seconds, wall seconds and peak memory of a piece of work."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall seconds."""

    cpu: float
    wall: float


def timed(work: Callable[[], Result]) -> tuple[Result, Cost]:
    """Do some work and say what it cost; CPU counts all threads."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, Cost(time.process_time() - cpu, time.perf_counter() - wall)


def least(work: Callable[[], Any], times: int = 3) -> Cost:
    """The least CPU seconds of several runs: what other programs add is not its cost."""
    return min((timed(work)[1] for _ in range(times)), key=lambda cost: cost.cpu)


def peak_mb() -> float:
    """Peak resident memory of this process so far, in MB."""
    scale = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished program: its cost, its peak memory in MB, and what it said last."""

    cost: Cost
    peak: float
    code: int
    out: str

    @property
    def told(self) -> Any:
        """The last line of output, as JSON."""
        return json.loads(self.out.strip().splitlines()[-1])


_WATCH = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
scale = 1 if sys.platform == "darwin" else 1024
print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "wall": wall, "code": done.returncode,
                  "peak": used.ru_maxrss * scale / 1e6, "out": done.stdout}))
"""


def run(command: Sequence[str], env: dict[str, str] | None = None) -> Ran:
    """Run a program to its end, with its own CPU seconds and peak memory."""
    watched = subprocess.run(
        [sys.executable, "-c", _WATCH, *command], capture_output=True, text=True, env=env, check=True
    )
    told = json.loads(watched.stdout)
    return Ran(Cost(told["cpu"], told["wall"]), told["peak"], told["code"], told["out"])
