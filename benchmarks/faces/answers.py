"""How long a page waits: of a pair not asked before, of one that was, and of a process just begun."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np

from benchmarks.faces.client import Connection, Reply
from benchmarks.faces.served import Served, serving
from benchmarks.figures import Figure, Section
from benchmarks.verdict.cost import some_pairs

PAIRS = 120
WARMING = 12
COLD = 3
WITHIN_MS = 300.0
SINCE = "?since=2004"


def section() -> Section:
    """First and second time of a page, in one process, one request at a time."""
    pairs = [f"/ask/{a}/{b}" for a, b in some_pairs(WARMING + 2 * PAIRS)]
    begun: list[float] = []
    firsts: list[float] = []
    for _ in range(COLD):
        with serving() as server:
            begun.append(server.started)
            firsts.append(1000.0 * _one_by_one(server, ["/ask/KAZ/RUS"])[0].seconds)
    with serving() as server:
        _one_by_one(server, pairs[:WARMING])
        fresh = pairs[WARMING : WARMING + PAIRS]
        figures = _told("a pair not asked before, last ten years", server, fresh)
        wider = [path + SINCE for path in pairs[WARMING + PAIRS :]]
        figures += _told("a pair not asked before, since 2004", server, wider)
        figures += _told("a pair asked before", server, fresh)
    figures += [
        Figure(
            "first request of a new process, ms, median",
            float(np.median(firsts)),
            f"/ask/KAZ/RUS, {COLD} processes",
            digits=0,
        ),
        Figure(
            "from the command to the first answer of the server, s, median",
            float(np.median(begun)),
            f"{COLD} processes, a picture asked for",
            digits=2,
        ),
    ]
    return Section(
        key="pages",
        title="How long a page waits",
        command="python -m benchmarks.faces pages",
        method=(
            "`leeway serve` in a process of its own, one request at a time over a connection that stays "
            f"open; milliseconds from sending to the last byte. Warm: {WARMING} other pairs were asked "
            "before. Pairs are drawn from all members of the United Nations."
        ),
        figures=figures,
    )


def _told(name: str, server: Served, paths: Sequence[str]) -> list[Figure]:
    before = server.cpu()
    replies = _one_by_one(server, paths)
    cpu = 1000.0 * (server.cpu() - before) / len(replies)
    good = np.array([1000.0 * one.seconds for one in replies if one.status == 200])
    sample = f"{len(good)} of {len(replies)} answered"
    return [
        Figure(f"{name}, ms, median", float(np.median(good)), sample, high=WITHIN_MS, digits=1),
        Figure(f"{name}, ms, 95%", float(np.quantile(good, 0.95)), sample, high=WITHIN_MS, digits=1),
        Figure(f"{name}, CPU ms a request", cpu, "server alone", digits=1),
    ]


def _one_by_one(server: Served, paths: Sequence[str]) -> list[Reply]:
    async def asked() -> list[Reply]:
        async with Connection(server.port) as line:
            return [await line.get(path) for path in paths]

    return asyncio.run(asked())
