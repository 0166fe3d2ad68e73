"""One server for all tests of the pages, a browser for each module, and a page watched for faults."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from tests import voting_files
from tests.voting_files import SUFFIX, Vote

from leeway.sources.refresh import refresh

CHROMIUM = Path("/usr/bin/chromium")
_HIGHEST = 1_800
"""Pixels of a page that a picture keeps."""

SCREENSHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
_QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_WATCH = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`against the policy: ${event.violatedDirective} ${event.blockedURI}`))"""
_STATUS = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
_VOTES = (
    *voting_files.SOUND,
    Vote(1005, "2022-11-08", "A/RES/77/1", "NNYY", session="77"),
    Vote(1006, "2023-11-08", "A/RES/78/1", "YXYY", session="78", title="Lanterns" + SUFFIX),
)


@contextmanager
def _serving(*options: str) -> Iterator[str]:
    """The application in a process of its own; yields its address."""
    command = [sys.executable, "-m", "leeway", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        try:
            assert process.stderr is not None
            said = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", said)
            assert found, said
            _await(found[0])
            yield found[0]
        finally:
            process.terminate()
            process.wait(timeout=10)


def _await(address: str) -> None:
    """Wait until the application answers."""
    for _ in range(200):
        with suppress(URLError), urlopen(f"{address}/favicon.ico") as answer:  # noqa: S310 - its own address
            answer.read()
            return
        time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an application with a small invented record of votes."""
    folder = tmp_path_factory.mktemp("votes")
    voting_files.write(folder / "2026_02_06_ga_voting.csv", voting_files.rows(_VOTES))
    record = folder / "record.duckdb"
    refresh(["un-votes"], from_dir=folder, record=record)
    with _serving("--record", str(record)) as address:
        yield address


@pytest.fixture(scope="session")
def without_record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an application that has the shipped estimates alone."""
    with _serving("--record", str(tmp_path_factory.mktemp("none") / "none.duckdb")) as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser; a test that needs one is skipped where there is none.

    Its driver holds an event loop that runs, so it must be gone before tests elsewhere start one.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not there")
    if not CHROMIUM.exists():
        pytest.skip(f"there is no browser at {CHROMIUM}")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=list(_QUIETLY))
        yield browser
        browser.close()


@dataclass(slots=True)
class Watched:
    """A page that notes what a page should never do.

    Attributes
    ----------
    page : playwright Page
    base : str
        Address of the application.
    faults : list of str
        Messages on the console, errors, breaches of the policy, and requests to another host.
    """

    page: Any
    base: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from the first request on."""
        self.page.on("console", lambda message: self._noted(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", lambda request: self._same_host(request.url))

    def _noted(self, said: str) -> None:
        if not _STATUS.search(said):
            self.faults.append(said[:400])

    def _same_host(self, url: str) -> None:
        if not url.startswith((self.base, "data:", "blob:")):
            self.faults.append(f"request to {url}")

    def open(self, path: str) -> Any:
        """Go to an address of the application, and wait until its scripts have done all they do."""
        response = self.page.goto(self.base + path)
        self.ready()
        return response

    def ready(self) -> None:
        """Wait until the scripts of the page have done all they do."""
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def keep(self, name: str) -> None:
        """Keep a picture of the page, from its top on, beside the build."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        high = min(_HIGHEST, self.page.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": self.page.viewport_size["width"], "height": high}
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, clip=clip)


@pytest.fixture(scope="module")
def desk(chromium: Any) -> Iterator[Any]:
    """A window of a desk's width whose cache all tests share."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_init_script(_WATCH)
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def watched(desk: Any, served: str) -> Iterator[Watched]:
    """A fresh page; a test fails where it did what a page should never do."""
    page = Watched(desk.new_page(), served)
    yield page
    page.page.close()
    assert page.faults == []


@pytest.fixture
def violations() -> Callable[..., list[str]]:
    """What axe finds on a page as it stands: by all rules, or by those of `only`."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not there").Axe()
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    def found(page: Any, context: Any = None, only: Sequence[str] = ()) -> list[str]:
        chosen = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": tags}
        options = {"resultTypes": ["violations"], "runOnly": chosen, "elementRef": False}
        told = axe.run(page, context=context, options=options).response["violations"]
        return [f"{one['id']}: {node['html'][:160]}" for one in told for node in one["nodes"]]

    return found
