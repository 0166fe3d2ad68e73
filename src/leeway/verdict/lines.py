"""The lines of evidence a question is put to, with their estimates loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from leeway import measures
from leeway.errors import DataError, QuestionError
from leeway.measures import declared
from leeway.measures.line import LineEstimates, Measure
from leeway.verdict.untold import Untold

Estimates = Path | str | Mapping[str, LineEstimates] | None
"""A folder of estimates, estimates already loaded by line, or None for the shipped ones."""


@runtime_checkable
class Backdated(Protocol):
    """Estimates that can be made again from what was known on an earlier day."""

    def as_of(self, day: dt.date) -> LineEstimates:
        """Estimates from nothing dated after `day`."""
        ...


@runtime_checkable
class Refitted(Protocol):
    """Estimates of which nothing can be cut: a fit over all periods at once."""

    def refitted(self, day: dt.date, record: Path | str) -> LineEstimates:
        """Estimates from a record's rows that are dated no later than `day`."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """A line's declaration with its estimates."""

    measure: Measure
    estimates: LineEstimates


def load_lines(names: Sequence[str] | str | None = None, *, estimates: Estimates = None) -> tuple[Line, ...]:
    """Load lines of evidence.

    Parameters
    ----------
    names : sequence of str, or one str with commas, optional
        Lines by name; by default all there are, or all those given.
    estimates : folder, mapping or None
        A folder of estimates, estimates already loaded by line, or the shipped ones.

    Raises
    ------
    QuestionError
        If a line is not known.
    DataError
        If a line's estimates are missing or broken.
    """
    if isinstance(names, str):
        names = [name.strip() for name in names.split(",") if name.strip()]
    if isinstance(estimates, Mapping):
        held = [one.line for one in measures.MEASURES if one.line in estimates]
        chosen = declared(names or held)
    else:
        chosen = declared(names, folder=None if estimates is None else Path(estimates))
    return tuple(Line(measure, _loaded(measure, estimates)) for measure in chosen)


def known_by(
    lines: tuple[Line, ...], as_of: dt.date | None, *, record: Path | str | None = None
) -> tuple[Line, ...]:
    """The same lines, from nothing dated after a day.

    A line whose estimates cannot be made again without the record, or that begins later, is untold: it says
    why where another line can answer.

    Parameters
    ----------
    lines : tuple of Line
    as_of : date or None
    record : path, optional
        The record from which lines are fitted anew; the user's by default, if there is one.

    Raises
    ------
    QuestionError
        If no line had begun by then.
    DataError
        If no line can be made again without the record, or the record given cannot be read.
    """
    if as_of is None:
        return lines
    known = tuple(Line(line.measure, _backdated(line, as_of, record)) for line in lines)
    untold = [line.estimates for line in known if isinstance(line.estimates, Untold)]
    if len(untold) < len(known):
        return known
    if len(untold) == 1 or any(isinstance(one.error, DataError) for one in untold):
        raise next((one.error for one in untold if isinstance(one.error, DataError)), untold[0].error)
    begins = ", ".join(f"{line.measure.line} {line.estimates.covered[0]}" for line in lines)
    raise QuestionError(
        f"No line of evidence had begun by {as_of}.", hint=f"They begin on these days: {begins}."
    )


def _loaded(measure: Measure, estimates: Estimates) -> LineEstimates:
    if isinstance(estimates, Mapping):
        if measure.line not in estimates:
            raise DataError(f"No estimates of {measure.line} among those given: {', '.join(estimates)}.")
        return estimates[measure.line]
    return _from_folder(measure, None if estimates is None else Path(estimates))


@lru_cache(maxsize=8)
def _from_folder(measure: Measure, folder: Path | None) -> LineEstimates:
    return measure.load(folder)


@lru_cache(maxsize=32)
def _cut(own: Backdated, day: dt.date) -> LineEstimates:
    """Estimates as they were known on a day; those of a day serve every pair asked about."""
    return own.as_of(day)


def _backdated(line: Line, day: dt.date, record: Path | str | None) -> LineEstimates:
    own, name = line.estimates, line.measure.line
    first, last = own.covered
    if day >= last:
        return own
    if day <= first:
        reason = f"The record of {name} begins on {first}; nothing of it was known by {day}."
        hint = f"{name.capitalize()} can be asked about as of days from {first + dt.timedelta(days=1)} on."
        return Untold(own, day, reason, QuestionError(reason, hint=hint))
    if record is not None and isinstance(own, Refitted):
        return own.refitted(day, record)
    if isinstance(own, Backdated) and not isinstance(own, Refitted):
        return _cut(own, day)
    if isinstance(own, Backdated):
        with suppress(DataError):
            return own.as_of(day)
    reason = (
        f"The estimates of {name} know what came after {day}, and making them again without it needs the "
        "record."
    )
    refresh = f"Get the record with: leeway refresh {' '.join(line.measure.sources)}"
    return Untold(own, day, reason, DataError(reason, hint=refresh))
