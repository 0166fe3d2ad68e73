"""The probability of a stand on recognition: everybody, peers, the state's own record, its own word before.

Four steps, each the prior of the next:

1. *Everybody*: the share of other states that recognise the entity, with the share on such entities after as
   much time as a prior (a Beta prior worth `Strengths.others` states).
2. *Peers*: the other states' stands on the entity count by how near they vote, exp(-d^2 / 2 width^2) of
   the distance of positions at the end of the year before; everybody's share counts as `Strengths.peers` of
   such weights. Nearness by votes and not by stands, for on most questions nearly all stand on one side.
3. *Own record*: on other questions of the same kind, recognitions and refusals are each counted against what
   step 2 gives for them, with `Strengths.own` added to both sides (a Beta prior on either); the two ratios
   move the odds. To count them bare would take a state for generous that recognises what all recognise.
4. *Own word*: what it stated before on the same question stands, except that it is thought over anew with a
   rate of `Strengths.turning` a year.

A state's own stand on the question never enters steps 1 to 3.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from leeway.measures.recognition.stated import Doubles

YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Strengths:
    """How much each step counts against the one before; see the module.

    Attributes
    ----------
    others : float
        States that the share on such entities counts as.
    peers : float
        Weight of nearness that everybody's share counts as; a state that votes alike weighs 1.
    width : float
        Distance in units of position at which a peer weighs .61.
    own : float
        Stands added to either side of the own record.
    turning : float
        Rate at which a stated position is thought over, a year.
    """

    others: float = 1.0
    peers: float = 1.0
    width: float = 1.0
    own: float = 1.0
    turning: float = 0.02

    def logs(self) -> Doubles:
        """Their logarithms, shape (5,)."""
        return np.log([getattr(self, one.name) for one in fields(self)])


@dataclass(frozen=True, slots=True)
class Scene:
    """All that was known before each of T days.

    Attributes
    ----------
    days : ndarray of int64, shape (T,)
    value, since : ndarray, shape (T, E, S)
        As in `leeway.measures.recognition.stated.Known`.
    such : ndarray, shape (T, E)
        Share that recognises such entities after as much time.
    distance : ndarray, shape (T, S, S)
        Squared distance of positions; infinite where one has none, and of a state from itself.
    question : ndarray of int64, shape (E,)
    apart : ndarray of bool, shape (E,)
        Whether a member of the United Nations claims the territory: the kind of an entity.
    """

    days: NDArray[np.int64]
    value: Doubles
    since: Doubles
    such: Doubles
    distance: NDArray[np.float32]
    question: NDArray[np.int64]
    apart: NDArray[np.bool_]

    def first(self, number: int) -> Scene:
        """The first days of it."""
        return Scene(
            self.days[:number],
            self.value[:number],
            self.since[:number],
            self.such[:number],
            self.distance[:number],
            self.question,
            self.apart,
        )


@dataclass(frozen=True, slots=True)
class Odds:
    """Probability of recognising after each step, all of shape (T, E, S); see the module.

    Attributes
    ----------
    everybody, peers, record, final : ndarray
        After steps 1 to 4; `record` is `final` without the own word.
    own, own_foretold, own_count : ndarray
        Recognitions in the own record on other questions of the kind, those that step 2 gives for them,
        and the number of questions.
    keeps : ndarray
        Probability that the own word before still stands; 0 where there is none.
    """

    everybody: Doubles
    peers: Doubles
    record: Doubles
    final: Doubles
    own: Doubles
    own_foretold: Doubles
    own_count: Doubles
    keeps: Doubles


def weights(scene: Scene, width: float) -> tuple[Doubles, Doubles]:
    """Weight of peers that recognise an entity, and of all whose stand is known, both (T, E, S)."""
    near = np.exp(scene.distance / np.float32(-2.0 * width**2))
    recognise = np.nan_to_num(scene.value).astype(np.float32)
    known = (~np.isnan(scene.value)).astype(np.float32)
    return (recognise @ near).astype(np.float64), (known @ near).astype(np.float64)


def shares(scene: Scene, others: float) -> Doubles:
    """Step 1, shape (T, E, S)."""
    mine = ~np.isnan(scene.value)
    number = mine.sum(axis=2, keepdims=True) - mine
    recognise = np.nansum(scene.value, axis=2, keepdims=True) - np.nan_to_num(scene.value)
    return np.asarray((others * scene.such[:, :, None] + recognise) / (others + number))


def peer_shares(everybody: Doubles, near: tuple[Doubles, Doubles], peers: float) -> Doubles:
    """Step 2, shape (T, E, S); `near` as `weights` gives it."""
    return np.asarray((peers * everybody + near[0]) / (peers + near[1]))


def by_question(scene: Scene, values: Doubles) -> Doubles:
    """Means of values over the entities of each question on which the state stands somewhere, (T, Q, S)."""
    known = ~np.isnan(scene.value)
    number = int(scene.question.max()) + 1
    member = (scene.question[None, :] == np.arange(number)[:, None]).astype(np.float64)
    count = member @ known.astype(np.float64)
    total = member @ np.where(known, values, 0.0)
    return np.where(count > 0, total / np.maximum(count, 1.0), np.nan)


def own_record(scene: Scene, foretold: Doubles) -> tuple[Doubles, Doubles, Doubles]:
    """Recognitions on other questions of the kind, those foretold, and the questions, all (T, E, S)."""
    did, expected = by_question(scene, scene.value), by_question(scene, foretold)
    kinds = np.array([scene.apart[scene.question == one][0] for one in range(did.shape[1])])
    other = (scene.apart[:, None] == kinds[None, :]) & (
        scene.question[:, None] != np.arange(did.shape[1])[None, :]
    )
    counted = other.astype(np.float64)
    return (
        counted @ np.nan_to_num(did),
        counted @ np.nan_to_num(expected),
        counted @ (~np.isnan(did)).astype(np.float64),
    )


def with_record(foretold: Doubles, record: tuple[Doubles, Doubles, Doubles], own: float) -> Doubles:
    """Step 3, shape (T, E, S)."""
    did, expected, number = record
    recognises = foretold * (own + did) / (own + expected)
    refuses = (1.0 - foretold) * (own + number - did) / (own + number - expected)
    return np.asarray(recognises / (recognises + refuses))


def own_word(scene: Scene) -> tuple[Doubles, Doubles]:
    """Side last stated on the same question and years since, both (T, E, S); NaN where nothing was.

    The entity itself speaks before another of its question.
    """
    side = np.where(np.isnan(scene.since), np.nan, scene.value)
    since = scene.since.copy()
    for entity, question in enumerate(scene.question):
        for sister in np.flatnonzero(scene.question == question):
            silent = np.isnan(since[:, entity])
            side[:, entity] = np.where(silent, _stated(scene, int(sister)), side[:, entity])
            since[:, entity] = np.where(silent, scene.since[:, sister], since[:, entity])
    return side, (scene.days[:, None, None] - since) / YEAR


def _stated(scene: Scene, entity: int) -> Doubles:
    return np.where(np.isnan(scene.since[:, entity]), np.nan, scene.value[:, entity])


def odds(scene: Scene, strengths: Strengths) -> Odds:
    """Probability of recognising, for every day, entity and state."""
    everybody = shares(scene, strengths.others)
    peers = peer_shares(everybody, weights(scene, strengths.width), strengths.peers)
    record = own_record(scene, peers)
    fresh = with_record(peers, record, strengths.own)
    side, years = own_word(scene)
    keeps = np.where(np.isnan(side), 0.0, np.exp(-strengths.turning * np.nan_to_num(years)))
    final = keeps * np.nan_to_num(side) + (1.0 - keeps) * fresh
    return Odds(everybody, peers, fresh, final, *record, keeps)
