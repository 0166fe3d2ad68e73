"""The record opened for reading: votes, roll calls, and where they come from."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import polars as pl

from leeway.errors import DataError, QuestionError
from leeway.record.opening import open_for_reading, told_plainly
from leeway.record.symbols import find_symbol
from leeway.record.tables import table
from leeway.record.vote_tables import BODIES, VOTES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_TELLING = "1"
"""How a version tells content; changed only together with `leeway.record.loading.content_hash`."""


def record_path(path: Path | str | None = None) -> Path:
    """Where the record is: the path given, ``LEEWAY_RECORD``, or the user's data folder."""
    if path is not None:
        return Path(path)
    if named := os.environ.get("LEEWAY_RECORD"):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("leeway", appauthor=False) / "record.duckdb"


def open_record(path: Path | str | None = None) -> Record:
    """Open the record for reading.

    Parameters
    ----------
    path : Path or str, optional
        The record's file; otherwise the one named in ``LEEWAY_RECORD``, otherwise the one in the user's
        data folder.

    Returns
    -------
    Record
        Usable as a context manager.

    Raises
    ------
    DataError
        If there is no record yet, or the file is damaged, of another schema, or held by another program.
    """
    found = record_path(path)
    if not found.exists():
        raise DataError(
            "There is no record yet.",
            where=str(found),
            hint="leeway refresh, or leeway refresh --from DIR for files at hand.",
        )
    return Record(found, open_for_reading(found))


@dataclass(frozen=True, slots=True)
class RollCall:
    """One roll call; the fields are the columns of the table ``roll_calls``."""

    roll_call: str
    body: str
    symbol: str | None
    undl_id: int
    date: dt.date
    session: str | None
    session_number: int | None
    session_kind: str | None
    half_year: int
    meeting: str | None
    title: str | None
    question: str | None
    question_parts: int | None
    agenda_title: str | None
    subjects: str | None
    draft: str | None
    committee_report: str | None
    yes: int | None
    no: int | None
    abstentions: int | None
    non_voting: int | None
    members: int | None
    load: int
    file_row: int


class Record:
    """A record opened for reading.

    A load made meanwhile by another process goes to a new file and does not disturb it.

    Attributes
    ----------
    path : Path
    """

    def __init__(self, path: Path, connection: DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def table(self, name: str) -> pl.DataFrame:
        """A whole table, sorted by its key.

        Raises
        ------
        QuestionError
            If there is no such table.
        """
        declared = table(name)
        key = ", ".join(f'"{column}"' for column in declared.key)
        return self._frame(f"SELECT * FROM {declared.name} ORDER BY {key}")  # noqa: S608

    def roll_calls(
        self, *, body: str | None = "GA", since: dt.date | None = None, until: dt.date | None = None
    ) -> pl.DataFrame:
        """Roll calls by date.

        Parameters
        ----------
        body : {'GA', 'SC'} or None
            None for both.
        since, until : date, optional
            Days of the vote, both included.

        Returns
        -------
        polars.DataFrame
            Columns of the table ``roll_calls``.
        """
        where, values = _window(body, since, until)
        return self._frame(f"SELECT * FROM roll_calls {where} ORDER BY date, undl_id", values)  # noqa: S608

    def votes(
        self, *, body: str | None = "GA", since: dt.date | None = None, until: dt.date | None = None
    ) -> pl.DataFrame:
        """Votes by date of the roll call.

        Returns
        -------
        polars.DataFrame
            ``roll_call, state, vote``; `vote` is one of Y, N, A and X (no vote cast).
        """
        where, values = _window(body, since, until)
        return self._frame(
            f"SELECT roll_call, state, vote FROM votes JOIN roll_calls USING (roll_call) {where}"  # noqa: S608
            " ORDER BY date, undl_id, state",
            values,
        )

    def roll_call(self, symbol: str) -> RollCall:
        """The roll call on a resolution: ``A/RES/ES-11/1``, ``es-11/1``, ``68/262``, ``242 (1967)``.

        Raises
        ------
        QuestionError
            If there is none; near matches are offered.
        """
        keys = [key for (key,) in self._rows("SELECT roll_call FROM roll_calls ORDER BY roll_call")]
        found = find_symbol(symbol, keys)
        row = self._frame("SELECT * FROM roll_calls WHERE roll_call = ?", [found]).row(0, named=True)
        return RollCall(**row)

    def votes_on(self, symbol: str) -> pl.DataFrame:
        """All votes on a resolution: ``state, vote, name, note``, by state."""
        key = self.roll_call(symbol).roll_call
        return self._frame(
            "SELECT state, vote, name, note FROM votes WHERE roll_call = ? ORDER BY state", [key]
        )

    def pair_votes(
        self,
        state: str,
        partner: str,
        *,
        body: str | None = "GA",
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> pl.DataFrame:
        """Roll calls in which both states had a seat, and what each did.

        Parameters
        ----------
        state, partner : str
            Ids of the states.

        Returns
        -------
        polars.DataFrame
            By date: ``roll_call``, ``date``, ``symbol``, ``title``, ``question``, ``question_parts``,
            ``subjects``, ``state_vote``, ``partner_vote``.
        """
        where, values = _window(body, since, until)
        query = (
            "SELECT roll_call, date, symbol, title, question, question_parts, subjects, a.vote AS state_vote,"
            " b.vote AS partner_vote FROM roll_calls"
            " JOIN (SELECT roll_call, vote FROM votes WHERE state = ?) AS a USING (roll_call)"
            " JOIN (SELECT roll_call, vote FROM votes WHERE state = ?) AS b USING (roll_call)"
        )
        return self._frame(f"{query} {where} ORDER BY date, undl_id", [state, partner, *values])

    def ties_of(self, state: str, partner: str) -> pl.DataFrame:
        """Ties between two states, and memberships of either: rows of ``ties`` by their beginning."""
        query = (
            "SELECT * FROM ties WHERE (state = $1 AND partner = $2) OR (state = $2 AND partner = $1)"
            " OR (partner IS NULL AND state IN ($1, $2)) ORDER BY since NULLS FIRST, source, tie"
        )
        return self._frame(query, [state, partner])

    def arms_between(self, state: str, partner: str) -> pl.DataFrame:
        """Arms between two states by direction and year, nothing counted twice.

        Returns
        -------
        polars.DataFrame
            ``supplier, recipient, year, tiv, weapons, rows, as_of``: totals of the year before the register
            of deals begins, deals after.
        """
        return self._frame(
            """
            WITH register AS (SELECT min(year) AS begins FROM arms_transfers WHERE deal IS NOT NULL),
            ends AS (SELECT make_date(max(year), 12, 31) AS as_of FROM arms_transfers)
            SELECT supplier, recipient, year, sum(tiv) AS tiv,
                string_agg(DISTINCT weapon, ', ' ORDER BY weapon) AS weapons, count(*) AS rows,
                any_value(as_of) AS as_of
            FROM arms_transfers, register, ends
            WHERE ((supplier = $1 AND recipient = $2) OR (supplier = $2 AND recipient = $1))
                AND (deal IS NOT NULL OR begins IS NULL OR year < begins)
            GROUP BY supplier, recipient, year ORDER BY year, supplier
            """,
            [state, partner],
        )

    def sources(self) -> pl.DataFrame:
        """The files the rows come from: the rows of the table ``loads`` that are current."""
        return self._frame("SELECT * FROM loads WHERE current ORDER BY source, part")

    def version(self, sources: Sequence[str] | None = None) -> str:
        """Twelve hexadecimal digits that change whenever something told by some sources does.

        Parameters
        ----------
        sources : sequence of str, optional
            Ids of sources; all by default.
        """
        rows = self._rows("SELECT source, part, content FROM loads WHERE current ORDER BY source, part")
        parts = [row for row in rows if sources is None or row[0] in sources]
        text = "\n".join("\t".join(part) for part in [(_TELLING,), *parts])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def export(self, name: str, file: Path | str) -> Path:
        """Write a table to a file: ``.csv``, ``.parquet`` or ``.json`` (one object a row).

        Raises
        ------
        QuestionError
            If there is no such table, or the ending is another.
        DataError
            If the file cannot be written.
        """
        to = Path(file)
        frame = self.table(name)
        endings = (".csv", ".parquet", ".json")
        if to.suffix not in endings:
            raise QuestionError(
                f"A table cannot be written as '{to.suffix or to.name}'.",
                hint=f"Endings: {', '.join(endings)}.",
            )
        try:
            if to.suffix == ".csv":
                frame.write_csv(to)
            elif to.suffix == ".parquet":
                frame.write_parquet(to)
            else:
                frame.write_json(to)
        except OSError as error:
            raise DataError(
                f"The table cannot be written: {error.strerror or error}.", where=str(to)
            ) from error
        return to

    def select(
        self,
        query: str,
        frames: Mapping[str, pl.DataFrame] | None = None,
        *,
        values: Mapping[str, Any] | None = None,
    ) -> pl.DataFrame:
        """Rows of a query on the record's tables, and on frames under names of their own.

        Parameters
        ----------
        query : str
            One ``SELECT`` of DuckDB's.
        frames : mapping of str to polars.DataFrame, optional
            Small tables that the query may join.
        values : mapping, optional
            What stands for each ``$name`` in the query.
        """
        with told_plainly(self.path):
            for name, frame in (frames or {}).items():
                self._connection.register(name, frame.to_arrow())
            found: pl.DataFrame = self._connection.sql(query, params=dict(values or {})).pl()
        return found

    def _frame(self, query: str, values: list[Any] | None = None) -> pl.DataFrame:
        with told_plainly(self.path):
            frame: pl.DataFrame = self._connection.sql(query, params=values or []).pl()
        votes = [name for name in ("vote", "state_vote", "partner_vote") if name in frame.columns]
        return frame.with_columns(pl.col(votes).cast(pl.Enum(VOTES)))

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        with told_plainly(self.path):
            return self._connection.execute(query).fetchall()


def _window(body: str | None, since: dt.date | None, until: dt.date | None) -> tuple[str, list[Any]]:
    if body is not None and body not in BODIES:
        raise QuestionError(f"'{body}' is no body with a record.", hint="Write GA or SC.")
    said = {"body = ?": body, "date >= ?": since, "date <= ?": until}
    kept = {text: value for text, value in said.items() if value is not None}
    return ("WHERE " + " AND ".join(kept) if kept else ""), list(kept.values())
