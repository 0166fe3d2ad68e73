"""Sessions as written, and the days they hold."""

from __future__ import annotations

import datetime as dt

import pytest

from leeway.sources.sessions import Session, parse_session, session_in_symbol


@pytest.mark.parametrize(
    ("written", "kind", "number"),
    [
        ("77", "regular", 77),
        ("77.0", "regular", 77),
        (" 1 ", "regular", 1),
        ("ES-11", "emergency", 11),
        ("11emsp", "emergency", 11),
        ("es-4", "emergency", 4),
        ("S-14", "special", 14),
        ("6sp", "special", 6),
    ],
)
def test_sessions_as_written(written: str, kind: str, number: int) -> None:
    assert parse_session(written) == Session(kind, number)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["", "0", "A/77", "XXVIII", "ES", "77-78"])
def test_what_is_no_session(written: str) -> None:
    assert parse_session(written) is None


@pytest.mark.parametrize(
    ("symbol", "session"),
    [
        ("A/RES/77/229", "77"),
        ("A/RES/34/65C", "34"),
        ("A/RES/ES-11/1", "ES-11"),
        ("A/RES/S-14/1", "S-14"),
        ("A/RES/3101(XXVIII)", "28"),
        ("A/RES/17(I)[RULE-73]", "1"),
        ("A/RES/104(S-1)", "S-1"),
        ("A/RES/3201(S-VI)", "S-6"),
        ("A/RES/1474(ES-IV)", "ES-4"),
        ("S/RES/242(1967)", None),
    ],
)
def test_the_session_a_symbol_tells(symbol: str, session: str | None) -> None:
    assert session_in_symbol(symbol) == session


def test_every_regular_session_holds_its_own_autumn_and_no_other() -> None:
    for number in range(2, 90):
        session = Session("regular", number)
        assert session.holds(dt.date(1945 + number, 12, 15))
        assert not session.holds(dt.date(1944 + number, 12, 15))
        assert not session.holds(dt.date(1946 + number, 12, 15))


def test_a_session_nobody_listed_holds_any_day() -> None:
    assert Session("emergency", 99).holds(dt.date(2040, 1, 1))
    assert not Session("emergency", 99).holds(dt.date(1945, 1, 1))
