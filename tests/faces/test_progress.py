"""Progress on stderr: after a second, at a terminal, and gone when the work is done."""

import subprocess
import sys
from io import StringIO

import pytest
from tests.faces.at_a_terminal import at_a_terminal

from leeway.faces import progress
from leeway.faces.progress import Bringing, Progress, working
from leeway.sources.steps import Step

SLOW = """
import time
from leeway.faces.progress import working
with working("Estimating as of 2014"):
    time.sleep(1.5)
print("the answer")
"""
QUICK = SLOW.replace("1.5", "0.1")
FAILS = SLOW.replace("time.sleep(1.5)", "time.sleep(1.5); raise SystemExit(3)")
COUNTED = """
import time
from leeway.faces.progress import Progress
with Progress("Reading", of=4) as steps:
    for done in range(4):
        steps.step(f"Reading {done}.txt", done=done)
        time.sleep(0.5)
        with steps.aside():
            print(f"answer {done}")
"""
BROUGHT = """
import time
from leeway.faces.progress import Bringing, Progress
from leeway.sources.steps import Step
with Progress("Looking for files") as shown:
    tell = Bringing(shown)
    tell(Step("kept", "old.csv", note="the publisher's file is still the same"))
    tell(Step("fetching", "big.zip", 1_000_000, 4_000_000))
    time.sleep(1.2)
    tell(Step("fetching", "big.zip", 3_000_000, 4_000_000))
    time.sleep(0.3)
    for nth in range(1, 4):
        tell(Step("fetching", f"{nth}.zip", 1_500_000, 1_500_000, nth=nth, of=3))
        time.sleep(0.2)
    tell(Step("ignored", "4.zip", note="the publisher has no such file", nth=3, of=3))
    tell(Step("writing", "record.duckdb"))
    time.sleep(0.3)
"""


def test_a_slow_step_shows_and_clears():
    shown = at_a_terminal("-c", SLOW)
    assert "Estimating as of 2014" in shown.plain
    assert "0:00:01" in shown.plain
    assert shown.left == ["the answer"]


def test_a_quick_step_shows_nothing():
    assert at_a_terminal("-c", QUICK).terminal == "the answer\r\n"


def test_the_cursor_is_back_where_the_work_fails():
    shown = at_a_terminal("-c", FAILS)
    assert shown.code == 3
    assert shown.terminal.rindex("\x1b[?25h") > shown.terminal.rindex("\x1b[?25l")
    assert shown.left == []


def test_piped_is_silent():
    done = subprocess.run([sys.executable, "-c", SLOW], capture_output=True, text=True, check=True)  # noqa: S603
    assert (done.stdout, done.stderr) == ("the answer\n", "")


def test_stdout_alone_piped_keeps_the_bar_out_of_it():
    shown = at_a_terminal("-c", SLOW, only_stderr=True)
    assert shown.piped == "the answer\n"
    assert "Estimating" in shown.plain


def test_a_terminal_that_cannot_overwrite_is_told_once():
    shown = at_a_terminal("-c", SLOW, TERM="dumb")
    assert shown.terminal == "Estimating as of 2014 ...\r\nthe answer\r\n"


def test_no_colour_where_none_is_wanted():
    shown = at_a_terminal("-c", SLOW, NO_COLOR="1")
    assert "Estimating" in shown.plain
    assert "\x1b[3" not in shown.terminal


def test_counted_steps_and_answers_between_them():
    shown = at_a_terminal("-c", COUNTED)
    assert "2 of 4" in shown.plain
    assert "Reading 3.txt" in shown.plain
    assert shown.left == [f"answer {done}" for done in range(4)]


def test_what_refresh_brings_is_shown_in_bytes_and_files():
    shown = at_a_terminal("-c", BROUGHT)
    assert "fetching big.zip" in shown.plain
    assert "3.0 MB of 4.0 MB" in shown.plain
    assert "left" in shown.plain
    assert "2 of 3 files, 3.0 MB" in shown.plain
    assert "writing record.duckdb" in shown.plain
    assert shown.left == [
        "kept old.csv: the publisher's file is still the same",
        "ignored 4.zip: the publisher has no such file",
    ]


@pytest.fixture
def no_terminal(monkeypatch):
    err = StringIO()
    monkeypatch.setattr("sys.stderr", err)
    return err


def test_no_thread_is_begun_without_a_terminal(no_terminal, monkeypatch):
    monkeypatch.setattr(progress, "Timer", None)
    with working("Estimating"), Progress("Reading", of=3) as steps:
        steps.step(done=1)
        Bringing(steps)(Step("kept", "c.zip", note="it is here"))
    assert no_terminal.getvalue() == ""


def test_bytes_of_many_files_add_up_and_begin_anew():
    told = []

    class Heard(Progress):
        def step(self, says=None, *, done=0.0, of=None, amount=""):
            told.append((says, done, of, amount))

    tell = Bringing(Heard("Refreshing"))
    for source in ("a", "b"):
        for nth in (1, 2):
            tell(Step("fetching", f"{source}{nth}", 1_000_000, 1_000_000, nth=nth, of=2))
    assert told[1] == ("fetching a2", 2, 2, "2 of 2 files, 2.0 MB")
    assert told[2] == ("fetching b1", 1, 2, "1 of 2 files, 1.0 MB")
