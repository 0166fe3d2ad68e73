"""Lines of evidence: one declaration each, in one explicit list."""

from leeway.measures.line import Measure
from leeway.measures.votes import MEASURE as VOTES

MEASURES: tuple[Measure, ...] = (VOTES,)

__all__ = ["MEASURES", "Measure"]
