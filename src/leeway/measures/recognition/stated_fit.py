"""How much everybody, peers and the own record count: the strengths that would have foretold best.

Every stand known on the first day of a year is foretold from the other states' stands on that entity and
the state's own on other questions, as they were known before that day. The strengths are those of the
largest likelihood, each question counting its states once however many years it was open, under a wide
prior: each strength is within a factor of 2.7 of the defaults of `Strengths` with probability .68. How
seldom a stated position is thought over is learned from what became of it a year later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from leeway.measures.recognition.stated import Doubles
from leeway.measures.recognition.stated_odds import (
    YEAR,
    Scene,
    Strengths,
    odds,
    own_record,
    own_word,
    peer_shares,
    shares,
    weights,
    with_record,
)

FLOOR = 1e-4
"""Probabilities are held this far from 0 and 1: no text is surer than that."""
_FIRST_STEP, _LAST_STEP = 0.8, 0.1
_NAMES = tuple(one.name for one in fields(Strengths))


def bounded(probability: Doubles) -> Doubles:
    """Probabilities held off 0 and 1."""
    return np.clip(probability, FLOOR, 1.0 - FLOOR)


def losses(probability: Doubles, came: Doubles) -> Doubles:
    """Minus the natural logarithm of the probability of what came; NaN where that is not known."""
    sure = bounded(probability)
    return np.where(np.isnan(came), np.nan, -np.log(np.where(came > 0.5, sure, 1.0 - sure)))


def foretellable(scene: Scene, claimants: NDArray[np.bool_]) -> Doubles:
    """Stands to foretell, (T, E, S): those known, but of claimants (E, S), whose stand is no choice."""
    return np.where(claimants[None], np.nan, scene.value)


def fitted(scene: Scene, claimants: NDArray[np.bool_]) -> Strengths:
    """The strengths that foretell best what a scene holds; the defaults where it holds nothing."""
    came = foretellable(scene, claimants)
    if np.isnan(came).all():
        return Strengths()
    near: dict[float, tuple[Doubles, Doubles]] = {}
    balance = _balance(scene, came)

    def loss(logs: Doubles) -> float:
        others, peers, width, own = np.exp(logs)
        key = round(float(logs[2]), 3)
        if key not in near:
            near[key] = weights(scene, float(width))
        foretold = peer_shares(shares(scene, others), near[key], peers)
        chance = with_record(foretold, own_record(scene, foretold), own)
        return float(np.nansum(losses(chance, came) * balance))

    first = Strengths().logs()
    best = _descend(loss, first[:4])
    found = Strengths(**dict(zip(_NAMES, np.exp([*best, first[4]]).tolist(), strict=True)))
    turning = _descend(_turning_loss(scene, found, claimants), first[4:])
    return Strengths(**dict(zip(_NAMES, np.exp([*best, *turning]).tolist(), strict=True)))


def _balance(scene: Scene, came: Doubles) -> Doubles:
    """Weight of each stand: a question counts its states once, over all its entities and days, (T, E, S)."""
    number = (~np.isnan(came)).sum(axis=2)
    balance = np.zeros_like(came)
    for question in np.unique(scene.question):
        inside = (scene.question == question)[None, :] & (number > 0)
        rows = int(inside.sum())
        if rows:
            balance[inside] = 1.0 / rows
    return balance


def _turning_loss(
    scene: Scene, strengths: Strengths, claimants: NDArray[np.bool_]
) -> Callable[[Doubles], float]:
    """Loss of stands a year later, by the rate at which those stated are thought over."""
    if len(scene.days) < 2:
        return lambda _logs: 0.0
    fresh = odds(scene, strengths).record[:-1]
    side = own_word(scene)[0][:-1]
    later = foretellable(scene, claimants)[1:]
    told = ~np.isnan(side) & ~np.isnan(later) & ~np.isnan(scene.since[:-1])
    years = np.broadcast_to((np.diff(scene.days) / YEAR)[:, None, None], told.shape)[told]
    fresh, side, later = fresh[told], side[told], later[told]

    def loss(logs: Doubles) -> float:
        keeps = np.exp(-np.exp(logs[0]) * years)
        return float(losses(keeps * side + (1.0 - keeps) * fresh, later).sum())

    return loss


def _descend(loss: Callable[[Doubles], float], first: Doubles) -> Doubles:
    """Smallest loss under the prior, by steps along one strength at a time, halved when none helps."""

    def whole(logs: Doubles) -> float:
        return loss(logs) + 0.5 * float(((logs - first) ** 2).sum())

    at, least, step = first.copy(), whole(first), _FIRST_STEP
    while step >= _LAST_STEP:
        better = False
        for place in range(len(at)):
            for sign in (1.0, -1.0):
                tried = at.copy()
                tried[place] += sign * step
                there = whole(tried)
                if there < least - 1e-9:
                    at, least, better = tried, there, True
                    break
        if not better:
            step /= 2.0
    return at
