"""Which explanation the lines of evidence favour, by how much, and what would change that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leeway.errors import QuestionError
from leeway.measures import declared
from leeway.numerics.movement import AWAY, CLOSER, STILL
from leeway.numerics.normal import cumulative
from leeway.series import Group
from leeway.verdict.base_rates import BaseRates
from leeway.verdict.evidence import LineAnswer, rounded
from leeway.verdict.explanations import EXPLANATIONS, GONE, Explanation, explanation_of, side_of

Doubles = NDArray[np.float64]

ODDS = 4.0
"""Prior odds of an explanation are multiplied and divided by this for the range that is told."""

_NAMES = tuple(EXPLANATIONS)
_GROUPS: tuple[Group, ...] = ("words", "positions", "deeds")
_WAYS = {AWAY: "away", STILL: "still", CLOSER: "closer"}
_UNSURE = 0.05
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
    away, still, closer, mixed : float
        Probability that some line went away and none closer; that none moved; that some came closer and none
        went away; and that they parted. They sum to 1.
    state_moved : float
        Probability that, of the two, the state moved more where they went apart.
    flips : dict of str to Explanation
        Lines without which another explanation would lead, and which.
    lines : tuple of str
        Lines that were weighed.
    """

    rivals: tuple[Rival, ...]
    away: float
    still: float
    closer: float
    mixed: float
    state_moved: float
    flips: dict[str, Explanation]
    lines: tuple[str, ...]

    @property
    def sides(self) -> dict[str, float]:
        """Away, still, closer and mixed by name."""
        return {"away": self.away, "still": self.still, "closer": self.closer, "mixed": self.mixed}

    def to_dict(self) -> dict[str, Any]:
        """The entry ``contest`` of ``leeway ask --json``: what stands behind the probabilities of rivals."""
        return {
            "lines": list(self.lines),
            "sides": {name: rounded(share) for name, share in self.sides.items()},
            "state_moved": rounded(self.state_moved),
            "flips": dict(self.flips),
            "prior_odds": [1.0 / ODDS, ODDS],
        }


@dataclass(frozen=True, slots=True)
class _Told:
    """One line as it is weighed: likelihood and base rate of each way, and who moved."""

    line: str
    group: Group
    likelihood: Doubles
    share: Doubles
    state_odds: float
    agenda_away: float | None
    agenda_before: float | None


def contest(
    lines: Sequence[LineAnswer],
    rates: BaseRates,
    *,
    priors: Mapping[str, float] | None = None,
) -> Contest | None:
    """Lay every explanation against every line.

    A line without enough observations, or of which nothing is learned from all pairs, has no say: its
    likelihood ratio is 1. Lines that move together over all pairs count less beside each other.

    Parameters
    ----------
    lines : sequence of LineAnswer
    rates : BaseRates
    priors : mapping of explanation to float, optional
        The user's own base rates, in place of what all pairs do; those left out keep theirs.

    Returns
    -------
    Contest or None
        None where no line has a say.
    """
    heard = [
        one
        for one in lines
        if one.line in rates.ways and one.told.reason != "few observations" and one.told.margin > 0
    ]
    if not heard:
        return None
    names = [one.line for one in heard]
    told = [_told(one, rates, rates.weight(one.line, names)) for one in heard]
    unseen = _deeds_away(rates)
    after = _probabilities(told, unseen)
    before = _probabilities([_unheard(one) for one in told], unseen)
    posterior, base = _with_priors(after, before, priors)
    order = sorted(_NAMES, key=lambda name: -posterior[name])
    return Contest(
        rivals=tuple(
            Rival(
                name=name,
                says=EXPLANATIONS[name],
                probability=posterior[name],
                base_rate=base[name],
                low=_at_odds(posterior, name, 1.0 / ODDS),
                high=_at_odds(posterior, name, ODDS),
                told_apart_by=_apart(told, name, order[0] if name != order[0] else order[1]),
            )
            for name in order
        ),
        **_sides(told),
        state_moved=_state_moved(told),
        flips=_flips(told, order[0], priors, unseen),
        lines=tuple(names),
    )


def _told(line: LineAnswer, rates: BaseRates, weight: float) -> _Told:
    ways, told = rates.ways[line.line], line.told
    scaled = np.array([told.mean / told.margin]), np.array([told.sd / told.margin])
    likelihood = ways.likelihoods(*scaled)[0]
    parts = line.attribution
    state_odds, agenda = 0.0, None
    if parts is not None and told.mean < 0.0:
        noise = float(np.hypot(parts.state_sd, parts.partner_sd)) + 1e-3 * abs(parts.change) + 1e-12
        ahead = float(cumulative(np.array([(parts.partner - parts.state) / noise]))[0])
        ahead = min(max(ahead, _UNSURE), 1.0 - _UNSURE)
        state_odds = weight * float(np.log(ahead / (1.0 - ahead)))
    if parts is not None and line.group == "positions" and line.words.neither != "neither alone":
        seen = ways.likelihoods(
            np.array([parts.agenda / told.margin]), np.array([parts.agenda_sd / told.margin])
        )[0] * np.array(ways.share)
        agenda = float(seen[AWAY] / seen.sum())
    return _Told(
        line=line.line,
        group=line.group,
        likelihood=np.asarray((likelihood / likelihood.max()) ** weight),
        share=np.array(ways.share),
        state_odds=state_odds,
        agenda_away=agenda,
        agenda_before=None if agenda is None else ways.share[AWAY],
    )


def _unheard(one: _Told) -> _Told:
    """The line before anything was seen."""
    return _Told(one.line, one.group, np.ones(3), one.share, 0.0, one.agenda_before, one.agenda_before)


Courses = tuple[NDArray[np.int64], NDArray[np.int64]]


@cache
def _courses(groups: tuple[Group, ...]) -> Courses:
    """Every course of lines of some groups, and the place of the explanation each belongs to."""
    courses = list(product((AWAY, STILL, CLOSER), repeat=len(groups)))
    sides = (
        [side_of({way for way, of in zip(course, groups, strict=True) if of == group}) for group in _GROUPS]
        for course in courses
    )
    named = [_NAMES.index(explanation_of(*side)) for side in sides]
    return np.array(courses, dtype=np.int64), np.array(named, dtype=np.int64)


def _weights(told: Sequence[_Told]) -> tuple[Courses, Doubles]:
    """Every course with the explanation it belongs to, and its probability."""
    courses, named = _courses(tuple(one.group for one in told))
    weight = np.ones(len(courses))
    for place, one in enumerate(told):
        weight *= (one.likelihood * one.share)[courses[:, place]]
    return (courses, named), weight / weight.sum()


def _state_moved(told: Sequence[_Told]) -> float:
    """Probability that the state moved more than the partner, where they went apart."""
    odds = 0.0
    for one in told:
        way = one.likelihood * one.share
        odds += float(way[AWAY] / way.sum()) * one.state_odds
    return float(1.0 / (1.0 + np.exp(-odds)))


def _deeds_away(rates: BaseRates) -> float:
    """How often a line of deeds goes away, among all pairs."""
    deeds = {measure.line for measure in declared() if measure.group == "deeds"}
    shares = [ways.share[AWAY] for line, ways in rates.ways.items() if line in deeds]
    return float(np.mean(shares)) if shares else 0.0


def _probabilities(told: Sequence[_Told], unseen: float) -> dict[Explanation, float]:
    """Every explanation's share; deeds of which no line speaks went too with a probability of `unseen`."""
    (_, named), weight = _weights(told)
    shares = np.bincount(named, weight, minlength=len(_NAMES))
    found: dict[Explanation, float] = dict(zip(_NAMES, map(float, shares), strict=True))
    if all(one.group != "deeds" for one in told):
        found["realignment"] += unseen * found["leeway"]
        found["leeway"] *= 1.0 - unseen
    own = _state_moved(told)
    for name in GONE:
        found["the partner moved"] += found[name] * (1.0 - own)
        found[name] *= own
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


def _sides(told: Sequence[_Told]) -> dict[str, float]:
    (courses, _), weight = _weights(told)
    away, closer = (courses == AWAY).any(axis=1), (courses == CLOSER).any(axis=1)
    return {
        "away": float(weight[away & ~closer].sum()),
        "still": float(weight[~away & ~closer].sum()),
        "closer": float(weight[closer & ~away].sum()),
        "mixed": float(weight[away & closer].sum()),
    }


def _flips(
    told: Sequence[_Told], leading: Explanation, priors: Mapping[str, float] | None, unseen: float
) -> dict[str, Explanation]:
    """Lines whose removal makes another explanation the likeliest."""
    found: dict[str, Explanation] = {}
    for one in told:
        rest = [other for other in told if other is not one]
        if not rest:
            continue
        before = _probabilities([_unheard(other) for other in rest], unseen)
        posterior, _ = _with_priors(_probabilities(rest, unseen), before, priors)
        first = max(_NAMES, key=lambda name: posterior[name])
        if first != leading:
            found[one.line] = first
    return found


def _apart(told: Sequence[_Told], name: Explanation, other: Explanation) -> str:
    """What observation would tell two explanations apart best."""
    pair = {name, other}
    if "the partner moved" in pair and pair & set(GONE):
        return "what each of the two did with everybody else: who moved"
    if pair == {"the agenda moved", "status quo"}:
        return "the same questions put to both again"
    if pair == set(GONE) and all(one.group != "deeds" for one in told):
        return "any line of deeds; none speaks here"
    best, text = 0.0, "no line that speaks here"
    for place, one in enumerate(told):
        (courses, named), weight = _weights([_unheard(each) if each is one else each for each in told])
        shares = [
            np.bincount(courses[of, place], weight[of], minlength=3)
            for which in (name, other)
            for of in [named == _NAMES.index(_course_name(which))]
        ]
        if not all(share.sum() > 0.0 for share in shares):
            continue
        first, second = (share / share.sum() for share in shares)
        gain = float(((first - second) * np.log((first + _LITTLE) / (second + _LITTLE))).sum())
        if gain > best:
            way = int(np.argmax(first - second))
            expected = f"{first[way]:.0%} expected, {second[way]:.0%} by {other}"
            best, text = gain, f"{one.line} {_WAYS[way]}: {expected}"
    return text


def _course_name(name: Explanation) -> Explanation:
    """The explanation under which courses of another stand: those of the partner are those of the state."""
    return (
        "realignment" if name == "the partner moved" else "status quo" if name == "the agenda moved" else name
    )
