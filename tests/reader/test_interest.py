"""Who stands behind a document, as far as it says so."""

from __future__ import annotations

import pytest

from leeway.reader.interest import interests
from leeway.reader.text import Text

MIDDLE = "\n".join(f"On day {number} nothing was said." for number in range(12))


@pytest.mark.parametrize(
    ("words", "cue"),
    [
        ("The author is a member of parliament.", "The author is"),
        ("This article was sponsored by the ministry of tourism.", "sponsored by"),
        ("Steppe Wire is the state news agency of Ruritania.", "state news agency"),
        ("ADVERTISEMENT", "ADVERTISEMENT"),
        ("The views expressed here are his own.", "views expressed here"),
    ],
)
def test_an_interest_at_the_end_is_told_and_in_the_middle_is_not(words: str, cue: str) -> None:
    told = Text(f"They met.\n{MIDDLE}\n{words}")
    [found] = interests(told)
    assert (told.of(found.span), found.cue) == (words, cue)
    assert interests(Text(f"{MIDDLE}\n{words}\n{MIDDLE}")) == ()


def test_nothing_said_is_nothing_told() -> None:
    assert interests(Text("They met. He thanked her.")) == ()
    assert interests(Text("")) == ()
