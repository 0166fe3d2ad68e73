"""Sums that were published, made again from the record: nothing is counted twice, and nothing is lost."""

from __future__ import annotations

import datetime as dt

import polars as pl

from benchmarks.figures import Figure, Section, Table
from leeway.record.store import Record

KEY = "published"
SIX = ("ARM", "BLR", "GEO", "KAZ", "KGZ", "UZB")
GROWTH = {"KGZ": 344.8, "ARM": 148.9, "KAZ": 88.6, "UZB": 63.8}
MONTHS = range(3, 12)


def monthly(record: Record) -> pl.DataFrame:
    """All goods that EU members sold, by partner and month, in euros, from Comext's product rows."""
    return record.select(
        "SELECT partner, period, sum(value) AS value FROM flows WHERE source = 'comext' AND digits = 0 "
        "AND flow = 'export' AND period_kind = 'month' GROUP BY ALL"
    )


def yearly(record: Record) -> pl.DataFrame:
    """All goods that the EU sold, by partner and year, in euros."""
    return record.select(
        "SELECT partner, year(period) AS year, value FROM flows WHERE source = 'easy-comext' AND digits = 0 "
        "AND flow = 'export' AND period_kind = 'year'"
    )


def of_months(rows: pl.DataFrame, partners: tuple[str, ...], year: int, months: range = MONTHS) -> float:
    """Sum over partners and some months of a year, in billions."""
    first, last = dt.date(year, months[0], 1), dt.date(year, months[-1], 1)
    kept = rows.filter(pl.col("partner").is_in(partners), pl.col("period").is_between(first, last))
    return float(kept["value"].sum()) / 1e9


def grown(rows: pl.DataFrame, partner: str, year: int) -> float:
    """Growth from one year to the next in percent."""
    value = dict(rows.filter(pl.col("partner") == partner).select("year", "value").iter_rows())
    return 100.0 * (value[year] / value[year - 1] - 1.0)


def section(record: Record) -> Section:
    """Sums against what was published."""
    rows, years = monthly(record), yearly(record)
    cells = record.select(
        "SELECT partner, sum(value) AS value, count(*) AS n FROM flows WHERE source = 'comext' "
        "AND digits = 8 GROUP BY ALL ORDER BY partner"
    )
    figures = [
        *(
            Figure(f"EU to {name}, March to November {year}, EUR bn", of_months(rows, partners, year),
                   f"{27 * len(partners) * len(MONTHS)} cells of all goods", low=low, high=low + 0.1,
                   digits=2)
            for name, partners, year, low in (
                ("Russia", ("RUS",), 2021, 69.15), ("Russia", ("RUS",), 2022, 36.25),
                ("six neighbours", SIX, 2021, 13.65), ("six neighbours", SIX, 2022, 20.25),
            )
        ),
        *(
            Figure(f"EU to {partner}, growth 2021 to 2022, %", grown(years, partner, 2022), "yearly totals",
                   low=told - 0.05, high=told + 0.05, digits=1)
            for partner, told in GROWTH.items()
        ),
        Figure("codes of eight digits, sum of all cells, EUR", float(cells["value"].sum()),
               f"{cells['n'].sum():,} cells", low=95_803_246_686, high=95_803_246_686, digits=0),
    ]  # fmt: skip
    return Section(
        key=KEY,
        title="Published sums",
        command="python -m benchmarks.trade published",
        method=(
            "Targets are what was published, to the last digit printed: the press for March to November "
            "(36.3 against 69.2, and 20.3 against 13.7 bn), Eurostat's yearly totals as a public project "
            "gives them, and the sum of the eight-digit cells by their compiler. The cells hold headings of "
            "four digits beside codes of eight, and totals: each sum reads one length of codes."
        ),
        figures=figures,
        tables=[
            Table(
                "Codes of eight digits by partner",
                ("partner", "EUR", "cells"),
                [[key, f"{value:,.0f}", f"{number:,}"] for key, value, number in cells.iter_rows()],
            )
        ],
    )
