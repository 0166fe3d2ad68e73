"""The lines of evidence a question is put to, with their estimates loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from leeway import measures
from leeway.errors import DataError
from leeway.measures import declared
from leeway.measures.line import LineEstimates, Measure

Estimates = Path | str | Mapping[str, LineEstimates] | None
"""A folder of estimates, estimates already loaded by line, or None for the shipped ones."""


@runtime_checkable
class Backdated(Protocol):
    """Estimates that can be made again from what was known on an earlier day."""

    def as_of(self, day: dt.date) -> LineEstimates:
        """Estimates from nothing dated after `day`."""
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


def known_by(lines: tuple[Line, ...], as_of: dt.date | None) -> tuple[Line, ...]:
    """The same lines, from nothing dated after a day.

    Raises
    ------
    DataError
        If a line's estimates cannot be made again without the record.
    """
    if as_of is None:
        return lines
    return tuple(Line(line.measure, _backdated(line, as_of)) for line in lines)


def _loaded(measure: Measure, estimates: Estimates) -> LineEstimates:
    if isinstance(estimates, Mapping):
        if measure.line not in estimates:
            raise DataError(f"No estimates of {measure.line} among those given: {', '.join(estimates)}.")
        return estimates[measure.line]
    return _from_folder(measure, None if estimates is None else Path(estimates))


@lru_cache(maxsize=8)
def _from_folder(measure: Measure, folder: Path | None) -> LineEstimates:
    return measure.load(folder)


def _backdated(line: Line, day: dt.date) -> LineEstimates:
    if day >= line.estimates.covered[1]:
        return line.estimates
    if isinstance(line.estimates, Backdated):
        return line.estimates.as_of(day)
    raise DataError(
        f"The estimates of {line.measure.line} know what came after {day}, and making them again "
        "without it needs the record.",
        hint=f"Get the record with: leeway refresh {' '.join(line.measure.sources)}",
    )
