"""Deliveries of major arms, from the Arms Transfers Database of SIPRI.

The publisher makes files on demand: a request with filters is answered by JSON that holds the CSV in Base64.
Leeway asks for the trade register, one row a deal and year of delivery. Its service of totals gives no table
by supplier and recipient (only the years of one side, or the partners of one state a request), so such
tables, part ``values``, are read from files at hand. The two parts tell the same deliveries twice: sum one of
them, never both. Rows of the register have a number of the deal, rows of totals have none.

Volumes of the register are exact; totals are printed as whole millions, and 0 stands for a delivery of less
than half a million. That 0 is kept as printed: the row says that something was delivered (no delivery is no
row), 0 is as far from the truth as any other rounded figure, half a million at most, and a figure put in its
place would be nobody's.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from leeway.errors import DataError, PublisherError, SourceFormatError
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import (
    name_states,
    named,
    numbers,
    reading_of,
    refuse_repeats,
    whole_numbers,
    years_of,
)
from leeway.sources.frames import Header, read_text, unpacked
from leeway.sources.sieve import Sieve
from leeway.sources.source import Remote, Source, Tell, named_like

DECLARATION = SourceDeclaration(
    id="sipri-arms",
    publisher="Stockholm International Peace Research Institute",
    title="Arms Transfers Database",
    licence="(c) SIPRI; free for non-commercial use with credit; republication needs permission",
    terms="https://www.sipri.org/about/terms-and-conditions",
    pages=("https://www.sipri.org/databases/armstransfers", "https://armstransfers.sipri.org/"),
    citation="SIPRI Arms Transfers Database, Stockholm International Peace Research Institute",
    covers=(
        "Deliveries of major arms since 1950, in trend-indicator values. Not in it: small arms, prices, and"
        " orders not yet delivered; rows to or from armed groups, organisations and unknowns are refused."
    ),
)

FIRST_YEAR = 1950
LAST_KNOWN_YEAR = 2025
"""Last year of the database when this version of Leeway was made."""

_REGISTER = Header(
    "register",
    {
        "SIPRI AT Database ID": "deal",
        "Supplier": "supplier_name",
        "Recipient": "recipient_name",
        "Designation": "weapon",
        "Armament category": "category",
        "Delivery year": "year",
        "Delivery year is estimate": "year_estimated",
        "TIV delivery values": "tiv",
    },
    ignored=(
        "Description",
        "Order date",
        "Order date is estimate",
        "Numbers delivered",
        "Numbers delivered is estimate",
        "Status",
        "SIPRI estimate",
        "TIV deal unit",
        "Local production",
    ),
)
_VALUES = Header(
    "values",
    {"supplier": "supplier_name", "recipient": "recipient_name", "year": "year", "value": "tiv"},
    ignored=("supplier_cown", "recipient_cown"),
)
_ORGANISATION = pl.col("_name").str.ends_with("**")
_GROUP = pl.col("_name").str.ends_with("*")
_UNKNOWN = pl.col("_name").str.contains(r"(?i)^unknown\b")
_SEVERAL = pl.col("_name").str.contains(r"(?i)^multiple\b")
_NO_STATE = (
    pl.when(_ORGANISATION)
    .then(pl.lit("no state: the publisher marks an international organisation"))
    .when(_GROUP)
    .then(pl.lit("no state: the publisher marks an armed group"))
    .when(_UNKNOWN)
    .then(pl.lit("no state: unknown to the publisher"))
    .when(_SEVERAL)
    .then(pl.lit("no state: several at once"))
)
_MOST = 1e5
"""No deal of one year comes near it; the largest known is some thousands."""


def read(path: Path) -> Reading:
    """Read the trade register, as sent by the publisher's service or as saved by hand, or a table of totals.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown, or if it is another reply of the service.
    """
    layout, frame = read_text(_text(path), path, _REGISTER, _VALUES, above=True)
    sieve = Sieve(path.name, frame)
    register = layout == _REGISTER.name
    whole_numbers(sieve, "year", low=FIRST_YEAR, high=2100)
    numbers(sieve, "tiv", low=0, high=_MOST)
    sieve.refuse(pl.col("tiv").is_null(), "tiv", pl.lit(""), "no volume is given")
    notes: list[str] = []
    if register:
        whole_numbers(sieve, "deal", low=1, high=10**9)
        notes += _estimates(sieve)
        refuse_repeats(sieve, ["deal", "year"], "deal")
    else:
        refuse_repeats(sieve, ["supplier_name", "recipient_name", "year"], "recipient_name")
    for side in ("supplier", "recipient"):
        _refuse_no_states(sieve, f"{side}_name")
        name_states(sieve, f"{side}_name", side, named)
    sieve.refuse(
        pl.col("supplier") == pl.col("recipient"),
        "recipient_name",
        "recipient_name",
        "a state delivers nothing to itself",
    )
    small = sieve.rows.filter(pl.col("tiv") == 0).height
    if small:
        notes.append(f"deliveries of less than half a million, printed and kept as 0: {small:,}")
    return reading_of(
        DECLARATION,
        layout,
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"arms_transfers": _transfers(sieve.rows)},
        covered=years_of(sieve.rows),
        notes=notes,
    )


def _text(path: Path) -> bytes:
    """The CSV as UTF-8, out of the service's JSON if it is in there."""
    raw = unpacked(path)
    if raw.lstrip()[:1] == b"{":
        raw = _unwrapped(raw, path)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        raw = raw.decode("cp1252", errors="replace").encode()
    return _SEMICOLONS.sub(b"", raw) if _SEMICOLON_HEADER.search(raw) else raw


_SEMICOLON_HEADER = re.compile(rb"^SIPRI AT Database ID,.*;\r?$", re.MULTILINE)
_SEMICOLONS = re.compile(rb";+(?=\r?$)", re.MULTILINE)
"""Some spreadsheets save the publisher's CSV with semicolons at the ends of the lines."""


def _unwrapped(raw: bytes, path: Path) -> bytes:
    try:
        reply = json.loads(raw)
    except ValueError as error:
        raise DataError(
            f"The publisher's reply is damaged or cut: {error}.", where=str(path), hint="Fetch it again."
        ) from error
    if isinstance(reply.get("result"), str):
        return str(reply["result"]).encode()
    if not isinstance(reply.get("bytes"), str):
        raise SourceFormatError(
            f"The publisher's reply holds no table; it holds {', '.join(reply) or 'nothing'}.",
            where=str(path),
        )
    try:
        return base64.b64decode(reply["bytes"], validate=True)
    except binascii.Error as error:
        raise DataError(
            f"The table in the publisher's reply is damaged or cut: {error}.", where=str(path)
        ) from error


def _estimates(sieve: Sieve) -> list[str]:
    """Turn Yes and No into truth; an empty cell stays absent and is counted."""
    said = {"Yes": True, "No": False}
    column = "year_estimated"
    wrong = ~pl.col(column).is_in([*said, ""])
    sieve.refuse(wrong, column, column, "neither Yes nor No")
    unsaid = sieve.rows.filter(pl.col(column) == "").height
    sieve.rows = sieve.rows.with_columns(
        pl.col(column).replace_strict(said, default=None, return_dtype=pl.Boolean)
    )
    return [f"rows that do not say whether the year is an estimate: {unsaid:,}"] if unsaid else []


def _refuse_no_states(sieve: Sieve, column: str) -> None:
    """Refuse armed groups, organisations and unknowns, which the publisher marks as such."""
    reason = _NO_STATE.alias("_why")
    sieve.rows = sieve.rows.with_columns(pl.col(column).str.strip_chars().alias("_name")).with_columns(reason)
    sieve.refuse(pl.col("_why").is_not_null(), column, column, pl.col("_why"))
    sieve.rows = sieve.rows.drop("_name", "_why")


def _transfers(rows: pl.DataFrame) -> pl.DataFrame:
    absent = {"deal": pl.Int64, "weapon": pl.String, "category": pl.String, "year_estimated": pl.Boolean}
    with_all = rows.with_columns(
        pl.lit(None, kind).alias(name) for name, kind in absent.items() if name not in rows.columns
    )
    return with_all.select(
        "supplier",
        "recipient",
        pl.col("year").cast(pl.Int16),
        "tiv",
        "deal",
        "weapon",
        "category",
        "year_estimated",
        "file_row",
    )


def remotes(base: str, tell: Tell) -> Iterator[Remote]:
    """The trade register of all years."""
    last = _last_year(base, tell)
    yield Remote(
        "register",
        f"{base}/trades/trade-register-csv/",
        f"sipri_register_{FIRST_YEAR}_{last}.json",
        post=_request(last),
    )


def _request(last: int) -> bytes:
    """The publisher's filters: deliveries of all years, one row a deal and year, with column names."""

    def wanted(field: str, condition: str = "", first: object = "", until: object = "") -> dict[str, object]:
        return {
            "field": field,
            "oldField": "",
            "condition": condition,
            "value1": first,
            "value2": until,
            "listData": [],
        }

    filters = [
        wanted("Delivery year", "contains", FIRST_YEAR, last),
        wanted("Order year", "contains", 0, last),
        wanted("opendeals"),
        wanted("exportOption"),
    ]
    return json.dumps({"filters": filters, "logic": "AND"}).encode()


def _last_year(base: str, tell: Tell) -> int:
    """Last year of the database, as its service says; otherwise the last one known."""
    from leeway.sources.fetch import Patience, fetch_json

    where = f"{base}/trades/getMaxYear"
    try:
        said = fetch_json(where, patience=Patience(attempts=2))
    except PublisherError as error:
        tell("trade register", f"until {LAST_KNOWN_YEAR}, as known to this Leeway: {error.message}")
        return LAST_KNOWN_YEAR
    if not isinstance(said, int) or not FIRST_YEAR < said <= 2100:
        raise PublisherError(f"The publisher says that its last year is {said!r}.", where=where)
    return said


SOURCE = Source(
    declaration=DECLARATION,
    address="https://atbackend.sipri.org/api/p",
    part_of=named_like(
        register=r"^(sipri[-_])?(trade[-_ ]?)?register.*\.(csv|json)",
        values=r"^sipri[-_](tiv|values)(?!.*from_register).*\.csv",
    ),
    read=read,
    remotes=remotes,
)
