"""Lists of goods that Leeway keeps itself, and those that a user writes.

The Common High Priority List comes with Leeway. A list of one's own is a CSV named ``goods_list_NAME.csv``
with the column ``product`` and, where known, ``listed_on``, ``sender``, ``target``, ``revision``, ``tier``
and ``as_of``; then ``leeway backdoor A --for B --goods NAME`` asks about it. What is empty stands as for the
priority list; codes of eight digits are of the Combined Nomenclature.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import polars as pl

from leeway.errors import QuestionError
from leeway.ledger.trade import listed_goods
from leeway.record.flow_tables import REVISIONS
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of, refuse_repeats
from leeway.sources.eu_listings import listing_rows, refuse_codes
from leeway.sources.flows import area_kinds
from leeway.sources.frames import Header, read_frame, unpacked
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source
from leeway.states import state

DECLARATION = SourceDeclaration(
    id="goods",
    publisher="Leeway; Bureau of Industry and Security",
    title="Lists of goods: the Common High Priority List, and the user's own",
    licence="Apache-2.0; the priority list is a work of the United States government",
    terms="https://www.bis.gov/articles/russia-export-controls-list-common-high-priority-items",
    pages=("https://www.bis.gov/articles/russia-export-controls-list-common-high-priority-items",),
    citation="Bureau of Industry and Security, Common High Priority List, 2024-02-23",
    covers="50 codes of six digits of the edition of 2022, by tier. The day of each code is not in it.",
)

SENDERS = "USA EU JPN GBR"
"""Who keeps the priority list together."""

TARGET = "RUS"

_OWN = "own-list"
_COLUMNS = ("product", "listed_on", "sender", "target", "revision", "tier", "as_of")
_NAMED = re.compile(r"^goods_list_(\w[\w-]*)\.csv$")


def part_of(name: str) -> str | None:
    """The list in a file, by its name.

    Examples
    --------
    >>> part_of("goods_list_drones.csv"), part_of("goods.csv")
    ('drones', 'chpl')
    """
    if name == "goods.csv":
        return "chpl"
    found = _NAMED.match(name.lower())
    return found.group(1) if found else None


def read(path: Path) -> Reading:
    """Read the list that comes with Leeway, or one's own.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If it has no column ``product``.
    """
    part = str(part_of(path.name))
    frame = _kept() if part == "chpl" else _own(path)
    sieve = Sieve(path.name, frame)
    refuse_codes(sieve, 4, 6, 8)
    if part != "chpl":
        _days(sieve, path)
        _fill(sieve)
    sieve.refuse(
        ~pl.col("revision").is_in(REVISIONS), "revision", "revision", f"none of {', '.join(REVISIONS)}"
    )
    refuse_repeats(sieve, ["product"], "product")
    last = sieve.rows["as_of"].max()
    first = sieve.rows["listed_on"].min()
    as_of = last if isinstance(last, dt.date) else dt.date.min
    return reading_of(
        DECLARATION,
        part,
        path,
        layout="ledger" if part == "chpl" else _OWN,
        read=frame.height,
        sieve=sieve,
        tables={
            "listings": listing_rows(
                sieve.rows,
                source=DECLARATION.id,
                list=part,
                digits=pl.col("product").str.len_chars(),
                classes=pl.col("tier"),
            )
        },
        covered=(first if isinstance(first, dt.date) else as_of, as_of),
    )


def _kept() -> pl.DataFrame:
    """The list that comes with Leeway."""
    rows = [
        (place, one.product, one.revision, one.tier, one.listed_on, one.as_of)
        for place, one in enumerate(listed_goods(), start=2)
    ]
    return pl.DataFrame(
        rows,
        schema={
            "file_row": pl.Int32,
            "product": pl.String,
            "revision": pl.String,
            "tier": pl.String,
            "listed_on": pl.Date,
            "as_of": pl.Date,
        },
        orient="row",
    ).with_columns(pl.lit(SENDERS).alias("sender"), pl.lit(TARGET).alias("target"))


def _own(path: Path) -> pl.DataFrame:
    """A list of the user's, as text: columns that it lacks are empty."""
    head = unpacked(path).split(b"\n", 1)[0].decode("utf-8-sig", errors="replace")
    there = [name for name in next(csv.reader([head.strip()]), []) if name in _COLUMNS]
    _, found = read_frame(path, Header(_OWN, {name: name for name in ("product", *there)}, ignored=None))
    return found.with_columns(
        (pl.col(name) if name in found.columns else pl.lit("")).str.strip_chars().alias(name)
        for name in _COLUMNS
    )


def _days(sieve: Sieve, path: Path) -> None:
    """Days of listing; the list speaks until the day it gives, its last listing, or that of the file."""
    for column in ("listed_on", "as_of"):
        day = pl.col(column).str.to_date("%Y-%m-%d", strict=False)
        sieve.rows = sieve.rows.with_columns(day.alias("_day"))
        sieve.refuse((pl.col(column) != "") & pl.col("_day").is_null(), column, column, "no day")
        sieve.rows = sieve.rows.drop(column).rename({"_day": column})
    written = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC).date()
    last = pl.coalesce(pl.col("as_of").max(), pl.col("listed_on").max(), pl.lit(written))
    sieve.rows = sieve.rows.with_columns(last.alias("as_of"))


def _fill(sieve: Sieve) -> None:
    """Put what the list does not say in place; refuse those whom nobody knows."""
    edition = pl.when(pl.col("product").str.len_chars() == 8).then(pl.lit("CN")).otherwise(pl.lit("HS2022"))
    by_default = {"sender": pl.lit(SENDERS), "target": pl.lit(TARGET), "revision": edition}
    sieve.rows = sieve.rows.with_columns(
        pl.when(pl.col(name) == "").then(value).otherwise(pl.col(name)).alias(name)
        for name, value in by_default.items()
    ).with_columns(pl.col("tier").replace("", None))
    for column in ("sender", "target"):
        unknown = [text for text in sieve.rows[column].unique() if not all(map(_is_known, text.split()))]
        sieve.refuse(
            pl.col(column).is_in(unknown), column, column, "no key of a state or of a group of states"
        )


def _is_known(key: str) -> bool:
    if key in area_kinds():
        return True
    try:
        state(key)
    except QuestionError:
        return False
    return True


def _shipped() -> Mapping[str, Path]:
    return {"chpl": Path(str(resources.files("leeway") / "ledger" / "goods.csv"))}


SOURCE = Source(
    declaration=DECLARATION,
    address="",
    part_of=part_of,
    read=read,
    remotes=lambda _base, _tell: (),
    ships=_shipped,
)
