"""What each line says, and how loudly: the weight it has by nature beside others, and the one it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leeway.drift.direction import Direction
from leeway.errors import QuestionError
from leeway.measures.line import Attribution
from leeway.numerics.movement import AWAY
from leeway.numerics.normal import cumulative
from leeway.series import Group
from leeway.verdict.base_rates import BaseRates
from leeway.verdict.courses import Doubles, Heard
from leeway.verdict.evidence import LineAnswer

Weights = Mapping[str, float]
"""The say of lines by name, from 0 (not heard) to 1 (as usual); those left out have 1."""

_UNSURE = 0.05
_STANDS = np.array([0.0, 1.0, 0.0])


@dataclass(frozen=True, slots=True)
class Said:
    """What one line says, before it is weighed.

    Attributes
    ----------
    line, group : str
    likelihood, share : ndarray, shape (3,)
        Of the change seen under away, still and closer, at most 1, and how often all pairs do each.
    own_odds : float
        Odds that the state is the one that moved, where the line went away.
    agenda_away, agenda_before : float or None
        Probability that what is put to the two went away by itself, and the same before anything was seen;
        None where the line cannot tell.
    """

    line: str
    group: Group
    likelihood: Doubles
    share: Doubles
    own_odds: float
    agenda_away: float | None
    agenda_before: float | None

    def heard(self, weight: float, given: float) -> Heard:
        """The line as it is weighed.

        Parameters
        ----------
        weight : float
            What it counts beside others, by nature and as given.
        given : float
            What it was given of that. Its base rates shrink with it towards standing still, so that a line
            of which less and less is heard comes to be none.
        """
        odds = self.own_odds**weight
        own = odds / (1.0 + odds)
        after, before = (
            None if one is None else given * one for one in (self.agenda_away, self.agenda_before)
        )
        return Heard(
            line=self.line,
            group=self.group,
            likelihood=np.asarray(self.likelihood**weight),
            share=given * self.share + (1.0 - given) * _STANDS,
            own_away=own,
            own_closer=1.0 - own,
            agenda_away=after,
            agenda_before=before,
            weight=given,
        )


def what_they_say(lines: Iterable[LineAnswer], rates: BaseRates) -> tuple[Said, ...]:
    """What those lines say that can be heard at all.

    A line without enough observations, one in which a break need not have shown, and one of which nothing is
    learned from all pairs cannot.
    """
    return tuple(_said(one, rates) for one in lines if one.line in rates.ways and _speaks(one.told))


def weighed(said: Sequence[Said], rates: BaseRates, weights: Weights | None = None) -> list[Heard]:
    """Lines as they are heard beside each other; those of weight 0 are left out.

    Parameters
    ----------
    said : sequence of Said
    rates : BaseRates
        Lines that move together over all pairs count less beside each other.
    weights : mapping of str to float, optional
    """
    given = {one.line: (weights or {}).get(one.line, 1.0) for one in said}
    return [
        one.heard(rates.weight(one.line, list(given), given) * given[one.line], given[one.line])
        for one in said
        if given[one.line] > 0.0
    ]


def with_a_say(lines: Iterable[LineAnswer], weights: Weights | None) -> tuple[LineAnswer, ...]:
    """Lines that were not given a weight of 0."""
    return tuple(one for one in lines if (weights or {}).get(one.line, 1.0) > 0.0)


def checked_weights(weights: Weights | None, asked: Sequence[str]) -> dict[str, float]:
    """Weights other than 1, in the order of the lines asked.

    Raises
    ------
    QuestionError
        If one is of no line asked, or outside 0 to 1, or all lines are left with 0.

    Examples
    --------
    >>> checked_weights({"trade": 0, "votes": 0.5, "security": 1.0}, ("votes", "security", "trade"))
    {'votes': 0.5, 'trade': 0.0}
    """
    given = dict(weights or {})
    if strange := sorted(set(given) - set(asked)):
        raise QuestionError(
            f"A weight was given to '{strange[0]}', which is none of the lines asked.",
            hint=f"The lines asked are {', '.join(asked)}.",
        )
    for line, weight in given.items():
        if not 0.0 <= weight <= 1.0:
            raise QuestionError(
                f"The weight of {line} cannot be {weight}.",
                hint="A weight lies between 0 (not heard) and 1 (as usual).",
            )
    if asked and not any(given.get(line, 1.0) for line in asked):
        raise QuestionError(
            "Every line has a weight of 0, so that nothing is left to answer from.",
            hint=f"Give one of {', '.join(asked)} a weight above 0.",
        )
    return {line: float(given[line]) for line in asked if given.get(line, 1.0) != 1.0}


def _speaks(told: Direction) -> bool:
    """Whether a line has enough to go by, and would have seen a break."""
    return told.reason in ("", "no direction likely") and told.margin > 0.0


def _said(line: LineAnswer, rates: BaseRates) -> Said:
    ways, told = rates.ways[line.line], line.told
    share = np.array(ways.share)
    scaled = np.array([told.mean / told.margin]), np.array([told.sd / told.margin])
    likelihood = ways.likelihoods(*scaled)[0]
    parts = line.attribution
    agenda = None
    if parts is not None and line.group == "positions" and line.words.neither != "neither alone":
        seen = (
            ways.likelihoods(
                np.array([parts.agenda / told.margin]), np.array([parts.agenda_sd / told.margin])
            )[0]
            * share
        )
        agenda = float(seen[AWAY] / seen.sum())
    return Said(
        line=line.line,
        group=line.group,
        likelihood=np.asarray(likelihood / likelihood.max()),
        share=share,
        own_odds=1.0 if parts is None else _own_odds(parts),
        agenda_away=agenda,
        agenda_before=None if agenda is None else ways.share[AWAY],
    )


def _own_odds(parts: Attribution) -> float:
    """Odds that a line that went away did so by the state rather than its partner.

    One over them where the line came closer. Never surer than `_UNSURE` leaves open.
    """
    noise = float(np.hypot(parts.state_sd, parts.partner_sd)) + 1e-3 * abs(parts.change) + 1e-12
    ahead = float(cumulative(np.array([(parts.partner - parts.state) / noise]))[0])
    ahead = min(max(ahead, _UNSURE), 1.0 - _UNSURE)
    return ahead / (1.0 - ahead)
