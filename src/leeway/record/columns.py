"""What a table of the record is made of: columns with their meaning, from which the DDL follows."""

from __future__ import annotations

from dataclasses import dataclass

WHERE_READ = ("load", "file_row")
"""Columns that say where a row was read, and nothing of what it says."""


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
    content : tuple of str
        Columns that make a new version of the record when they change; all but where a row was read,
        unless named.
    derived : bool
        Whether its rows follow from those of another table: it is then a view, and nothing is loaded into it.
    """

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    content: tuple[str, ...] = ()
    derived: bool = False

    @property
    def ddl(self) -> str:
        """Statement that makes the table."""
        inside = ",\n  ".join(column.ddl for column in self.columns)
        return f"CREATE TABLE {self.name} (\n  {inside}\n)"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def told(self) -> tuple[str, ...]:
        """Columns that count as content, by name."""
        return tuple(sorted(self.content or (name for name in self.names if name not in WHERE_READ)))


def enum_of(values: tuple[str, ...]) -> str:
    """DuckDB type of a column that holds one of a few values."""
    return f"ENUM({', '.join(repr(value) for value in values)})"
