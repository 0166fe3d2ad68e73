"""Which explanation the lines of evidence favour, by how much, and what would change that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from leeway.errors import QuestionError
from leeway.measures import declared
from leeway.numerics.movement import AWAY, CLOSER, STILL
from leeway.verdict.base_rates import BaseRates
from leeway.verdict.courses import (
    Doubles,
    Heard,
    bent,
    course_weights,
    explained,
    own_sides,
    pair_sides,
    with_way,
)
from leeway.verdict.evidence import LineAnswer, rounded
from leeway.verdict.explanations import EXPLANATIONS, GONE, Explanation, Side
from leeway.verdict.hearing import Weights, weighed, what_they_say

ODDS = 4.0
"""Prior odds of an explanation are multiplied and divided by this for the range that is told."""

_NAMES = tuple(EXPLANATIONS)
_WAYS = {AWAY: "away", STILL: "still", CLOSER: "closer"}
_LITTLE = 1e-3


@dataclass(frozen=True, slots=True)
class Rival:
    """One explanation.

    Attributes
    ----------
    name, says : str
    probability : float
        After the evidence.
    base_rate : float
        Before it: what all pairs do on the lines that speak, or as the user said.
    low, high : float
        Probability with prior odds divided and multiplied by `ODDS`.
    told_apart_by : str
        What observation would tell it from the likeliest other one.
    """

    name: Explanation
    says: str
    probability: float
    base_rate: float
    low: float
    high: float
    told_apart_by: str

    def to_dict(self) -> dict[str, Any]:
        """An entry of ``rivals`` in ``leeway ask --json``."""
        return {
            "name": self.name,
            "probability": rounded(self.probability),
            "told_apart_by": self.told_apart_by,
            "says": self.says,
            "base_rate": rounded(self.base_rate),
            "low": rounded(self.low),
            "high": rounded(self.high),
        }


@dataclass(frozen=True, slots=True)
class Contest:
    """All explanations against all lines.

    Attributes
    ----------
    rivals : tuple of Rival
        Likeliest first.
    sides : dict of str to float
        Probability that the pair went away, stood still, came closer, or did both (*mixed*). Where lines
        parted, the one way that the state itself went decides. They sum to 1.
    own : dict of str to float
        The same of what the state itself did.
    flips : dict of str to Explanation
        Lines without which another explanation would lead, and which.
    heard : tuple of Heard
        Lines that were weighed, with what each says.
    """

    rivals: tuple[Rival, ...]
    sides: dict[Side, float]
    own: dict[Side, float]
    flips: dict[str, Explanation]
    heard: tuple[Heard, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Names of the lines that were weighed."""
        return tuple(one.line for one in self.heard)

    @property
    def side(self) -> Side:
        """The likeliest side of the pair."""
        return max(self.sides, key=lambda side: self.sides[side])

    def to_dict(self) -> dict[str, Any]:
        """The entry ``contest`` of ``leeway ask --json``: what stands behind the probabilities of rivals."""
        return {
            "lines": list(self.lines),
            "sides": {name: rounded(share) for name, share in self.sides.items()},
            "own": {name: rounded(share) for name, share in self.own.items()},
            "flips": dict(self.flips),
            "prior_odds": [1.0 / ODDS, ODDS],
        }


@dataclass(frozen=True, slots=True)
class Sums:
    """What all lines together say, added up.

    Attributes
    ----------
    posterior, base : dict of Explanation to float
        Probabilities after and before the evidence.
    courses : ndarray, shape (512,)
        Probability of every set of marks, as in `course_weights`.
    """

    posterior: dict[Explanation, float]
    base: dict[Explanation, float]
    courses: Doubles

    @property
    def leading(self) -> Explanation:
        """The likeliest explanation."""
        return max(_NAMES, key=lambda name: self.posterior[name])


def contest(
    lines: Sequence[LineAnswer],
    rates: BaseRates,
    *,
    priors: Mapping[str, float] | None = None,
    weights: Weights | None = None,
) -> Contest | None:
    """Lay every explanation against every line.

    A line without enough observations, one in which a break need not have shown, and one of which nothing is
    learned from all pairs have no say: their likelihood ratio is 1. Lines that move together over all pairs
    count less beside each other.

    Parameters
    ----------
    lines : sequence of LineAnswer
    rates : BaseRates
    priors : mapping of explanation to float, optional
        The user's own base rates, in place of what all pairs do; those left out keep theirs.
    weights : mapping of str to float, optional
        The say of lines, from 0 to 1. The likelihood of a line, and whose doing it was, are raised to it; one
        of 0 is left out.

    Returns
    -------
    Contest or None
        None where no line has a say.
    """
    told = weighed(what_they_say(lines, rates), rates, weights)
    if not told:
        return None
    unseen = deeds_away(rates)
    sums = summed(told, unseen, priors)
    posterior = sums.posterior
    order = sorted(_NAMES, key=lambda name: -posterior[name])
    expected = [_expected(told, place) for place in range(len(told))]
    return Contest(
        rivals=tuple(
            Rival(
                name=name,
                says=EXPLANATIONS[name],
                probability=posterior[name],
                base_rate=sums.base[name],
                low=_at_odds(posterior, name, 1.0 / ODDS),
                high=_at_odds(posterior, name, ODDS),
                told_apart_by=_apart(told, expected, name, order[0] if name != order[0] else order[1]),
            )
            for name in order
        ),
        sides=pair_sides(sums.courses),
        own=own_sides(sums.courses),
        flips=_flips(told, order[0], priors, unseen),
        heard=tuple(told),
    )


def summed(told: Sequence[Heard], unseen: float, priors: Mapping[str, float] | None) -> Sums:
    """Add up what lines as they are heard say together.

    Parameters
    ----------
    told : sequence of Heard
        One or more.
    unseen : float
        As `deeds_away` has it.
    priors : mapping of explanation to float or None
        As in `contest`.
    """
    courses = course_weights(told)
    after = _probabilities(told, courses, unseen)
    quiet = [one.unheard() for one in told]
    before = _probabilities(quiet, course_weights(quiet), unseen)
    posterior, base = _with_priors(after, before, priors)
    return Sums(posterior, base, bent(courses, after, posterior))


def deeds_away(rates: BaseRates) -> float:
    """How often a line of deeds goes away, among all pairs."""
    deeds = {measure.line for measure in declared() if measure.group == "deeds"}
    shares = [ways.share[AWAY] for line, ways in rates.ways.items() if line in deeds]
    return float(np.mean(shares)) if shares else 0.0


def _probabilities(told: Sequence[Heard], courses: Doubles, unseen: float) -> dict[Explanation, float]:
    """Every explanation's share; deeds of which no line speaks went too with a probability of `unseen`.

    They are unheard of as far as the loudest line of deeds is.
    """
    found = explained(courses)
    quiet = unseen * (1.0 - max((one.weight for one in told if one.group == "deeds"), default=0.0))
    found["realignment"] += quiet * found["leeway"]
    found["leeway"] *= 1.0 - quiet
    agenda = max((one.agenda_away for one in told if one.agenda_away is not None), default=0.0)
    found["the agenda moved"] = found["status quo"] * agenda
    found["status quo"] *= 1.0 - agenda
    return found


def _with_priors(
    after: dict[Explanation, float], before: dict[Explanation, float], priors: Mapping[str, float] | None
) -> tuple[dict[Explanation, float], dict[Explanation, float]]:
    """Probabilities with the user's base rates in place of those of all pairs."""
    if not priors:
        return after, before
    if strange := sorted(set(priors) - set(_NAMES)):
        raise QuestionError(
            f"There is no explanation '{strange[0]}'.", hint=f"The explanations are {', '.join(_NAMES)}."
        )
    if any(not 0.0 <= share <= 1.0 for share in priors.values()):
        raise QuestionError("A base rate lies between 0 and 1.", hint="For example leeway=0.2")
    base = {name: float(priors.get(name, before[name])) for name in _NAMES}
    total = sum(base.values())
    base = {name: share / total for name, share in base.items()}
    odds = {name: after[name] * base[name] / max(before[name], 1e-9) for name in _NAMES}
    whole = sum(odds.values())
    return {name: share / whole for name, share in odds.items()}, base


def _at_odds(posterior: dict[Explanation, float], name: Explanation, times: float) -> float:
    own = posterior[name] * times
    return own / (own + 1.0 - posterior[name])


def _flips(
    told: Sequence[Heard], leading: Explanation, priors: Mapping[str, float] | None, unseen: float
) -> dict[str, Explanation]:
    """Lines whose removal makes another explanation the likeliest."""
    found: dict[str, Explanation] = {}
    for one in told:
        rest = [other for other in told if other is not one]
        if not rest:
            continue
        first = summed(rest, unseen, priors).leading
        if first != leading:
            found[one.line] = first
    return found


def _expected(told: Sequence[Heard], place: int) -> dict[Explanation, Doubles]:
    """What each explanation expects of one line that is not heard yet: away, still and closer."""
    rest = course_weights([*told[:place], *told[place + 1 :]])
    ways = [explained(with_way(rest, told[place].unheard(), way)) for way in (AWAY, STILL, CLOSER)]
    return {name: np.array([way[name] for way in ways]) for name in _NAMES}


def _apart(
    told: Sequence[Heard],
    expected: Sequence[dict[Explanation, Doubles]],
    name: Explanation,
    other: Explanation,
) -> str:
    """What observation would tell two explanations apart best."""
    pair = {name, other}
    if "the partner moved" in pair and pair & {*GONE, "rapprochement"}:
        return "what each of the two did with everybody else: who moved"
    if pair == {"the agenda moved", "status quo"}:
        return "the same questions put to both again"
    if pair == set(GONE) and all(one.group != "deeds" for one in told):
        return "any line of deeds; none speaks here"
    best, text = 0.0, "no line that speaks here"
    for one, line in zip(told, expected, strict=True):
        shares = [line[_seen_as(which)] for which in (name, other)]
        if not all(share.sum() > 0.0 for share in shares):
            continue
        first, second = (share / share.sum() for share in shares)
        gain = float(((first - second) * np.log((first + _LITTLE) / (second + _LITTLE))).sum())
        if gain > best:
            way = int(np.argmax(first - second))
            seen = f"{first[way]:.0%} expected, {second[way]:.0%} by {other}"
            best, text = gain, f"{one.line} {_WAYS[way]}: {seen}"
    return text


def _seen_as(name: Explanation) -> Explanation:
    """The explanation that expects the same of every line: where the agenda moved, the two stand still."""
    return "status quo" if name == "the agenda moved" else name
