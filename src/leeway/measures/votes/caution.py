"""What to keep in mind beside a pair's numbers: crossing sides, long windows, absence."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from leeway.measures.votes.closeness import half_years_of
from leeway.measures.votes.model import VoteModel
from leeway.states import state as state_of

#: Share of roll calls without a vote above which absence gets a word of caution.
MUCH_ABSENCE = 0.25
#: Years beyond which one agenda for a whole window gets a word of caution.
LONG_YEARS = 25


def first_axis(model: VoteModel, pair: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Half-years with votes, and A's place on the first axis less B's; NaN where either has none."""
    held = np.flatnonzero(model.rolls_held > 0)
    gap = model.position[pair[0], held, 0] - model.position[pair[1], held, 0]
    return model.clock[held], gap


def words_of_caution(
    model: VoteModel, pair: tuple[int, int], window: tuple[dt.date, dt.date]
) -> tuple[str, ...]:
    """Caveats of a pair and a window, in words."""
    years = (window[1] - window[0]).days / 365.25
    found = [_crossing(model, pair, window)]
    if years > LONG_YEARS:
        found.append(
            f"A window of {int(years)} years asks what both would have said to questions of other decades; "
            "the agendas actually voted are the safer telling."
        )
    found += [_absence(model, state, window) for state in pair]
    return tuple(one for one in found if one)


def _crossing(model: VoteModel, pair: tuple[int, int], window: tuple[dt.date, dt.date]) -> str:
    clock, gap = first_axis(model, pair)
    first, last = half_years_of(window)
    inside = gap[(clock >= first) & (clock <= last) & ~np.isnan(gap)]
    if len(inside) < 2 or inside[0] * inside[-1] >= 0:
        return ""
    names = " and ".join(state_of(model.states[one]).name for one in pair)
    return (
        f"On the first axis {names} changed sides between {window[0]} and {window[1]}: a distance on that "
        "axis would shrink and grow again although positions moved one way. Expected agreement does not "
        "suffer from this."
    )


def _absence(model: VoteModel, state: int, window: tuple[dt.date, dt.date]) -> str:
    first, last = half_years_of(window)
    rows = (model.clock >= first) & (model.clock <= last)
    absent, cast = int(model.nonvoting[state, rows].sum()), int(model.votes[state, rows].sum())
    if absent <= MUCH_ABSENCE * max(absent + cast, 1):
        return ""
    return (
        f"{state_of(model.states[state]).name} cast no vote in {absent} of {absent + cast} roll calls of the "
        "window; absence is not counted as abstention and may itself be a choice."
    )
