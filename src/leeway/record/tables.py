"""The tables of the record, declared once: the schema is the codebook.

The DDL that makes the DuckDB file and the codebook that explains it are both generated from `TABLES`.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leeway.errors import QuestionError

if TYPE_CHECKING:
    import polars as pl

VOTES = ("Y", "N", "A", "X")
"""Yes, no, abstention, and *no vote cast*: absent, or present and not participating."""

BODIES = ("GA", "SC")
"""General Assembly and Security Council."""

SESSION_KINDS = ("regular", "emergency", "special")

STATE_KINDS = ("member", "observer", "contested", "vanished")

SCHEMA = 1
"""Number of the schema; raised when a table changes its columns or their meaning."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
    type : str
        DuckDB type.
    meaning : str
        What a value says, with its unit.
    nullable : bool
        Whether a value may be absent; `meaning` then says what absence means.
    """

    name: str
    type: str
    meaning: str
    nullable: bool = False

    @property
    def ddl(self) -> str:
        """Definition of the column in ``CREATE TABLE``."""
        return f'"{self.name}" {self.type}{"" if self.nullable else " NOT NULL"}'


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the record.

    Attributes
    ----------
    name : str
    meaning : str
        What one row stands for.
    key : tuple of str
        Columns that together occur once; checked whenever the record is written.
    columns : tuple of Column
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def ddl(self) -> str:
        """Statement that makes the table."""
        inside = ",\n  ".join(column.ddl for column in self.columns)
        return f"CREATE TABLE {self.name} (\n  {inside}\n)"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)


def _enum(values: tuple[str, ...]) -> str:
    return f"ENUM({', '.join(repr(value) for value in values)})"


_BODY = _enum(BODIES)

STATES = Table(
    name="states",
    meaning="A spell of a state: a stretch of time in which it kept its name, its identity and its seat.",
    key=("spell", "since"),
    columns=(
        Column("spell", "VARCHAR", "key of the spell"),
        Column("state", "VARCHAR", "key of the legal person, the same in all its spells"),
        Column("name", "VARCHAR", "short English name in this spell"),
        Column("kind", _enum(STATE_KINDS), "member of the United Nations, observer, contested, or vanished"),
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

ROLL_CALLS = Table(
    name="roll_calls",
    meaning="A resolution put to a recorded vote.",
    key=("roll_call",),
    columns=(
        Column("roll_call", "VARCHAR", "body and symbol, e.g. GA/A/RES/ES-11/1"),
        Column("body", _BODY, "GA General Assembly, SC Security Council"),
        Column(
            "symbol", "VARCHAR", "symbol of the resolution; absent if the publisher gives none", nullable=True
        ),
        Column("undl_id", "BIGINT", "number of the record in the UN Digital Library"),
        Column("date", "DATE", "day of the vote"),
        Column(
            "session", "VARCHAR", "session as written by the publisher; absent for the Council", nullable=True
        ),
        Column(
            "session_number",
            "SMALLINT",
            "regular session: the written one, or for emergency and special sessions the one whose"
            " September-to-August span holds the date; absent for the Council",
            nullable=True,
        ),
        Column(
            "session_kind", _enum(SESSION_KINDS), "kind of session; absent for the Council", nullable=True
        ),
        Column("half_year", "SMALLINT", "2 * year + (0 or 1): 4044 is the first half of 2022"),
        Column("meeting", "VARCHAR", "symbol of the meeting record; absent if not given", nullable=True),
        Column("title", "VARCHAR", "title as printed; absent if not given", nullable=True),
        Column(
            "question",
            "VARCHAR",
            "the title without what changes from year to year: roll calls with one question are the same"
            " question put again; absent without a title, and for the Council",
            nullable=True,
        ),
        Column(
            "question_parts",
            "SMALLINT",
            "roll calls of the same regular session with the same question; above 1 they are different"
            " resolutions under one title, often parts of one; absent without a question",
            nullable=True,
        ),
        Column("agenda_title", "VARCHAR", "title of the agenda item; absent if not given", nullable=True),
        Column("subjects", "VARCHAR", "subjects, separated by '|'; absent if not given", nullable=True),
        Column("draft", "VARCHAR", "symbol of the draft; absent if not given", nullable=True),
        Column(
            "committee_report", "VARCHAR", "symbol of the committee's report; absent if none", nullable=True
        ),
        Column("yes", "SMALLINT", "votes in favour, as printed; absent if not printed", nullable=True),
        Column("no", "SMALLINT", "votes against, as printed; absent if not printed", nullable=True),
        Column("abstentions", "SMALLINT", "abstentions, as printed; absent if not printed", nullable=True),
        Column(
            "non_voting",
            "SMALLINT",
            "members without a vote cast, as printed; absent if not printed",
            nullable=True,
        ),
        Column(
            "members", "SMALLINT", "members at the time, as printed; absent if not printed", nullable=True
        ),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1) where the roll call begins"),
    ),
)

VOTES_TABLE = Table(
    name="votes",
    meaning="What one state did in one roll call.",
    key=("roll_call", "state"),
    columns=(
        Column("roll_call", "VARCHAR", "roll call"),
        Column("state", "VARCHAR", "Leeway's id of the state whose seat it was"),
        Column("vote", _enum(VOTES), "Y yes, N no, A abstention, X no vote cast (never an abstention)"),
        Column("name", "VARCHAR", "name of the member as printed in the file"),
        Column("note", "VARCHAR", "the publisher's note beside the vote; absent if none", nullable=True),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

REJECTS = Table(
    name="rejects",
    meaning="A row of a file that was refused.",
    key=("load", "file_row"),
    columns=(
        Column("load", "INTEGER", "load that refused the row"),
        Column("file", "VARCHAR", "name of the file"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
        Column("column", "VARCHAR", "column with the value"),
        Column("value", "VARCHAR", "the value as found; absent if the cell is empty", nullable=True),
        Column("reason", "VARCHAR", "why the row was refused"),
    ),
)

LOADS = Table(
    name="loads",
    meaning="A file brought into the record. A later load of the same source and body replaces its rows.",
    key=("load",),
    columns=(
        Column("load", "INTEGER", "number of the load, from 1"),
        Column("source", "VARCHAR", "id of the source"),
        Column("publisher", "VARCHAR", "whose data it is"),
        Column("licence", "VARCHAR", "the publisher's terms in one sentence"),
        Column("body", _BODY, "GA or SC"),
        Column("file", "VARCHAR", "name of the file"),
        Column("sha256", "VARCHAR", "SHA-256 of the file as found"),
        Column("bytes", "BIGINT", "size of the file as found, in bytes"),
        Column("layout", "VARCHAR", "generation of the header"),
        Column("rows_read", "INTEGER", "rows in the file"),
        Column("rows_kept", "INTEGER", "rows that are votes in the record"),
        Column("rows_rejected", "INTEGER", "rows refused, each listed in rejects"),
        Column("roll_calls", "INTEGER", "roll calls in the record"),
        Column("covered_from", "DATE", "first day with a vote"),
        Column("covered_to", "DATE", "last day with a vote"),
        Column("content", "VARCHAR", "SHA-256 of the roll calls and votes kept, whatever the file's packing"),
        Column("notes", "VARCHAR", "what was read by rule and what does not add up, a line each"),
        Column(
            "loaded_at", "TIMESTAMP", "when, in UTC, as told by the caller; absent if not told", nullable=True
        ),
        Column("leeway", "VARCHAR", "version of Leeway that read the file"),
        Column("current", "BOOLEAN", "whether the record's rows come from this load"),
    ),
)

TABLES = (STATES, ROLL_CALLS, VOTES_TABLE, REJECTS, LOADS)


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
    ['roll_call', 'state', 'vote', 'name', 'note', 'file_row']
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
