"""Words of estimative probability."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeway.verdict.probability_words import percent, probability_word


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.0, "almost no chance"),
        (0.049, "almost no chance"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.45, "roughly even chance"),
        (0.549, "roughly even chance"),
        (0.55, "likely"),
        (0.8, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_every_bound_belongs_to_the_upper_term(probability, word):
    assert probability_word(probability) == word


@pytest.mark.parametrize("wrong", [-0.01, 1.01, float("nan")])
def test_what_is_no_probability_has_no_word(wrong):
    with pytest.raises(ValueError, match="no probability"):
        probability_word(wrong)


@given(st.floats(min_value=0.0, max_value=1.0))
def test_no_percentage_claims_certainty(probability):
    assert percent(probability) not in ("0%", "100%")
