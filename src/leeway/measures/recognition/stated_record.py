"""The record of stands with the nearness of voters, ready to be asked what was to be expected on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leeway.ledger import Entity, Recognition, entities, recognitions
from leeway.measures.recognition.stated import Doubles, known_stands, reads_back
from leeway.measures.recognition.stated_fit import fitted
from leeway.measures.recognition.stated_odds import Odds, Scene, Strengths, odds
from leeway.spells import states as all_states

FIRST_LANDMARK = 1951
FEWEST_STANDS = 10
"""Stands on an entity below which its share says nothing."""


@dataclass(frozen=True)
class Nearness:
    """Where states voted at the end of each year, by what was known then.

    Attributes
    ----------
    years : ndarray of int64, shape (Y,)
    position : ndarray of float32, shape (Y, S, D)
        NaN of states that had not voted.
    """

    years: NDArray[np.int64]
    position: NDArray[np.float32]

    @classmethod
    def read(cls, states: Sequence[str], folder: Path | None = None) -> Nearness:
        """Positions of the shipped estimates of votes, or of a folder's: of each year, from no later vote.

        Raises
        ------
        DataError
            If there are none.
        """
        from leeway.measures.files import published
        from leeway.measures.votes.files import VoteTables, numbered

        tables = VoteTables.open(published("votes", folder))
        frame = tables.table("filtered")
        place = {state: number for number, state in enumerate(states)}
        years = frame["year"].unique().sort().to_numpy().astype(np.int64)
        position = np.full((len(years), len(states), tables.dimensions), np.nan, np.float32)
        known = frame.filter(frame["state"].is_in(list(place)))
        rows = np.searchsorted(years, known["year"].to_numpy())
        columns = [place[state] for state in known["state"].to_list()]
        position[rows, columns] = known.select(numbered("mean", tables.dimensions)).to_numpy()
        return cls(years, position)

    def distances(self, days: NDArray[np.int64]) -> NDArray[np.float32]:
        """Squared distances at the end of the year before each day, (T, S, S); infinite where unknown."""
        size = self.position.shape[1]
        found = np.full((len(days), size, size), np.inf, np.float32)
        for row, day in enumerate(days):
            at = int(np.searchsorted(self.years, dt.date.fromordinal(int(day)).year)) - 1
            if at < 0:
                continue
            here = self.position[at]
            square = (here**2).sum(axis=1)
            apart = np.maximum(square[:, None] + square[None, :] - 2.0 * here @ here.T, 0.0)
            found[row] = np.where(np.isnan(apart), np.inf, apart)
            np.fill_diagonal(found[row], np.inf)
        return found


def lists_back(facts: Sequence[Recognition]) -> frozenset[str]:
    """Entities whose complete list, if there is one, tells of the time before it too."""
    by_entity: dict[str, list[Recognition]] = {}
    for fact in facts:
        by_entity.setdefault(fact.entity, []).append(fact)
    return frozenset(key for key in by_entity if reads_back(by_entity[key]))


@dataclass(frozen=True)
class StatedRecord:
    """Facts of recognition and the nearness of voters.

    Attributes
    ----------
    entities : tuple of Entity
        Those whose row was found.
    facts : tuple of Recognition
    states : tuple of str
        Keys of all states.
    nearness : Nearness
    backward : frozenset of str
        Entities whose complete list tells of the time before it too: a judgement on the list, which does not
        change with the day asked about.
    """

    entities: tuple[Entity, ...]
    facts: tuple[Recognition, ...]
    states: tuple[str, ...]
    nearness: Nearness
    backward: frozenset[str]
    _strengths: dict[int, Strengths] = field(default_factory=dict, repr=False)

    @classmethod
    def of_ledger(
        cls,
        *,
        facts: Sequence[Recognition] | None = None,
        all_entities: Sequence[Entity] | None = None,
        folder: Path | None = None,
    ) -> StatedRecord:
        """The ledger as it comes with Leeway, or other facts, beside the shipped estimates of votes."""
        states = tuple(sorted(one.id for one in all_states()))
        return cls(
            entities=tuple(one for one in all_entities or entities() if one.status == "found"),
            facts=tuple(recognitions() if facts is None else facts),
            states=states,
            nearness=Nearness.read(states, folder),
            backward=lists_back(recognitions()),
        )

    @cached_property
    def number(self) -> dict[str, int]:
        """Place of each state."""
        return {state: place for place, state in enumerate(self.states)}

    @cached_property
    def place(self) -> dict[str, int]:
        """Place of each entity."""
        return {entity.key: place for place, entity in enumerate(self.entities)}

    @property
    def last(self) -> dt.date:
        """Last day of which the facts speak."""
        return max(fact.as_of for fact in self.facts)

    @cached_property
    def claimants(self) -> NDArray[np.bool_]:
        """Who claims which entity, (E, S)."""
        return np.array([[entity.claimed_by == state for state in self.states] for entity in self.entities])

    def scene(self, days: Sequence[dt.date]) -> Scene:
        """All that was known before each of some days."""
        at = np.array([day.toordinal() for day in days], np.int64)
        known = known_stands(self.entities, self.facts, self.states, at, backward=self.backward)
        questions = list(dict.fromkeys(entity.question for entity in self.entities))
        question = np.array([questions.index(entity.question) for entity in self.entities])
        apart = np.array([bool(entity.claimed_by) for entity in self.entities])
        return Scene(
            days=at,
            value=known.value,
            since=known.since,
            such=self._such(at, question, apart),
            distance=self.nearness.distances(at),
            question=question,
            apart=apart,
        )

    def _such(
        self, days: NDArray[np.int64], question: NDArray[np.int64], apart: NDArray[np.bool_]
    ) -> Doubles:
        """Share that recognises such entities after as much time, (T, E).

        Each other question of the kind counts once, with its share at the same age, or now if it is younger,
        where at least `FEWEST_STANDS` stands are known; half a recognised question of one is added.
        """
        began = np.array([0 if one.since is None else one.since.first.toordinal() for one in self.entities])
        share = np.full((len(self.entities), len(self.entities), len(days)), np.nan)
        for other, entity in enumerate(self.entities):
            kin = np.flatnonzero((apart == apart[other]) & (question != question[other]))
            age = days[None, :] - began[kin, None]
            then = np.minimum(began[other] + np.maximum(age, 0), days[None, :])
            value = self._stands(entity, then.ravel())
            number = (~np.isnan(value)).sum(axis=1)
            told = np.where(number >= FEWEST_STANDS, np.nansum(value, axis=1) / np.maximum(number, 1), np.nan)
            share[kin, other] = told.reshape(then.shape)
        total, count = np.zeros(share.shape[::2]), np.zeros(share.shape[::2])
        for one in range(int(question.max()) + 1):
            inside = share[:, question == one]
            known = ~np.isnan(inside)
            told = known.any(axis=1)
            mean = np.nansum(inside, axis=1) / np.maximum(known.sum(axis=1), 1)
            total, count = total + np.where(told, mean, 0.0), count + told
        return np.asarray(((0.5 + total) / (1.0 + count)).T)

    def _stands(self, entity: Entity, days: NDArray[np.int64]) -> Doubles:
        """Stands on one entity before each of some days, (T, S)."""
        return known_stands([entity], self.facts, self.states, days, backward=self.backward).value[:, 0]

    @cached_property
    def landmarks(self) -> Scene:
        """What was known on the first day of each year."""
        return self.scene([dt.date(year, 1, 1) for year in range(FIRST_LANDMARK, self.last.year + 1)])

    def strengths(self, day: dt.date) -> Strengths:
        """Strengths fitted to stands known on the first days of the years up to a day, to nothing later."""
        number = max(day.year - FIRST_LANDMARK + 1, 0)
        if number not in self._strengths:
            self._strengths[number] = fitted(self.landmarks.first(number), self.claimants)
        return self._strengths[number]

    def expected(self, day: dt.date) -> tuple[Scene, Odds]:
        """What was known before a day, and the probability that each state recognises each entity."""
        scene = self.scene([day])
        return scene, odds(scene, self.strengths(day))
