"""What to keep in mind beside a pair's numbers: crossing sides, long windows, absence."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from leeway.ledger.voting import votes_lost
from leeway.measures.caution import Caveat
from leeway.measures.votes.closeness import half_years_of
from leeway.measures.votes.model import VoteModel
from leeway.states import state as state_of

#: Share of roll calls without a vote above which absence gets a word of caution.
MUCH_ABSENCE = 0.25
#: Years beyond which one agenda for a whole window gets a word of caution.
LONG_YEARS = 25
#: Share of a year's roll calls with a vote below which its absence is no choice that can be read.
HALF = 0.5

_WHY = {
    "arrears": "unpaid dues (Article 19 of the Charter)",
    "credentials": "credentials that were not accepted",
    "barred": "a resolution that kept it out of the General Assembly",
}


def first_axis(model: VoteModel, pair: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Half-years with votes, and A's place on the first axis less B's; NaN where either has none."""
    held = np.flatnonzero(model.rolls_held > 0)
    gap = model.position[pair[0], held, 0] - model.position[pair[1], held, 0]
    return model.clock[held], gap


def words_of_caution(
    model: VoteModel, pair: tuple[int, int], window: tuple[dt.date, dt.date]
) -> tuple[Caveat, ...]:
    """Caveats of a pair and a window."""
    found = [_crossing(model, pair, window), _long(window)]
    for state in pair:
        found += [
            _absence(model, state, window),
            _absent_years(model, state, window),
            _without_vote(model.states[state], window),
        ]
    return tuple(one for one in found if one)


def _long(window: tuple[dt.date, dt.date]) -> Caveat | None:
    years = (window[1] - window[0]).days / 365.25
    if years <= LONG_YEARS:
        return None
    return Caveat(
        "long-window",
        f"A window of {int(years)} years asks what both would have said to questions of other decades; "
        "the agendas actually voted are the safer telling.",
        line="votes",
    )


def _crossing(model: VoteModel, pair: tuple[int, int], window: tuple[dt.date, dt.date]) -> Caveat | None:
    clock, gap = first_axis(model, pair)
    first, last = half_years_of(window)
    inside = gap[(clock >= first) & (clock <= last) & ~np.isnan(gap)]
    if len(inside) < 2 or inside[0] * inside[-1] >= 0:
        return None
    names = " and ".join(state_of(model.states[one]).name for one in pair)
    return Caveat(
        "sign-crossed",
        f"On the first axis {names} changed sides between {window[0]} and {window[1]}: a distance on that "
        "axis would shrink and grow again although positions moved one way. Expected agreement does not "
        "suffer from this.",
        line="votes",
    )


def _absence(model: VoteModel, state: int, window: tuple[dt.date, dt.date]) -> Caveat | None:
    first, last = half_years_of(window)
    rows = (model.clock >= first) & (model.clock <= last)
    absent, cast = int(model.nonvoting[state, rows].sum()), int(model.votes[state, rows].sum())
    if absent <= MUCH_ABSENCE * max(absent + cast, 1):
        return None
    return Caveat(
        "much-absence",
        f"{state_of(model.states[state]).name} cast no vote in {absent} of {absent + cast} roll calls of the "
        "window; absence is not counted as abstention and may itself be a choice.",
        line="votes",
    )


def _absent_years(model: VoteModel, state: int, window: tuple[dt.date, dt.date]) -> Caveat | None:
    """Years in which a state cast a vote in less than half of the roll calls it was listed in."""
    first, last = half_years_of(window)
    inside = (model.clock >= first) & (model.clock <= last)
    years = model.clock // 2
    low, cast, held = [], 0, 0
    for year in np.unique(years[inside]).tolist():
        rows = inside & (years == year)
        voted = int(model.votes[state, rows].sum())
        listed = voted + int(model.nonvoting[state, rows].sum())
        if voted < HALF * listed:
            low.append(year)
            cast, held = cast + voted, held + listed
    if not low:
        return None
    return Caveat(
        "absent-year",
        f"{state_of(model.states[state]).name} cast a vote in only {cast} of {held} roll calls of "
        f"{_told(low)}; absence is not a choice that can be read.",
        line="votes",
    )


def _without_vote(state: str, window: tuple[dt.date, dt.date]) -> Caveat | None:
    """Years in which a state is known to have had no vote; nothing is told of the time after the window."""
    causes: dict[str, set[int]] = {}
    remembered = False
    for one in votes_lost():
        if one.state == state and one.touches(*window):
            last = window[1].year if one.until is None else min(window[1].year, one.until.last.year)
            years = range(max(window[0].year, one.since.first.year), last + 1)
            causes.setdefault(one.cause, set()).update(years)
            remembered |= one.status != "found"
    if not causes:
        return None
    told = "; ".join(f"{_WHY[cause]} in {_told(sorted(years))}" for cause, years in causes.items())
    sure = ", as far as is remembered" if remembered else ""
    return Caveat(
        "no-vote-held",
        f"{state_of(state).name} had no vote for some or all of the time{sure}: {told}. Where it is absent "
        "then, it did not choose to be.",
        line="votes",
    )


def _told(years: list[int]) -> str:
    """Years in order as runs: ``1995 to 1997, 1999``."""
    steps = [place for place, (one, two) in enumerate(pairwise(years), 1) if two != one + 1]
    runs = [years[begin:end] for begin, end in pairwise([0, *steps, len(years)])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
