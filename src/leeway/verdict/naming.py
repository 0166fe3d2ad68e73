"""States as a question names them."""

from __future__ import annotations

import datetime as dt

from leeway.errors import QuestionError
from leeway.states import look_up, resolve, state


def find_state(words: str) -> str | None:
    """Key of the state that some words name; None where they name none, or could mean several."""
    return look_up(words).state


def suggest(words: str) -> tuple[str, ...]:
    """Names of states that some words resemble."""
    return look_up(words).near


def name_of(key: str) -> str:
    """Short English name of a state."""
    return state(key).name


def pair_of(a: str, b: str, *, on: dt.date | None = None) -> tuple[str, str]:
    """Keys of two different states.

    Raises
    ------
    QuestionError
        If either is unknown or ambiguous, or both are the same state.

    Examples
    --------
    >>> pair_of("Kazakhstan", "Moscow")
    ('KAZ', 'RUS')
    """
    first, second = resolve(a, on=on), resolve(b, on=on)
    if first == second:
        called = "" if a == b else f" ('{a}' and '{b}' are one state)"
        raise QuestionError(
            f"{name_of(first)} cannot move away from itself{called}.", hint="Name two different states."
        )
    return first, second
