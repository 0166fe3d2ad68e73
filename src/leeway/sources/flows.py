"""Steps that readers of trade share: partners that are no states, periods, and whole rows of ``flows``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

import polars as pl

from leeway.ledger.trade import trade_areas
from leeway.periods import FIRST_YEAR
from leeway.record.flow_tables import FLOWS, TOTAL
from leeway.sources.coded import Known, iso3, name_states
from leeway.sources.sieve import Sieve
from leeway.states import state

Areas = Mapping[str, str]
"""A publisher's own codes or names for states and areas, and our keys."""

_KINDS = {"DATE": pl.Date(), "SMALLINT": pl.Int16(), "INTEGER": pl.Int32(), "DOUBLE": pl.Float64()}


def by_code(column: str, own: Areas | None = None) -> Known:
    """From a code to the key of a state or trade area, by ``iso3`` or ``m49``.

    Parameters
    ----------
    column : {'iso3', 'm49'}
    own : mapping, optional
        Codes that the publisher uses in its own way; they go before all others.

    Examples
    --------
    >>> known = by_code("m49", {"842": "USA"})
    >>> [known(code, dt.date(2020, 7, 1)) for code in ("842", "398", "344", "0")]
    ['USA', 'KAZ', 'HKG', 'WLD']
    """
    areas = _areas(column)
    states = _states_by_m49() if column == "m49" else {}

    def known(code: str, day: dt.date) -> str | None:
        code = code.strip().upper()
        if not code:
            return None
        if column == "m49":
            code = code.zfill(3)
        if own is not None and code in own:
            return _existing(own[code], day)
        if code in areas:
            return areas[code]
        if column == "iso3":
            return iso3(code, day)
        return next((key for key in states.get(code, ()) if _existing(key, day)), None)

    return known


def by_name(names: Areas) -> Known:
    """From a publisher's own names to the key of a state or trade area; letters' case does not count."""
    folded = {" ".join(name.casefold().split()): key for name, key in names.items()}

    def known(name: str, day: dt.date) -> str | None:
        key = folded.get(" ".join(name.casefold().split()))
        return None if key is None else _existing(key, day)

    return known


@cache
def area_kinds() -> dict[str, str]:
    """Kinds of trade areas, by key."""
    return {area.key: area.kind for area in trade_areas()}


@cache
def _areas(column: str) -> dict[str, str]:
    return {getattr(area, column): area.key for area in trade_areas() if getattr(area, column)}


@cache
def _states_by_m49() -> dict[str, tuple[str, ...]]:
    from leeway.spells import spells

    found: dict[str, tuple[str, ...]] = {}
    for spell in spells():
        if spell.m49:
            held = found.get(spell.m49, ())
            found[spell.m49] = held if spell.state in held else (*held, spell.state)
    return found


def _existing(key: str, day: dt.date) -> str | None:
    if key in area_kinds():
        return key
    return key if state(key).spell_on(day) is not None else None


def name_traders(
    sieve: Sieve, reporter: str | None, partner: str, known: Known, *, year: str = "year"
) -> None:
    """Find who reports (``reporter``) and with whom (``partner``); refuse rows in which they are the same.

    Parameters
    ----------
    sieve : Sieve
        With a whole-number column `year`.
    reporter, partner : str
        Columns with the publisher's codes or names; without `reporter` the column of that name is there.
    known : callable
        See `by_code` and `by_name`.
    """
    if reporter is not None:
        name_states(sieve, reporter, "_reporter", known, year=year, of="reporter")
        sieve.rows = sieve.rows.with_columns(pl.col("_reporter").alias("reporter")).drop("_reporter")
    name_states(sieve, partner, "_partner", known, year=year, of="partner")
    sieve.rows = sieve.rows.with_columns(pl.col("_partner").alias("partner")).drop("_partner")
    sieve.refuse(
        pl.col("reporter") == pl.col("partner"), partner, partner, "reporter and partner are the same"
    )


def refuse_values(sieve: Sieve, column: str = "value", *, times: float = 1.0) -> None:
    """Turn a column of text into the numbers of ``value``; refuse what is no number, negative or empty.

    Parameters
    ----------
    times : float
        What one unit of the publisher's is in whole units of the currency: 1000 for thousands.
    """
    text = pl.col(column).cast(pl.String).str.strip_chars()
    number = text.cast(pl.Float64, strict=False)
    sieve.rows = sieve.rows.with_columns(number.alias("_value"))
    sieve.refuse((text == "").fill_null(True), column, column, "no value")
    sieve.refuse(
        pl.col("_value").is_null() | ~pl.col("_value").is_finite(), column, column, "the value is no number"
    )
    sieve.refuse(pl.col("_value") < 0, column, column, "the value is negative")
    kept = sieve.rows.with_columns((pl.col("_value") * times).alias("_value"))
    sieve.rows = kept.drop("value", strict=False).rename({"_value": "value"})


def flow_rows(rows: pl.DataFrame, source: str, **values: pl.Expr | str | int | None) -> pl.DataFrame:
    """Rows of the table ``flows``: the scope follows from who trades, and the digits from the code.

    Parameters
    ----------
    rows : polars.DataFrame
        With ``file_row`` and whatever columns of the table are there by name.
    source : str
        Id of the source.
    **values
        Further columns of the table, as constants or expressions. By default totals over all goods of a year
        (``product, revision, months, period_kind``), reported (``basis``).

    Returns
    -------
    polars.DataFrame
        All columns of the table but ``load``.
    """
    by_default: dict[str, pl.Expr | str | int | None] = {
        "product": TOTAL,
        "revision": "none",
        "months": 12,
        "period_kind": "year",
        "basis": "reported",
        "source": source,
    }
    given = {name: value for name, value in by_default.items() if name not in rows.columns} | values
    frame = rows.with_columns(
        value.alias(name) if isinstance(value, pl.Expr) else pl.lit(value).alias(name)
        for name, value in given.items()
    )
    kinds = area_kinds()
    kind = [pl.col(side).replace_strict(kinds, default="states") for side in ("reporter", "partner")]
    scope = (
        pl.when((kind[0] == "bloc") | (kind[1] == "bloc"))
        .then(pl.lit("bloc"))
        .when(kind[1] != "states")
        .then(kind[1])
        .otherwise(kind[0])
    )
    product = pl.col("product")
    digits = pl.when(product == TOTAL).then(0).otherwise(product.str.len_chars())
    frame = frame.with_columns(scope.alias("scope"), digits.alias("digits"))
    types = {
        column.name: _KINDS.get(column.type, pl.String()) for column in FLOWS.columns if column.name != "load"
    }
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind_).alias(name)
        for name, kind_ in types.items()
    )


def covered_by(flows: pl.DataFrame) -> tuple[dt.date, dt.date]:
    """First and last day of the periods of some rows of ``flows``; of the record's first year without any."""
    ends = flows.select(
        pl.col("period").min().alias("first"),
        pl.col("period").dt.offset_by(pl.format("{}mo", pl.col("months"))).max().alias("next"),
    )
    first, following = ends.row(0)
    if first is None:
        return dt.date(FIRST_YEAR, 1, 1), dt.date(FIRST_YEAR, 12, 31)
    return first, following - dt.timedelta(days=1)


def leave_out(sieve: Sieve, when: pl.Expr, what: str) -> list[str]:
    """Leave rows out on purpose; a note that counts them, if there are any."""
    number = sieve.rows.filter(when).height
    sieve.rows = sieve.rows.filter(~when)
    return [f"{what}: {number:,}, not kept"] if number else []


def sum_unspecified(sieve: Sieve, key: list[str]) -> list[str]:
    """Sum rows with partners not named, of which publishers have several kinds; a note counts them."""
    nobody = pl.col("partner") == "NES"
    several = sieve.rows.filter(nobody)
    summed = several.with_columns(pl.col("value").sum().over(key)).unique(
        key, keep="first", maintain_order=True
    )
    sieve.rows = pl.concat([sieve.rows.filter(~nobody), summed]).sort("file_row", maintain_order=True)
    gone = several.height - summed.height
    return (
        [f"rows with partners not named that are summed into one of their period: {gone:,}"] if gone else []
    )


def first_day(year: pl.Expr, month: pl.Expr | int = 1) -> pl.Expr:
    """First day of a month of a year."""
    return pl.date(year, month, 1)
