"""A small record of an invented sanction: lists, monthly books by product, and what goes on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
from tests.measures.flows.invented_flows import reading

from leeway.record.flow_tables import LISTINGS, PRODUCTS
from leeway.record.loading import load
from leeway.record.reading import Reading
from leeway.sources.flows import flow_rows

LISTED = ("85423190", "85423290", "84713000")
OTHER = ("01012100", "87032319", "33049900")
SENDERS = ("DEU", "ITA", "POL")
STATES = ("KAZ", "UZB", "RUS")
EVENT = dt.date(2022, 3, 15)
MONTHS = [dt.date(2020 + number // 12, number % 12 + 1, 1) for number in range(36)]
RISES = {"KAZ": 5.0, "UZB": 1.0, "RUS": 0.1}
"""What listed goods are multiplied with from the event on."""


def sold(seed: int = 0) -> pl.DataFrame:
    """What three senders sold to three states by product and month, and in total."""
    generator = np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = []
    for sender in SENDERS:
        for state in STATES:
            for month in MONTHS:
                whole = 0.0
                for product in (*LISTED, *OTHER):
                    value = 1e6 * float(generator.lognormal(0.0, 0.15))
                    if product in LISTED and month >= EVENT:
                        value *= RISES[state]
                    whole += value
                    rows.append((sender, state, "export", product, "CN", month, value))
                rows.append((sender, state, "export", "TOTAL", "none", month, whole))
    columns = ["reporter", "partner", "flow", "product", "revision", "period", "value"]
    frame = pl.DataFrame(rows, schema=columns, orient="row").with_row_index("file_row", offset=2)
    return flow_rows(frame, "comext", currency="EUR", months=1, period_kind="month")


def sold_on() -> pl.DataFrame:
    """What two states say they sold on of chips to Russia, and bought of them, by year."""
    rows = [
        (reporter, partner, flow, "8542", "HS2017", dt.date(year, 1, 1), before if year < 2022 else after)
        for reporter, partner, flow, before, after in (
            ("KAZ", "RUS", "export", 2e5, 1.6e7),
            ("UZB", "RUS", "export", 3e5, 3.2e5),
        )
        for year in range(2019, 2024)
    ]
    columns = ["reporter", "partner", "flow", "product", "revision", "period", "value"]
    frame = pl.DataFrame(rows, schema=columns, orient="row").with_row_index("file_row", offset=2)
    return flow_rows(frame, "comtrade", currency="USD")


def listings() -> dict[str, pl.DataFrame]:
    """The EU's list, and the names of goods: of heading 8542 there are two codes, both listed."""
    codes = ["854231", "854232", "847130"]
    listed = pl.DataFrame(
        {
            "source": "eu-listings",
            "list": "eu",
            "sender": "EU",
            "target": "RUS",
            "product": codes,
            "digits": 6,
            "revision": "HS2017",
            "listed_on": EVENT,
            "wound_down": None,
            "classes": None,
            "partly": None,
            "as_of": dt.date(2023, 1, 1),
            "file_row": [2, 3, 4],
        }
    )
    known = [*codes, "010121", "870323", "330499"]
    products = pl.DataFrame(
        {
            "source": "hs",
            "revision": "HS2017",
            "product": known,
            "digits": 6,
            "name": [f"goods {code}" for code in known],
            "parent": None,
            "file_row": list(range(2, 2 + len(known))),
        }
    )
    return {"listings": _cast(listed, LISTINGS), "products": _cast(products, PRODUCTS)}


def _cast(frame: pl.DataFrame, table) -> pl.DataFrame:
    kinds = {"DATE": pl.Date, "SMALLINT": pl.Int16, "INTEGER": pl.Int32, "BOOLEAN": pl.Boolean}
    return frame.select(
        pl.col(column.name).cast(kinds.get(column.type, pl.String))
        for column in table.columns
        if column.name != "load"
    )


def record_of(path: Path, *more: Reading, flows: pl.DataFrame | None = None) -> Path:
    """The record, with more readings if any."""
    both = listings()
    load(
        [
            reading("eu-listings", {"listings": both["listings"]}),
            reading("hs", {"products": both["products"]}),
            reading("comext", {"flows": sold() if flows is None else flows}),
            reading("comtrade", {"flows": sold_on()}),
            *more,
        ],
        path,
    )
    return path
