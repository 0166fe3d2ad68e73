"""The ledger of facts that Leeway keeps itself, brought into the record like any other source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from leeway.ledger import Dated, memberships, recognitions, treaties
from leeway.record.reading import Reading, SourceDeclaration
from leeway.record.tie_tables import RECOGNITIONS, TIES
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, named_like
from leeway.sources.unpack import sha256_of

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


def read(path: Path) -> Reading:
    """Read one of the ledger's tables: ``recognitions.csv``, ``memberships.csv`` or ``treaties.csv``.

    The facts are those that come with this Leeway, which its tests check.

    Raises
    ------
    KeyError
        If the file is none of the three.
    """
    part = path.stem
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


def _recognitions() -> tuple[str, list[Row]]:
    return "recognitions", [
        {
            "entity": one.entity,
            "state": one.state,
            "position": one.position,
            **_day("date", one.date),
            "as_of": one.as_of,
            "status": one.status,
            "source": DECLARATION.id,
            "cited": one.source,
            "note": one.note or None,
            "file_row": row,
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
            "as_of": one.as_of,
            "status": one.status,
            "source": DECLARATION.id,
            "cited": one.source,
            "note": one.note or None,
            "file_row": row,
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
            "as_of": one.as_of,
            "status": one.status,
            "source": DECLARATION.id,
            "cited": one.source,
            "note": one.note or None,
            "file_row": row,
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
