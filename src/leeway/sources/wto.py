"""Imports by partner as the importer reported them, from the World Trade Organization.

Indicator HS_M_0010, summed over the chapters of the Harmonized System. Nothing is reconciled: the same trade
told by the exporter may differ. Partners sum to nearly the row of the world, which stands as it is published.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from leeway.record.flow_tables import TOTAL
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of, refuse_repeats, whole_numbers
from leeway.sources.flows import by_code, covered_by, flow_rows, name_traders, refuse_values, sum_unspecified
from leeway.sources.frames import Header, read_frame
from leeway.sources.m49_codes import OWN
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, named_like, saved_by_hand

DECLARATION = SourceDeclaration(
    id="wto",
    publisher="World Trade Organization",
    title="Bilateral imports by chapter of the Harmonized System (HS_M_0010), summed over chapters",
    licence="Free with credit",
    terms="https://www.wto.org/english/tratop_e/trips_e/copyright_e.htm",
    pages=("https://stats.wto.org/",),
    citation="World Trade Organization, WTO Stats, bilateral imports by MTN product category and HS chapter",
    covers=(
        "Imports as reported, mostly CIF, 1996 on; reporters thin out towards the end of the file. Not in "
        "it: exports, and Russia as a reporter."
    ),
)

_TABLE = Header(
    "imports",
    {
        "Year": "year",
        "ReportingEconomyCode": "reporter_code",
        "PartnerEconomyCode": "partner_code",
        "Value": "value",
    },
    ignored=("ReportingEconomy", "PartnerEconomy", "n_chapters"),
)
_OF_WTO = {"892": "SRB", "893": "MNE", "228": "NES"}
_KEY = ["reporter", "partner", "year"]


def read(path: Path) -> Reading:
    """Read imports by reporter, partner and year.

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
    name_traders(sieve, "reporter_code", "partner_code", by_code("m49", OWN | _OF_WTO))
    refuse_values(sieve)
    notes = sum_unspecified(sieve, _KEY)
    refuse_repeats(sieve, _KEY, "reporter_code")
    flows = flow_rows(
        sieve.rows,
        DECLARATION.id,
        flow="import",
        product=TOTAL,
        period=pl.date(pl.col("year"), 1, 1),
        currency="USD",
        valuation="CIF",
    )
    return reading_of(
        DECLARATION,
        "imports",
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"flows": flows},
        covered=covered_by(flows),
        notes=notes,
    )


SOURCE = Source(
    declaration=DECLARATION,
    address="https://stats.wto.org",
    part_of=named_like(imports=r"^wto_reported_imports.*\.(parquet|csv|csv\.gz)$"),
    read=read,
    remotes=saved_by_hand(DECLARATION),
)
