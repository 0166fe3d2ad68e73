"""Which explanation the lines of evidence favour, by how much, and what would change that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from leeway.drift.direction import Direction
from leeway.errors import QuestionError
from leeway.measures import declared
from leeway.measures.line import Attribution
from leeway.numerics.movement import AWAY, CLOSER, STILL
from leeway.numerics.normal import cumulative
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

ODDS = 4.0
"""Prior odds of an explanation are multiplied and divided by this for the range that is told."""

_NAMES = tuple(EXPLANATIONS)
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


def contest(
    lines: Sequence[LineAnswer],
    rates: BaseRates,
    *,
    priors: Mapping[str, float] | None = None,
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

    Returns
    -------
    Contest or None
        None where no line has a say.
    """
    heard = [one for one in lines if one.line in rates.ways and _speaks(one.told)]
    if not heard:
        return None
    names = [one.line for one in heard]
    told = [_heard(one, rates, rates.weight(one.line, names)) for one in heard]
    unseen = _deeds_away(rates)
    after = _probabilities(told, unseen)
    before = _probabilities([one.unheard() for one in told], unseen)
    posterior, base = _with_priors(after, before, priors)
    order = sorted(_NAMES, key=lambda name: -posterior[name])
    weight = bent(course_weights(told), after, posterior)
    expected = [_expected(told, place) for place in range(len(told))]
    return Contest(
        rivals=tuple(
            Rival(
                name=name,
                says=EXPLANATIONS[name],
                probability=posterior[name],
                base_rate=base[name],
                low=_at_odds(posterior, name, 1.0 / ODDS),
                high=_at_odds(posterior, name, ODDS),
                told_apart_by=_apart(told, expected, name, order[0] if name != order[0] else order[1]),
            )
            for name in order
        ),
        sides=pair_sides(weight),
        own=own_sides(weight),
        flips=_flips(told, order[0], priors, unseen),
        heard=tuple(told),
    )


def _speaks(told: Direction) -> bool:
    """Whether a line has enough to go by, and would have seen a break."""
    return told.reason in ("", "no direction likely") and told.margin > 0.0


def _heard(line: LineAnswer, rates: BaseRates, weight: float) -> Heard:
    ways, told = rates.ways[line.line], line.told
    scaled = np.array([told.mean / told.margin]), np.array([told.sd / told.margin])
    likelihood = ways.likelihoods(*scaled)[0]
    parts = line.attribution
    own, agenda = 0.5, None
    if parts is not None:
        own = _own_share(parts, weight)
    if parts is not None and line.group == "positions" and line.words.neither != "neither alone":
        seen = ways.likelihoods(
            np.array([parts.agenda / told.margin]), np.array([parts.agenda_sd / told.margin])
        )[0] * np.array(ways.share)
        agenda = float(seen[AWAY] / seen.sum())
    return Heard(
        line=line.line,
        group=line.group,
        likelihood=np.asarray((likelihood / likelihood.max()) ** weight),
        share=np.array(ways.share),
        own_away=own,
        own_closer=1.0 - own,
        agenda_away=agenda,
        agenda_before=None if agenda is None else ways.share[AWAY],
    )


def _own_share(parts: Attribution, weight: float) -> float:
    """Probability that a line that went away did so by the state rather than its partner.

    One over it where the line came closer. Never surer than `_UNSURE` leaves open, and less sure where the
    line moves together with others.
    """
    noise = float(np.hypot(parts.state_sd, parts.partner_sd)) + 1e-3 * abs(parts.change) + 1e-12
    ahead = float(cumulative(np.array([(parts.partner - parts.state) / noise]))[0])
    ahead = min(max(ahead, _UNSURE), 1.0 - _UNSURE)
    odds: float = (ahead / (1.0 - ahead)) ** weight
    return odds / (1.0 + odds)


def _deeds_away(rates: BaseRates) -> float:
    """How often a line of deeds goes away, among all pairs."""
    deeds = {measure.line for measure in declared() if measure.group == "deeds"}
    shares = [ways.share[AWAY] for line, ways in rates.ways.items() if line in deeds]
    return float(np.mean(shares)) if shares else 0.0


def _probabilities(told: Sequence[Heard], unseen: float) -> dict[Explanation, float]:
    """Every explanation's share; deeds of which no line speaks went too with a probability of `unseen`."""
    found = explained(course_weights(told))
    if all(one.group != "deeds" for one in told):
        found["realignment"] += unseen * found["leeway"]
        found["leeway"] *= 1.0 - unseen
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
        before = _probabilities([other.unheard() for other in rest], unseen)
        posterior, _ = _with_priors(_probabilities(rest, unseen), before, priors)
        first = max(_NAMES, key=lambda name: posterior[name])
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
