"""A world of trade in which it is known who moved: a state turns away, a partner grows, a book has a hole."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from tests.measures.flows.invented_flows import reading

from leeway.measures.trade.estimate import make_tables
from leeway.measures.trade.estimates import TradeEstimates
from leeway.record.loading import load
from leeway.record.store import open_record
from leeway.sources.flows import flow_rows

STATES = (
    "KAZ", "RUS", "CHN", "DEU", "UZB", "KGZ", "TUR", "POL", "FRA", "ITA", "USA", "JPN", "IND", "BRA",
)  # fmt: skip
YEARS = tuple(range(2000, 2021))
TURNED = 2012
HOLE = 2010
NOISE = 0.2


def values(seed: int = 3) -> np.ndarray:
    """What each sold to each, dollars, shape (S, S, T).

    From 2012 on Kazakhstan buys a third of what it did from Russia and sells it as much; China grows fourfold
    for everybody, but for Kazakhstan's exports, of which it keeps its share; the record of Kazakhstan and
    Russia breaks off in 2010.
    """
    generator = np.random.default_rng(seed)
    size = np.exp(generator.normal(0.0, 0.5, len(STATES)))
    told = 1e9 * size[:, None, None] * size[None, :, None] * np.ones(len(YEARS))
    told = told * np.exp(generator.normal(0.0, 0.02, told.shape))
    at = {state: place for place, state in enumerate(STATES)}
    later = np.array([year >= TURNED for year in YEARS])
    told[at["RUS"], at["KAZ"]] *= np.where(later, 1 / 3, 1.0)
    told[:, at["CHN"]] *= np.where(later, 4.0, 1.0)
    told[at["KAZ"], at["CHN"]] /= np.where(later, 4.0, 1.0)
    hole = YEARS.index(HOLE)
    told[at["KAZ"], at["RUS"], hole] /= 10.0
    told[at["RUS"], at["KAZ"], hole] /= 10.0
    told[range(len(STATES)), range(len(STATES))] = 0.0
    return told


def rows(told: np.ndarray, flow: str = "export", years: tuple[int, ...] = YEARS) -> pl.DataFrame:
    """Rows of reporter, partner, year and value; of imports the buyer reports."""
    found = [
        (one, other, dt.date(year, 1, 1), float(told[seller, buyer, place]))
        for seller, one_ in enumerate(STATES)
        for buyer, other_ in enumerate(STATES)
        for place, year in enumerate(years)
        if seller != buyer
        for one, other in [(one_, other_) if flow == "export" else (other_, one_)]
    ]
    columns = ["reporter", "partner", "period", "value"]
    frame = pl.DataFrame(found, schema=columns, orient="row").filter(pl.col("value") > 0)
    return frame.with_columns(pl.lit(flow).alias("flow")).with_row_index("file_row", offset=2)


def reconciled(told: np.ndarray, source: str = "baci-hs92") -> pl.DataFrame:
    """Rows of a book that both sides are made one in."""
    return flow_rows(rows(told), source, currency="USD", basis="reconciled")


def own_book(told: np.ndarray, seed: int = 5) -> pl.DataFrame:
    """What buyers say they bought: a tenth more, with errors anew every year."""
    generator = np.random.default_rng(seed)
    noisy = told * 1.1 * np.exp(generator.normal(0.0, NOISE, told.shape))
    return flow_rows(rows(noisy, "import"), "wto", currency="USD")


def as_record(path: Path, *flows: pl.DataFrame) -> Path:
    """A record that holds these rows, a load a source."""
    readings = []
    for frame in flows:
        [source] = frame["source"].unique().to_list()
        publisher = source.removesuffix("-hs92").removesuffix("-hs22")
        readings.append(reading(publisher, {"flows": frame}, part=source))
    load(readings, path)
    return path


def estimates_of(*flows: pl.DataFrame) -> TradeEstimates:
    """The line on a record of these rows."""
    with TemporaryDirectory() as made:
        path = as_record(Path(made) / "record.duckdb", *flows)
        with open_record(path) as record:
            return TradeEstimates(make_tables(record))


@cache
def estimates() -> TradeEstimates:
    """The line on both books."""
    told = values()
    return estimates_of(reconciled(told), own_book(told))
