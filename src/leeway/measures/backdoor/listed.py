"""The goods asked about: codes of one or more lists, each with the day on which it was listed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from leeway.errors import MissingSourceError, QuestionError
from leeway.measures.goods.editions import translate, translated

PRIORITY = "chpl"
"""The Common High Priority List: it says what matters, not what one sender restricts."""

RESTRICTED = "restricted"
"""Name that stands for all lists of what the senders restrict against the state."""


def codes_of(
    listings: pl.DataFrame, *, target: str, senders: Sequence[str], goods: str = RESTRICTED
) -> pl.DataFrame:
    """Codes of the goods asked about.

    Parameters
    ----------
    listings : polars.DataFrame
        The table ``listings``.
    target : str
        Key of the sanctioned state.
    senders : sequence of str
        Who restricts, as written: keys of states, or ``EU``.
    goods : str
        Name of one list, or `RESTRICTED`.

    Returns
    -------
    polars.DataFrame
        ``product, digits, revision, listed_on, classes`` by code. A code without a day of its own has that
        of its first six digits on another list of the same senders; absent if there is none.

    Raises
    ------
    QuestionError
        If there is no such list, or none against that state by these senders.
    MissingSourceError
        If the record has no lists at all.
    """
    if listings.is_empty():
        raise MissingSourceError(
            "The record holds no list of goods.", hint="leeway refresh goods eu-listings, or --from DIR"
        )
    theirs = listings.filter(pl.col("target") == target, _sent_by(senders))
    restricted = theirs.filter(pl.col("list") != PRIORITY)
    chosen = restricted if goods == RESTRICTED else listings.filter(pl.col("list") == goods)
    if chosen.is_empty():
        raise _unknown(listings, target, senders, goods)
    dated = (
        restricted.with_columns(pl.col("product").str.slice(0, 6).alias("_six"))
        .group_by("_six")
        .agg(pl.col("listed_on").min().alias("_day"))
    )
    return (
        chosen.with_columns(pl.col("product").str.slice(0, 6).alias("_six"))
        .join(dated, on="_six", how="left")
        .group_by("product")
        .agg(
            pl.col("digits").first(),
            pl.col("revision").first(),
            pl.coalesce(pl.col("listed_on").min(), pl.col("_day").min()).alias("listed_on"),
            pl.col("classes").drop_nulls().first(),
        )
        .sort("product")
    )


def _sent_by(senders: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col("sender").str.split(" ").list.contains(sender) for sender in senders)


def _unknown(listings: pl.DataFrame, target: str, senders: Sequence[str], goods: str) -> QuestionError:
    known = listings.select("list", "sender", "target").unique().sort("list", "target")
    lists = "; ".join(f"{name} ({sender} against {to})" for name, sender, to in known.iter_rows())
    what = (
        f"No list of goods that {', '.join(senders)} restrict against {target} is known."
        if goods == RESTRICTED
        else f"There is no list of goods '{goods}'."
    )
    return QuestionError(what, hint=f"Lists: {lists}.")


def in_editions(
    codes: pl.DataFrame, editions: Sequence[str], concordances: pl.DataFrame, *, refuse: bool
) -> pl.DataFrame:
    """Codes of a list as books of other editions have them.

    The Combined Nomenclature changes its codes every year; a code that is not there in a year has no past,
    and is told apart by that. Books in one edition of the Harmonized System are read with the list put into
    it.

    Parameters
    ----------
    codes : polars.DataFrame
        See `codes_of`.
    editions : sequence of str
        Editions that the books tell codes in.
    concordances : polars.DataFrame
        The table ``concordances``.
    refuse : bool
        Whether codes that would be merged with others stop the answer; they are left out otherwise.

    Raises
    ------
    QuestionError
        If codes would be merged with goods outside the list, and are not to be left out; they are named.
    """
    older = [one for one in editions if one.startswith("HS")]
    kept = []
    for (listed_in,), rows in codes.group_by("revision", maintain_order=True):
        wanted = rows["product"].to_list()
        for edition in older if str(listed_in).startswith("HS") else ():
            how = translated if refuse else _those_that_can
            found = how(wanted, concordances, source=str(listed_in), target=edition)
            pairs = [(code, became) for code, others in found.items() for became in others]
            table = pl.DataFrame(pairs, schema={"product": pl.String, "_became": pl.String}, orient="row")
            moved = rows.join(table, on="product").with_columns(pl.col("_became").alias("product"))
            kept.append(moved.drop("_became").select(codes.columns))
        if not older or not str(listed_in).startswith("HS"):
            kept.append(rows)
    return pl.concat(kept).unique("product", keep="first", maintain_order=True).sort("product")


def _those_that_can(
    codes: Sequence[str], concordances: pl.DataFrame, *, source: str, target: str
) -> dict[str, tuple[str, ...]]:
    return translate(codes, concordances, source=source, target=target).codes
