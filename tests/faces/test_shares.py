"""Shares typed with a name."""

from __future__ import annotations

import pytest

from leeway.errors import QuestionError
from leeway.faces.shares import named_shares


@pytest.mark.parametrize(
    ("typed", "said"),
    [(["votes"], "'votes' is no weight"), (["votes=much"], "no weight"), (["a=1", "a =0"], "two shares")],
)
def test_what_is_no_share(typed, said):
    with pytest.raises(QuestionError, match=said):
        named_shares(typed, what="weight", example="weight=votes=0.5")


def test_a_share_keeps_its_name():
    told = named_shares(["the partner moved=0.2"], what="base rate", example="leeway=0.2")
    assert told == {"the partner moved": 0.2}
