"""What an error says, and the exit code it stands for."""

from __future__ import annotations

import pytest

from leeway.errors import DataError, LeewayError, PublisherError, QuestionError, SourceFormatError


def test_an_error_says_what_where_and_what_next() -> None:
    error = DataError(
        "Column 'ms_vote' is missing.", where="votes.csv, row 1", hint="leeway refresh un-votes"
    )
    assert str(error) == "Column 'ms_vote' is missing. (votes.csv, row 1)\nleeway refresh un-votes"
    assert (error.message, error.where, error.hint) == (
        "Column 'ms_vote' is missing.",
        "votes.csv, row 1",
        "leeway refresh un-votes",
    )


def test_place_and_advice_are_optional() -> None:
    assert str(LeewayError("Nothing to say.")) == "Nothing to say."


@pytest.mark.parametrize(
    ("kind", "code"),
    [(LeewayError, 1), (QuestionError, 2), (DataError, 3), (SourceFormatError, 3), (PublisherError, 4)],
)
def test_exit_codes(kind: type[LeewayError], code: int) -> None:
    assert kind("x").exit_code == code
    assert issubclass(kind, LeewayError)
