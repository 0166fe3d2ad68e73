"""What is being done, on stderr, for anything that takes more than a second; nothing where it is piped."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock, Timer
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Drawn
    from rich.progress import ProgressColumn, TaskID

    from leeway.sources.steps import Step

PATIENCE = 1.0
"""Seconds after which a person is told what takes so long."""

_MEGABYTE = 1_000_000


class Progress:
    """A line on stderr that shows what is being done, how much of how much, and for how long.

    It appears only after a second, only where stderr is a terminal, and is cleared when the work is done.
    Where the terminal cannot overwrite a line (``TERM=dumb``), the work is named once.

    Parameters
    ----------
    says : str
        What is being done, such as ``Estimating``.
    of : float, optional
        How many steps there are. Without it the time alone is shown.

    Examples
    --------
    >>> with Progress("Reading", of=2) as steps:
    ...     for done, file in enumerate(("a.txt", "b.txt")):
    ...         steps.step(f"Reading {file}", done=done)
    """

    def __init__(self, says: str, *, of: float | None = None) -> None:
        self._says, self._done, self._of, self._amount = says, 0.0, of, ""
        self._lock = RLock()
        self._timer: Timer | None = None
        self._drawn: tuple[Drawn, TaskID] | None = None
        self._began = 0.0
        self._over = False

    def __enter__(self) -> Self:
        self._began = monotonic()
        if sys.stderr.isatty():
            self._timer = Timer(PATIENCE, self._show)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._over = True
            if self._timer is not None:
                self._timer.cancel()
            self._clear()

    def step(
        self, says: str | None = None, *, done: float = 0.0, of: float | None = None, amount: str = ""
    ) -> None:
        """Tell what is being done now, and how much of it is done.

        Parameters
        ----------
        says : str, optional
            What is being done, if something else than before.
        done, of : float
            Steps done, of how many; the number given at first holds where `of` is not given.
        amount : str
            Both in words, if not as plain numbers.
        """
        self._tell(says or self._says, done, self._of if of is None else of, amount)

    def unmeasured(self, says: str) -> None:
        """Tell what is being done now, where nobody knows how much of it there is."""
        self._tell(says, 0.0, None, "")

    def _tell(self, says: str, done: float, of: float | None, amount: str) -> None:
        with self._lock:
            afresh = of != self._of or done < self._done
            self._says, self._done, self._of, self._amount = says, done, of, amount
            self._update(afresh=afresh)

    def note(self, text: str) -> None:
        """Leave a line above, that stays; where stderr is no terminal, nothing."""
        if self._timer is not None:
            with self.aside():
                print(text, file=sys.stderr, flush=True)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Make room for what is printed meanwhile."""
        with self._lock:
            shown = self._drawn is not None
            self._clear()
            try:
                yield
                sys.stdout.flush()
            finally:
                if shown:
                    self._show()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import Progress as Drawing

        with self._lock:
            if self._over or self._drawn is not None:
                return
            if os.environ.get("TERM") == "dumb":
                print(f"{self._says} ...", file=sys.stderr, flush=True)
                return
            console = Console(stderr=True, highlight=False, markup=False)
            drawn = Drawing(console=console, transient=True, redirect_stdout=False)
            self._drawn = drawn, drawn.add_task("", visible=False)
            self._update(afresh=True)
            drawn.start()

    def _update(self, *, afresh: bool) -> None:
        """Bring what is drawn up to date; `afresh` where time left is told of something else than before."""
        if self._drawn is None:
            return
        drawn, task = self._drawn
        amount = self._amount or (f"{self._done:,.0f} of {self._of:,.0f}" if self._of is not None else "")
        if afresh:
            drawn.remove_task(task)
            drawn.columns = _columns(counted=self._of is not None)
            task = drawn.add_task("", total=self._of, visible=False)
            drawn.tasks[0].start_time = self._began
            self._drawn = drawn, task
        drawn.update(task, description=self._says, completed=self._done, amount=amount, visible=True)

    def _clear(self) -> None:
        if self._drawn is not None:
            drawn, _ = self._drawn
            drawn.stop()
            self._drawn = None


@contextmanager
def working(says: str) -> Iterator[None]:
    """Show that work goes on, and for how long, where nobody knows how much of it is left.

    Parameters
    ----------
    says : str
        What is being done.

    Examples
    --------
    >>> with working("Estimating"):
    ...     told = 6 * 7
    """
    with Progress(says):
        yield


class Bringing:
    """Steps of ``leeway refresh`` as a bar: bytes of a file, or files of many, with the time left.

    What a person may want to read later stays as a line: files kept and ignored, and why.

    Parameters
    ----------
    shown : Progress
    """

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._bytes = 0

    def __call__(self, step: Step) -> None:
        """Show one step."""
        if step.nth is not None and step.of is not None:
            self._bytes = (self._bytes if step.nth > 1 else 0) + (step.done or 0)
            came = f", {megabytes(self._bytes)}" if self._bytes else ""
            self._shown.step(
                f"{step.kind} {step.file}",
                done=step.nth,
                of=step.of,
                amount=f"{step.nth:,} of {step.of:,} files{came}",
            )
            if step.kind == "ignored":
                self._shown.note(_line(step))
        elif step.kind == "fetching":
            self._fetching(step)
        else:
            self._shown.unmeasured(f"{step.kind} {step.file}")
            if step.note:
                self._shown.note(_line(step))

    def _fetching(self, step: Step) -> None:
        done = step.done or 0
        if step.total is None:
            self._shown.unmeasured(f"fetching {step.file}, {megabytes(done)}")
            return
        self._shown.step(
            f"fetching {step.file}",
            done=done,
            of=step.total,
            amount=f"{megabytes(done)} of {megabytes(step.total)}",
        )


def megabytes(number: float) -> str:
    """A number of bytes in megabytes.

    Examples
    --------
    >>> megabytes(12_345_678), megabytes(900)
    ('12.3 MB', '0.0 MB')
    """
    return f"{number / _MEGABYTE:,.1f} MB"


def _line(step: Step) -> str:
    return f"{step.kind} {step.file}{f': {step.note}' if step.note else ''}"


def _columns(*, counted: bool) -> tuple[str | ProgressColumn, ...]:
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    says = SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn()
    if not counted:
        return says
    amount = TextColumn("{task.fields[amount]}", markup=False)
    return *says[:2], BarColumn(bar_width=24), amount, says[2], TextColumn("left"), TimeRemainingColumn()
