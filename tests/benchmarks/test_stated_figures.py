"""Scores of foretold stands by hand, and the whole section on the ledger."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.figures import VERDICT, page
from benchmarks.verdict.stated import (
    METHODS,
    Foretold,
    brier,
    calibration_error,
    log_score,
    own_alone,
    reliability,
    section,
    share_of_all,
)
from tests.measures.recognition.test_stated_odds import _scene

TOLD = Foretold(
    {name: np.array([0.5, 0.5, 0.9, 0.05]) for name in METHODS},
    np.array([1.0, 0.0, 1.0, 0.0]),
    np.array(["A", "A", "A", "B"]),
    np.array([""] * 4),
)
PLAIN = np.ones(4)


def test_scores_by_hand():
    assert brier(TOLD, METHODS[0], PLAIN) == pytest.approx((0.25 + 0.25 + 0.01 + 0.0025) / 4)
    assert log_score(TOLD, METHODS[0], PLAIN) == pytest.approx((2 - np.log2(0.9) - np.log2(0.95)) / 4)
    np.testing.assert_allclose(TOLD.each_question_once(), [1 / 6] * 3 + [1 / 2])
    assert reliability(TOLD, METHODS[0]) == [(0.05, 0.0, 1), (0.5, 0.5, 2), (0.9, 1.0, 1)]
    assert calibration_error(TOLD, METHODS[0]) == pytest.approx(0.15 / 4)


def test_baselines_by_hand():
    scene = _scene([[[1.0, 0.0], [np.nan, 1.0]]])
    np.testing.assert_allclose(share_of_all(scene)[0, 0], [0.25, 0.75])
    np.testing.assert_allclose(own_alone(scene)[0, 0], [0.5, 0.75])


@pytest.mark.validation
@pytest.mark.slow
def test_the_section_holds_what_it_says():
    told = section()
    assert told.key in VERDICT.order
    figures = {one.name: one for one in told.figures}
    assert figures["calibration error, stands"].verdict == "hit"
    assert figures["founding case, probability"].value > 0.9
    assert "Rests on" not in "\n".join(page(VERDICT, [told]))
