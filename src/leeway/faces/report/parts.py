"""What a report is put together from: sections with words, facts, lists, tables and charts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_ROWS = 300
"""Rows of a table on the page; the rest is in the machine-readable answer."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing.

    Attributes
    ----------
    caption : str
    says : str
        What it shows, for those who do not see it.
    drawing : str
        SVG.
    """

    caption: str
    says: str
    drawing: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed.

    Attributes
    ----------
    caption : str
    columns : tuple of str
    rows : tuple of tuple of str
        The first cell of a row is its heading.
    numeric : tuple of bool
        Columns that stand to the right.
    more : int
        Rows left out.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under its own heading; it may hold nothing, and is then left out.

    Attributes
    ----------
    heading : str
    words : tuple of str
        Paragraphs.
    facts : tuple of (str, str)
        Names with their values.
    charts, tables
    items : tuple of str
        A list.
    """

    heading: str
    words: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    items: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether there is anything under the heading."""
        return bool(self.words or self.facts or self.charts or self.tables or self.items)


def table(
    caption: str,
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str] | Sequence[str] | None = None,
    *,
    most: int = MOST_ROWS,
) -> tuple[Table, ...]:
    """Rows as a table; no table where there are none.

    Parameters
    ----------
    caption : str
    rows : sequence of mapping
    columns : mapping of str to str, or sequence of str, optional
        Keys, and what stands above them; all keys in their order by default.
    most : int
        Rows printed.

    Examples
    --------
    >>> table("Votes", [{"state": "KAZ", "bits": 3.25}])[0].rows
    (('KAZ', '3.25'),)
    """
    names = list(columns) if columns else list(dict.fromkeys(key for row in rows for key in row))
    if not rows or not names:
        return ()
    heads = columns if isinstance(columns, Mapping) else {name: spoken(name) for name in names}
    numeric = tuple(_right([row.get(name) for row in rows]) for name in names)
    return (
        Table(
            caption,
            tuple(heads[name] for name in names),
            tuple(tuple(cell(row.get(name)) for name in names) for row in rows[:most]),
            numeric,
            max(0, len(rows) - most),
        ),
    )


def _right(values: Iterable[Any]) -> bool:
    return any(isinstance(one, int | float) and not isinstance(one, bool) for one in values)


def spoken(key: str) -> str:
    """A key as words.

    Examples
    --------
    >>> spoken("moved_state"), spoken("p_value")
    ('moved state', 'p value')
    """
    return key.replace("_", " ").strip()


def cell(value: Any) -> str:
    """A value as it is printed: figures as handed over, large ones with commas.

    Examples
    --------
    >>> cell(0.8146), cell(154081856), cell(2014), cell(True), cell(None), cell(["KAZ", "RUS"])
    ('0.8146', '154,081,856', '2014', 'yes', '', 'KAZ, RUS')
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}" if abs(value) >= 10_000 else str(value)
        case float():
            return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4f}".rstrip("0").rstrip(".")
        case list() | tuple():
            return ", ".join(cell(one) for one in value)
        case _:
            return str(value)
