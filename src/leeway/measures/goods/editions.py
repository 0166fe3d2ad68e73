"""A list of goods in another edition of the Harmonized System, refused where codes would be merged.

A conversion gives every code one code of the other edition, even where that holds other goods as well. For a
list of a few sensitive goods that is a false alarm: 854151 and 854159 of 2022 would become 851712 of 2017,
mobile phones. A code is therefore taken over only if all codes that become the same one are on the list. The
conversion decides what becomes what; the wider correlation joins nearly every machine to the waste it ends
as, and would refuse all.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from leeway.errors import QuestionError

FIRST_YEARS = {2022: "HS2022", 2017: "HS2017", 2012: "HS2012", 2007: "HS2007", 2002: "HS2002", 1996: "HS1996"}
"""Editions by the first year in which the Combined Nomenclature rests on them."""

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Translated:
    """A list of goods in another edition.

    Attributes
    ----------
    codes : dict of str to tuple of str
        Codes of the list that can be told there, and the codes they are.
    merged : dict of str to tuple of str
        Codes that share a code there with goods outside the list, and those goods.
    unknown : tuple of str
        Codes that the tables do not have.
    """

    codes: dict[str, tuple[str, ...]]
    merged: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...]


def edition_of(year: int) -> str:
    """The edition that the Combined Nomenclature of a year rests on.

    Raises
    ------
    QuestionError
        If the year is before 1996.

    Examples
    --------
    >>> edition_of(2021), edition_of(2022)
    ('HS2017', 'HS2022')
    """
    for first, edition in FIRST_YEARS.items():
        if year >= first:
            return edition
    raise QuestionError(f"No edition of the Harmonized System is kept for {year}.", hint="Ask from 1996 on.")


def translate(codes: Collection[str], concordances: pl.DataFrame, *, source: str, target: str) -> Translated:
    """Put a list of goods into another edition, and tell which codes cannot be.

    Parameters
    ----------
    codes : collection of str
        Six digits each.
    concordances : polars.DataFrame
        The table ``concordances``.
    source, target : str
        Editions, as in the table.

    Returns
    -------
    Translated

    Raises
    ------
    QuestionError
        If there is no table between the editions.

    Examples
    --------
    >>> rows = [("HS2022", code, "HS2017", "851712", True) for code in ("854151", "851714")]
    >>> columns = ["from_revision", "from_product", "to_revision", "to_product", "converted"]
    >>> table = pl.DataFrame(rows, schema=columns, orient="row")
    >>> translate(["854151"], table, source="HS2022", target="HS2017").merged
    {'854151': ('851714',)}
    """
    wanted = sorted(set(codes))
    if source == target:
        return Translated({code: (code,) for code in wanted}, {}, ())
    rows = concordances.filter(pl.col("from_revision") == source, pl.col("to_revision") == target)
    if rows.is_empty():
        known = (
            concordances.select("from_revision", "to_revision").unique().sort("from_revision", "to_revision")
        )
        told = ", ".join(f"{one} to {other}" for one, other in known.iter_rows())
        raise QuestionError(
            f"There is no table from {source} to {target}.",
            hint=f"There are: {told}." if told else "leeway refresh hs",
        )
    rows = rows.filter("converted") if rows["converted"].any() else rows
    goes = _grouped(rows, "from_product", "to_product")
    holds = _grouped(rows, "to_product", "from_product")
    there: dict[str, tuple[str, ...]] = {}
    merged: dict[str, tuple[str, ...]] = {}
    for code in wanted:
        others = tuple(sorted({one for became in goes.get(code, ()) for one in holds[became]} - set(wanted)))
        if code not in goes:
            continue
        if others:
            merged[code] = others
        else:
            there[code] = goes[code]
    return Translated(there, merged, tuple(code for code in wanted if code not in goes))


def translated(
    codes: Collection[str], concordances: pl.DataFrame, *, source: str, target: str
) -> dict[str, tuple[str, ...]]:
    """Put a list of goods into another edition, or refuse.

    Parameters and returns are those of `translate`, without what cannot be told.

    Raises
    ------
    QuestionError
        If codes would be merged with goods outside the list, or are not in the tables; they are named.
    """
    found = translate(codes, concordances, source=source, target=target)
    if found.merged or found.unknown:
        raise QuestionError(
            f"{len(found.merged) + len(found.unknown)} of {len(set(codes))} codes of {source} cannot be told "
            f"in {target}: {_named(found)}.",
            hint=f"Use flows in {source}, or leave these codes out of the list.",
        )
    return found.codes


def _grouped(rows: pl.DataFrame, key: str, value: str) -> dict[str, tuple[str, ...]]:
    told = rows.group_by(key).agg(pl.col(value).unique().sort())
    return {one: tuple(others) for one, others in told.iter_rows()}


def _named(found: Translated) -> str:
    told = [f"{code} (with {', '.join(_few(others))})" for code, others in found.merged.items()]
    told += [f"{code} (not in the tables)" for code in found.unknown]
    return "; ".join(told)


def _few(codes: Sequence[str]) -> list[str]:
    more = len(codes) - _SHOWN
    return [*codes[:_SHOWN], f"{more} more"] if more > 0 else list(codes)
