"""Books of an invented sanction: senders, states between, months, and goods that go on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from leeway.measures.backdoor.files import BackdoorTables

TARGET = "RUS"
SENDERS = ("AUT", "DEU", "ITA")
MONTHS = [dt.date(2020 + number // 12, number % 12 + 1, 1) for number in range(36)]
EVENT = dt.date(2022, 3, 1)
COHORTS = (dt.date(2022, 2, 1), dt.date(2022, 3, 1), dt.date(2022, 4, 1))

_CELLS = {
    "target": pl.String,
    "sender": pl.String,
    "state": pl.String,
    "month": pl.Date,
    "kind": pl.String,
    "listed_on": pl.Date,
    "value": pl.Float64,
}
_EMPTY: dict[str, dict[str, Any]] = {
    "goods_in": {"state": pl.String, "goods": pl.String, "month": pl.Date, "dollars": pl.Float64},
    "goods_out": {
        "state": pl.String,
        "goods": pl.String,
        "codes": pl.Int64,
        "to": pl.String,
        "period": pl.Date,
        "months": pl.Int64,
        "dollars": pl.Float64,
    },
    "books": {
        "state": pl.String,
        "year": pl.Int64,
        "exported": pl.Float64,
        "imported": pl.Float64,
        "rate": pl.Float64,
    },
    "partners": {"state": pl.String, "year": pl.Int64, "value": pl.Float64},
    "steps": {
        "state": pl.String,
        "side": pl.String,
        "partner": pl.String,
        "product": pl.String,
        "year": pl.Int64,
        "dollars": pl.Float64,
    },
}


def cells(
    state: str, *, jump: float = 0.0, new: float = 0.0, seed: int = 0, noise: float = 0.08
) -> pl.DataFrame:
    """What each sender sold: listed goods rise by `jump` (in logs) in the month in which they are listed.

    `new` is the share that codes without a past add to the listed value from 2022 on.
    """
    generator = np.random.default_rng([seed, *map(ord, state)])
    rows: list[tuple[object, ...]] = []
    for sender in SENDERS:
        size = generator.uniform(1e6, 5e6)
        for number, month in enumerate(MONTHS):
            season = 1.0 + 0.3 * np.sin(number * np.pi / 6)
            rows.append((TARGET, sender, state, month, "other", None, 4 * size * season))
            listed = 0.0
            for day in COHORTS:
                stray = generator.normal(scale=noise)
                value = size / 3 * season * np.exp(stray + jump * (month >= day))
                listed += value
                rows.append((TARGET, sender, state, month, "listed", day, value))
            if new and month >= dt.date(2022, 1, 1):
                rows.append((TARGET, sender, state, month, "new", None, new * listed))
    return pl.DataFrame(rows, schema=_CELLS, orient="row")


def going_on(state: str, goods: str, *, before: float, after: float, to: str = TARGET) -> pl.DataFrame:
    """What a state says it sold on, by year: dollars before and after."""
    rows = [
        (state, goods, 5, to, dt.date(year, 1, 1), 12, before * factor if year < 2022 else after * factor)
        for year, factor in ((2019, 1.1), (2020, 0.9), (2021, 1.0), (2022, 0.95), (2023, 1.05))
    ]
    return pl.DataFrame(rows, schema=_EMPTY["goods_out"], orient="row")


def coming_in(state: str, goods: str, *, before: float, after: float, seed: int = 1) -> pl.DataFrame:
    """What the senders sold of the same goods, dollars a month."""
    generator = np.random.default_rng(seed)
    rows = [
        (state, goods, month, (before if month < EVENT else after) * generator.lognormal(sigma=0.2))
        for month in MONTHS
    ]
    return pl.DataFrame(rows, schema=_EMPTY["goods_in"], orient="row")


def tables(
    *sold: pl.DataFrame, also_sanctioned: tuple[str, ...] = (), **others: pl.DataFrame
) -> BackdoorTables:
    """Estimates in memory from cells and any other tables."""
    frames = {"cells": pl.concat(sold)}
    for name, schema in _EMPTY.items():
        frame = others.get(name, pl.DataFrame(schema=schema))
        frames[name] = frame.with_columns(pl.lit(TARGET).alias("target"))
    manifest = {
        "version": "invented-0",
        "record": "invented",
        "built": "2022-12-31",
        "covered": ["2020-01-01", "2022-12-31"],
        "margin": 0.05,
        "sources": [
            {
                "id": "comext",
                "publisher": "Invented office",
                "licence": "invented",
                "file": "books.csv",
                "sha256": "0" * 64,
                "from": "2020-01-01",
                "to": "2022-12-31",
            }
        ],
        "targets": {
            TARGET: {
                "event": str(EVENT),
                "senders": ["EU"],
                "silent_senders": [],
                "goods": "restricted",
                "codes": 40,
                "codes_seen": 30,
                "source": "comext",
                "digits": 8,
                "currency": "EUR",
                "also_sanctioned": list(also_sanctioned),
            }
        },
    }
    return BackdoorTables(Path(), manifest, frames)
