"""What a person reads in the terminal of a pair's ties: a list to check line by line, and the series."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from leeway.faces.charts import drawn_beside, legend
from leeway.faces.tables import bullets, text_table
from leeway.faces.terminal import PIPED, Terminal
from leeway.verdict.sentence import counted, in_text, opening, points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leeway.measures.pair_ties import Tie
    from leeway.measures.recognition.sides import Refusals, Side
    from leeway.series import Series
    from leeway.verdict.ties import Ties

_MARKS = {"unverified": "? ", "suspect": "! "}
_SHOWN_YEARS = 8
_LEAST = 0.2


def ties_text(found: Ties, *, width: int = 88, on: Terminal = PIPED) -> str:
    """The ties of a pair for the terminal.

    Facts that are only remembered are marked with a question mark, doubtful ones with an exclamation mark.
    """
    pair = f"{in_text(found.state_name)} and {in_text(found.partner_name)}"
    arms = [tie for tie in found.ties if tie.kind == "arms"]
    others = [tie for tie in found.ties if tie.kind != "arms"]
    head = f"{pair}, {found.since} to {found.until}: {counted(len(others), 'tie')}"
    head += f", {counted(len(arms), 'year')} with arms deliveries." if arms else "."
    blocks = [opening(textwrap.fill(head, width))]
    if others:
        blocks.append("\n".join(line for tie in others for line in _tie(tie, width)))
    if arms:
        blocks.append(
            on.heading("Arms") + "\n" + text_table([_delivery(tie) for tie in arms], widest=None, on=on)
        )
    if found.sides:
        names = found.state_name, found.partner_name
        sides = text_table([_side(side, *names) for side in found.sides], widest=40, on=on)
        blocks.append(f"{on.heading('Recognition')}\n{sides}")
        told = [_refused(one, *pair) for one, pair in zip(found.refusals, (names, names[::-1]), strict=True)]
        blocks.append("\n".join(textwrap.fill(one, width) for one in told if one))
    if found.series:
        blocks.append(f"{on.heading('Series (0 nothing, 1 most)')}\n{_courses(found.series, width, on)}")
    if found.similarity:
        alike = found.similarity
        course = _course(alike.measure, dt.date(alike.years[-1], 12, 31), alike.years, alike.values)
        head = on.heading("How alike their alliances are, for comparison")
        blocks.append(f"{head}\n{text_table([course], widest=None, on=on)}")
    ends = [{"source": one.source, "publisher": one.publisher, "until": one.until} for one in found.ends]
    blocks.append(f"{on.heading('Where each source ends')}\n{text_table(ends, widest=None, on=on)}")
    blocks.append(bullets(found.caveats, width))
    return "\n\n".join(block for block in blocks if block)


def tie_line(tie: Tie) -> str:
    """A tie in a line: since when, what, and how it stands, of which day, known how."""
    if tie.until:
        span = f"{tie.since} to {tie.until}" if tie.since else f"until {tie.until}"
    else:
        span = f"since {tie.since}" if tie.since else "since an unknown day"
    state = "ended" if tie.ended == "terminated" else tie.ended
    says = "; ".join(filter(None, [state, tie.how]))
    known = f"as of {tie.as_of}, {tie.status}"
    return f"{_MARKS.get(tie.status, '')}{span}, {tie.kind}: {tie.what} ({says}; {known})"


def _tie(tie: Tie, width: int) -> list[str]:
    lines = textwrap.wrap(tie_line(tie), width, subsequent_indent="    ")
    told = "; ".join(filter(None, [tie.cited and f"seen in {tie.cited}", tie.note]))
    if tie.source != "ledger":
        told = "; ".join(filter(None, [f"source {tie.source}", told]))
    return [*lines, *textwrap.wrap(told, width, initial_indent="    ", subsequent_indent="    ")]


def _delivery(tie: Tie) -> dict[str, str]:
    what, _, volume = tie.what.partition(": ")
    amount, _, weapons = volume.partition(" (")
    return {
        "year": tie.since,
        "delivery": what,
        "million TIV": amount.removesuffix(" million TIV"),
        "weapons": textwrap.shorten(weapons.removesuffix(")"), 48, placeholder=" ..."),
    }


def _side(side: Side, state: str, partner: str) -> dict[str, str]:
    def told(position: str, date: str, status: str) -> str:
        return " ".join(filter(None, [_MARKS.get(status, "").strip(), position or "-", date]))

    same = "" if side.same is None else "same side" if side.same else "differ"
    return {
        "entity": side.name,
        state: told(side.state, side.state_date, side.state_status),
        partner: told(side.partner, side.partner_date, side.partner_status),
        "": same,
    }


def _refused(one: Refusals, state: str, partner: str) -> str:
    if not one.entities:
        return ""
    number = counted(len(one.entities), "entity", "entities")
    return opening(
        f"{in_text(state)} is found not to recognise {number}: {one.claimed} broke away from territory that "
        f"a member of the United Nations claims, and {in_text(partner)} recognises {one.by_partner}."
    )


def _courses(series: Mapping[str, Series], width: int, on: Terminal) -> str:
    """The series in a table; on a wide terminal with a sparkline each."""
    rows = [_course(name, one.covered[1], one.labels, one.mean) for name, one in series.items()]
    beside = drawn_beside(rows, [(one, _LEAST) for one in series.values()], on)
    if beside is None:
        return text_table(rows, widest=None, on=on)
    return f"{text_table(beside, widest=None, on=on)}\n{on.faint(textwrap.fill(legend('a fifth'), width))}"


def _course(
    name: str, end: dt.date, labels: Sequence[str | int], values: Sequence[float] | NDArray[np.float64]
) -> dict[str, str]:
    """A course in a line: some of its years, the first and the last among them, and where its source ends."""
    step = max(1, -(-len(labels) // _SHOWN_YEARS))
    kept = sorted({*range(0, len(labels), step), len(labels) - 1})
    course = ", ".join(f"{labels[place]} {points(float(values[place]))}" for place in kept)
    return {"series": name, "source ends": str(end), "course": course}
