"""Totals of members of the European Union by partner, as Eurostat's Easy Comext writes them.

*Relational View* downloads, one or many stacked: months (``Aug. 2024``) and whole years (``Jan.-Dec. 2016``,
``201952-Jan.-Dec. 2019``), in English or French. Several downloads may hold a cell twice; repeats with one
value are folded, and where values differ all are refused. The European Union and the euro area stand beside
their members, and the United Kingdom as long as it was one. A year with its months begun is no year.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from leeway.record.flow_tables import TOTAL
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of
from leeway.sources.eurostat_names import PART_OF_THE_KINGDOM, by_label
from leeway.sources.flows import (
    covered_by,
    flow_rows,
    leave_out,
    name_traders,
    refuse_values,
    sum_unspecified,
)
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, named_like, saved_by_hand

DECLARATION = SourceDeclaration(
    id="easy-comext",
    publisher="Eurostat",
    title="Easy Comext: EU trade since 1988 by partner, totals",
    licence="Reuse free with credit (Commission Decision 2011/833/EU)",
    terms="https://commission.europa.eu/legal-notice_en",
    pages=("https://ec.europa.eu/eurostat/comext/newxtweb/",),
    citation="Eurostat, Easy Comext, EU trade since 1988",
    covers=(
        "Totals of members and of the Union by partner, in the periods that were asked for. The page "
        "makes the file on demand: save it as CSV in Relational View and use --from DIR."
    ),
)

_RELATIONAL = Header(
    "relational-view",
    {
        "REPORTER": "reporter_name",
        "PARTNER": "partner_name",
        "PRODUCT": "product_name",
        "FLOW": "way",
        "STAT_PROCEDURE": "procedure",
        "PERIOD": "when",
        "VALUE_IN_EUR": "value",
    },
    ignored=("SOURCE_FOLDER", "SOURCE_FILE"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WAYS = {"EXPORT": "export", "EXPORTATION": "export", "IMPORT": "import", "IMPORTATION": "import"}
_KEY = ["reporter", "partner", "flow", "period", "period_kind"]


def read(path: Path) -> Reading:
    """Read one or several downloads of the Relational View.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, _RELATIONAL)
    sieve = Sieve(path.name, frame)
    _periods(sieve)
    sieve.refuse(
        ~pl.col("product_name").is_in(["Total", "TOTAL-Total"]), "PRODUCT", "product_name", "no total"
    )
    total = pl.col("procedure").is_in(["Total", "T-Total"])
    sieve.refuse(~total, "STAT_PROCEDURE", "procedure", "one procedure of several, not their total")
    way = pl.col("way").str.replace(r"^\d-", "").replace_strict(_WAYS, default=None, return_dtype=pl.String)
    sieve.rows = sieve.rows.with_columns(way.alias("flow"))
    sieve.refuse(pl.col("flow").is_null(), "FLOW", "way", "neither import nor export")
    notes = leave_out(
        sieve,
        pl.col("partner_name").str.contains(r"^(Extra|Intra)-(EU|UE)"),
        "rows with the Union itself, or all outside it, as partner",
    )
    part = pl.any_horizontal(pl.col("reporter_name", "partner_name").str.contains(PART_OF_THE_KINGDOM))
    notes += leave_out(sieve, part, "rows of parts of the United Kingdom")
    _french(sieve)
    name_traders(sieve, "reporter_name", "partner_name", by_label)
    refuse_values(sieve)
    notes += _fold(sieve)
    notes += sum_unspecified(sieve, _KEY)
    flows = flow_rows(
        sieve.rows,
        DECLARATION.id,
        product=TOTAL,
        currency="EUR",
        valuation=pl.when(pl.col("flow") == "export").then(pl.lit("FOB")).otherwise(pl.lit("CIF")),
    )
    return reading_of(
        DECLARATION,
        "totals",
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"flows": flows},
        covered=covered_by(flows),
        notes=notes,
    )


def _periods(sieve: Sieve) -> None:
    """Months by their names, years by the months they run over."""
    year = pl.col("when").str.extract(r"(\d{4})$").cast(pl.Int64)
    name = pl.col("when").str.extract(r"^([A-Za-z]{3})\.? \d{4}$").str.to_lowercase()
    month = name.replace_strict({word: place for place, word in enumerate(_MONTHS, 1)}, default=None)
    whole = pl.col("when").str.contains(r"^(\d{4}52-)?Jan\.-Dec\. \d{4}$")
    sieve.rows = sieve.rows.with_columns(
        year.alias("year"),
        pl.when(whole).then(pl.date(year, 1, 1)).otherwise(pl.date(year, month, 1)).alias("period"),
        pl.when(whole).then(pl.lit("year")).otherwise(pl.lit("month")).alias("period_kind"),
        pl.when(whole).then(12).otherwise(1).alias("months"),
    )
    sieve.refuse(pl.col("period").is_null(), "PERIOD", "when", "neither a month nor a whole year")


def _french(sieve: Sieve) -> None:
    """Guinea-Bissau, which the French labels call Guinea beside Guinée: its values stand in line with it."""
    meant = pl.col("way").str.ends_with("ATION") & (pl.col("partner_name") == "Guinea")
    named = pl.when(meant).then(pl.lit("Guinée-Bissau")).otherwise(pl.col("partner_name"))
    sieve.rows = sieve.rows.with_columns(named.alias("partner_name"))


def _fold(sieve: Sieve) -> list[str]:
    """Fold repeats of the same cell with the same value; refuse all where values differ."""
    unnamed = pl.when(pl.col("partner") == "NES").then(pl.col("partner_name")).alias("_unnamed")
    sieve.rows = sieve.rows.with_columns(unnamed)
    cell = [*_KEY, "_unnamed"]
    differ = pl.col("value").n_unique().over(cell) > 1
    sieve.refuse(differ, "VALUE_IN_EUR", "value", "the cell stands in the file with several values")
    before = sieve.rows.height
    sieve.rows = sieve.rows.unique(cell, keep="first", maintain_order=True)
    folded = before - sieve.rows.height
    return [f"{folded:,} cells that stand in several downloads are folded"] if folded else []


SOURCE = Source(
    declaration=DECLARATION,
    address="https://ec.europa.eu",
    part_of=named_like(totals=r"^(easycomext|relational[_ ]view).*\.csv(\.gz)?$"),
    read=read,
    remotes=saved_by_hand(DECLARATION),
)
