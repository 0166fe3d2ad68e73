"""Rebuild the estimates that Leeway ships, and compare what is shipped with a rebuild."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits

from leeway.errors import MissingSourceError, QuestionError
from leeway.measures import declared
from leeway.measures.line import Difference, Measure

if TYPE_CHECKING:
    from leeway.record.store import Record


@dataclass(frozen=True, slots=True)
class Verification:
    """What a comparison of estimates with their rebuild found, line by line.

    Attributes
    ----------
    line : str
    same_record : bool
        Whether the record is the one the estimates were made from.
    differences : tuple of Difference
        One for each number compared.
    """

    line: str
    same_record: bool
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """Whether every number is within its tolerance."""
        return all(one.largest <= one.tolerance for one in self.differences)

    def __str__(self) -> str:
        found = "agree" if self.agrees else "DIFFER"
        record = "the same record" if self.same_record else "another record than they were made from"
        rows = [
            f"  {one.what}: largest difference {one.largest:.2g} (tolerance {one.tolerance:g})"
            for one in self.differences
        ]
        return "\n".join([f"{self.line}: estimates and rebuild {found}, on {record}.", *rows])


def estimate(
    lines: Sequence[str] | None = None,
    *,
    record: Record | Path | str | None = None,
    to: Path | str | None = None,
    **settings: Any,
) -> dict[str, dict[str, Any]]:
    """Fit lines of evidence to the record and write their estimates.

    Parameters
    ----------
    lines : sequence of str, optional
        By default all whose sources the record has.
    record : Record or path, optional
        The user's by default.
    to : path, optional
        Folder; ``estimates`` in the working folder by default.
    **settings
        Passed on to each line, e.g. ``dimensions``, ``by``, ``seed``.

    Returns
    -------
    dict
        The manifest of each line.

    Raises
    ------
    QuestionError
        If a line is not known, or a setting is none of theirs.
    DataError
        If there is no record, it lacks a source of a line named, or the folder cannot be written.
    """
    from leeway.record.store import Record, open_record

    if not isinstance(record, Record):
        with open_record(record) as opened:
            return estimate(lines, record=opened, to=to, **settings)
    measures = declared(lines)
    taken = {name for measure in measures for name in measure.settings}
    if strange := [name for name in settings if name not in taken]:
        raise QuestionError(
            f"No line asked for takes the setting {', '.join(strange)}.",
            hint=f"They take {', '.join(sorted(taken))}.",
        )
    folder = Path(to or "estimates")
    made: dict[str, dict[str, Any]] = {}
    lacking: MissingSourceError | None = None
    with threadpool_limits(1, user_api="blas"):
        for measure in measures:
            try:
                made[measure.line] = measure.estimate(record, folder, **_of_line(measure, settings))
            except MissingSourceError as error:
                if lines:
                    raise
                lacking = lacking or error
    if lacking is not None and not made:
        raise lacking
    return made


def _of_line(measure: Measure, settings: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name in measure.settings}


def verify(
    lines: Sequence[str] | None = None,
    *,
    record: Record | Path | str | None = None,
    estimates: Path | str | None = None,
) -> tuple[Verification, ...]:
    """Rebuild estimates from the record and compare.

    Parameters
    ----------
    lines : sequence of str, optional
        By default all that there are estimates of and whose sources the record has.
    record : Record or path, optional
    estimates : path, optional
        Folder of the estimates to check; the shipped ones by default.

    Returns
    -------
    tuple of Verification
        One a line.

    Raises
    ------
    QuestionError
        If a line is not known.
    DataError
        If there is no record, it lacks a source of a line named, or the estimates are missing or broken.
    """
    from leeway.record.store import Record, open_record

    if not isinstance(record, Record):
        with open_record(record) as opened:
            return verify(lines, record=opened, estimates=estimates)
    folder = None if estimates is None else Path(estimates)
    found = []
    lacking: MissingSourceError | None = None
    for measure in declared(lines, folder=folder):
        try:
            found.append(_verified(measure, record, folder))
        except MissingSourceError as error:
            if lines:
                raise
            lacking = lacking or error
    if lacking is not None and not found:
        raise lacking
    return tuple(found)


def _verified(measure: Measure, record: Record, folder: Path | None) -> Verification:
    shipped = measure.load(folder)
    with tempfile.TemporaryDirectory() as rebuilt, threadpool_limits(1, user_api="blas"):
        measure.estimate(record, Path(rebuilt), **shipped.settings)
        differences = shipped.compare(measure.load(Path(rebuilt)))
    return Verification(measure.line, shipped.record == record.version(measure.sources), differences)
