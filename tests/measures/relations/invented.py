"""Daily scores of pairs in which it is known when a pair turned: only the sign of a day says anything."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from tests.measures.events.invented import as_record

from leeway.measures.relations.estimate import make_tables
from leeway.measures.relations.estimates import RelationsEstimates
from leeway.record.store import open_record

STATES = ("ARM", "CHN", "DEU", "GEO", "KAZ", "RUS", "TUR", "USA", "UZB")
PAIRS = tuple((one, other) for one in STATES for other in STATES if one < other)
FIRST, LAST = dt.date(2018, 1, 1), dt.date(2022, 2, 17)
DAYS = tuple(FIRST + dt.timedelta(number) for number in range((LAST - FIRST).days + 1))

TURNED = "KAZ", "RUS"
TURN = dt.date(2020, 7, 1)
RISE = 1.6
"""How far the logit of the turned pair's share of negative days rises."""

HOLES = tuple(dt.date(2019, 8, 3) + dt.timedelta(number) for number in range(25))
"""Days that no pair has a row of."""

SELDOM = "ARM", "UZB"
"""A pair with a row on one day in thirty."""

DRIFT = 0.8
"""How far the logits of all pairs rise from the first to the last day."""


def scores(seed: int = 0, *, drift: float = DRIFT, after: dt.date | None = None) -> pl.DataFrame:
    """Rows of ``relations``; those after a day, if one is given, are another draw with another drift."""
    generator = np.random.default_rng(seed)
    other = np.random.default_rng(seed + 100)
    number = len(DAYS)
    course = np.linspace(0.0, drift, number)
    turned = np.array([day >= TURN for day in DAYS])
    whole = np.array([day not in set(HOLES) for day in DAYS])
    size = np.linspace(60.0, 20.0, number)
    frames = []
    for pair in PAIRS:
        logit = generator.normal(-1.4, 0.5) + course
        logit = logit + (RISE * turned if pair == TURNED else 0.0)
        told = whole & (generator.random(number) < (1.0 / 30.0 if pair == SELDOM else 0.9))
        negative = generator.random(number) < 1.0 / (1.0 + np.exp(-logit))
        if after is not None:
            late = np.array([day > after for day in DAYS])
            negative = np.where(late, other.random(number) < other.uniform(0.2, 0.9), negative)
        score = np.where(negative, -1.0, 1.0) * size * generator.lognormal(0.0, 1.0, number)
        frames.append(
            pl.DataFrame(
                {
                    "source": "gdelt-relations",
                    "state": pair[0],
                    "partner": pair[1],
                    "period": [day for day, there in zip(DAYS, told, strict=True) if there],
                    "period_kind": "day",
                    "score": score[told],
                }
            )
        )
    return pl.concat(frames).with_columns(pl.int_range(2, pl.len() + 2).cast(pl.Int32).alias("file_row"))


def estimates_of(rows: pl.DataFrame) -> RelationsEstimates:
    """The line on a record of these rows."""
    with TemporaryDirectory() as made:
        path = as_record(Path(made) / "record.duckdb", relations=rows)
        with open_record(path) as record:
            return RelationsEstimates(make_tables(record))


@cache
def estimates() -> RelationsEstimates:
    """The line on the invented world, made once."""
    return estimates_of(scores())
