"""How far an answer bends when one line of evidence is given more or less of a say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from leeway.drift.direction import AnswerName
from leeway.verdict.answer import Answer
from leeway.verdict.base_rates import known_by, shipped_base_rates
from leeway.verdict.contest import deeds_away, summed
from leeway.verdict.courses import pair_sides
from leeway.verdict.evidence import rounded
from leeway.verdict.explanations import Explanation, Side
from leeway.verdict.hearing import Weights, weighed, what_they_say, with_a_say
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import points
from leeway.verdict.weighing import any_clear, side_taken, weigh

STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Weights at which every line is tried."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer under one set of weights.

    Attributes
    ----------
    answer : {'away', 'still', 'closer', 'unclear'}
    probability : float
        Of the answer; where it is `unclear`, of the likeliest of the other three.
    sides : dict of str to float, or None
        Probability of away, still, closer and mixed; None where no line is heard.
    leading : str or None
        The likeliest explanation; None where no line is heard.
    """

    answer: AnswerName
    probability: float
    sides: dict[Side, float] | None
    leading: Explanation | None

    @property
    def told(self) -> str:
        """The answer in few words."""
        return _told(self.answer, self.probability)

    def to_dict(self) -> dict[str, Any]:
        """Answer, probability, sides and leading explanation."""
        sides = self.sides
        return {
            "answer": self.answer,
            "probability": rounded(self.probability),
            "sides": None if sides is None else {name: rounded(share) for name, share in sides.items()},
            "leading": self.leading,
        }


@dataclass(frozen=True, slots=True)
class LineBending:
    """What one line does to the answer.

    Attributes
    ----------
    line : str
    weight : float
        The say it has in the answer as asked.
    steps : tuple of (float, Outcome)
        The answer with this line at each weight of `STEPS`, the others as asked.
    alone : Outcome
        The answer of this line by itself.
    """

    line: str
    weight: float
    steps: tuple[tuple[float, Outcome], ...]
    alone: Outcome

    def turns(self, answer: AnswerName) -> Iterator[tuple[float, Outcome]]:
        """Weights at which the answer becomes another one, from the weight asked down and then up."""
        down = [step for step in reversed(self.steps) if step[0] < self.weight]
        up = [step for step in self.steps if step[0] > self.weight]
        for way in (down, up):
            runs = [next(run) for _, run in groupby(way, key=lambda step: step[1].answer)]
            yield from runs[1:] if runs and runs[0][1].answer == answer else runs

    def to_dict(self) -> dict[str, Any]:
        """An entry of ``lines``."""
        return {
            "line": self.line,
            "steps": [{"weight": weight, **found.to_dict()} for weight, found in self.steps],
            "alone": self.alone.to_dict(),
            "weight": rounded(self.weight),
        }


@dataclass(frozen=True, slots=True)
class Bending:
    """How far an answer bends with the say of its lines.

    Attributes
    ----------
    state, partner : str
    answer : {'away', 'still', 'closer', 'unclear'}
    probability : float
        As asked.
    lines : tuple of LineBending
        Every line that can be weighed, also one that was not heard.
    """

    state: str
    partner: str
    answer: AnswerName
    probability: float
    lines: tuple[LineBending, ...]

    @property
    def sentence(self) -> str:
        """How far the answer bends, in words."""
        if not self.lines:
            return f"The answer is {self.answer}, and no line could be weighed otherwise."
        bent = [(one, list(one.turns(self.answer))) for one in self.lines]
        parts = [_turned(one, turns) for one, turns in bent if turns]
        if not parts:
            which = self.lines[0].line if len(self.lines) == 1 else "any one line"
            return f"The answer stays {self.answer} ({self._range()}) whatever weight {which} gets."
        rest = [one.line for one, turns in bent if not turns]
        firm = f" The weight of {_either(rest)} does not change it." if rest else ""
        return f"The answer is {_told(self.answer, self.probability)}; {'; '.join(parts)}.{firm}"

    def _range(self) -> str:
        """Its smallest and largest probability over all steps."""
        seen = [found.probability for one in self.lines for _, found in one.steps] + [self.probability]
        low, high = percent(min(seen)), percent(max(seen))
        span = low if low == high else f"{low} to {high}"
        return f"likeliest direction {span}" if self.answer == "unclear" else span

    def __str__(self) -> str:
        return self.sentence

    def to_dict(self) -> dict[str, Any]:
        """Stable keys; probabilities from 0 to 1."""
        return {
            "state": self.state,
            "partner": self.partner,
            "answer": self.answer,
            "probability": rounded(self.probability),
            "lines": [one.to_dict() for one in self.lines],
            "sentence": self.sentence,
        }


def bending(answer: Answer) -> Bending:
    """Weigh an answer's lines again with one of them louder, softer, left out or alone.

    What each line says is taken from the answer, so that only sums are made again and nothing is drawn.

    Parameters
    ----------
    answer : Answer
        As `leeway.ask` gives it, with its weights and base rates.

    Returns
    -------
    Bending

    Examples
    --------
    >>> from leeway.verdict.ask import ask
    >>> answer = ask("Kazakhstan", "Russia", since="2005", until="2023", lines="votes,security")
    >>> told = bending(answer)
    >>> [one.line for one in told.lines], [weight for weight, _ in told.lines[0].steps]
    (['votes', 'security'], [0.0, 0.25, 0.5, 0.75, 1.0])
    >>> told.lines[0].steps[-1][1].answer == answer.answer
    True
    """
    rates = known_by(shipped_base_rates(), answer.as_of)
    said = what_they_say(answer.lines, rates)
    unseen = deeds_away(rates)

    def under(weights: Weights) -> Outcome:
        lines = with_a_say(answer.lines, weights)
        told = weighed(said, rates, weights)
        if not told:
            found = weigh(lines, None)
            return Outcome(found.answer, found.probability, None, None)
        sums = summed(told, unseen, answer.priors)
        sides = pair_sides(sums.courses)
        if any_clear(lines):
            return Outcome(*side_taken(sides), sides, sums.leading)
        return Outcome("unclear", weigh(lines, None).probability, sides, sums.leading)

    silenced = dict.fromkeys((one.line for one in answer.lines), 0.0)
    return Bending(
        state=answer.state,
        partner=answer.partner,
        answer=answer.answer,
        probability=answer.probability,
        lines=tuple(_bent(one.line, answer.weights, silenced, under) for one in said),
    )


def _bent(line: str, weights: Weights, silenced: Weights, under: Callable[[Weights], Outcome]) -> LineBending:
    return LineBending(
        line=line,
        weight=weights.get(line, 1.0),
        steps=tuple((weight, under({**weights, line: weight})) for weight in STEPS),
        alone=under({**silenced, line: 1.0}),
    )


def _told(answer: AnswerName, probability: float) -> str:
    if answer == "unclear":
        return f"unclear (no direction above {percent(probability)})"
    return f"{answer} ({percent(probability)})"


def _turned(one: LineBending, turns: Sequence[tuple[float, Outcome]]) -> str:
    """At which weights of a line the answer becomes what."""
    said = []
    for weight, found in turns:
        if found.sides is None and found.answer == "unclear":
            said.append(f"{_at(weight, one.line)} no line would be left to weigh")
        else:
            said.append(f"{_at(weight, one.line)} {'' if said else 'it would be '}{found.told}")
    return ", ".join(said)


def _at(weight: float, line: str) -> str:
    if weight == 0.0:
        return f"without {line}"
    return f"with {line} in full" if weight == 1.0 else f"with {line} at {points(weight)}"


def _either(lines: Sequence[str]) -> str:
    return lines[0] if len(lines) == 1 else f"{', '.join(lines[:-1])} or {lines[-1]}"
