"""Votes as a dense array."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from leeway.numerics.dynamic_irt import VoteArray


@st.composite
def rolls(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    shape = draw(st.tuples(st.integers(1, 12), st.integers(1, 6)))
    votes = draw(hnp.arrays(np.int8, shape, elements=st.integers(-1, 2)))
    half_year = np.sort(draw(hnp.arrays(np.int64, shape[0], elements=st.integers(3990, 4005))))
    question = draw(hnp.arrays(np.int64, shape[0], elements=st.integers(-1, 3)))
    return votes, half_year, question


@given(rolls())
def test_every_vote_lies_inside_its_row_and_after_its_state_entered(given_rolls):
    votes, half_year, question = given_rolls
    array = VoteArray.build(votes, half_year, half_year // 2, question)
    assert np.array_equal(array.clock[array.period], half_year)
    assert np.all(np.diff(array.clock) > 0)
    for roll, row in enumerate(votes):
        cast = np.flatnonzero(row >= 0)
        assert array.width[roll] == (cast.max() + 1 if len(cast) else 0)
        assert np.all(array.entry[cast] <= array.period[roll])
    for state in range(votes.shape[1]):
        voted = np.flatnonzero(votes[:, state] >= 0)
        last = len(array.clock) - 1
        assert array.entry[state] == (array.period[voted[0]] if len(voted) else last)


@given(rolls())
def test_nodes_are_the_questions_years_in_order(given_rolls):
    votes, half_year, question = given_rolls
    array = VoteArray.build(votes, half_year, half_year // 2, question)
    nodes = len(array.node_year)
    tied = question >= 0
    assert np.all(array.node[~tied] == nodes)
    assert np.array_equal(array.node_question[array.node[tied]], question[tied])
    assert np.array_equal(array.node_year[array.node[tied]], half_year[tied] // 2)
    assert set(array.node[tied]) == set(range(nodes))
    assert array.questions == question.max() + 1 if tied.any() else array.questions == 0
    assert array.chain[0] == 0
    assert array.chain[-1] == nodes
    for q in range(array.questions):
        nodes_of = slice(array.chain[q], array.chain[q + 1])
        assert np.all(array.node_question[nodes_of] == q)
        assert np.all(np.diff(array.node_year[nodes_of]) > 0)


def test_roll_calls_out_of_order_are_refused():
    votes = np.zeros((2, 1), np.int8)
    with pytest.raises(ValueError, match="in the order of their periods"):
        VoteArray.build(votes, np.array([4001, 4000]), np.array([2000, 2000]), np.array([-1, -1]))
