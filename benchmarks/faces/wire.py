"""What a browser loads, and when the page can be used."""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
from collections.abc import Iterator
from typing import Any

from benchmarks.faces.served import Served, serving
from benchmarks.figures import Figure, Section, Table

PAGE = "/ask/KAZ/RUS?since=2004"
PAGES = ("/", "/movers/RUS?since=2014", "/compare?pair=KAZ,RUS&pair=ARM,RUS&since=2010", "/embed/ask/KAZ/RUS")
LOADS = 5
KILOBYTES = 400.0
WITHIN = 2.0
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_DRAWN = "html[data-charts=drawn]"
_SINCE = "performance.now()"


def chromium() -> str | None:
    """The browser: LEEWAY_CHROMIUM, or the one on the path."""
    return os.environ.get("LEEWAY_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def section() -> Section:
    """Bytes of a page with all that it loads, and seconds until its charts are drawn."""
    from playwright.sync_api import sync_playwright

    program = chromium()
    if program is None:
        raise SystemExit("There is no Chromium: set LEEWAY_CHROMIUM to its path.")
    with serving() as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        version = f"Chromium {browser.version}, headless, 1280 x 900"
        loaded = {page: _loaded(browser, server, page) for page in (PAGE, *PAGES)}
        cold = [_usable(browser, server)[0] for _ in range(LOADS)]
        warm = _usable(browser, server, LOADS + 1)[1:]
        browser.close()
    own = loaded[PAGE]
    rows = [[page, *_by_kind(page, files)] for page, files in loaded.items()]
    return Section(
        key="wire",
        title="What a browser loads",
        command="python -m benchmarks.faces wire",
        method=(
            f"{PAGE} and other pages of `leeway serve` in {version}. Bytes are those that the browser "
            "received over the network, packed as sent, heads included, with nothing in its store. "
            "Seconds run from the begin of navigation to the last chart drawn; the server has answered "
            "the page before. Cold is a new profile each time; warm is the same page again."
        ),
        figures=[
            Figure(
                "KB over the wire, all of the page",
                sum(own.values()) / 1000,
                f"{len(own)} responses",
                high=KILOBYTES,
                digits=0,
            ),
            Figure(
                "charts drawn, s, nothing in store, median",
                statistics.median(cold),
                f"{LOADS} loads",
                high=WITHIN,
                digits=2,
            ),
            Figure(
                "charts drawn, s, nothing in store, slowest",
                max(cold),
                f"{LOADS} loads",
                high=WITHIN,
                digits=2,
            ),
            Figure(
                "charts drawn, s, loaded before, median",
                statistics.median(warm),
                f"{LOADS} loads",
                high=WITHIN,
                digits=2,
            ),
        ],
        tables=[
            Table(
                "KB by page", ("page", "responses", "page itself", "scripts", "style", "other", "all"), rows
            )
        ],
    )


@contextlib.contextmanager
def _tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        yield context.new_page()
    finally:
        context.close()


def _loaded(browser: Any, server: Served, path: str) -> dict[str, int]:
    """Bytes on the wire by address."""
    found: dict[str, int] = {}
    names: dict[str, str] = {}
    with _tab(browser) as page:
        watch = page.context.new_cdp_session(page)
        watch.send("Network.enable")
        watch.on(
            "Network.responseReceived", lambda one: names.update({one["requestId"]: one["response"]["url"]})
        )

        def finished(one: dict[str, Any]) -> None:
            address = names.get(one["requestId"], "")
            if address.startswith("http"):
                found[address] = int(one["encodedDataLength"])

        watch.on("Network.loadingFinished", finished)
        page.goto(f"http://127.0.0.1:{server.port}{path}", wait_until="networkidle")
    return found


def _by_kind(page: str, files: dict[str, int]) -> list[str]:
    kinds = {"page": 0, "js": 0, "css": 0, "other": 0}
    for address, size in files.items():
        ending = address.split("?")[0].rsplit(".", 1)[-1]
        kinds["page" if address.endswith(page) else ending if ending in kinds else "other"] += size
    every = f"{sum(files.values()) / 1000:.1f}"
    return [str(len(files)), *(f"{size / 1000:.1f}" for size in kinds.values()), every]


def _usable(browser: Any, server: Served, times: int = 1) -> list[float]:
    """Seconds from the begin of navigation until the charts are drawn."""
    told = []
    with _tab(browser) as page:
        for _ in range(times):
            page.goto(f"http://127.0.0.1:{server.port}{PAGE}", wait_until="commit")
            page.wait_for_selector(_DRAWN, state="attached", timeout=30_000)
            told.append(page.evaluate(_SINCE) / 1000.0)
    return told
