"""The tables of the record, declared once: the schema is the codebook.

The DDL that makes the DuckDB file and the codebook that explains it are both generated from `TABLES`.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from leeway.errors import QuestionError
from leeway.record.columns import Column, Table, enum_of
from leeway.record.event_tables import EVENT_TABLES, EVENTS
from leeway.record.flow_tables import FLOW_TABLES
from leeway.record.tie_tables import TIE_TABLES
from leeway.record.vote_tables import ROLL_CALLS, VOTES_TABLE

if TYPE_CHECKING:
    import polars as pl

STATE_KINDS = ("member", "observer", "contested", "vanished")

SCHEMA = 4
"""Number of the schema; raised when a table changes its columns or their meaning."""

STATES = Table(
    name="states",
    meaning="A spell of a state: a stretch of time in which it kept its name, its identity and its seat.",
    key=("spell", "since"),
    columns=(
        Column("spell", "VARCHAR", "key of the spell"),
        Column("state", "VARCHAR", "key of the legal person, the same in all its spells"),
        Column("name", "VARCHAR", "short English name in this spell"),
        Column(
            "kind", enum_of(STATE_KINDS), "member of the United Nations, observer, contested, or vanished"
        ),
        Column("since", "DATE", "first day; absent if before 1945", nullable=True),
        Column("until", "DATE", "last day; absent while it lasts", nullable=True),
        Column(
            "seated_from", "DATE", "first day with a seat at the UN; absent if it had none", nullable=True
        ),
        Column(
            "seated_until", "DATE", "last day with a seat; absent while it lasts or if none", nullable=True
        ),
        Column("iso3", "VARCHAR", "ISO 3166-1 alpha-3 code of the time; absent if none", nullable=True),
        Column("m49", "VARCHAR", "United Nations M49 code; absent if none", nullable=True),
        Column("un_code", "VARCHAR", "code in the voting files; absent if none", nullable=True),
        Column("cow", "INTEGER", "Correlates of War number; absent if none", nullable=True),
        Column("gw", "INTEGER", "Gleditsch-Ward number; absent if none", nullable=True),
    ),
)

REJECTS = Table(
    name="rejects",
    meaning="A row of a file that was refused, or one value of a row that holds several.",
    key=("load", "file_row", "column"),
    columns=(
        Column("load", "INTEGER", "load that refused the row"),
        Column("file", "VARCHAR", "name of the file"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
        Column("column", "VARCHAR", "column with the value, or with the one refused"),
        Column("value", "VARCHAR", "the value as found; absent if the cell is empty", nullable=True),
        Column("reason", "VARCHAR", "why the row was refused"),
    ),
)

LOADS = Table(
    name="loads",
    meaning="A file brought into the record. A later load of the same source and part replaces its rows.",
    key=("load",),
    columns=(
        Column("load", "INTEGER", "number of the load, from 1"),
        Column("source", "VARCHAR", "id of the source"),
        Column("publisher", "VARCHAR", "whose data it is"),
        Column("licence", "VARCHAR", "the publisher's terms in one sentence"),
        Column("part", "VARCHAR", "which file of the source: GA and SC for votes"),
        Column("file", "VARCHAR", "name of the file"),
        Column("sha256", "VARCHAR", "SHA-256 of the file as found"),
        Column("bytes", "BIGINT", "size of the file as found, in bytes"),
        Column("layout", "VARCHAR", "generation of the header"),
        Column("rows_read", "INTEGER", "rows in the file"),
        Column("rows_kept", "INTEGER", "rows that are in the record"),
        Column("rows_rejected", "INTEGER", "rows refused, each listed in rejects"),
        Column("covered_from", "DATE", "first day of which the file speaks"),
        Column("covered_to", "DATE", "last day of which the file speaks"),
        Column("content", "VARCHAR", "SHA-256 of what was kept, whatever the file's packing"),
        Column("notes", "VARCHAR", "what was read by rule and what does not add up, a line each"),
        Column(
            "loaded_at", "TIMESTAMP", "when, in UTC, as told by the caller; absent if not told", nullable=True
        ),
        Column("leeway", "VARCHAR", "version of Leeway that read the file"),
        Column("current", "BOOLEAN", "whether the record's rows come from this load"),
    ),
)

FILLED = (ROLL_CALLS, VOTES_TABLE, *TIE_TABLES, *FLOW_TABLES, *EVENT_TABLES)
"""Tables that sources fill; each row names the load it comes from."""

STORED = (STATES, *FILLED, REJECTS, LOADS)
"""Tables whose rows lie in the file."""

TABLES = (*STORED, EVENTS)


def table(name: str) -> Table:
    """Declaration of a table.

    Raises
    ------
    QuestionError
        If the record has no such table.

    Examples
    --------
    >>> table("votes").key
    ('roll_call', 'state')
    """
    for declared in TABLES:
        if declared.name == name:
            return declared
    known = [declared.name for declared in TABLES]
    near = difflib.get_close_matches(name, known, n=1)
    raise QuestionError(
        f"The record has no table '{name}'.",
        hint=f"Did you mean '{near[0]}'?" if near else f"Tables: {', '.join(known)}.",
    )


def codebook(name: str | None = None) -> pl.DataFrame:
    """What every column of the record means.

    Parameters
    ----------
    name : str, optional
        One table only.

    Returns
    -------
    polars.DataFrame
        One row a column: ``table, column, type, key, nullable, meaning``.

    Raises
    ------
    QuestionError
        If the record has no such table.

    Examples
    --------
    >>> codebook("votes")["column"].to_list()
    ['roll_call', 'state', 'vote', 'name', 'note', 'load', 'file_row']
    """
    import polars as pl

    chosen = TABLES if name is None else (table(name),)
    return pl.DataFrame(
        [
            (
                declared.name,
                column.name,
                column.type,
                column.name in declared.key,
                column.nullable,
                column.meaning,
            )
            for declared in chosen
            for column in declared.columns
        ],
        schema=["table", "column", "type", "key", "nullable", "meaning"],
        orient="row",
    )
