"""Many who ask at the same time: pages kept, pages made anew, and a bare application beside."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.faces.client import Crowd, Round
from benchmarks.faces.peer import BYTES_IN
from benchmarks.faces.served import Served, peer, serving
from benchmarks.figures import Figure, Section, Table
from benchmarks.verdict.cost import some_pairs

WORKERS = 2
CROWD = 8
WARMING, CACHED_PAGES, FRESH = 24, 20, 200
CACHED, CACHED_RATE, FRESH_RATE = 6_000, 200.0, 20.0
PACED_CACHED = 3_000
WITHIN_MS = 1_000.0
SEED = 77


def section() -> Section:
    """Rates and waiting with two workers, and CPU seconds beside those of a bare application."""
    paths = [f"/ask/{a}/{b}" for a, b in some_pairs(WARMING + CACHED_PAGES + 2 * FRESH, SEED)]
    warming, paths = paths[:WARMING], paths[WARMING:]
    kept, new = paths[:CACHED_PAGES], paths[CACHED_PAGES:]
    many = [kept[number % len(kept)] for number in range(CACHED)]
    rounds: list[tuple[str, Round, float]] = []
    with serving(WORKERS) as server, Crowd(server.port, CROWD) as crowd:
        crowd.fast(warming, anew=True)
        crowd.each(kept)
        watched = _Watched(server, rounds)
        watched("kept pages, as fast as they come", lambda: crowd.fast(many))
        watched(
            f"kept pages, {CACHED_RATE:.0f} a second", lambda: crowd.paced(many[:PACED_CACHED], CACHED_RATE)
        )
        watched("new pairs, as fast as they come", lambda: crowd.fast(new[:FRESH], anew=True))
        watched(
            f"new pairs, {FRESH_RATE:.0f} a second", lambda: crowd.paced(new[FRESH:], FRESH_RATE, anew=True)
        )
    own, other = _beside(many)
    rounds += [("one worker, kept pages", *own), ("a bare application, the same bytes", *other)]
    told = {name: (found, cpu) for name, found, cpu in rounds}
    (fast, fast_cpu), (paced, _), (new_fast, new_cpu), (new_paced, _) = list(told.values())[:4]
    return Section(
        key="crowds",
        title="Many at the same time",
        command="python -m benchmarks.faces crowds",
        method=(
            f"`leeway serve --workers {WORKERS}` on {os.cpu_count()} cores, asked by one process over "
            f"{CROWD} connections; server and asker share the cores. Kept: connections stay open, and each "
            "has asked for each page before. New: each request comes over a connection of its own, as from "
            "another person; the system deals connections out to the workers. So many a second: waiting "
            "counts from the moment a request was due. The bare application is FastAPI with one address that "
            "returns the packed bytes of a page from memory, under the same server, one worker each, in "
            "turns; the ratio is of CPU seconds, which hardly change where other programs run beside."
        ),
        figures=[
            Figure("kept pages a second", fast.rate, _sample(fast), low=CACHED_RATE, digits=0),
            Figure(
                "kept pages, 200 a second, ms, 99%", paced.ms(0.99), _sample(paced), high=WITHIN_MS, digits=1
            ),
            Figure("new pairs a second", new_fast.rate, _sample(new_fast), low=FRESH_RATE, digits=1),
            Figure(
                "new pairs, 20 a second, ms, 99%",
                new_paced.ms(0.99),
                _sample(new_paced),
                high=WITHIN_MS,
                digits=0,
            ),
            Figure("CPU ms of the server, a kept page", 1000 * fast_cpu, _sample(fast), digits=2),
            Figure("CPU ms of the server, a new pair", 1000 * new_cpu, _sample(new_fast), digits=1),
            Figure(
                "new pairs a second, if two cores did nothing else",
                WORKERS / new_cpu,
                "two over the CPU seconds of a pair",
                digits=1,
            ),
            Figure(
                "CPU of a kept page, ratio to a bare application",
                own[1] / other[1],
                _sample(own[0]),
                digits=2,
            ),
            Figure("refused", sum(one.refused for _, one, _ in rounds), "all requests", high=0, digits=0),
        ],
        tables=[
            Table(
                "Rounds",
                (
                    "round",
                    "requests",
                    "a second",
                    "ms, median",
                    "ms, 99%",
                    "CPU ms a request",
                    "CPU s of the asker",
                ),
                [_row(*one) for one in rounds],
            )
        ],
        remarks=[_load()],
    )


class _Watched:
    """Puts a round beside the server's CPU seconds a request."""

    def __init__(self, server: Served, rounds: list[tuple[str, Round, float]]) -> None:
        self.server, self.rounds = server, rounds

    def __call__(self, name: str, work: Callable[[], Round]) -> None:
        self.rounds.append((name, *_with_cpu(self.server, work)))


def _with_cpu(server: Served, work: Callable[[], Round]) -> tuple[Round, float]:
    before = server.cpu()
    found = work()
    return found, (server.cpu() - before) / len(found.waited)


def _beside(paths: Sequence[str]) -> tuple[tuple[Round, float], tuple[Round, float]]:
    """Kept pages of one worker and the bare application in turns; the less CPU of two rounds each."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "page.gz"
        with serving() as server, Crowd(server.port, CROWD) as crowd:
            crowd.each(sorted(set(paths)))
            data.write_bytes(crowd.one(paths[0]).body)
            with peer(data, BYTES_IN) as bare, Crowd(bare.port, CROWD) as others:
                others.each(["/warm"] * 20)
                turns = [
                    (
                        _with_cpu(server, lambda: crowd.fast(paths)),
                        _with_cpu(bare, lambda: others.fast(paths)),
                    )
                    for _ in range(2)
                ]
    return min((one[0] for one in turns), key=lambda one: one[1]), min(
        (one[1] for one in turns), key=lambda one: one[1]
    )


def _sample(found: Round) -> str:
    return f"{len(found.waited):,} requests"


def _row(name: str, found: Round, cpu: float) -> list[str]:
    return [
        name,
        f"{len(found.waited):,}",
        f"{found.rate:.1f}",
        f"{found.ms(0.5):.1f}",
        f"{found.ms(0.99):.1f}",
        f"{1000 * cpu:.2f}",
        f"{found.own_cpu:.2f}",
    ]


def _load() -> str:
    return f"Load of the machine over the last minute, these rounds included: {os.getloadavg()[0]:.1f}."
