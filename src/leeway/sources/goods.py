"""Lists of goods that Leeway keeps itself, and those that a user writes.

The Common High Priority List comes with Leeway. A list of one's own is a CSV named ``goods_list_NAME.csv``
with the column ``product`` and, where known, ``listed_on``, ``sender``, ``target``, ``revision`` and
``tier``; then ``leeway backdoor A --for B --goods NAME`` asks about it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import polars as pl

from leeway.ledger.trade import listed_goods
from leeway.record.flow_tables import REVISIONS
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of, refuse_repeats
from leeway.sources.eu_listings import listing_rows, refuse_codes
from leeway.sources.frames import Header, read_frame
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source

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

_OWN = Header("own-list", {"product": "product"}, ignored=None)
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
    _days(sieve)
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
        layout="ledger" if part == "chpl" else _OWN.name,
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
    """A list of the user's: what it does not say stands as for the priority list."""
    _, found = read_frame(path, Header(_OWN.name, _held(path), ignored=None))
    by_default = {"listed_on": "", "sender": SENDERS, "target": TARGET, "revision": "HS2022", "tier": ""}
    kept = found.with_columns(pl.lit("").alias(name) for name in by_default if name not in found.columns)
    filled = (
        pl.when(pl.col(name) == "").then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in by_default.items()
    )
    stamp = dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC).date()
    return kept.with_columns(filled).with_columns(pl.lit(stamp).alias("as_of"))


def _held(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8-sig") as file:
        names = [name.strip().strip('"') for name in file.readline().strip().split(",")]
    known = ("product", "listed_on", "sender", "target", "revision", "tier")
    return {name: name for name in names if name in known} or dict(_OWN.columns)


def _days(sieve: Sieve) -> None:
    if sieve.rows.schema["listed_on"] == pl.Date:
        return
    day = pl.col("listed_on").str.to_date("%Y-%m-%d", strict=False)
    sieve.rows = sieve.rows.with_columns(day.alias("_day"))
    sieve.refuse((pl.col("listed_on") != "") & pl.col("_day").is_null(), "listed_on", "listed_on", "no day")
    sieve.rows = sieve.rows.drop("listed_on").rename({"_day": "listed_on"})


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
