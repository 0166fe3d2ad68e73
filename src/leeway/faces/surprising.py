"""What a person reads of a surprise: a vote under its title, a position with the rows behind it."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from leeway.faces.tables import bullets, text_table
from leeway.faces.terminal import PIPED, Terminal
from leeway.verdict.naming import name_of
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import counted, in_text
from leeway.verdict.stated import StatedSurprise

if TYPE_CHECKING:
    from leeway.measures.recognition.stated_occasions import Circumstance
    from leeway.measures.recognition.stated_rows import Row
    from leeway.verdict.surprise import Surprise

_MOST_ROWS = 12
_BITS = re.compile(r"\d[\d.]*\s+bits?\b")


def surprise_text(told: Surprise | StatedSurprise, *, width: int = 88, on: Terminal = PIPED) -> str:
    """A surprise for the terminal.

    Parameters
    ----------
    told : Surprise or StatedSurprise
    width : int
        Columns to wrap at.
    on : Terminal
        Where it is shown.
    """
    if isinstance(told, StatedSurprise):
        blocks = [_sentence(told.sentence, width, on), *_of_position(told, width)]
        blocks.append(_rows(told.rows, width, on))
    else:
        title = textwrap.fill(told.title.split(" : resolution", 1)[0], width)
        blocks = [on.heading(title), _sentence(told.sentence, width, on)]
    return "\n\n".join(block for block in blocks if block)


def _sentence(sentence: str, width: int, on: Terminal) -> str:
    """The sentence, wrapped, its bits set off."""
    return _BITS.sub(lambda found: on.number(found[0]), textwrap.fill(sentence, width), count=1)


def _of_position(told: StatedSurprise, width: int) -> list[str]:
    blocks = [_rank(told)]
    blocks += [
        _circumstance(told.venue, f"Said at {told.venue.asked}" if told.venue else ""),
        _circumstance(
            told.before, f"Said before {in_text(name_of(told.before.asked))}" if told.before else ""
        ),
    ]
    if told.venue is None and told.before is None:
        blocks.append(
            "Circumstance (where, and before whom, it was said) is scored apart: --venue, --before."
        )
    return [textwrap.fill(block, width) for block in blocks]


def _rank(told: StatedSurprise) -> str:
    if told.probability is None:
        return ""
    if told.percentile is None:
        return f"Among its own statements it is not ranked: {told.percentile_reason}."
    return (
        f"Of its own {counted(told.past, 'statement')} before, as they were foretold then, "
        f"{percent(told.percentile)} surprised less."
    )


def _circumstance(one: Circumstance | None, said: str) -> str:
    if one is None:
        return ""
    if one.probability is None or one.bits is None:
        return f"{said}: the circumstance is not scored, since {one.reason}."
    return f"{said}: {one.bits:.2f} bits, {one.such} of {one.told} statements known before that day were."


def _rows(rows: tuple[Row, ...], width: int, on: Terminal) -> str:
    """The rows, most telling first; the texts of those shown below them."""
    if not rows:
        return ""
    shown = rows[:_MOST_ROWS]
    cells = [
        {
            "what it is": row.role if row.weight is None else f"{row.role} ({percent(row.weight)})",
            "state": name_of(row.state),
            "on": name_of(row.entity),
            "position": row.position,
            "date": row.date or "-",
            "source to": f"{row.as_of}",
        }
        for row in shown
    ]
    table = text_table(
        cells, ("what it is", "state", "on", "position", "date", "source to"), widest=40, on=on
    )
    left = len(rows) - len(shown)
    more = f"\n{counted(left, 'row')} besides: --json" if left else ""
    if any(row.position == "silent" for row in shown):
        more += "\n" + textwrap.fill(
            "Silent: a member that had recognised by no act before that day. Where the list that says so is "
            "younger, it only vouches that no earlier act was missed.",
            width,
        )
    texts = list(dict.fromkeys(row.source for row in shown if row.source))
    heads = on.heading("Rests on:"), on.heading("Texts:")
    return f"{heads[0]}\n{table}{more}\n{heads[1]}\n{bullets(texts, width)}"
