"""Yearly trade of all pairs 1962-2014, from the graphs of the Observatory of Economic Complexity.

Two layouts are read: all years as one table, and one year's graph as it is published (``.gexf``). An edge
runs from the one who *buys* to the one who *sells*. The figures are those of Feenstra and others to 2000 and
of UN Comtrade after, both cleaned by comparing the two sides. 1998 repeats 1997 and is refused; 1962, 2008
and 2009 have no edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import polars as pl

from leeway.errors import DataError, SourceFormatError
from leeway.record.flow_tables import TOTAL
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of, refuse_repeats, whole_numbers
from leeway.sources.eurostat_names import by_label
from leeway.sources.flows import by_code, covered_by, flow_rows, name_traders, refuse_values
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Remote, Source, Tell

DECLARATION = SourceDeclaration(
    id="oec",
    publisher="Observatory of Economic Complexity",
    title="Trade by pair and year 1962-2014",
    licence="MIT for the graphs; UN Comtrade's terms for what is behind them",
    terms="https://oec.world/en/resources/terms",
    pages=("https://oec.world/en/resources/data/", "https://github.com/hungrstrike316/Global-Trade-Network"),
    citation=(
        "Simoes, Alexander, and César Hidalgo (2011), The Economic Complexity Observatory, AAAI Workshops; "
        "Feenstra et al. (2005), World Trade Flows 1962-2000, NBER 11040; UN Comtrade"
    ),
    covers="All pairs in dollars. Not in it: 1962, 1998, 2008 and 2009. Totals of all goods alone.",
)

OWN = {
    "YAR": "YEM",
    "FDR": "DEU",
    "DDR": "DDR",
    "SUN": "RUS",
    "YUG": "YUG",
    "CSK": "CSK",
    "ZAR": "COD",
    "ROM": "ROU",
    "PCI": "PCI",
    "NAA": "NES",
    "SCG": "SRB",
    "YMD": "YMD",
    "VDR": "VNM",
    "SVR": "VNM",
    "NES": "NES",
    "XXA": "NES",
    "XXB": "NES",
    "ANT": "ANT",
}
"""The publisher's own codes."""

COPIED = 1998
"""A year whose edges are those of the year before."""

_TABLE = Header(
    "edges",
    {"year": "year", "source_countryId3": "buyer", "target_countryId3": "seller", "weight": "value"},
)
_NAME = "1"
_GRAPH = re.compile(r"^oec_trade_ntwrkx_(\d{4})\.gexf$")


def part_of(name: str) -> str | None:
    """The part in a file, by its name.

    Examples
    --------
    >>> part_of("oec_country_pairs_yearly_1962_2014.parquet"), part_of("oec_trade_ntwrkX_2014.gexf")
    ('pairs', 'graph-2014')
    """
    low = name.lower()
    if low.startswith("oec_country_pairs") and low.endswith((".parquet", ".csv", ".csv.gz")):
        return "pairs"
    found = _GRAPH.match(low)
    return f"graph-{found.group(1)}" if found else None


def read(path: Path) -> Reading:
    """Read the table of all years, or the graph of one.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown, or the graph is no graph.
    """
    part = str(part_of(path.name))
    if part == "pairs":
        layout, frame = read_frame(path, _TABLE)
    else:
        layout, frame = "graph", _graph(path, int(part.rsplit("-", 1)[-1]))
    sieve = Sieve(path.name, frame)
    whole_numbers(sieve, "year", low=1946, high=2100)
    sieve.refuse(pl.col("year") == COPIED, "year", "year", f"the edges of {COPIED} are those of {COPIED - 1}")
    name_traders(sieve, "buyer", "seller", by_code("iso3", OWN) if part == "pairs" else by_label)
    refuse_values(sieve)
    refuse_repeats(sieve, ["buyer", "seller", "year"], "buyer")
    notes = _sum_continued(sieve)
    flows = flow_rows(
        sieve.rows,
        DECLARATION.id,
        flow="import",
        product=TOTAL,
        period=pl.date(pl.col("year"), 1, 1),
        currency="USD",
        basis="reconciled",
    )
    return reading_of(
        DECLARATION,
        part,
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"flows": flows},
        covered=covered_by(flows),
        notes=notes,
    )


def _sum_continued(sieve: Sieve) -> list[str]:
    """Sum rows of parts that one key stands for, such as areas not named; a note that counts them."""
    key = ["reporter", "partner", "year"]
    before = sieve.rows.height
    sieve.rows = sieve.rows.with_columns(pl.col("value").sum().over(key))
    sieve.rows = sieve.rows.unique(key, keep="first", maintain_order=True)
    summed = before - sieve.rows.height
    return (
        [f"rows of parts of one state, or of areas not named, that are summed: {summed:,}"] if summed else []
    )


def _graph(path: Path, year: int) -> pl.DataFrame:
    """Edges of a graph, by the line they would have in order."""
    try:
        root = ET.parse(path).getroot()  # noqa: S314 - a file at hand, without entities to expand
    except FileNotFoundError as error:
        raise DataError("There is no such file.", where=str(path)) from error
    except ET.ParseError as error:
        raise DataError(f"The graph is damaged or cut: {error}.", where=str(path)) from error
    edges = [one for one in root.iter() if one.tag.rsplit("}", 1)[-1] == "edge"]
    if not edges:
        raise SourceFormatError("The file holds no edge.", where=str(path))
    nodes = [one for one in root.iter() if one.tag.rsplit("}", 1)[-1] == "node"]
    name = {node.get("id", ""): _name(node) for node in nodes}
    told = [
        (
            place,
            str(year),
            name.get(edge.get("source", ""), ""),
            name.get(edge.get("target", ""), ""),
            edge.get("weight", ""),
        )
        for place, edge in enumerate(edges, start=2)
    ]
    schema = {
        "file_row": pl.Int32,
        "year": pl.String,
        "buyer": pl.String,
        "seller": pl.String,
        "value": pl.String,
    }
    return pl.DataFrame(told, schema=schema, orient="row")


def _name(node: ET.Element) -> str:
    """The name of a node, which stands among its values."""
    values = {one.get("for"): one.get("value", "") for one in node.iter()}
    return values.get(_NAME, "")


def remotes(_: str, tell: Tell) -> Iterable[Remote]:
    """Nothing: the publisher keeps no file with all years; say where one is found."""
    tell("oec", f"no fixed address; save it from {DECLARATION.pages[1]} and use --from DIR")
    return ()


SOURCE = Source(
    declaration=DECLARATION,
    address="https://oec.world",
    part_of=part_of,
    read=read,
    remotes=remotes,
)
