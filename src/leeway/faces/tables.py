"""Rows as a table or a list for people, or as CSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from leeway.faces.terminal import PIPED, Terminal

_WIDEST_CELL = 60
_PAINTED: dict[str, Callable[[Terminal, str], str]] = {
    "answer": Terminal.answer,
    "probability": Terminal.number,
    "P": Terminal.number,
    "spread": Terminal.faint,
}


def text_table(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str] | None = None,
    *,
    widest: int | None = _WIDEST_CELL,
    on: Terminal = PIPED,
) -> str:
    """Align rows under their headings; numbers to the right, texts cut at `widest` characters.

    On a terminal with colour the headings, answers and probabilities are set off.

    Examples
    --------
    >>> print(text_table([{"state": "KAZ", "change": -0.08}, {"state": "USA", "change": 0.1}]))
    state  change
    KAZ    -0.080
    USA     0.100
    """
    names = list(columns or (rows[0] if rows else ()))
    cells = [[_cell(row.get(name), widest) for name in names] for row in rows]
    numeric = [any(isinstance(row.get(name), int | float) for row in rows) for name in names]
    widths = [max([len(name), *(len(line[place]) for line in cells)]) for place, name in enumerate(names)]

    def aligned(line: Sequence[str], painted: Sequence[str]) -> str:
        told = []
        for text, shown, width, right in zip(line, painted, widths, numeric, strict=True):
            gap = " " * (width - len(text))
            told.append(gap + shown if right else shown + gap)
        return "  ".join(told).rstrip()

    def paint(name: str, text: str) -> str:
        return _PAINTED[name](on, text) if name in _PAINTED else text

    heads = aligned(names, [on.heading(name) for name in names])
    body = [aligned(line, [paint(*one) for one in zip(names, line, strict=True)]) for line in cells]
    return "\n".join([heads, *body])


def bullets(texts: Sequence[str], width: int) -> str:
    """Texts under one another, each after a dash and wrapped.

    Examples
    --------
    >>> print(bullets(["Thin evidence.", "The record of votes ends."], 20))
    - Thin evidence.
    - The record of
      votes ends.
    """
    return "\n".join(textwrap.fill(one, width, initial_indent="- ", subsequent_indent="  ") for one in texts)


def listed(title: str, texts: Sequence[str], width: int, on: Terminal = PIPED) -> str:
    """Texts after dashes under a title; nothing where there are none."""
    return f"{on.heading(f'{title}:')}\n{bullets(texts, width)}" if texts else ""


def csv_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None) -> str:
    r"""Rows as CSV with a header; what is missing is left empty.

    Examples
    --------
    >>> csv_table([{"state": "KAZ", "change": None}])
    'state,change\nKAZ,\n'
    """
    names = list(columns or (rows[0] if rows else ()))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([[_flat(row.get(name)) for name in names] for row in rows])
    return out.getvalue()


def json_text(content: Any) -> str:
    """JSON as people can still read it: two spaces, keys in the order given, letters as they are."""
    return json.dumps(content, indent=2, ensure_ascii=False, default=str)


def json_line(content: Any) -> str:
    """JSON on one line, of several that follow one another."""
    return json.dumps(content, ensure_ascii=False, default=str)


def _cell(value: Any, widest: int | None) -> str:
    text = "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
    return text if widest is None or len(text) <= widest else f"{text[: widest - 1]}…"


def _flat(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return ";".join(str(one) for one in value)
    return value
