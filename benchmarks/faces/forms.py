"""What the other forms cost: pictures, workbooks, reports, views in other pages, tools for assistants."""

from __future__ import annotations

import asyncio
import gzip
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.clock import Ran, run
from benchmarks.faces.client import Crowd
from benchmarks.faces.served import leeway_program, serving
from benchmarks.figures import Figure, Section, Table
from benchmarks.verdict.cost import some_pairs

FORMS = ("json", "csv", "bib", "vl.json", "svg", "png", "xlsx")
VIEWS = ("ask/KAZ/RUS", "movers/RUS", "ties/KAZ/RUS", "trade/KAZ/RUS", "events/KAZ/RUS", "backdoor/KAZ/RUS")
PAIRS, TIMES, TOOL_CALLS, SEED = 12, 3, 12, 900
QUESTION = ("ask", "KAZ", "RUS", "--since", "2004")


def section() -> Section:
    """Milliseconds and bytes of each form; a report in a fresh process; tools for assistants."""
    reports = [_report(*words) for words in (QUESTION, ("movers", "RUS"), ("ties", "KAZ", "RUS"))]
    started, first, again, tools = asyncio.run(_assistants())
    forms, views = _of_the_server()
    plain = _least([leeway_program(), *QUESTION])
    html = reports[0][1]
    return Section(
        key="forms",
        title="What the other forms cost",
        command="python -m benchmarks.faces forms",
        method=(
            f"Forms of an answer that the server holds already, median of {PAIRS} pairs, by `leeway serve` "
            f"on one connection. Reports: `leeway {' '.join(QUESTION)} --report FILE` in fresh processes, "
            f"the least of {TIMES}, beside the command alone. Assistants: `leeway mcp` started by the "
            "SDK's client over stdin and stdout."
        ),
        figures=[
            Figure(
                "a report as one file, CPU s above the command alone",
                html.cost.cpu - plain.cost.cpu,
                f"least of {TIMES}",
                digits=2,
            ),
            Figure("a report as one file, wall s", html.cost.wall, f"least of {TIMES}", digits=2),
            Figure(
                "leeway mcp, from start to list of tools, s", started, f"{tools} tools, one process", digits=2
            ),
            Figure("leeway mcp, first question, s", first, "ask KAZ RUS", digits=2),
            Figure("leeway mcp, another pair, ms, median", 1000 * again, f"{TOOL_CALLS} pairs", digits=0),
        ],
        tables=[
            Table("Forms of one answer of ask", ("form", "ms, median", "KB as sent"), forms),
            Table(
                "Reports",
                ("command", "CPU s", "wall s", "peak MB", "KB"),
                [
                    [
                        form,
                        f"{ran.cost.cpu:.2f}",
                        f"{ran.cost.wall:.2f}",
                        f"{ran.peak:.0f}",
                        f"{size / 1000:.0f}",
                    ]
                    for form, ran, size in reports
                ],
            ),
            Table("Views in other pages, the page alone", ("view", "KB as sent", "KB unpacked"), views),
        ],
    )


def _of_the_server() -> tuple[list[list[str]], list[list[str]]]:
    pairs = some_pairs(PAIRS, SEED)
    with serving() as server, Crowd(server.port, 1) as one:
        one.fast([f"/ask/{a}/{b}" for a, b in pairs])
        one.fast([f"/ask/KAZ/RUS.{form}" for form in FORMS])
        forms = []
        for form in FORMS:
            replies = [one.one(f"/ask/{a}/{b}.{form}") for a, b in pairs]
            good = [reply for reply in replies if reply.status == 200]
            ms = 1000 * float(np.median([reply.seconds for reply in good]))
            forms.append([form, f"{ms:.1f}", f"{np.median([reply.wire for reply in good]) / 1000:.1f}"])
        views = []
        for view in VIEWS:
            reply = one.one(f"/embed/{view}")
            if reply.status == 200:
                unpacked = len(gzip.decompress(reply.body))
                views.append([f"/embed/{view}", f"{reply.wire / 1000:.1f}", f"{unpacked / 1000:.1f}"])
    return forms, views


def _report(*words: str) -> tuple[str, Ran, int]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        ran = _least([leeway_program(), *words, "--report", str(path)])
        return f"leeway {' '.join(words)} --report", ran, path.stat().st_size


def _least(command: list[str]) -> Ran:
    every = [run(command) for _ in range(TIMES)]
    if failed := next((one for one in every if one.code), None):
        raise SystemExit(f"{' '.join(command)} ended with {failed.code}:\n{failed.out}")
    return min(every, key=lambda one: one.cost.cpu)


async def _assistants() -> tuple[float, float, float, int]:
    """Seconds to the list of tools, of a first question and of another; how many tools."""
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    asked = StdioServerParameters(command=leeway_program(), args=["mcp"])
    start = time.perf_counter()
    with tempfile.TemporaryFile("w") as quiet:
        async with stdio_client(asked, errlog=quiet) as (told, heard), ClientSession(told, heard) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
            begun = time.perf_counter() - start
            first = await _called(session, "KAZ", "RUS")
            others = [await _called(session, a, b) for a, b in some_pairs(TOOL_CALLS, SEED + 1)]
    return begun, first, float(np.median(others)), len(tools)


async def _called(session: Any, a: str, b: str) -> float:
    start = time.perf_counter()
    await session.call_tool("ask", {"a": a, "b": b})
    return time.perf_counter() - start
