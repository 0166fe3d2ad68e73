"""Lines of evidence: one declaration each, in one explicit list."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from leeway.errors import QuestionError
from leeway.measures.backdoor import MEASURE as BACKDOOR
from leeway.measures.deeds import MEASURE as DEEDS
from leeway.measures.influence import MEASURE as INFLUENCE
from leeway.measures.line import Measure
from leeway.measures.recognition import MEASURE as RECOGNITION
from leeway.measures.relations import MEASURE as RELATIONS
from leeway.measures.security import MEASURE as SECURITY
from leeway.measures.trade import MEASURE as TRADE
from leeway.measures.votes import MEASURE as VOTES
from leeway.measures.words import MEASURE as WORDS

MEASURES: tuple[Measure, ...] = (
    VOTES,
    RECOGNITION,
    SECURITY,
    INFLUENCE,
    WORDS,
    DEEDS,
    RELATIONS,
    TRADE,
    BACKDOOR,
)


def declared(names: Sequence[str] | None = None, *, folder: Path | None = None) -> tuple[Measure, ...]:
    """Declarations of the lines named; without names all that ship, or all that a folder has estimates of.

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
    if folder is None:
        return tuple(one for one in MEASURES if one.shipped)
    held = tuple(one for one in MEASURES if (folder / one.line).is_dir())
    return held or tuple(one for one in MEASURES if one.shipped)


__all__ = ["MEASURES", "Measure", "declared"]
