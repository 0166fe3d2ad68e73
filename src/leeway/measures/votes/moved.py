"""Who moved, told twice: by the model over the agendas voted, and by the same question asked again."""

from __future__ import annotations

from collections.abc import Iterator
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
    """Draws of one state's positions (N, T, D) and deviations (N, Q, Y) on a grid."""

    position: Doubles
    deviation: NDArray[np.floating]

    def linear(self, program: Agenda, place: Grid, numbers: NDArray[np.int64]) -> Doubles:
        """Mean linear predictor over some half-years for each entry of an agenda, (N, K)."""
        rows = numbers - place.stretch.half_years[0]
        years = numbers // 2 - place.stretch.years[0]
        ways = own_ways(program, place, self.deviation[..., years]).mean(axis=1)
        return np.asarray(self.position[:, rows].mean(axis=1) @ program.slope.T + ways)


def _said(
    model: VoteModel,
    pair: tuple[int, int],
    spans: tuple[HalfYears, HalfYears],
    programs: tuple[Agenda, ...],
    draws: int,
    seed: int,
) -> dict[tuple[int, int, int], Doubles]:
    """Probabilities of the answers (N, K, 3) of each side, as it stood in each span, to each agenda."""
    place, drawn = drawn_sides(model, pair, spans[0][0], spans[1][1], SERIES_DRAWS, seed)
    sides = [_Side(position[:draws], deviation[:draws]) for position, deviation in drawn]
    held = model.held
    return {
        (who, when, which): vote_probabilities(
            side.linear(program, place, held[(held >= span[0]) & (held <= span[1])]),
            program.lower,
            program.upper,
        )
        for who, side in enumerate(sides)
        for when, span in enumerate(spans)
        for which, program in enumerate(programs)
    }


def attribution(
    model: VoteModel,
    pair: tuple[int, int],
    before: HalfYears,
    after: HalfYears,
    *,
    draws: int = 100,
    seed: int = 0,
) -> Attribution | None:
    """Shapley shares of A, B and the agenda in the change of expected agreement on the agendas voted.

    Parameters
    ----------
    model : VoteModel
    pair : tuple of int
        Numbers of A and B.
    before, after : tuple of int
        First and last half-year of each span.
    draws, seed : int

    Returns
    -------
    Attribution or None
        None where nothing was voted in one of the spans.
    """
    programs = agenda(model, *before), agenda(model, *after)
    if not all(len(program.rolls) for program in programs):
        return None
    said = _said(model, pair, (before, after), programs, draws, seed)

    def value(moved: tuple[bool, ...]) -> Doubles:
        state, partner, which = map(int, moved)
        return expected_agreement(said[0, state, which], said[1, partner, which], programs[which].weight)

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
    """The change of agreement over the questions put in both spans, each counted once.

    Parameters as in `attribution`.

    Returns
    -------
    SameQuestions or None
        Questions in order of the size of the change; None where no question was put in both spans.
    """
    programs = agenda(model, *before), agenda(model, *after)
    shared = np.intersect1d(programs[0].question, programs[1].question)
    shared = np.intersect1d(shared, model.whole_questions)
    if not len(shared):
        return None
    whole = agenda(model, before[0], after[1])
    program = whole.only(np.searchsorted(whole.question, shared))
    said = _said(model, pair, (before, after), (program,), draws, seed)

    def value(moved: tuple[bool, ...]) -> Doubles:
        state, partner = map(int, moved)
        return np.asarray((said[0, state, 0] * said[1, partner, 0]).sum(axis=-1))

    shares = shapley(value, 2)
    stated = np.array(
        [[expected_answer(said[who, when, 0]).mean(axis=0) for when in (0, 1)] for who in (0, 1)]
    )
    put = np.array([one.rolls[np.searchsorted(one.question, shared)] for one in programs])
    labels = [model.question_labels[question] for question in shared]
    shifts = sorted(_shifts(labels, shares, stated, put), key=lambda shift: -abs(shift.change))
    overall = shares.sum(axis=0).mean(axis=1)
    return SameQuestions(
        change=float(overall.mean()),
        sd=float(overall.std()),
        state=float(shares[0].mean()),
        partner=float(shares[1].mean()),
        questions=tuple(shifts),
        topics=_topics(shifts),
    )


def _shifts(
    labels: list[tuple[str, str]], shares: Doubles, stated: Doubles, put: NDArray[np.int64]
) -> Iterator[QuestionShift]:
    """One shift a question, from shares (2, N, K), answers by side and span (2, 2, K), and counts (2, K)."""
    change = shares.sum(axis=0)
    mean, sd = change.mean(axis=0), change.std(axis=0)
    own, theirs = shares.mean(axis=1)
    for k, (label, topic) in enumerate(labels):
        yield QuestionShift(
            question=label,
            topic=topic,
            state_before=float(stated[0, 0, k]),
            state_after=float(stated[0, 1, k]),
            partner_before=float(stated[1, 0, k]),
            partner_after=float(stated[1, 1, k]),
            change=float(mean[k]),
            state_part=float(own[k]),
            partner_part=float(theirs[k]),
            sd=float(sd[k]),
            votes_before=int(put[0, k]),
            votes_after=int(put[1, k]),
        )


def _topics(shifts: list[QuestionShift]) -> tuple[tuple[str, int, int], ...]:
    """Topics with the questions on which either side's answer changed, and the questions put."""
    counts: dict[str, list[int]] = {}
    for shift in shifts:
        own = abs(shift.state_after - shift.state_before)
        theirs = abs(shift.partner_after - shift.partner_before)
        count = counts.setdefault(shift.topic, [0, 0])
        count[0] += max(own, theirs) > CHANGED
        count[1] += 1
    found = ((topic, moved, put) for topic, (moved, put) in counts.items())
    return tuple(sorted(found, key=lambda row: (-row[1], -row[2], row[0])))
