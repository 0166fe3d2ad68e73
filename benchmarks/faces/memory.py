"""Does a server that has answered twenty thousand requests hold more than one that answered five thousand?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from itertools import cycle

import numpy as np

from benchmarks.faces.client import Crowd
from benchmarks.faces.served import serving
from benchmarks.figures import Figure, Section, Table
from benchmarks.verdict.cost import some_pairs

REQUESTS, STEP = 20_000, 500
SHOWN = (1_000, 5_000, 10_000, 15_000, 20_000)
SETTLED = 5_000
CROWD = 4
SEED = 501
KEPT = 30
GROWTH = 0.05
#: Of every hundred requests after the first five thousand, by kind; before them new pairs are twice as many.
SHARES = {"new pairs": 3, "movers": 1, "ties": 2, "pictures": 1, "data": 1, "errors": 5}
PARTNERS = ("RUS", "USA", "CHN", "TUR", "IND", "FRA", "DEU", "GBR")
ERRORS = ("/ask/Kazakstn/RUS", "/ask/KAZ/RUS?since=never", "/nothing", "/api/ask?a=KAZ&b=Atlantis")


def requests(rng: random.Random) -> Iterator[tuple[str, str]]:
    """Kinds and addresses, without end."""
    pairs = iter(some_pairs(6_000, SEED))
    kept = cycle(f"/ask/{a}/{b}" for a, b in some_pairs(KEPT, SEED + 1))
    movers = cycle(f"/movers/{one}?since={year}" for year in range(2000, 2021) for one in PARTNERS)
    errors = cycle(ERRORS)
    number = 0
    while True:
        shares = dict(SHARES)
        shares["new pairs"] *= 2 if number < SETTLED else 1
        hundred = [kind for kind, share in shares.items() for _ in range(share)]
        hundred += ["kept pages"] * (100 - len(hundred))
        rng.shuffle(hundred)
        for kind in hundred:
            number += 1
            if kind == "kept pages":
                yield kind, next(kept)
            elif kind == "movers":
                yield kind, next(movers)
            elif kind == "errors":
                yield kind, next(errors)
            else:
                a, b = next(pairs)
                form = {
                    "new pairs": f"/ask/{a}/{b}",
                    "ties": f"/ties/{a}/{b}",
                    "pictures": f"/ask/{a}/{b}.svg",
                    "data": f"/api/ask?a={a}&b={b}",
                }
                yield kind, form[kind]


def section() -> Section:
    """Memory of one worker along twenty thousand mixed requests."""
    ahead = requests(random.Random(SEED))
    held: dict[int, float] = {}
    statuses: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    with serving() as server, Crowd(server.port, CROWD) as crowd:
        held[0] = server.rss()
        for done in range(STEP, REQUESTS + 1, STEP):
            some = [next(ahead) for _ in range(STEP)]
            kinds.update(kind for kind, _ in some)
            statuses.update(crowd.fast([path for _, path in some]).statuses)
            held[done] = server.rss()
    later = [done for done in held if done >= SETTLED]
    slope = 1000.0 * float(np.polyfit(later, [held[done] for done in later], 1)[0])
    growth = held[REQUESTS] / held[SETTLED] - 1.0
    sample = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
    return Section(
        key="memory",
        title="Memory over twenty thousand requests",
        command="python -m benchmarks.faces memory",
        method=(
            f"One worker of `leeway serve`, {CROWD} connections, in any order: {sample}. New pairs are "
            "twice as many among the first five thousand, so that what is kept of them nears its budget: "
            "96 MB of answers, pages and pictures in a process. Resident memory, as Linux tells it."
        ),
        figures=[
            Figure(
                "memory after 20,000 requests beside that after 5,000, growth",
                growth,
                f"{REQUESTS:,} requests",
                high=GROWTH,
            ),
            Figure(
                "growth, MB per 1,000 requests after the first 5,000",
                slope,
                f"line through {len(later)} readings",
                digits=2,
            ),
            Figure("most memory, MB", max(held.values()), f"{len(held)} readings", digits=0),
            Figure(
                "responses with 5xx",
                sum(count for status, count in statuses.items() if status >= 500),
                f"{REQUESTS:,} requests",
                high=0,
                digits=0,
            ),
        ],
        tables=[
            Table(
                "Resident MB",
                ("requests", "MB"),
                [[f"{done:,}", f"{held[done]:.0f}"] for done in (0, *SHOWN)],
            ),
            Table(
                "Statuses",
                ("status", "responses"),
                [[str(status), f"{count:,}"] for status, count in sorted(statuses.items())],
            ),
        ],
    )
