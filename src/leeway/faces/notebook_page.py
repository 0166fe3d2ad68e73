"""A result as a piece of HTML for a notebook: sentence, picture, table, caveats.

It holds no script and no colour of its own, so that it reads on dark and on light ground, and where a viewer
lets no script run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

import polars as pl

from leeway.faces.figures.theme import Content, Spec
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import opening

MOST_ROWS = 25
"""Rows of a table that are shown; the frame holds all."""

_COLUMNS = {
    "ask": "line direction probability change low high unit covered_from covered_to rows",
    "movers": "direction rank name change low high probability false_discovery unusual",
    "ties": "since until ended kind what status source",
    "events": "period line source conflict cooperation share share_low share_high rupture",
    "surprise": "vote probability cast role state entity position date as_of",
}
"""Columns shown where a table has too many for a page."""

_LISTS = (("missing", "Missing"), ("caveats", "Mind that"), ("cannot_show", "What the record cannot show"))


def page(command: str, sentence: str, picture: str, table: pl.DataFrame, content: Content) -> str:
    """All parts of a result, one below the other.

    Parameters
    ----------
    command : str
        The command that made the result.
    sentence : str
    picture : str
        HTML; everything else is escaped here.
    table : polars.DataFrame
    content : mapping
        The keys of ``--json``.
    """
    parts = [
        f"<p><strong>{escape(sentence)}</strong></p>",
        _rivals(content.get("rivals", ())),
        picture,
        _table(command, table),
        *(_listed(title, content.get(key, ())) for key, title in _LISTS),
    ]
    label = escape(f"leeway {command}", quote=True)
    return f'<div role="group" aria-label="{label}">{"".join(parts)}</div>'


def drawn(spec: Spec) -> str:
    """A chart as a picture inside HTML, told in words to those who do not see it.

    Letters and axes take the colour of the page's text.
    """
    from leeway.faces.figures.drawing import svg

    says = escape(str(spec.get("description", "A chart")), quote=True)
    picture = svg(spec).replace("<svg ", '<svg style="max-width:100%;height:auto" ', 1)
    return f'<div role="img" aria-label="{says}">{picture}</div>'


def _rivals(rivals: Sequence[Content]) -> str:
    told = "; ".join(f"{opening(one['name'])} {percent(one['probability'])}" for one in rivals)
    return f"<p>Rival explanations: {escape(told)}.</p>" if told else ""


def _table(command: str, table: pl.DataFrame) -> str:
    wanted = _COLUMNS.get(command, "").split()
    names = [name for name in wanted if name in table.columns] or table.columns
    caption = _caption(table, len(names))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(_cell(value) for value in row) + "</tr>"
        for row in table.select(names).head(MOST_ROWS).iter_rows()
    )
    return (
        f'<div role="group" aria-label="Table" tabindex="0" style="overflow-x:auto;max-width:100%"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _caption(table: pl.DataFrame, columns: int) -> str:
    rows = f"{min(table.height, MOST_ROWS)} of {table.height} rows"
    whole = columns == table.width and table.height <= MOST_ROWS
    return rows if whole else f"{rows}, {columns} of {table.width} columns; .table() holds all"


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return f"<td>{'yes' if value else 'no'}</td>"
    if isinstance(value, float):
        return f'<td style="text-align:right">{_number(value)}</td>'
    if isinstance(value, int):
        return f'<td style="text-align:right">{value}</td>'
    return f'<td style="text-align:left">{escape("".join(_words(value)))}</td>'


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3f}"


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dt.date):
        yield value.isoformat()
    elif isinstance(value, list | tuple):
        yield ", ".join(str(one) for one in value)
    elif value is not None:
        yield str(value)


def _listed(title: str, texts: Iterable[str]) -> str:
    lines = [f"<li>{escape(text)}</li>" for text in texts]
    if not lines:
        return ""
    return f"<details><summary>{escape(title)} ({len(lines)})</summary><ul>{''.join(lines)}</ul></details>"
