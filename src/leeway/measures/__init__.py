"""Lines of evidence: one declaration each, in one explicit list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from leeway.errors import QuestionError
from leeway.measures.backdoor import MEASURE as BACKDOOR
from leeway.measures.influence import MEASURE as INFLUENCE
from leeway.measures.line import Measure
from leeway.measures.recognition import MEASURE as RECOGNITION
from leeway.measures.security import MEASURE as SECURITY
from leeway.measures.trade import MEASURE as TRADE
from leeway.measures.votes import MEASURE as VOTES

MEASURES: tuple[Measure, ...] = (VOTES, RECOGNITION, SECURITY, INFLUENCE, TRADE, BACKDOOR)


def declared(names: Sequence[str] | None = None, *, folder: Path | None = None) -> tuple[Measure, ...]:
    """Declarations of the lines named; without names all, or all that a folder has estimates of.

    Raises
    ------
    QuestionError
        If a line is not known.

    Examples
    --------
    >>> [measure.line for measure in declared(["votes", "votes"])]
    ['votes']
    """
    by_name = {measure.line: measure for measure in MEASURES}
    if unknown := [name for name in names or () if name not in by_name]:
        raise QuestionError(
            f"There is no line of evidence called {' or '.join(unknown)}.",
            hint=f"The lines there are: {', '.join(by_name)}.",
        )
    if names:
        return tuple(by_name[name] for name in dict.fromkeys(names))
    held = tuple(one for one in MEASURES if folder is None or (folder / one.line).is_dir())
    return held or MEASURES


__all__ = ["MEASURES", "Measure", "declared"]
