"""Raw agreement and kappa, against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.measures import tiny

from leeway.measures.votes.agreements import pair_counts, raw_agreement
from leeway.measures.votes.arrays import Assembly, assemble
from leeway.measures.votes.estimates import VoteEstimates
from leeway.record.store import Record

VOTES = arrays(np.int8, st.tuples(st.integers(1, 12), st.integers(2, 5)), elements=st.integers(-1, 2))


def squared_kappa(one: list[float], other: list[float]) -> float:
    """Haege (2011): 1 - ssd / (sum of squares - (2 / n) product of sums); NaN where neither varies."""
    n = len(one)
    apart = sum((x - y) ** 2 for x, y in zip(one, other, strict=True))
    chance = sum(x * x for x in one) + sum(y * y for y in other) - 2.0 / n * sum(one) * sum(other)
    return 1.0 - apart / chance if chance > 1e-9 else float("nan")


@given(VOTES)
def test_counts_by_hand(votes: np.ndarray) -> None:
    told = pair_counts(votes)
    for i in range(votes.shape[1]):
        for j in range(votes.shape[1]):
            both = [(int(x), int(y)) for x, y in votes[:, [i, j]] if x >= 0 and y >= 0]
            assert told["common"][i, j] == len(both)
            assert told["same"][i, j] == sum(x == y for x, y in both)
            if both:
                by_hand = squared_kappa([x + 1.0 for x, _ in both], [y + 1.0 for _, y in both])
                assert told["kappa"][i, j] == pytest.approx(by_hand, abs=1e-9, nan_ok=True)
                assert np.isnan(by_hand) or -1.0 <= told["kappa"][i, j] <= 1.0
            else:
                assert np.isnan(told["kappa"][i, j])


def test_two_that_vote_alike_and_two_that_vote_opposite() -> None:
    column = np.array([0, 1, 2, 2, 0, 1], np.int8)
    told = pair_counts(np.stack([column, column, 2 - column], axis=1))
    assert told["kappa"][0, 1] == pytest.approx(1.0)
    assert told["kappa"][0, 2] == pytest.approx(-1.0)


def test_years_are_those_of_the_record(tiny_estimates: VoteEstimates, tiny_record: Record) -> None:
    told = tiny_estimates.agreement(tiny.MOVER, tiny.ABSENT)
    assert told.equals(tiny_estimates.agreement(tiny.ABSENT, tiny.MOVER))
    code = {"N": 1.0, "A": 2.0, "Y": 3.0}
    rows = tiny_record.pair_votes(tiny.MOVER, tiny.ABSENT)
    for year, common, first, same, kappa in told.iter_rows():
        both = [
            (day, code[one], code[other])
            for day, one, other in rows.select("date", "state_vote", "partner_vote").iter_rows()
            if day.year == year and "X" not in (one, other)
        ]
        assert common == len(both)
        assert first == sum(day.month < 7 for day, _, _ in both)
        assert same == sum(one == other for _, one, other in both)
        by_hand = squared_kappa([one for _, one, _ in both], [other for _, _, other in both])
        assert kappa == pytest.approx(by_hand, abs=0.0051)


def test_pairs_without_a_common_vote_have_no_row(tiny_assembly: Assembly) -> None:
    told = raw_agreement(tiny_assembly)
    assert told.columns == ["state", "partner", "year", "common", "first", "same", "kappa"]
    assert (told["common"] > 0).all()
    assert (told["state"].cast(str) < told["partner"].cast(str)).all()
    entrant = told.filter((told["state"] == tiny.ENTRANT) | (told["partner"] == tiny.ENTRANT))
    assert entrant["year"].min() == tiny.ENTRY.year
    assert not told.select("state", "partner", "year").is_duplicated().any()


def test_the_first_half_is_told_by_date_whatever_the_periods(
    tiny_record: Record, tiny_assembly: Assembly
) -> None:
    told = raw_agreement(assemble(tiny_record, by="session"))
    assert told.equals(raw_agreement(tiny_assembly))
    assert told["first"].sum() > 0
