"""Trade by partner from the International Monetary Fund: IMTS, and Direction of Trade Statistics before it.

Three layouts are read: the Data Explorer's, with one column a year; what the Fund's service answers, with
one row a value; and the bulk file of the Direction of Trade Statistics, which has numbers of its own for
states and is read by their names. ``G001`` is the world, and other codes with letters and digits are groups.

``LEEWAY_IMTS`` says what `refresh` asks for, as in ``reporters=RUS,KAZ;since=2010``; by default the states
around Russia since 2010.

Where a reporter is silent the Fund fills in what its partners said, and only the bulk file marks it (E):
years in which the ledger knows a reporter to be silent are kept as estimates, and never meet the reporter's
own in one series.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from leeway.errors import QuestionError
from leeway.ledger.trade import record_breaks, trade_areas
from leeway.names import look_up
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
_SERVICE = Header(
    "service",
    {
        "COUNTRY": "reporter_code",
        "COUNTERPART_COUNTRY": "partner_code",
        "INDICATOR": "indicator",
        "FREQUENCY": "frequency",
        "TIME_PERIOD": "year",
        "OBS_VALUE": "value",
        "SCALE": "scale",
    },
    ignored=None,
)
_BULK = Header(
    "dots",
    {
        "Country Name": "reporter_code",
        "Counterpart Country Name": "partner_code",
        "Indicator Code": "indicator",
        "Attribute": "attribute",
    },
    ignored=None,
    series=r"\d{4}",
)
BY_DEFAULT = "reporters=ARM,AZE,BLR,GEO,KAZ,KGZ,RUS,TJK,TKM,UZB;since=2010"
"""What is asked for unless ``LEEWAY_IMTS`` says otherwise."""

_WAYS = {
    "XG_FOB_USD": "export", "MG_CIF_USD": "import", "TXG_FOB_USD": "export", "TMG_CIF_USD": "import",
}  # fmt: skip
_OWN = {"G001": "WLD", "001": "WLD", "G998": "EU", "KOS": "XKX", "UVK": "XKX", "WBG": "PSE", "1C_ALL": "WLD"}
_SPECIAL = r"^(G\d{3}|\d{3}|GX\w*|TX\w*|R\d+)$"


def read(path: Path) -> Reading:
    """Read a table of the Data Explorer, of the Fund's service, or of the Direction of Trade Statistics.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, _EXPLORER, _SERVICE, _BULK)
    sieve, notes = _by_value(layout, frame, path)
    read_in = sieve.rows.height
    notes += _sift(layout, sieve)
    flows = flow_rows(
        sieve.rows,
        DECLARATION.id,
        product=TOTAL,
        currency="USD",
        valuation=pl.when(pl.col("flow") == "export").then(pl.lit("FOB")).otherwise(pl.lit("CIF")),
        basis=pl.when(_silent() | (pl.col("status") == "E"))
        .then(pl.lit("estimated"))
        .otherwise(pl.lit("reported")),
    )
    return reading_of(
        DECLARATION,
        str(part_of(path.name)),
        path,
        layout=layout,
        read=read_in,
        sieve=sieve,
        tables={"flows": flows},
        covered=covered_by(flows),
        notes=notes,
    )


def _sift(layout: str, sieve: Sieve) -> list[str]:
    """Keep exports and imports of states and areas, in whole dollars; notes of what is left out."""
    notes = leave_out(sieve, pl.col("value") == "", "values left empty, of which nothing is told")
    notes += leave_out(sieve, ~pl.col("indicator").is_in(list(_WAYS)), "values of other indicators")
    if layout != _BULK.name:
        code = pl.col("partner_code")
        group = code.str.contains(_SPECIAL) & ~code.is_in(list(_OWN))
        notes += leave_out(sieve, group, "values of groups of partners, which repeat their members")
    sieve.refuse(pl.col("frequency") != "A", "frequency", "frequency", "not yearly")
    sieve.refuse(~pl.col("scale").str.contains(r"^\d$"), "scale", "scale", "the scale is not stated")
    whole_numbers(sieve, "year", low=1946, high=2100)
    known = _by_name if layout == _BULK.name else by_code("iso3", _OWN)
    name_traders(sieve, "reporter_code", "partner_code", known)
    refuse_values(sieve)
    sieve.rows = sieve.rows.with_columns(
        (pl.col("value") * 10.0 ** pl.col("scale").cast(pl.Float64)).alias("value"),
        pl.col("indicator").replace_strict(_WAYS).alias("flow"),
        pl.date(pl.col("year"), 1, 1).alias("period"),
    )
    refuse_repeats(sieve, ["reporter", "partner", "flow", "year"], "partner_code")
    return notes


def _by_value(layout: str, frame: pl.DataFrame, path: Path) -> tuple[Sieve, list[str]]:
    """One row a value, with the publisher's status, and a note if the file holds several in a row."""
    if layout == _SERVICE.name:
        return Sieve(path.name, frame.with_columns(pl.lit("").alias("status"))), []
    cells = _unpivoted(frame).with_columns(pl.lit("").alias("status"))
    if layout == _BULK.name:
        key = ["reporter_code", "partner_code", "indicator", "year"]
        told = cells.filter(pl.col("attribute") == "Status").unique(key)
        told = told.select(*key, pl.col("value").alias("status"))
        values = cells.filter(pl.col("attribute") == "Value").drop("status")
        cells = values.join(told, on=key, how="left", maintain_order="left").with_columns(
            pl.col("status").fill_null(""), pl.lit("A").alias("frequency"), pl.lit("0").alias("scale")
        )
    rows = cells["file_row"].n_unique()
    held = f"{rows:,} rows of the file hold {cells.height:,} values, which are what is counted"
    return Sieve(path.name, cells, cell="cell"), [held]


def _unpivoted(frame: pl.DataFrame) -> pl.DataFrame:
    years = [name for name in frame.columns if re.fullmatch(r"\d{4}", name)]
    index = [name for name in frame.columns if name not in years]
    long = frame.unpivot(on=years, index=index, variable_name="year", value_name="value")
    return long.with_columns(pl.col("year").alias("cell")).sort("file_row", maintain_order=True)


def _by_name(name: str, day: dt.date) -> str | None:
    """The state or trade area under a name of the Fund's."""
    areas = {area.name: area.key for area in trade_areas() if area.kind != "unspecified"}
    return areas.get(name) or look_up(name, day, near=False).state


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


def remotes(base: str, _: Tell) -> Iterable[Remote]:
    """One answer of the Fund's service, with all reporters wanted.

    Raises
    ------
    QuestionError
        If ``LEEWAY_IMTS`` is not understood.
    """
    wish = os.environ.get("LEEWAY_IMTS") or BY_DEFAULT
    asked = re.fullmatch(r"reporters=([A-Z]{3}(?:,[A-Z]{3})*);since=(\d{4})", wish.strip())
    if asked is None:
        raise QuestionError(f"LEEWAY_IMTS says '{wish}'.", hint=f"Write it like {BY_DEFAULT}")
    key = f"{asked.group(1).replace(',', '+')}.XG_FOB_USD+MG_CIF_USD..A"
    yield Remote(
        part="imts",
        url=f"{base}/external/sdmx/2.1/data/IMF.STA,IMTS/{key}?startPeriod={asked.group(2)}",
        file="imf_imts_service.csv",
        headers={"Accept": "application/vnd.sdmx.data+csv;version=1.0.0"},
    )


part_of = named_like(
    imts=r"^(imf_imts|dataset_.*imts).*[.]csv([.]gz)?$", dots=r"^(dot_|dots_).*[.]csv([.]gz)?$"
)

SOURCE = Source(
    declaration=DECLARATION,
    address="https://api.imf.org",
    part_of=part_of,
    read=read,
    remotes=remotes,
)
