"""A record of invented ties in the record's own file, with what happened in it written down.

Finland and Norway owe each other defence until 1999; Iceland owes Norway non-aggression, and Norway owes
Iceland nothing. Ireland owes nobody anything. In the CIS, which the table by years has to 2014, are Finland,
Norway and Iceland, and Ireland as an associate; by the ledger Finland leaves it in August 2008. Finland buys
its arms from Norway, then from Ireland; Iceland buys once, and little. The sources of alliances end in 2012,
the table of organisations in 2014, that of arms in 2016, and the ledger on the last day of 2018.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from leeway.record.loading import load
from leeway.record.reading import Reading, SourceDeclaration
from leeway.record.tables import REJECTS, table
from leeway.record.tie_tables import ARMS, DISPUTES, ORGANISATIONS, SYSTEM_MEMBERS, TIES

Row = dict[str, Any]
DAY = dt.date
ENDS = {
    "atop": 2012, "cow-alliances": 2010, "cow-igo": 2014, "cow-system": 2016, "gml-mid": 2014, "ledger": 2018,
    "sipri-arms": 2016,
}  # fmt: skip
#: Rows of these tables are numbered in one file, so that no two have the same key.
_NUMBERED = itertools.count(2)


def first(year: int) -> dt.date:
    return DAY(year, 1, 1)


def last(year: int) -> dt.date:
    return DAY(year, 12, 31)


def owes(
    state: str, partner: str, kind: str, since: int, until: int | None, source: str = "atop", **more: Any
) -> Row:
    """An obligation; without an end it ran on when its source ended."""
    return _tie(source, kind, state, partner=partner, since=since, until=until) | more


def coded(state: str, organisation: str, since: int, until: int | None, **more: Any) -> Row:
    """A membership in the table by years."""
    row = _tie("cow-igo", "membership", state, since=since, until=until)
    return row | {"organisation": organisation, "role": "full"} | more


def listed(state: str, organisation: str, since: str | None, until: str | None = None, **more: Any) -> Row:
    """A membership of the ledger."""
    row = _tie("ledger", "membership", state, since=None, until=None)
    days = {
        name: None if day is None else DAY.fromisoformat(day)
        for name, day in (("since", since), ("until", until))
    }
    return row | {"organisation": organisation, "role": "member", "status": "found"} | days | more


def _tie(
    source: str, kind: str, state: str, *, since: int | None, until: int | None, partner: str | None = None
) -> Row:
    return {
        "tie": f"t{next(_NUMBERED)}",
        "kind": kind,
        "state": state,
        "partner": partner,
        "parties": " ".join(filter(None, (state, partner))),
        "since": None if since is None else first(since),
        "since_precision": "year",
        "until": None if until is None else last(until),
        "until_precision": None if until is None else "year",
        "ended": "source ended" if until is None else "terminated",
        "as_of": last(ENDS[source]),
        "status": "coded",
        "source": source,
    }


def mutual(one: str, other: str, *rest: Any) -> list[Row]:
    return [owes(one, other, *rest), owes(other, one, *rest)]


def sold(supplier: str, recipient: str, year: int, tiv: float, *, deal: int | None = 1) -> Row:
    """A delivery of a deal, or without one the total of a year."""
    return {"supplier": supplier, "recipient": recipient, "year": year, "tiv": tiv, "deal": deal} | (
        {"weapon": "Invented-1", "category": "Ships", "year_estimated": False} if deal else {}
    )


TIES_ROWS = [
    *mutual("FIN", "NOR", "defence", 1990, 1999),
    owes("ISL", "NOR", "nonaggression", 1990, None),
    owes("FIN", "SWE", "consultation", 1946, None),
    *mutual("FIN", "NOR", "defence", 1990, 2000, "cow-alliances"),
    *(coded(state, "CIS", 1993, None) for state in ("NOR", "ISL")),
    coded("FIN", "CIS", 1993, 2008),
    coded("IRL", "CIS", 1993, None, role="associate"),
    *(listed(state, "CIS", "1993-02-01") for state in ("NOR", "ISL")),
    listed("FIN", "CIS", "1993-02-01", "2008-08-18", as_of=DAY(2008, 8, 18)),
    *(listed(state, "EAEU", "2015-01-01") for state in ("NOR", "FIN")),
]
ARMS_ROWS = [
    sold("NOR", "FIN", 1998, 7.0, deal=None),
    *(sold("NOR", "FIN", year, 30.0) for year in range(1999, 2009)),
    *(sold("IRL", "FIN", year, 10.0) for year in range(1999, 2009)),
    *(sold("IRL", "FIN", year, 40.0) for year in range(2009, 2017)),
    sold("IRL", "ISL", 2010, 4.0),
]
SYSTEM = {"FIN": 1946, "IRL": 1946, "ISL": 1950, "NOR": 1946, "SWE": 1946}
FORCE = [("FIN", "NOR", 1998, True, 4), ("NOR", "FIN", 1998, True, 2), ("ISL", "NOR", 2000, True, 5)]


def make(
    path: Path,
    *,
    ties: Sequence[Row] = TIES_ROWS,
    arms: Sequence[Row] = ARMS_ROWS,
    without: Sequence[str] = (),
) -> Path:
    """Write the record to a file, of all sources but some, through the door of the publishers' files."""
    frames = {
        source: [_frame(TIES.name, [row for row in ties if row["source"] == source])] for source in ENDS
    }
    frames["cow-igo"].append(
        _frame(
            ORGANISATIONS.name,
            [{"organisation": "CIS", "name": "Invented Circle", "first_year": 1993, "last_year": 2014,
              "source": "cow-igo"}],
        )
    )  # fmt: skip
    frames["sipri-arms"].append(_frame(ARMS.name, arms))
    frames["cow-system"].append(
        _frame(
            SYSTEM_MEMBERS.name,
            [
                {"system": "COW", "number": place, "state": state, "name": state, "since": first(since),
                 "until": last(ENDS["cow-system"])}
                for place, (state, since) in enumerate(SYSTEM.items())
            ],
        )
    )  # fmt: skip
    names = ("state", "partner", "year", "onset", "hostility")
    disputes = [dict(zip(names, one, strict=True)) | {"dispute": one[2]} for one in FORCE]
    frames["gml-mid"].append(_frame(DISPUTES.name, disputes))
    load([_reading(source, told) for source, told in frames.items() if source not in without], path)
    return path


_TYPES = {
    "DATE": pl.Date, "INTEGER": pl.Int32, "BIGINT": pl.Int64, "SMALLINT": pl.Int16, "DOUBLE": pl.Float64,
    "BOOLEAN": pl.Boolean,
}  # fmt: skip


def _frame(name: str, rows: Sequence[Row]) -> tuple[str, pl.DataFrame]:
    declared = table(name)
    schema = {one.name: _TYPES.get(one.type, pl.String) for one in declared.columns if one.name != "load"}
    whole = [{"file_row": place, **row} for place, row in enumerate(rows, start=2)]
    return name, pl.DataFrame(whole, schema=schema)


def _reading(source: str, told: list[tuple[str, pl.DataFrame]]) -> Reading:
    tables = {name: frame for name, frame in told if frame.height}
    rows = sum(frame.height for frame in tables.values())
    text = json.dumps({name: frame.write_csv() for name, frame in tables.items()})
    return Reading(
        source=SourceDeclaration(source, "Invented", source, "Free", "", (), "", ""),
        part="all",
        file=f"{source}.csv",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        bytes=len(text),
        layout="invented",
        rows_read=rows,
        rows_kept=rows,
        tables=tables,
        rejects=pl.DataFrame(schema={name: pl.String for name in REJECTS.names if name != "load"}),
        covered=(first(1946), last(ENDS[source])),
    )
