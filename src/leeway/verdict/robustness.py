"""How far an answer hangs on choices: a specification curve over windows, lines and base rates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leeway.verdict.base_rates import BaseRates
from leeway.verdict.contest import ODDS, Contest, contest
from leeway.verdict.evidence import LineAnswer, rounded
from leeway.verdict.hearing import Weights
from leeway.verdict.line_answer import answer_line
from leeway.verdict.lines import Line
from leeway.verdict.window import Window

SHIFTS = (-2, -1, 0, 1, 2)
"""Years by which either end of the window is moved."""

SHORTEST_YEARS = 4
_DRAWS = 200
Weighed = Callable[[Sequence[LineAnswer]], Contest | None]
"""Lines against all explanations, with the base rates asked for."""


@dataclass(frozen=True, slots=True)
class Specification:
    """The answer under one set of choices.

    Attributes
    ----------
    choice : {'as asked', 'window', 'without a line', 'base rate'}
    told : str
        What was chosen otherwise.
    side : str
        The likeliest of away, still, closer and mixed.
    probability : float
    leading : str
        The likeliest explanation.
    """

    choice: str
    told: str
    side: str
    probability: float
    leading: str

    def to_dict(self) -> dict[str, Any]:
        """A row of the curve."""
        return {
            "choice": self.choice,
            "told": self.told,
            "side": self.side,
            "probability": rounded(self.probability),
            "leading": self.leading,
        }


@dataclass(frozen=True, slots=True)
class Robustness:
    """A specification curve.

    Attributes
    ----------
    specifications : tuple of Specification
        The answer as asked first.
    same_side, same_explanation : float
        Share of the others that tell the same side, and the same explanation first.
    """

    specifications: tuple[Specification, ...]
    same_side: float
    same_explanation: float

    def to_dict(self) -> dict[str, Any]:
        """The entry ``robustness`` of ``leeway ask --robust --json``."""
        return {
            "same_side": rounded(self.same_side),
            "same_explanation": rounded(self.same_explanation),
            "specifications": [one.to_dict() for one in self.specifications],
        }


def robustness(
    lines: Sequence[Line],
    told: Sequence[LineAnswer],
    state: str,
    partner: str,
    window: Window,
    rates: BaseRates,
    *,
    priors: Mapping[str, float] | None = None,
    weights: Weights | None = None,
    seed: int = 0,
) -> Robustness | None:
    """Ask again with every sensible choice made otherwise.

    Parameters
    ----------
    lines : sequence of Line
    told : sequence of LineAnswer
        What the lines say of the window as asked.
    state, partner : str
    window : Window
    rates : BaseRates
    priors : mapping of explanation to float, optional
        The user's own base rates, from which others are tried.
    weights : mapping of str to float, optional
        The say of lines, kept throughout.
    seed : int

    Returns
    -------
    Robustness or None
        None where no line has a say.
    """

    def weighed(said: Sequence[LineAnswer]) -> Contest | None:
        return contest(said, rates, priors=priors, weights=weights)

    own = weighed(told)
    if own is None:
        return None
    first = _specified("as asked", f"{window.since} to {window.until}", own)
    others = [
        *_other_windows(lines, state, partner, window, weighed, seed),
        *_without_lines(told, own, weighed),
        *_other_rates(told, own, rates, weights),
    ]
    number = max(1, len(others))
    return Robustness(
        specifications=(first, *others),
        same_side=sum(one.side == first.side for one in others) / number,
        same_explanation=sum(one.leading == first.leading for one in others) / number,
    )


def _other_windows(
    lines: Sequence[Line], state: str, partner: str, window: Window, weighed: Weighed, seed: int
) -> Iterator[Specification]:
    last = max(line.estimates.covered[1] for line in lines)
    first = min(line.estimates.covered[0] for line in lines)
    for begin in SHIFTS:
        for end in SHIFTS:
            since, until = _moved(window.since, begin), _moved(window.until, end)
            if (begin, end) == (0, 0) or since < first or until > last:
                continue
            if until.year - since.year < SHORTEST_YEARS:
                continue
            other = Window(since=since, until=until, asked_until=until, gaps=())
            said = [answer_line(line, state, partner, other, draws=_DRAWS, seed=seed) for line in lines]
            found = weighed([one for one in said if isinstance(one, LineAnswer)])
            if found is not None:
                yield _specified("window", f"{since} to {until}", found)


def _without_lines(told: Sequence[LineAnswer], own: Contest, weighed: Weighed) -> Iterator[Specification]:
    for line in own.lines:
        found = weighed([one for one in told if one.line != line])
        if found is not None:
            yield _specified("without a line", line, found)


def _other_rates(
    told: Sequence[LineAnswer], own: Contest, rates: BaseRates, weights: Weights | None
) -> Iterator[Specification]:
    base = {one.name: one.base_rate for one in own.rivals}
    for name, rate in base.items():
        for times in (1.0 / ODDS, ODDS):
            odds = times * rate / max(1.0 - rate, 1e-9)
            changed = odds / (1.0 + odds)
            rest = (1.0 - changed) / max(1.0 - rate, 1e-9)
            priors: dict[str, float] = {
                other: changed if other == name else share * rest for other, share in base.items()
            }
            found = contest(told, rates, priors=priors, weights=weights)
            if found is not None:
                yield _specified("base rate", f"{name} {changed:.0%}", found)


def _specified(choice: str, said: str, found: Contest) -> Specification:
    return Specification(choice, said, found.side, found.sides[found.side], found.rivals[0].name)


def _moved(day: dt.date, years: int) -> dt.date:
    return dt.date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
