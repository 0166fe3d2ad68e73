"""How well positions on recognition are foretold from what was known before, and the founding case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure, Section, Table
from benchmarks.verdict.stated_founding import FOUNDING, founding_tables
from leeway.measures.recognition.stated import SIDES
from leeway.measures.recognition.stated_fit import bounded, foretellable
from leeway.measures.recognition.stated_odds import Odds, Scene, odds
from leeway.measures.recognition.stated_record import StatedRecord
from leeway.spells import seated
from leeway.verdict.probability_words import percent
from leeway.verdict.stated import StatedSurprise, stated_surprise

KEY = "stated"
FIRST_YEAR = 1977
"""The first year with an entity found in the ledger before it."""
BINS = (0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1.0)
METHODS = ("Leeway", "share of all states", "own record alone")

METHOD = (
    f"Leave-forward. On the first day of each year from {FIRST_YEAR} every stand known is foretold "
    "from the other states' stands on that entity and the state's own on other questions, by what "
    "was known before that day, with strengths fitted to earlier days alone; and each stand that "
    "was stated, a year ahead. In these scores every question counts the same. Then every dated "
    "fact of the ledger from what was known before its day, every fact the same: most are acts, and "
    "are in the ledger because something happened, so that no probability of *standing* somewhere "
    "can be calibrated on them. A fair test is who acted: the place of the state that recognised "
    "next, by probability, among the members that had not. Bits are held to at most 13.3 (a "
    "probability of .0001)."
)
REMARKS = (
    (
        "The same pair of state and entity returns year after year while nothing changes: the "
        "numbers in the tables of reliability are of foretold stands, not of independent cases."
    ),
    (
        "Where the ledger has no complete list (Kosovo, Western Sahara) only stands with a row are "
        "known, and so only these are foretold."
    ),
    (
        "Dated facts: who recognises late is by then less likely to than who has done so, and an "
        "own word that is given up was foretold to stand. Both make the share of all states, which "
        "knows neither, look better here."
    ),
    (
        "The ledger has no row of what Kazakhstan announced in February 2022, which the note of its "
        "row of 2022-06-17 mentions: with it the position would have been its own word already."
    ),
)

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Foretold:
    """Probabilities of recognising, by method, and what came.

    Attributes
    ----------
    chance : dict of str to ndarray, shape (N,)
    came : ndarray, shape (N,)
        1 recognises, 0 does not.
    question : ndarray of str, shape (N,)
    position : ndarray of str, shape (N,)
        Position of the fact; empty for a stand on the first day of a year.
    """

    chance: dict[str, Doubles]
    came: Doubles
    question: NDArray[np.str_]
    position: NDArray[np.str_]

    def where(self, kept: NDArray[np.bool_]) -> Foretold:
        """Some of them."""
        return Foretold(
            {name: one[kept] for name, one in self.chance.items()},
            self.came[kept],
            self.question[kept],
            self.position[kept],
        )

    def each_question_once(self) -> Doubles:
        """Weights under which every question counts the same, (N,)."""
        _, place, number = np.unique(self.question, return_inverse=True, return_counts=True)
        return np.asarray(1.0 / number[place] / len(number))


def own_alone(scene: Scene) -> Doubles:
    """Share of recognitions in the own record on all other questions, (T, E, S); a Beta prior of 1/2, 1/2."""
    known = ~np.isnan(scene.value)
    number, recognised = np.zeros_like(scene.value), np.zeros_like(scene.value)
    for entity, question in enumerate(scene.question):
        other = scene.question != question
        number[:, entity] = known[:, other].sum(axis=1)
        recognised[:, entity] = np.nansum(scene.value[:, other], axis=1)
    return np.asarray((recognised + 0.5) / (number + 1.0))


def share_of_all(scene: Scene) -> Doubles:
    """Share of the other states that recognise so far, (T, E, S); a Beta prior of 1/2, 1/2."""
    known = ~np.isnan(scene.value)
    number = known.sum(axis=2, keepdims=True) - known
    recognised = np.nansum(scene.value, axis=2, keepdims=True) - np.nan_to_num(scene.value)
    return np.asarray((recognised + 0.5) / (number + 1.0))


def stands(record: StatedRecord) -> tuple[Foretold, Foretold]:
    """Stands on the first day of each year, without the own word on the question; stated ones a year on."""
    fresh, later = [], []
    whole = record.landmarks
    names = np.array([one.question for one in record.entities])
    came = foretellable(whole, record.claimants)
    for row, ordinal in enumerate(whole.days):
        day = dt.date.fromordinal(int(ordinal))
        if day.year < FIRST_YEAR:
            continue
        scene = _one(whole, row)
        told = odds(scene, record.strengths(day))
        here = came[row : row + 1]
        fresh.append(_gathered(scene, told.record, here, ~np.isnan(here), names))
        if row + 1 < len(whole.days):
            ahead = came[row + 1 : row + 2]
            spoke = ~np.isnan(ahead) & ~np.isnan(scene.since) & ~np.isnan(scene.value)
            later.append(_gathered(scene, _a_year_on(scene, told, record, day), ahead, spoke, names))
    return _joined(fresh), _joined(later)


def _a_year_on(scene: Scene, told: Odds, record: StatedRecord, day: dt.date) -> Doubles:
    keeps = np.exp(-record.strengths(day).turning)
    return np.asarray(keeps * np.nan_to_num(scene.value) + (1.0 - keeps) * told.record)


def _one(scene: Scene, row: int) -> Scene:
    part = slice(row, row + 1)
    return replace(
        scene,
        days=scene.days[part],
        value=scene.value[part],
        since=scene.since[part],
        such=scene.such[part],
        distance=scene.distance[part],
    )


def _gathered(
    scene: Scene, leeway: Doubles, came: Doubles, kept: NDArray[np.bool_], names: NDArray[np.str_]
) -> Foretold:
    chance_of = dict(zip(METHODS, (leeway, share_of_all(scene), own_alone(scene)), strict=True))
    question = np.broadcast_to(names[None, :, None], kept.shape)[kept]
    return Foretold(
        {name: one[kept] for name, one in chance_of.items()},
        came[kept],
        question,
        np.full(question.shape, ""),
    )


def _joined(parts: Sequence[Foretold]) -> Foretold:
    return Foretold(
        {name: np.concatenate([one.chance[name] for one in parts]) for name in METHODS},
        np.concatenate([one.came for one in parts]),
        np.concatenate([one.question for one in parts]),
        np.concatenate([one.position for one in parts]),
    )


def facts_foretold(record: StatedRecord) -> tuple[Foretold, NDArray[np.bool_], list[float]]:
    """Every dated fact, from what was known before the first day that it may be of.

    With whether the state had spoken on the question before, and, of each first recognition, the place of the
    state among the members that had not recognised before: the share of them that was less likely to.
    """
    rows: list[tuple[float, float, float, float]] = []
    labels: list[tuple[str, str]] = []
    spoke, places = [], []
    known: dict[dt.date, tuple[Scene, Odds]] = {}
    for fact in record.facts:
        if fact.status != "found" or fact.date is None or fact.entity not in record.place:
            continue
        entity = record.entities[record.place[fact.entity]]
        day = fact.date.first
        if entity.since is not None and day < entity.since.first:
            continue
        if day not in known:
            known[day] = record.expected(day)
        scene, told = known[day]
        at = (0, record.place[fact.entity], record.number[fact.state])
        rows.append((told.final[at], share_of_all(scene)[at], own_alone(scene)[at], SIDES[fact.position]))
        labels.append((entity.question, fact.position))
        spoke.append(bool(told.keeps[at] > 0.0))
        if fact.position == "recognises" and not spoke[-1]:
            places.append(_place(record, told.record[0, at[1]], scene.value[0, at[1]], at[2], day))
    numbers, words = np.array(rows), np.array(labels)
    chance_of = {name: numbers[:, column] for column, name in enumerate(METHODS)}
    return Foretold(chance_of, numbers[:, 3], words[:, 0], words[:, 1]), np.array(spoke), places


def _place(record: StatedRecord, likely: Doubles, value: Doubles, own: int, day: dt.date) -> float:
    """Share of members not known to recognise that were less likely to than one state; ties count half."""
    there = np.array(
        [
            any(first <= day and (last is None or day <= last) for first, last in seated(key))
            for key in record.states
        ]
    )
    asked = there & (value != 1.0)
    asked[own] = False
    return float(((likely[asked] < likely[own]) + 0.5 * (likely[asked] == likely[own])).mean())


def brier(told: Foretold, method: str, weight: Doubles) -> float:
    """Mean squared difference from what came."""
    return float((weight * (told.chance[method] - told.came) ** 2).sum() / weight.sum())


def log_score(told: Foretold, method: str, weight: Doubles) -> float:
    """Mean bits of surprise."""
    sure = bounded(told.chance[method])
    bits = -np.log2(np.where(told.came > 0.5, sure, 1.0 - sure))
    return float((weight * bits).sum() / weight.sum())


def reliability(told: Foretold, method: str) -> list[tuple[float, float, int]]:
    """In bins of the probability: its mean, how often it came, and the number."""
    inside = np.clip(np.digitize(told.chance[method], BINS) - 1, 0, len(BINS) - 2)
    return [
        (
            float(told.chance[method][inside == b].mean()),
            float(told.came[inside == b].mean()),
            int((inside == b).sum()),
        )
        for b in range(len(BINS) - 1)
        if (inside == b).any()
    ]


def calibration_error(told: Foretold, method: str) -> float:
    """Mean distance of foretold and come over the bins, each by its number."""
    bins = reliability(told, method)
    return sum(abs(said - came) * number for said, came, number in bins) / sum(one[2] for one in bins)


def section() -> Section:
    """Measure on the ledger and the shipped estimates of votes."""
    record = StatedRecord.of_ledger()
    fresh, later = stands(record)
    facts, spoke, places = facts_foretold(record)
    founding = stated_surprise(
        "KAZ", "does not recognise DNR and LNR", on=FOUNDING, before="RUS", record=record
    )
    reliable = [
        Table(
            f"Reliability of {name}: stands on the first day of a year",
            ("foretold", "came", "number"),
            [
                [f"{said:.3f}", f"{came:.3f}", f"{number:,}"]
                for said, came, number in reliability(fresh, name)
            ],
        )
        for name in METHODS
    ]
    return Section(
        key=KEY,
        title="Stated positions on recognition",
        command=f"python -m benchmarks.verdict {KEY}",
        method=METHOD,
        figures=[*_of_stands(fresh, later), *_of_facts(facts, places), *_of_founding(founding)],
        tables=[
            _scores("Stands on the first day of a year", fresh),
            _by_question(fresh),
            *reliable,
            _scores("Dated facts, from what was known before their day", facts),
            _by_position("first words on a question", facts.where(~spoke)),
            _by_position("changes of an own word", facts.where(spoke)),
            *founding_tables(founding, record),
        ],
        remarks=REMARKS,
        data={
            "ledger to": str(record.last),
            "found facts": f"{sum(one.status == 'found' for one in record.facts)}",
            "votes to": str(int(record.nearness.years[-1])),
        },
    )


def _of_stands(fresh: Foretold, later: Foretold) -> list[Figure]:
    sample = f"{len(fresh.came):,} stands on {len(np.unique(fresh.question))} questions"
    each = fresh.each_question_once()
    kept = later.came == (later.chance[METHODS[0]] > 0.5)
    sure = np.maximum(later.chance[METHODS[0]], 1.0 - later.chance[METHODS[0]])
    ahead = f"{len(later.came):,} stated stands"
    return [
        Figure("Brier, stands", brier(fresh, METHODS[0], each), sample),
        Figure("log score in bits, stands", log_score(fresh, METHODS[0], each), sample),
        *_ratios("stands", fresh, each, sample),
        Figure("calibration error, stands", calibration_error(fresh, METHODS[0]), sample, high=0.05),
        Figure("stated stands given up within a year, foretold", float(1.0 - sure.mean()), ahead, digits=4),
        Figure("stated stands given up within a year, came", float(1.0 - kept.mean()), ahead, digits=4),
    ]


def _of_facts(facts: Foretold, places: Sequence[float]) -> list[Figure]:
    return [
        *_ratios("dated facts", facts, np.ones(len(facts.came)), f"{len(facts.came):,} dated facts"),
        Figure(
            "place of who recognises next among those that had not",
            float(np.mean(places)),
            f"{len(places)} first recognitions; .5 by chance",
            low=0.5,
        ),
    ]


def _ratios(what: str, told: Foretold, weight: Doubles, sample: str) -> list[Figure]:
    """Scores against those of the baselines; below 1 is better."""
    return [
        Figure(
            f"{name} of {what} against {other}, ratio",
            score(told, METHODS[0], weight) / score(told, other, weight),
            sample,
            high=1.0,
        )
        for score, name in ((brier, "Brier"), (log_score, "log score"))
        for other in METHODS[1:]
    ]


def _of_founding(told: StatedSurprise) -> list[Figure]:
    sample = f"Kazakhstan, Donetsk and Luhansk, {FOUNDING}"
    return [
        Figure("founding case, probability", told.probability or 0.0, sample, digits=4),
        Figure("founding case, bits", told.bits or 0.0, sample, digits=4),
    ]


def _scores(title: str, told: Foretold) -> Table:
    each, plain = told.each_question_once(), np.ones(len(told.came))
    return Table(
        title,
        ("foretold by", "Brier", "bits", "Brier, every case the same", "bits, every case the same"),
        [
            [
                name,
                *(
                    f"{score(told, name, weight):.3f}"
                    for weight in (each, plain)
                    for score in (brier, log_score)
                ),
            ]
            for name in METHODS
        ],
    )


def _by_question(told: Foretold) -> Table:
    rows = []
    for question in np.unique(told.question):
        part = told.where(told.question == question)
        bits = [f"{log_score(part, name, np.ones(len(part.came))):.3f}" for name in METHODS]
        rows.append([str(question), f"{len(part.came):,}", percent(float(part.came.mean())), *bits])
    return Table("Bits by question, stands", ("question", "stands", "recognise", *METHODS), rows)


def _by_position(what: str, told: Foretold) -> Table:
    rows = []
    for position in dict.fromkeys(told.position.tolist()):
        part = told.where(told.position == position)
        bits = [f"{log_score(part, name, np.ones(len(part.came))):.2f}" for name in METHODS]
        rows.append([position, f"{len(part.came):,}", *bits])
    return Table(
        f"Bits of the side taken, dated facts that are {what}", ("position", "facts", *METHODS), rows
    )
