"""Questions with no possible answer: exit code 2, and a plain message with what is possible."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leeway.errors import QuestionError
from leeway.verdict.window import day_of

IMPOSSIBLE = {
    "a state with itself": ("ask", "KAZ", "KAZ"),
    "a state with itself under another name": ("ask", "KAZ", "Astana"),
    "a state that is none": ("ask", "KAZ", "Atlantis"),
    "a state without a name": ("ask", "KAZ", ""),
    "two that never sat together": ("ask", "SSD", "CSK"),
    "a window that ends before a state existed": ("ask", "KAZ", "RUS", "--until", "1985"),
    "a window that begins before a state existed": ("ask", "KAZ", "RUS", "--since", "1980"),
    "a window after a state had ended": ("ask", "CSK", "RUS", "--since", "1995"),
    "a window until after a state had ended": ("ask", "CSK", "RUS", "--until", "2005"),
    "a window after the data end": ("ask", "KAZ", "RUS", "--since", "2031"),
    "a window backwards": ("ask", "KAZ", "RUS", "--since", "2020", "--until", "2010"),
    "a window of a month": ("ask", "KAZ", "RUS", "--since", "2022-02", "--until", "2022-05"),
    "no date": ("ask", "KAZ", "RUS", "--since", "soon"),
    "a day that is none": ("ask", "KAZ", "RUS", "--until", "2021-02-29"),
    "an unknown line": ("ask", "KAZ", "RUS", "--lines", "votes,astrology"),
    "as of a day before any data": ("ask", "KAZ", "RUS", "--as-of", "1900"),
    "as of no date": ("ask", "KAZ", "RUS", "--as-of", "then"),
    "as of a day before the window ends": ("ask", "KAZ", "RUS", "--as-of", "2015", "--until", "2018"),
    "as of a day before the window begins": ("ask", "KAZ", "RUS", "--as-of", "2024-06-28", "--since", "2025"),
    "a question that asks nothing": ("ask", "Kazakhstan and Russia?"),
    "a question about one state": ("ask", "Is Kazakhstan moving away?"),
    "movers of an unknown line": ("movers", "RUS", "--line", "astrology"),
    "movers in a window backwards": ("movers", "RUS", "--since", "2020", "--until", "2010"),
    "movers as of a day before any data": ("movers", "RUS", "--as-of", "1900"),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_what_cannot_be_asked_is_said_plainly(leeway, snapshot, what):
    ran = leeway(*IMPOSSIBLE[what])
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == snapshot


DAYS = st.one_of(
    st.none(),
    st.dates().map(str),
    st.integers(0, 10_000).map(str),
    st.from_regex(r"\A\d{1,4}(-\d{1,2}){0,2}\Z"),
    st.text(max_size=12),
)
STATES = st.one_of(
    st.sampled_from(["KAZ", "RUS", "Kazakhstan", "CSK", "SSD", "the US", "Türkiye", "ussr", "Côte d'Ivoire"]),
    st.text(max_size=30),
)


@given(STATES, STATES, DAYS, DAYS, DAYS, st.sampled_from([None, "votes", "", ",", "VOTES", "votes,,x"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("KAZ", "RUS\u202e", None, None, None, None)
@example("K\u0301AZ\x00", "\U0001f1f0\U0001f1ff", "\u0662\u0660\u0661\u0664", None, None, None)
@example("KAZ", "RUS", "0001", "9999-12-31", None, None)
@example("KAZ", "RUS", None, "0001-01-01", None, None)
@example("KAZ", "RUS", None, None, "9999", None)
def test_no_question_crashes(leeway, a, b, since, until, as_of, lines):
    options = {"--since": since, "--until": until, "--as-of": as_of, "--lines": lines}
    words = [f"{name}={value}" for name, value in options.items() if value is not None]
    ran = leeway("ask", *words, "--json", "--", a, b)
    assert ran.code in (0, 2, 3), ran
    assert "Traceback" not in ran.err
    if ran.code == 0:
        told = json.loads(ran.out)
        assert told["since"] < told["until"]
    else:
        assert ran.out == ""
        assert ran.err.strip()
    if ran.code == 3:
        assert as_of is not None
        assert "leeway refresh" in ran.err


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("Is \u202eKazakhstan moving away from Russia since 0000?")
@example("Is Kazakhstan moving away from Russia from 2024 to 2014?")
@example("between 2014-99 and 2015 Kazakhstan drifts from Russia")
def test_no_sentence_crashes(leeway, text):
    ran = leeway("ask", "--json", "--", text)
    assert ran.code in (0, 2), ran
    assert re.search(r"\S", ran.out or ran.err)


@given(st.text(max_size=12))
def test_a_day_is_read_or_refused_in_words(text):
    try:
        first = day_of(text, end=False)
    except QuestionError as refused:
        said = refused
    else:
        assert first <= day_of(text, end=True)
        return
    assert "Write 2014, 2014-03 or 2014-03-18" in (said.hint or "")
