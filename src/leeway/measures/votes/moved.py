"""Who moved, told twice: by the model over the agendas voted, and by the same question asked again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leeway.measures.line import Attribution, QuestionShift, SameQuestions
from leeway.measures.votes.closeness import Agenda, Grid, agenda, drawn_sides, own_ways
from leeway.measures.votes.model import VoteModel
from leeway.numerics.agreement import expected_agreement, expected_answer, shapley, vote_probabilities

Doubles = NDArray[np.float64]
HalfYears = tuple[int, int]
#: An answer counts as changed when it moved by more than this (a step from abstention to yes is .5).
CHANGED = 0.2
#: Draws of a pair's series, of which attributions use the first.
SERIES_DRAWS = 400


@dataclass(frozen=True, slots=True)
class _Side:
    """Draws of one state's positions and deviations on a grid, and where they stand."""

    position: Doubles
    deviation: Doubles

    def linear(self, program: Agenda, place: Grid, span: HalfYears, held: NDArray[np.int64]) -> Doubles:
        """Mean linear predictor over a span for each entry of an agenda, (N, K)."""
        numbers = held[(held >= span[0]) & (held <= span[1])]
        rows = numbers - place.stretch.half_years[0]
        ways = own_ways(program, place, self.deviation)
        years = numbers // 2 - place.stretch.years[0]
        return self.position[..., rows, :].mean(axis=-2) @ program.slope.T + ways[..., years, :].mean(axis=-2)


def _sides(
    model: VoteModel, pair: tuple[int, int], first: int, last: int, draws: int, seed: int
) -> tuple[Grid, list[_Side]]:
    place, drawn = drawn_sides(model, pair, first, last, SERIES_DRAWS, seed)
    return place, [_Side(position[:draws], deviation[:draws]) for position, deviation in drawn]


def attribution(
    model: VoteModel,
    pair: tuple[int, int],
    before: HalfYears,
    after: HalfYears,
    *,
    draws: int = 100,
    seed: int = 0,
) -> Attribution:
    """Shapley shares of A, B and the agenda in the change of expected agreement on the agendas voted."""
    held = np.unique(model.half_year)
    place, sides = _sides(model, pair, before[0], after[1], draws, seed)
    programs = (agenda(model, *before), agenda(model, *after))
    spans = (before, after)
    answers = {
        (who, when, which): vote_probabilities(
            sides[who].linear(programs[which], place, spans[when], held),
            programs[which].lower,
            programs[which].upper,
        )
        for who in (0, 1)
        for when in (0, 1)
        for which in (0, 1)
    }

    def value(moved: tuple[bool, ...]) -> Doubles:
        which = int(moved[2])
        return np.asarray(
            expected_agreement(
                answers[0, int(moved[0]), which], answers[1, int(moved[1]), which], programs[which].weight
            )
        )

    shares = shapley(value, 3)
    mean, sd = shares.mean(axis=1), shares.std(axis=1)
    return Attribution(float(mean.sum()), *map(float, mean), *map(float, sd))


def same_questions(
    model: VoteModel,
    pair: tuple[int, int],
    before: HalfYears,
    after: HalfYears,
    *,
    draws: int = 100,
    seed: int = 0,
) -> SameQuestions | None:
    """The change of agreement over the questions put in both spans; None where there is no such question."""
    programs = (agenda(model, *before), agenda(model, *after))
    shared = np.intersect1d(programs[0].question, programs[1].question)
    shared = np.intersect1d(shared, model.whole_questions)
    if not len(shared):
        return None
    held = np.unique(model.half_year)
    place, sides = _sides(model, pair, before[0], after[1], draws, seed)
    rows = [np.searchsorted(program.question, shared) for program in programs]
    whole = agenda(model, before[0], after[1])
    at = np.searchsorted(whole.question, shared)
    program = Agenda(*(getattr(whole, name)[at] for name in Agenda.__dataclass_fields__))
    answers = {
        (who, when): vote_probabilities(
            sides[who].linear(program, place, span, held), program.lower, program.upper
        )
        for who in (0, 1)
        for when, span in enumerate((before, after))
    }

    def value(moved: tuple[bool, ...]) -> Doubles:
        return np.asarray((answers[0, int(moved[0])] * answers[1, int(moved[1])]).sum(axis=-1))

    shares = shapley(value, 2)
    stated = {key: expected_answer(value).mean(axis=0) for key, value in answers.items()}
    put = [programs[when].rolls[rows[when]] for when in (0, 1)]
    shifts = []
    for k, question in enumerate(shared):
        label, topic = model.question_labels[question]
        change = shares[:, :, k].sum(axis=0)
        shifts.append(
            QuestionShift(
                question=label,
                topic=topic,
                state_before=float(stated[0, 0][k]),
                state_after=float(stated[0, 1][k]),
                partner_before=float(stated[1, 0][k]),
                partner_after=float(stated[1, 1][k]),
                change=float(change.mean()),
                state_part=float(shares[0, :, k].mean()),
                partner_part=float(shares[1, :, k].mean()),
                sd=float(change.std()),
                votes_before=int(put[0][k]),
                votes_after=int(put[1][k]),
            )
        )
    shifts.sort(key=lambda shift: -abs(shift.change))
    overall = shares.sum(axis=0).mean(axis=1)
    return SameQuestions(
        change=float(overall.mean()),
        sd=float(overall.std()),
        state=float(shares[0].mean()),
        partner=float(shares[1].mean()),
        questions=tuple(shifts),
        topics=_topics(shifts),
    )


def _topics(shifts: list[QuestionShift]) -> tuple[tuple[str, int, int], ...]:
    """Topics with the questions on which either side's answer changed, and the questions put."""
    counts: dict[str, list[int]] = {}
    for shift in shifts:
        moved = max(abs(shift.state_after - shift.state_before), abs(shift.partner_after - shift.partner_before))
        counts.setdefault(shift.topic, [0, 0])
        counts[shift.topic][0] += moved > CHANGED
        counts[shift.topic][1] += 1
    return tuple(sorted(((t, m, n) for t, (m, n) in counts.items()), key=lambda row: (-row[1], -row[2], row[0])))
