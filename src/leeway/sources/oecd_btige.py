"""Exports of goods by partner, from the OECD's balanced trade in goods by end use and industry (BTIGE).

All goods (``_T``), in thousand dollars. Only some partners, or some exporters, of a release are in a file: an
absent pair is one that was not asked for.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from leeway.record.flow_tables import TOTAL
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of, refuse_repeats, whole_numbers
from leeway.sources.flows import by_code, covered_by, flow_rows, name_traders, refuse_values
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, named_like, saved_by_hand

DECLARATION = SourceDeclaration(
    id="oecd-btige",
    publisher="OECD",
    title="Bilateral Trade in Goods by Industry and End-use (BTIGE)",
    licence="CC BY 4.0",
    terms="https://www.oecd.org/en/about/terms-conditions.html",
    pages=("https://www.oecd.org/en/data/datasets/bilateral-trade-in-goods-by-industry-and-end-use.html",),
    citation="OECD, Bilateral Trade in Goods by Industry and End-use",
    covers="Exports as reported, of the exporters and partners that were asked for.",
)

OWN = {"W": "WLD", "WLD": "WLD", "W_X": "NES", "WXD": "NES", "ROW": "NES"}
"""The publisher's own codes."""

_TABLE = Header(
    "exports",
    {"year": "year", "exporter": "exporter_code", "importer": "importer_code", "value_kusd": "value"},
)
_THOUSAND = 1000.0


def read(path: Path) -> Reading:
    """Read exports by exporter, importer and year.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, _TABLE)
    sieve = Sieve(path.name, frame)
    whole_numbers(sieve, "year", low=1946, high=2100)
    name_traders(sieve, "exporter_code", "importer_code", by_code("iso3", OWN))
    refuse_values(sieve, times=_THOUSAND)
    refuse_repeats(sieve, ["reporter", "partner", "year"], "exporter_code")
    flows = flow_rows(
        sieve.rows,
        DECLARATION.id,
        flow="export",
        product=TOTAL,
        period=pl.date(pl.col("year"), 1, 1),
        currency="USD",
        valuation="FOB",
    )
    return reading_of(
        DECLARATION,
        "exports",
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"flows": flows},
        covered=covered_by(flows),
    )


SOURCE = Source(
    declaration=DECLARATION,
    address="https://www.oecd.org",
    part_of=named_like(exports=r"^oecd_btige.*\.csv(\.gz)?$"),
    read=read,
    remotes=saved_by_hand(DECLARATION),
)
