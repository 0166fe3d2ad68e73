"""One answer out of several lines of evidence, and whose doing it is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leeway.drift.direction import LEAST_PROBABILITY, AnswerName, DirectionName
from leeway.drift.who_moved import Moved, who_moved
from leeway.numerics.movement import AWAY, CLOSER, STILL
from leeway.verdict.contest import Contest
from leeway.verdict.evidence import EVEN, LineAnswer
from leeway.verdict.explanations import Side

_WAY: dict[DirectionName, int] = {"away": AWAY, "still": STILL, "closer": CLOSER}
_NEVER = 1e-300


@dataclass(frozen=True, slots=True)
class Weighed:
    """One answer out of several lines of evidence.

    Attributes
    ----------
    answer : {'away', 'still', 'closer', 'unclear'}
    probability : float
        Of the answer; where it is `unclear`, of the likeliest of the other three.
    carried_by : str or None
        The line that says so most surely, and for *still* least surely; None where it is `unclear`.
    moved : Moved or None
        Shares of the state, the partner and neither in the answer, over all lines that went that way.
    """

    answer: AnswerName
    probability: float
    carried_by: str | None
    moved: Moved | None


def weigh(lines: Sequence[LineAnswer], told: Contest | None) -> Weighed:
    """One answer out of several lines, without averaging them.

    It is the likeliest side of all courses that the lines together allow, if that is likelier than all
    others together; a course on which lines parted counts for the one way that the state itself went, and
    for none where it went both or neither. So a line that moved says so whatever the others did, and
    *still* needs every line to stand still. Where no line gives a clear answer by itself, base rates alone
    would speak, and the answer is `unclear`.

    Parameters
    ----------
    lines : sequence of LineAnswer
    told : Contest or None
        The lines against all pairs; None where nothing is learned of any of them. Then the surest line
        answers, unless others say otherwise.
    """
    if told is None or not any_clear(lines):
        return _surest(lines)
    answer, probability = side_taken(told.sides)
    if answer == "unclear":
        return Weighed(answer, probability, None, None)
    return Weighed(
        answer,
        probability,
        _carried_by(lines, told, answer),
        None if answer == "still" else _moved(lines, told, _WAY[answer]),
    )


def any_clear(lines: Sequence[LineAnswer]) -> bool:
    """Whether a line gives a clear answer by itself."""
    return any(line.told.answer != "unclear" for line in lines)


def side_taken(sides: Mapping[Side, float]) -> tuple[AnswerName, float]:
    """The likeliest side and its probability; `unclear` where all others together are likelier.

    Examples
    --------
    >>> side_taken({"away": 0.7, "still": 0.2, "closer": 0.1, "mixed": 0.0})
    ('away', 0.7)
    >>> side_taken({"away": 0.4, "still": 0.3, "closer": 0.1, "mixed": 0.2})
    ('unclear', 0.4)
    """
    likeliest = max(_WAY, key=lambda answer: sides[answer])
    probability = sides[likeliest]
    return ("unclear" if probability < LEAST_PROBABILITY else likeliest), probability


def _surest(lines: Sequence[LineAnswer]) -> Weighed:
    clear = [line for line in lines if line.told.answer != "unclear"]
    if not lines:
        return Weighed("unclear", EVEN, None, None)
    surest = max(clear or lines, key=lambda line: line.told.probability)
    if len({line.told.answer for line in clear}) != 1:
        return Weighed("unclear", surest.told.probability, None, None)
    return Weighed(surest.told.answer, surest.told.probability, surest.line, surest.moved)


def _carried_by(lines: Sequence[LineAnswer], told: Contest, answer: DirectionName) -> str | None:
    """The line that is surest of a move, or least sure of *still*; one that gives the answer itself first."""
    way = _WAY[answer]
    agrees = {line.line: line.told.answer == answer for line in lines}
    towards = -1.0 if answer == "still" else 1.0

    def sureness(place: int) -> tuple[bool, float]:
        ways = told.heard[place].ways
        against = float(ways.sum() - ways[way])
        return agrees[told.lines[place]], towards * math.log((ways[way] + _NEVER) / (against + _NEVER))

    return told.lines[max(range(len(told.heard)), key=sureness)]


def _moved(lines: Sequence[LineAnswer], told: Contest, way: int) -> Moved | None:
    """Shares over all lines that went one way: Shapley's value of a sum is the sum of the values.

    Every line keeps its own parts; here they are counted in half-widths of its *still*, each as far as the
    line is likely to have gone that way.
    """
    likely = {one.line: float(one.ways[way]) for one in told.heard}
    parts, variances = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
    for line in lines:
        own = line.attribution
        if own is None or line.line not in likely or own.change * (1.0 if way == CLOSER else -1.0) <= 0.0:
            continue
        counts = likely[line.line] / line.told.margin
        for place, (part, sd) in enumerate(
            ((own.state, own.state_sd), (own.partner, own.partner_sd), (own.agenda, own.agenda_sd))
        ):
            parts[place] += counts * part
            variances[place] += (counts * sd) ** 2
    sds = (math.sqrt(variances[0]), math.sqrt(variances[1]), math.sqrt(variances[2]))
    return who_moved((parts[0], parts[1], parts[2]), sds)
