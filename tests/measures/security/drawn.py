"""Estimates of the line on tables drawn at random: what must hold whatever the ties of three states were."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leeway.measures.security.estimates import SecurityEstimates
from leeway.measures.security.files import SecurityTables
from leeway.measures.yearly import halves_by_state, yearly

STATES = ("FIN", "NOR", "SWE")
PAIRS = [("FIN", "NOR"), ("FIN", "SWE"), ("NOR", "SWE")]
ORGANISATIONS = ("CIS", "EAEU", "NATO")
YEARS = range(2000, 2012)
SPAN = len(YEARS)
#: Eighths add up without rounding.
_EIGHTHS = st.sampled_from([0.0, 0.125, 0.25, 0.5, 0.75, 1.0])
_HALVES = st.sampled_from([0.0, 0.5, 1.0, np.nan])

Courses = dict[str, Any]


@st.composite
def courses(draw: st.DrawFn) -> Courses:
    """Ties of three states in twelve years, as arrays."""
    stood = draw(arrays(np.float32, (3, 3), elements=_HALVES))
    blocs = np.repeat(stood[:, :, None], SPAN, axis=2)
    for place in draw(st.lists(st.tuples(*[st.integers(0, 2)] * 2, st.integers(1, 11)), max_size=4)):
        blocs[place[0], place[1], place[2] :] = draw(_HALVES)
    return {
        "levels": draw(arrays(np.uint8, (3, SPAN), elements=st.integers(0, 3))),
        "blocs": blocs,
        "stated": draw(arrays(np.bool_, (3, SPAN), elements=st.sampled_from([True, True, True, False]))),
        "shares": draw(arrays(np.float64, (3, 3, SPAN), elements=_EIGHTHS)),
        "entry": draw(st.tuples(*[st.integers(2000, 2005)] * 3)),
        "alliances_until": draw(st.integers(2008, 2011)),
    }


def nothing() -> Courses:
    """No ties among three states that were there throughout."""
    return {
        "levels": np.zeros((3, SPAN), dtype=np.uint8),
        "blocs": np.zeros((3, 3, SPAN), dtype=np.float32),
        "stated": np.ones((3, SPAN), dtype=np.bool_),
        "shares": np.zeros((3, 3, SPAN)),
        "entry": (2000, 2000, 2000),
        "alliances_until": 2011,
    }


def estimates(told: Courses) -> SecurityEstimates:
    """The line on tables of such courses."""
    whole = slice(0, told["alliances_until"] - YEARS.start + 1)
    levels = told["levels"][:, whole]
    known = range(YEARS.start, told["alliances_until"] + 1)
    pairs = pl.DataFrame(PAIRS, schema=["state", "partner"], orient="row")
    kappa = np.arange(levels.size).reshape(levels.shape).astype(np.int8)
    arms = [
        (STATES[buyer], supplier, year, share, 9.0, 3)
        for buyer in range(3)
        for place, year in enumerate(YEARS)
        if told["stated"][buyer, place]
        for supplier, share in _suppliers(told, buyer, place)
    ]
    manifest = {
        "covered": [f"{YEARS[0]}-01-01", f"{YEARS[-1]}-12-31"],
        "built": f"{YEARS[-1]}-12-31",
        "sources": [],
        "states": list(STATES),
        "system": {state: [begin, 2016] for state, begin in zip(STATES, told["entry"], strict=True)},
        "alliances_until": told["alliances_until"],
        "arms_until": YEARS[-1],
        "turning": [0.1, 0.8, 0.1],
        "ruptures": {"all": 9, "seen": 2},
        "margin": 0.1,
    }
    frames = {
        "alliances": pairs.hstack(yearly("y", known, levels)),
        "kappa": pairs.hstack(yearly("y", known, kappa)),
        "blocs": pl.concat(
            halves_by_state("organisation", name, values, STATES, YEARS)
            for name, values in zip(ORGANISATIONS, told["blocs"], strict=True)
        ),
        "arms": pl.DataFrame(
            arms,
            schema={
                "recipient": pl.String, "supplier": pl.String, "year": pl.Int16, "share": pl.Float32,
                "effective": pl.Float32, "deliveries": pl.UInt16,
            },
            orient="row",
        ),
    }  # fmt: skip
    return SecurityEstimates(SecurityTables(Path(), manifest, frames))


def _suppliers(told: Courses, buyer: int, place: int) -> list[tuple[str, float]]:
    """What a state bought in a year: rows of its suppliers, and the one that says that shares are stated."""
    shares = told["shares"][buyer, :, place]
    return [("", 1.0)] + [
        (STATES[seller], float(shares[seller])) for seller in range(3) if seller != buyer and shares[seller]
    ]


def cut(told: Courses, other: Courses, year: int) -> Courses:
    """The first courses up to a year, and other ones after it."""
    place = year - YEARS.start + 1
    joined = {
        name: np.concatenate([told[name][..., :place], other[name][..., place:]], axis=-1)
        for name in ("levels", "blocs", "stated", "shares")
    }
    return told | joined


def days(first: int, last: int) -> tuple[dt.date, dt.date]:
    """The days of whole years."""
    return dt.date(first, 1, 1), dt.date(last, 12, 31)
