"""The ledger of facts that Leeway keeps itself, brought into the record like any other source."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, get_args

import polars as pl

from leeway.errors import DataError, QuestionError, SourceFormatError
from leeway.ledger import Dated, Membership, Recognition, Treaty, memberships, recognitions, treaties
from leeway.ledger.facts import MembershipEnd, Position, Role, Status, TreatyEnd, TreatyKind
from leeway.record.reading import Reading, SourceDeclaration
from leeway.record.tie_tables import RECOGNITIONS, TIES
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, named_like
from leeway.sources.unpack import sha256_of
from leeway.states import state

DECLARATION = SourceDeclaration(
    id="ledger",
    publisher="Leeway",
    title="Ledger of recognitions, memberships and treaties",
    licence="Apache-2.0; facts, each with the text it was seen in",
    terms="https://www.apache.org/licenses/LICENSE-2.0",
    pages=("https://www.apache.org/licenses/LICENSE-2.0",),
    citation="The Leeway authors, Ledger of recognitions, memberships and treaties",
    covers=(
        "Recognition of disputed states, memberships and treaties that the academic files end before. A fact"
        " that is only remembered is marked unverified and enters no estimate. It comes with Leeway."
    ),
)

_BASES = {"base": "base", "deployment": "deployment", "nonaggression": "nonaggression", "defence": "defence"}


@dataclass(frozen=True, slots=True)
class _Cells:
    """What may stand in the cells of a table: words out of a list, days, keys of states."""

    words: Mapping[str, tuple[str, ...]]
    days: tuple[str, ...]
    states: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.words, *self.days, *self.states, "as_of", "source", "note")


_CELLS = {
    "recognitions": _Cells(
        {"position": get_args(Position), "status": get_args(Status)}, ("date",), ("entity", "state")
    ),
    "memberships": _Cells(
        {"role": get_args(Role), "ended": get_args(MembershipEnd), "status": get_args(Status)},
        ("from", "until", "frozen_from", "frozen_until"),
        ("state",),
    ),
    "treaties": _Cells(
        {"kind": get_args(TreatyKind), "ended": get_args(TreatyEnd), "status": get_args(Status)},
        ("signed", "from", "until"),
        ("parties",),
    ),
}


def read(path: Path) -> Reading:
    """Read one of the ledger's tables: ``recognitions.csv``, ``memberships.csv`` or ``treaties.csv``.

    The facts are those that come with this Leeway; every row of the file is checked first.

    Raises
    ------
    DataError
        If a row of the file is broken.
    SourceFormatError
        If a column is missing.
    KeyError
        If the file is none of the three.
    """
    part = path.stem
    _check(path, _CELLS[part])
    name, rows = {"recognitions": _recognitions, "memberships": _memberships, "treaties": _treaties}[part]()
    days = [row["as_of"] for row in rows]
    begins = [row.get("since") or row.get("date") for row in rows]
    first = min((day for day in begins if isinstance(day, dt.date)), default=min(days))
    return Reading(
        source=DECLARATION,
        part=part,
        file=path.name,
        sha256=sha256_of(path),
        bytes=path.stat().st_size,
        layout="ledger",
        rows_read=len(rows),
        rows_kept=len(rows),
        tables={name: _frame(name, rows)},
        rejects=Sieve(path.name, pl.DataFrame({"file_row": []})).rejects(),
        covered=(first, max(days)),
        notes=_marked(rows),
    )


Row = dict[str, Any]


def _check(path: Path, cells: _Cells) -> None:
    """Stop at the first row that is broken."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = [name for name in cells.columns if name not in (rows.fieldnames or ())]
        if missing:
            raise SourceFormatError(f"The file has no column {', '.join(missing)}.", where=str(path))
        for row in rows:
            try:
                wrong = _wrong(row, cells)
            except QuestionError as error:
                wrong = error.message
            if wrong:
                raise DataError(
                    wrong, where=f"{path}, line {rows.line_num}", hint="docs/ledger.md has the rules."
                )


def _wrong(row: dict[str | Any, str | Any], cells: _Cells) -> str:
    """Say what is wrong with a row of the ledger; empty if nothing is."""
    if None in row or None in row.values():
        return "The row has more or fewer cells than the header."
    for column, known in cells.words.items():
        if row[column] not in known:
            return f"The {column} '{row[column]}' is none of {', '.join(filter(None, known))}."
    days = {column: Dated.parse(row[column]) for column in cells.days if row[column]}
    if Dated.parse(row["as_of"]).precision != "day":
        return f"The as_of '{row['as_of']}' is no day."
    for first, last in (("from", "until"), ("frozen_from", "frozen_until")):
        if first in days and last in days and days[last].last < days[first].first:
            return f"It ends on {row[last]}, before it begins on {row[first]}."
    for column in cells.states:
        if not row[column]:
            return f"The row names no {column}."
        for key in row[column].split():
            state(key)
    return ""


def _frame(name: str, rows: list[Row]) -> pl.DataFrame:
    table = TIES if name == "ties" else RECOGNITIONS
    kinds = {"DATE": pl.Date(), "INTEGER": pl.Int32()}
    schema = {one.name: kinds.get(one.type, pl.String()) for one in table.columns if one.name != "load"}
    return pl.DataFrame([{key: row.get(key) for key in schema} for row in rows], schema=schema)


def _marked(rows: list[Row]) -> tuple[str, ...]:
    told = []
    for status in ("suspect", "unverified"):
        number = sum(row["status"] == status for row in rows)
        if number:
            told.append(f"{number} {status} facts are kept and enter no estimate")
    return tuple(told)


def _day(name: str, dated: Dated | None) -> Row:
    if dated is None:
        return {name: None, f"{name}_precision": None}
    day = dated.last if name == "until" else dated.first
    return {name: day, f"{name}_precision": dated.precision}


def _seen(one: Recognition | Membership | Treaty, row: int) -> Row:
    """Where a fact was seen, and how far it may be trusted."""
    return {
        "as_of": one.as_of,
        "status": one.status,
        "source": DECLARATION.id,
        "cited": one.source,
        "note": one.note or None,
        "file_row": row,
    }


def _recognitions() -> tuple[str, list[Row]]:
    return "recognitions", [
        {
            "entity": one.entity,
            "state": one.state,
            "position": one.position,
            **_day("date", one.date),
            **_seen(one, row),
        }
        for row, one in enumerate(recognitions(), start=2)
    ]


def _memberships() -> tuple[str, list[Row]]:
    return "ties", [
        {
            "tie": f"{one.organisation} {one.state} {one.role} {row}",
            "kind": "membership",
            "state": one.state,
            "organisation": one.organisation,
            "role": one.role,
            "parties": one.state,
            **_day("since", one.since),
            **_day("until", one.until),
            "ended": "terminated" if one.until else "still in force",
            "how": one.ended or None,
            "frozen_since": one.frozen_since.first if one.frozen_since else None,
            "frozen_until": one.frozen_until.last if one.frozen_until else None,
            **_seen(one, row),
        }
        for row, one in enumerate(memberships(), start=2)
    ]


def _treaties() -> tuple[str, list[Row]]:
    return "ties", [
        {
            "tie": one.key,
            "kind": _BASES.get(one.kind, "treaty"),
            "state": one.parties[0],
            "partner": one.parties[1] if len(one.parties) == 2 else None,
            "organisation": one.name,
            "role": one.kind,
            "parties": " ".join(one.parties),
            **_day("since", one.since or one.signed),
            **_day("until", one.until),
            "ended": "terminated" if one.until or one.ended else "still in force",
            "how": one.ended or None,
            **_seen(one, row),
        }
        for row, one in enumerate(treaties(), start=2)
    ]


def _shipped() -> Mapping[str, Path]:
    folder = Path(str(resources.files("leeway") / "ledger"))
    return {part: folder / f"{part}.csv" for part in ("recognitions", "memberships", "treaties")}


SOURCE = Source(
    declaration=DECLARATION,
    address="",
    part_of=named_like(),
    read=read,
    remotes=lambda _base, _tell: (),
    ships=_shipped,
)
