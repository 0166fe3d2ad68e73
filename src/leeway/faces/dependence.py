"""What a person reads in the terminal of a pair's trade: legs, who moved, and where books part."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from leeway.faces.charts import drawn_beside, legend
from leeway.faces.tables import listed, text_table
from leeway.faces.terminal import PIPED, Terminal
from leeway.verdict.books_apart import widest_and_latest
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import in_text, opening, possessive

if TYPE_CHECKING:
    from leeway.measures.trade.parts import LegParts
    from leeway.verdict.trade import Trade, TradeLeg

_SHOWN_YEARS = 7
_OWN = ("exports", "imports")


def trade_text(found: Trade, *, width: int = 88, on: Terminal = PIPED) -> str:
    """The trade of a pair for the terminal."""
    pair = f"{in_text(found.state_name)} and {in_text(found.partner_name)}"
    head = f"{pair}, {found.since.year} to {found.until.year}; changes in percentage points."
    blocks = [opening(textwrap.fill(head, width))]
    if found.legs:
        blocks += [_legs(found, width, on), _courses(found, on)]
    moved = [_moved(found, leg) for leg in found.legs if leg.parts is not None]
    blocks.append("\n".join(textwrap.fill(one, width) for one in moved))
    if found.asymmetry is not None:
        year, ratio = found.asymmetry
        blocks.append(
            textwrap.fill(
                f"In {year} {in_text(found.state_name)} depended on {in_text(found.partner_name)} "
                f"{ratio:.1f} times as much as the other way round (shares of turnover).",
                width,
            )
        )
    if found.disagreements:
        rows = [
            {
                "share": one.what,
                "year": str(one.year),
                "by source": ", ".join(
                    f"{source} {100 * share:.1f}%" for source, share in one.shares.items()
                ),
            }
            for one in widest_and_latest(found.disagreements)
        ]
        blocks.append(f"{on.heading('Where books part')}\n{text_table(rows, widest=None, on=on)}")
    blocks += [
        listed("Breaks in the books", found.breaks, width, on),
        listed("Missing", found.missing, width, on),
        listed("Mind that", found.caveats, width, on),
    ]
    sources = "; ".join(f"{one.publisher} ({one.id})" for one in found.sources)
    blocks.append(textwrap.fill(f"Data: {sources}. Estimates: {found.version}.", width))
    return "\n\n".join(block for block in blocks if block)


def percent_points(share: float) -> str:
    """A change of a share in percentage points, with its sign.

    Examples
    --------
    >>> percent_points(0.0131), percent_points(-0.145), percent_points(-0.0001)
    ('+1.3', '-14.5', '0.0')
    """
    text = f"{100 * share:+.1f}"
    return "0.0" if float(text) == 0.0 else text


def _legs(found: Trade, width: int, on: Terminal) -> str:
    """The legs in a table; on a wide terminal with a sparkline each."""
    rows = [_row(leg) for leg in found.legs]
    drawn = [(leg.series, 2 * leg.told.margin if leg.told else 0.0) for leg in found.legs]
    beside = drawn_beside(rows, drawn, on)
    if beside is None:
        return text_table(rows, widest=None, on=on)
    return f"{text_table(beside, widest=None, on=on)}\n{on.faint(textwrap.fill(legend(), width))}"


def _row(leg: TradeLeg) -> dict[str, str]:
    told = leg.told
    ranks = "-" if leg.ranks is None else f"{leg.ranks[0][1]} to {leg.ranks[1][1]} of {leg.ranks[1][2]}"
    return {
        "leg": leg.leg,
        "answer": "-" if told is None else told.answer,
        "probability": "-" if told is None or told.answer == "unclear" else percent(told.probability),
        "change": "-" if told is None else percent_points(told.mean),
        "90% interval": "-" if told is None else f"{percent_points(told.low)} to {percent_points(told.high)}",
        "usual": "-" if told is None else percent_points(told.margin).removeprefix("+"),
        "rank": ranks,
        "source": leg.source,
    }


def _courses(found: Trade, on: Terminal) -> str:
    rows = []
    for leg in found.legs:
        labels, values = leg.series.labels, leg.series.mean
        step = max(1, -(-len(labels) // _SHOWN_YEARS))
        kept = sorted({*range(0, len(labels), step), len(labels) - 1})
        course = ", ".join(f"{labels[place]} {100 * float(values[place]):.1f}%" for place in kept)
        rows.append({"leg": leg.leg, "what": leg.title.rsplit(" (", 1)[0], "course": course})
    return text_table(rows, widest=None, on=on)


def _moved(found: Trade, leg: TradeLeg) -> str:
    parts = leg.parts
    if parts is None:
        return ""
    own = leg.leg in _OWN
    turner, grower = (found.state_name, found.partner_name) if own else (found.partner_name, found.state_name)
    rest, size = (parts.parts[0], parts.parts[1]) if own else (parts.parts[1], parts.parts[0])
    return (
        f"Who moved in {leg.leg}: of {percent_points(parts.change)}, {percent_points(float(rest))} "
        f"through {possessive(turner)} turning {_way(float(rest), grower)} more than others did, "
        f"{percent_points(float(size))} through {in_text(grower)} {_grew(float(size))} for all"
        f"{_mix(parts)} (totals of all: {parts.weights})."
    )


def _way(part: float, other: str) -> str:
    return f"to {in_text(other)}" if part >= 0 else "elsewhere"


def _grew(part: float) -> str:
    return "growing" if part >= 0 else "shrinking"


def _mix(parts: LegParts) -> str:
    return f", {percent_points(float(parts.parts[2]))} through the goods mix" if parts.parts[2] else ""
