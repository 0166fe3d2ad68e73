"""Gross domestic product and population, from the World Development Indicators of the World Bank.

Two layouts are read: the World Bank's own archive, one column a year, and the table in long form that other
packages hand on. The unit counted is a value, whatever the layout.

The World Bank writes the codes of today's countries and gives their figures within today's borders as far
back as it can. Years in which the state did not exist are refused, and so are the years in which a state of
that name had other borders (`OTHER_BORDERS`): 120 million people in *Russia* in 1960 are not the Soviet
Union's, 73 million in *Germany* not those of either German state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from leeway.errors import SourceFormatError
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import (
    iso3,
    name_states,
    numbers,
    reading_of,
    refuse_repeats,
    since_1946,
    whole_numbers,
    years_of,
)
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Remote, Source, Tell, named_like

DECLARATION = SourceDeclaration(
    id="wdi",
    publisher="World Bank",
    title="World Development Indicators: GDP (current US$) and population",
    licence="CC BY 4.0",
    terms="https://datacatalog.worldbank.org/public-licenses",
    pages=(
        "https://data.worldbank.org/indicator/NY.GDP.MKTP.CD",
        "https://data.worldbank.org/indicator/SP.POP.TOTL",
    ),
    citation="World Bank, World Development Indicators, NY.GDP.MKTP.CD and SP.POP.TOTL",
    covers=(
        "Figures since 1960, within today's borders. Not in it: Taiwan, states that ended, and years in which"
        " a state had other borders, which are refused."
    ),
)

SERIES = {"NY.GDP.MKTP.CD": "gdp", "SP.POP.TOTL": "population"}
"""The World Bank's codes of the series, and what they are in the record."""

AGGREGATES = frozenset((
    "AFE", "AFR", "AFW", "ARB", "CAA", "CEA", "CEB", "CEU", "CLA", "CME", "CSA", "CSS", "DEA", "DEC",
    "DFS", "DLA", "DMN", "DNS", "DSA", "DSF", "DSS", "EAP", "EAR", "EAS", "ECA", "ECS", "EMU", "EUU",
    "FCS", "FXS", "HIC", "HPC", "IBB", "IBD", "IBT", "IDA", "IDB", "IDX", "INX", "LAC", "LCN", "LDC",
    "LIC", "LMC", "LMY", "LTE", "MDE", "MEA", "MIC", "MNA", "NAC", "NAF", "NRS", "NXS", "OED", "OSS",
    "PRE", "PSS", "PST", "RRS", "SAS", "SSA", "SSF", "SST", "SXZ", "TEA", "TEC", "TLA", "TMN", "TSA",
    "TSS", "UMC", "WLD", "XZN",
))  # fmt: skip
"""Codes of the World Bank's own for groups of countries: regions, incomes, lending, ages, the world."""

OTHER_BORDERS = {
    "RUS": (1991, "took in the other Soviet republics"),
    "DEU": (1990, "left out the German Democratic Republic"),
    "YEM": (1989, "left out Democratic Yemen"),
    "VNM": (1975, "left out the Republic of Viet-Nam"),
    "SRB": (2006, "took in Montenegro"),
    "ETH": (1992, "took in Eritrea"),
    "PAK": (1971, "took in Bangladesh"),
    "SDN": (2010, "took in South Sudan"),
}
"""Last year in which the state had other borders than the country of its code today, and which."""

_LONG = Header("long", {"Country Code": "code", "Year": "year", "Value": "value"}, ignored=("Country Name",))
_WIDE = Header(
    "wide",
    {"Country Code": "code", "Indicator Code": "series"},
    ignored=("Country Name", "Indicator Name", ""),
    series=r"\d{4}",
)
_MEMBER = re.compile(r"(^|/)API_[^/]*\.csv$")
_MOST = 1e16


def read(path: Path) -> Reading:
    """Read the World Bank's archive or CSV of one series, or the table in long form.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown, or the file holds another series.
    """
    layout, frame = read_frame(path, _LONG, _WIDE, member=_MEMBER, above=True)
    part = _part(layout, frame, path)
    wide = layout == _WIDE.name
    sieve = Sieve(path.name, _unpivoted(frame) if wide else frame, cell="cell" if wide else None)
    read_in = sieve.rows.height
    notes = _without_aggregates(sieve)
    if wide:
        notes.insert(
            0, f"{frame.height:,} rows of the file hold {read_in:,} values, which are what is counted"
        )
    whole_numbers(sieve, "year", low=1800, high=2100)
    notes += since_1946(sieve)
    numbers(sieve, "value", low=0, high=_MOST)
    notes += _without_empty(sieve)
    refuse_repeats(sieve, ["code", "year"], "code")
    _refuse_other_borders(sieve)
    name_states(sieve, "code", "state", iso3)
    refuse_repeats(sieve, ["state", "year"], "code")
    indicators = sieve.rows.select(
        "state",
        pl.lit(part).alias("indicator"),
        pl.col("year").cast(pl.Int16),
        "value",
        "file_row",
    )
    return reading_of(
        DECLARATION,
        part,
        path,
        layout=layout,
        read=read_in,
        sieve=sieve,
        tables={"indicators": indicators},
        covered=years_of(sieve.rows),
        notes=notes,
    )


def _part(layout: str, frame: pl.DataFrame, path: Path) -> str:
    """Which series a file holds: as it says itself, or in long form, which does not say it, by its name."""
    if layout == _LONG.name:
        named = _part_of(path.name)
        if named is None:
            raise SourceFormatError(
                "Neither the file nor its name says which series it holds.",
                where=str(path),
                hint="Call it wb_gdp_current_usd.csv or wb_population.csv.",
            )
        return named
    held = frame["series"].unique().sort().to_list()
    if len(held) != 1 or held[0] not in SERIES:
        raise SourceFormatError(
            f"The file holds the series {', '.join(held[:8])}, not one of {', '.join(SERIES)}.",
            where=str(path),
        )
    return SERIES[held[0]]


def _unpivoted(frame: pl.DataFrame) -> pl.DataFrame:
    years = [name for name in frame.columns if re.fullmatch(r"\d{4}", name)]
    long = frame.unpivot(on=years, index=["file_row", "code"], variable_name="year", value_name="value")
    return long.with_columns(pl.col("year").alias("cell")).sort("file_row", maintain_order=True)


def _without_aggregates(sieve: Sieve) -> list[str]:
    """Leave out groups of countries; a note that counts them."""
    groups = sieve.rows.filter(pl.col("code").is_in(AGGREGATES))
    sieve.rows = sieve.rows.filter(~pl.col("code").is_in(AGGREGATES))
    if groups.is_empty():
        return []
    return [f"values of {groups['code'].n_unique()} groups of countries, not kept: {groups.height:,}"]


def _without_empty(sieve: Sieve) -> list[str]:
    """Leave out years of which there is no figure; a note that counts them."""
    empty = sieve.rows["value"].null_count()
    sieve.rows = sieve.rows.filter(pl.col("value").is_not_null())
    return [f"values left empty, of which there is no figure: {empty:,}"] if empty else []


def _refuse_other_borders(sieve: Sieve) -> None:
    last = pl.col("code").replace_strict(
        {code: year for code, (year, _) in OTHER_BORDERS.items()}, default=None, return_dtype=pl.Int64
    )
    differed = pl.col("code").replace_strict(
        {code: what for code, (_, what) in OTHER_BORDERS.items()}, default=None, return_dtype=pl.String
    )
    reason = pl.format("the figure is of today's borders; until {} those of the state {}", last, differed)
    sieve.refuse((pl.col("year") <= last).fill_null(False), "code", "code", reason)


def remotes(base: str, _: Tell) -> Iterable[Remote]:
    """The archive of each series, which the World Bank makes on demand."""
    return [
        Remote(part, f"{base}/v2/en/indicator/{series}?downloadformat=csv", f"API_{series}.zip")
        for series, part in SERIES.items()
    ]


_part_of = named_like(
    gdp=r"(^api_ny\.gdp\.mktp\.cd|^wb_gdp_current).*\.(csv|zip)",
    population=r"(^api_sp\.pop\.totl|^wb_population).*\.(csv|zip)",
)

SOURCE = Source(
    declaration=DECLARATION,
    address="https://api.worldbank.org",
    part_of=_part_of,
    read=read,
    remotes=remotes,
)
