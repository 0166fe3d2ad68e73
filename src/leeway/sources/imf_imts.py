"""Trade by partner from the International Monetary Fund: IMTS, and Direction of Trade Statistics before it.

Two layouts are read, one column a year in both: the Data Explorer's (``COUNTRY.ID``,
``COUNTERPART_COUNTRY.ID``) and the bulk file of the Direction of Trade Statistics. ``G001`` is the world,
and other codes with letters and digits are groups.

Where a reporter is silent the Fund fills in what its partners said, and the file does not mark it: years in
which the ledger knows a reporter to be silent are kept as estimates, and never meet the reporter's own in
one series.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from leeway.ledger.trade import record_breaks
from leeway.record.flow_tables import TOTAL
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of, refuse_repeats, whole_numbers
from leeway.sources.flows import by_code, covered_by, flow_rows, leave_out, name_traders, refuse_values
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Remote, Source, Tell, named_like

DECLARATION = SourceDeclaration(
    id="imf-imts",
    publisher="International Monetary Fund",
    title="International Trade in Goods by partner (IMTS), formerly Direction of Trade Statistics",
    licence="Use with credit under the Fund's terms; no resale in bulk",
    terms="https://www.imf.org/external/terms.htm",
    pages=("https://data.imf.org/en/datasets/IMF.STA:IMTS",),
    citation="International Monetary Fund, International Trade in Goods (by partner country)",
    covers=(
        "Exports FOB and imports CIF by partner and year, in dollars. Russia after 2021 is estimated from "
        "its partners. Only what was asked for is in a file."
    ),
)

_EXPLORER = Header(
    "explorer",
    {
        "COUNTRY.ID": "reporter_code",
        "COUNTERPART_COUNTRY.ID": "partner_code",
        "INDICATOR.ID": "indicator",
        "FREQUENCY.ID": "frequency",
        "SCALE.ID": "scale",
    },
    ignored=(
        "DATASET",
        "SERIES_CODE",
        "OBS_MEASURE",
        "COUNTRY",
        "INDICATOR",
        "COUNTERPART_COUNTRY",
        "FREQUENCY",
        "SCALE",
        "TRADE_FLOW.ID",
        "TRADE_FLOW",
    ),
    series=r"\d{4}",
)
_BULK = Header(
    "dots",
    {
        "Country Code": "reporter_code",
        "Counterpart Country Code": "partner_code",
        "Indicator Code": "indicator",
        "Attribute": "attribute",
    },
    ignored=None,
    series=r"\d{4}",
)
_WAYS = {
    "XG_FOB_USD": "export", "MG_CIF_USD": "import", "TXG_FOB_USD": "export", "TMG_CIF_USD": "import",
}  # fmt: skip
_OWN = {"G001": "WLD", "001": "WLD", "G998": "EU", "KOS": "XKX", "UVK": "XKX", "WBG": "PSE", "1C_ALL": "WLD"}
_SPECIAL = r"^(G\d{3}|\d{3}|GX\w*|TX\w*|R\d+)$"


def read(path: Path) -> Reading:
    """Read a table of the Data Explorer, or of the Direction of Trade Statistics.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, _EXPLORER, _BULK)
    if layout == _BULK.name:
        frame = frame.filter(pl.col("attribute") == "Value").with_columns(
            pl.lit("A").alias("frequency"), pl.lit("0").alias("scale")
        )
    years = [name for name in frame.columns if re.fullmatch(r"\d{4}", name)]
    index = ["file_row", "reporter_code", "partner_code", "indicator", "frequency", "scale"]
    long = frame.unpivot(on=years, index=index, variable_name="year", value_name="value")
    sieve = Sieve(path.name, long.with_columns(pl.col("year").alias("cell")).sort("file_row"), cell="cell")
    read_in = sieve.rows.height
    notes = [f"{frame.height:,} rows of the file hold {read_in:,} values, which are what is counted"]
    notes += leave_out(sieve, pl.col("value") == "", "values left empty, of which nothing is told")
    notes += leave_out(sieve, ~pl.col("indicator").is_in(list(_WAYS)), "values of other indicators")
    code = pl.col("partner_code")
    group = code.str.contains(_SPECIAL) & ~code.is_in(list(_OWN))
    notes += leave_out(sieve, group, "values of groups of partners, which repeat their members")
    sieve.refuse(pl.col("frequency") != "A", "frequency", "frequency", "not yearly")
    whole_numbers(sieve, "year", low=1946, high=2100)
    name_traders(sieve, "reporter_code", "partner_code", by_code("iso3", _OWN))
    refuse_values(sieve)
    sieve.rows = sieve.rows.with_columns(
        (pl.col("value") * 10.0 ** pl.col("scale").cast(pl.Float64)).alias("value"),
        pl.col("indicator").replace_strict(_WAYS).alias("flow"),
    )
    refuse_repeats(sieve, ["reporter", "partner", "flow", "year"], "partner_code")
    flows = flow_rows(
        sieve.rows.with_columns(pl.date(pl.col("year"), 1, 1).alias("period")),
        DECLARATION.id,
        product=TOTAL,
        currency="USD",
        valuation=pl.when(pl.col("flow") == "export").then(pl.lit("FOB")).otherwise(pl.lit("CIF")),
        basis=pl.when(_silent()).then(pl.lit("estimated")).otherwise(pl.lit("reported")),
    )
    return reading_of(
        DECLARATION,
        layout,
        path,
        layout=layout,
        read=read_in,
        sieve=sieve,
        tables={"flows": flows},
        covered=covered_by(flows),
        notes=notes,
    )


def _silent() -> pl.Expr:
    """Periods in which the ledger knows the reporter to be silent."""
    told = pl.lit(value=False)
    for one in record_breaks():
        if one.effect == "silent" and not one.partners:
            inside = pl.col("period") >= one.since
            if one.until is not None:
                inside &= pl.col("period") <= one.until
            told |= pl.col("reporter").is_in(one.reporters) & inside
    return told


def remotes(_: str, tell: Tell) -> Iterable[Remote]:
    """Nothing: the Data Explorer makes files on demand; say where."""
    tell("imf-imts", f"no fixed address; save it from {DECLARATION.pages[0]} and use --from DIR")
    return ()


SOURCE = Source(
    declaration=DECLARATION,
    address="https://api.imf.org",
    part_of=named_like(
        explorer=r"^(imf_imts|dataset_.*imts).*\.csv(\.gz)?$", dots=r"^(dot_|dots_).*\.csv(\.gz)?$"
    ),
    read=read,
    remotes=remotes,
)
