"""What a person reads in the terminal of a back-door: the word, both legs, their placebos, and what lacks."""

from __future__ import annotations

import datetime as dt
import textwrap
from typing import TYPE_CHECKING

from leeway.faces.tables import listed, text_table
from leeway.faces.terminal import PIPED, Terminal
from leeway.verdict.legs_told import goods_name, money, p_words, seen
from leeway.verdict.sentence import in_text, opening, points

if TYPE_CHECKING:
    from leeway.measures.backdoor.inflow import Inflow
    from leeway.numerics.placebo import PlaceboTest
    from leeway.verdict.backdoor import Backdoor

_MOST_CHAINS = 8
_BARS = "▁▂▃▄▅▆▇█"


def backdoor_text(found: Backdoor, *, width: int = 88, on: Terminal = PIPED) -> str:
    """The answer for the terminal.

    Parameters
    ----------
    found : Backdoor
    width : int
        Columns to wrap at.
    on : Terminal
        Where it is shown.
    """
    told = found.told
    blocks = [f"{on.heading(found.verdict.upper())}\n{textwrap.fill(found.sentence, width)}"]
    blocks.append(textwrap.fill(f"Not covered: {found.not_covered}", width))
    if told.inflow is not None:
        blocks.append(_way_in(told.inflow, width, on))
    if told.by_partner is not None or told.by_total:
        blocks.append(_ranks(found, on))
    if told.goods:
        blocks.append(_way_out(found, on))
    if told.mirror is not None:
        blocks.append(_mirror(found, on))
    if told.chains:
        blocks.append(_chains(found, on))
    blocks += [listed("Missing", told.missing, width, on), listed("Mind that", found.caveats, width, on)]
    sources = "; ".join(
        f"{one.publisher} ({one.id}, {one.covered[0]} to {one.covered[1]})" for one in found.sources
    )
    blocks.append(textwrap.fill(f"Data: {sources}. Estimates: {found.version}.", width))
    return "\n\n".join(block for block in blocks if block)


def _way_in(leg1: Inflow, width: int, on: Terminal) -> str:
    rows = [_tested("all listed goods", leg1.test)]
    if leg1.throughout is not None:
        rows.append(_tested("codes that stand throughout", leg1.throughout))
    if leg1.staggered is not None:
        rows.append(_tested("from each code's own listing", leg1.staggered.test))
    low, high = (leg1.design.months[place] for place in leg1.break_.interval())
    told = [f"Break found without the date: {leg1.break_month:%Y-%m} ({low:%Y-%m} to {high:%Y-%m})."]
    if leg1.without:
        least, most = (pick(leg1.without, key=leg1.without.__getitem__) for pick in (min, max))
        told.append(
            f"Without any one sender: {points(leg1.without[least], sign=True)} (without {least}) to "
            f"{points(leg1.without[most], sign=True)} (without {most})."
        )
    told.append(
        f"Against a year before, listed goods {leg1.listed_factor:.2f}-fold, all others "
        f"{leg1.other_factor:.2f}-fold."
    )
    first, last = leg1.design.window
    head = (
        f"The way in: log of listed to other goods, {first:%Y-%m} to {last:%Y-%m} against all before "
        f"{leg1.design.event:%Y-%m}"
    )
    course = _sparkline(leg1)
    opened = [on.heading(textwrap.fill(head, width)), course, text_table(rows, on=on)]
    return "\n".join([*opened, *(textwrap.fill(one, width) for one in told)])


def _sparkline(leg1: Inflow) -> str:
    values = leg1.log_ratio
    low, reach = float(values.min()), float(values.max() - values.min()) or 1.0
    bars = "".join(_BARS[min(int((value - low) / reach * len(_BARS)), len(_BARS) - 1)] for value in values)
    place = leg1.design.before
    return f"{leg1.design.months[0]:%Y-%m} {bars[:place]}|{bars[place:]} {leg1.design.months[-1]:%Y-%m}"


def _tested(name: str, test: PlaceboTest) -> dict[str, str]:
    return {
        "goods": name,
        "change": points(test.change, sign=True),
        "largest placebo": points(test.largest),
        "p": p_words(test.p_value),
        "rise seen": "yes" if seen(test) else "no",
    }


def _ranks(found: Backdoor, on: Terminal) -> str:
    rows = []
    if (one := found.told.by_partner) is not None:
        rows.append(
            {
                "what": "listed against other goods",
                "rank": f"{one.rank} of {one.others + 1}",
                "p": p_words(one.p_value),
            }
        )
    rows += [
        {"what": f"all goods in {year}", "rank": f"{one.rank} of {one.others + 1}", "p": p_words(one.p_value)}
        for year, one in found.told.by_total.items()
    ]
    return on.heading("Among the senders' other partners") + "\n" + text_table(rows, on=on)


def _way_out(found: Backdoor, on: Terminal) -> str:
    rows = []
    for one in found.told.goods:
        last = one.out.periods[-1]
        passed = None if one.passed is None else one.passed.share_of_outflow
        rows.append(
            {
                "goods": goods_name(one.out.goods),
                "codes": one.out.codes,
                "to": one.out.to,
                "before": money(12 * one.out.before),
                "after": money(12 * one.out.after),
                "last told": f"{money(12 * float(one.out.values[-1]))} ({_period(last, one.out.months[-1])})",
                "rise seen": "yes" if one.out.seen else "no",
                "its way in": "-"
                if one.inside is None
                else f"{points(one.inside.change, sign=True)}, p {p_words(one.inside.p_rise)}",
                "suppliable": "-" if passed is None else f"{passed:.0%}",
            }
        )
    name = opening(in_text(found.state_name))
    head = on.heading(f"The way on: what {name} says it sold, a year")
    return f"{head}\n{text_table(rows, widest=None, on=on)}"


def _period(day: dt.date, months: int) -> str:
    return str(day.year) if months == 12 else f"{day:%Y-%m}"


def _mirror(found: Backdoor, on: Terminal) -> str:
    two = found.told.mirror
    if two is None:
        return ""
    rows = [
        {
            "year": year,
            "senders say": money(float(two.exported[place]), found.told.currency),
            f"{found.state} says": money(float(two.imported[place]), found.told.currency),
            "ratio": points(float(two.ratio[place])),
            "change": points(two.changes[year], sign=True) if year in two.changes else "",
            "p of a fall": p_words(two.p_values[year]) if year in two.p_values else "",
            "lost of what was added": "" if (lost := two.lost(year)) is None else f"{lost:.0%}",
        }
        for place, year in enumerate(two.years)
    ]
    told = [{key: str(value) for key, value in row.items()} for row in rows]
    head = on.heading("Both books of the same trade, against their own past")
    return f"{head}\n{text_table(told, widest=None, on=on)}"


def _chains(found: Backdoor, on: Terminal) -> str:
    rows = [
        {
            "chain": f"{one.first} > {one.through} > {one.last}",
            "goods": goods_name(one.goods),
            "year": str(one.year),
            "came": money(one.came),
            "went": money(one.went),
            "share": f"{one.share:.0%}",
            "newly opened": "not told" if one.opened is None else "yes" if one.opened else "no",
        }
        for one in found.told.chains[:_MOST_CHAINS]
    ]
    return f"{on.heading('Two-step chains found')}\n{text_table(rows, widest=None, on=on)}"
