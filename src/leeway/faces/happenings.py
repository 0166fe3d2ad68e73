"""What a person reads in the terminal of a pair's events: words apart from deeds, ruptures, who reacted."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from leeway.faces.charts import drawn_beside, legend
from leeway.faces.tables import listed, text_table
from leeway.faces.terminal import PIPED, Terminal
from leeway.verdict.evidence import LineAnswer
from leeway.verdict.probability_words import percent
from leeway.verdict.reactions import what
from leeway.verdict.sentence import in_text, opening

if TYPE_CHECKING:
    from leeway.measures.events.reactions import Act, Reaction
    from leeway.measures.events.weeks import WeeklyChange
    from leeway.verdict.breaks_told import RuptureTold
    from leeway.verdict.events import Events, PeriodTold
    from leeway.verdict.reactions import Around

_MOST_PERIODS = 14
_MOST_ACTS = 12
_MOST_REACTIONS = 12


def events_text(found: Events, *, width: int = 88, on: Terminal = PIPED) -> str:
    """The events of a pair for the terminal."""
    pair = f"{in_text(found.state_name)} and {in_text(found.partner_name)}"
    blocks = [opening(textwrap.fill(f"{pair}, {found.since} to {found.until}, as the news tell it.", width))]
    told = [line for line in found.lines if isinstance(line, LineAnswer)]
    if told:
        blocks.append(_lines(told, width, on))
        blocks.append("\n".join(textwrap.fill(_seen(line), width) for line in told))
    if found.ruptured is not None:
        blocks.append("\n".join(textwrap.fill(one, width) for one in _ruptures(found.ruptured)))
    if found.periods:
        blocks.append(_courses(found, on))
    if found.weekly is not None:
        blocks.append("\n".join(textwrap.fill(one, width) for one in _weekly(found.weekly)))
    if found.around is not None:
        blocks += _around(found.around, width, on)
    blocks += [listed("Missing", found.missing, width, on), listed("Mind that", found.caveats, width, on)]
    sources = "; ".join(f"{one.publisher} ({one.id})" for one in found.sources)
    blocks.append(textwrap.fill(f"Data: {sources}. Estimates: {found.version}.", width))
    return "\n\n".join(block for block in blocks if block)


def times(change: float) -> str:
    """A change of a logarithm as a factor.

    Examples
    --------
    >>> times(0.0), times(math.log(2.0)), times(math.log(12.3))
    ('1.0 times', '2.0 times', '12 times')
    """
    factor = math.exp(change)
    return f"{factor:.1f} times" if factor < 10.0 else f"{factor:,.0f} times"


def _lines(told: list[LineAnswer], width: int, on: Terminal) -> str:
    """The lines in a table; on a wide terminal with a sparkline of closeness each."""
    rows = [_row(line) for line in told]
    beside = drawn_beside(rows, [(line.series, 2 * line.told.margin) for line in told], on)
    if beside is None:
        return text_table(rows, widest=None, on=on)
    says = f"{legend()} Higher is closer, with less conflict."
    return f"{text_table(beside, widest=None, on=on)}\n{on.faint(textwrap.fill(says, width))}"


def _row(line: LineAnswer) -> dict[str, str]:
    told = line.told
    size = _points if line.line == "relations" else times
    return {
        "line": line.line,
        "answer": told.answer,
        "probability": "-" if told.answer == "unclear" else percent(told.probability),
        "conflict": size(-told.mean),
        "90% interval": f"{size(-told.high)} to {size(-told.low)}",
        "would see": size(told.detectable),
        "source": line.series.lineage[0].split("@")[0],
        "events": f"{line.rows:,}",
    }


def _points(change: float) -> str:
    """A change of a share of days in percentage points."""
    return f"{100 * change:+.0f} points"


def _seen(line: LineAnswer) -> str:
    told, name = line.told, line.line.capitalize()
    if told.answer == "unclear" and told.reason == "few observations":
        fewest = min(told.before.observations, told.after.observations)
        return f"{name}: only {fewest} {line.words.observation}s in one of the stretches compared."
    began = line.onset
    since = "" if began is None else f", since {began.median} ({began.low} to {began.high})"
    if line.line == "relations":
        return (
            f"{name}: days on which conflict outweighed cooperation, {_points(-told.mean)}{since}; a change "
            f"of {_points(told.detectable)} would have been seen."
        )
    moved = line.attribution
    if moved is None or told.answer not in ("away", "closer"):
        return (
            f"{name}: no break to be seen; conflict {times(told.detectable)} as frequent, held against both "
            "sides' with others, would have been seen."
        )
    return (
        f"{name}: conflict {times(-told.mean)} as frequent{since}. Of that {times(-moved.state)} is through "
        f"{line.series.state}, {times(-moved.partner)} through {line.series.partner}, {times(-moved.agenda)} "
        "through what both did with everybody else."
    )


def _ruptures(told: RuptureTold) -> list[str]:
    compared = f"{told.ranked:,} pairs and periods of {told.source}"
    found = []
    if told.ruptures:
        found.append(f"Rupture (beyond 99% of {compared}): {', '.join(told.ruptures)}.")
    else:
        found.append(f"No rupture: no period lies beyond 99% of {compared}.")
    if told.unusual:
        found.append(f"Unusual (beyond 95%): {', '.join(told.unusual)}.")
    for line, (there, needed) in told.detectable.items():
        found.append(
            f"{line.capitalize()} in the last period: {there:.0f} of conflict; about {needed:.0f} would have "
            "been a rupture."
        )
    return found


def _courses(found: Events, on: Terminal) -> str:
    scores = {} if found.ruptured is None else found.ruptured.scores
    by_period: dict[str, dict[str, PeriodTold]] = {}
    for one in found.periods:
        by_period.setdefault(one.period, {})[one.line] = one
    rows = []
    for period, lines in list(by_period.items())[-_MOST_PERIODS:]:
        row = {"period": period}
        for line, space in (("words", ""), ("deeds", " ")):
            told = lines.get(line)
            row[f"{line}: conflict"] = "" if told is None else f"{told.conflict:,.0f}"
            row["cooperation" + space] = "" if told is None else f"{told.cooperation:,.0f}"
            row["share" + space] = "" if told is None or told.share is None else _share(told.share)
        row["rupture"] = f"{scores[period]:+.1f}" if period in scores else ""
        rows.append(row)
    head = on.heading("Events, counts of more than a hundred rounded")
    return f"{head}\n{text_table(rows, widest=None, on=on)}"


def _share(share: tuple[float, float, float]) -> str:
    mean, low, high = share
    return f"{mean:.0%} ({low:.0%}-{high:.0%})"


def _weekly(told: WeeklyChange) -> list[str]:
    step = told.step
    stepped = f"the share of conflict went most from {step.before:.0%} to {step.after:.0%}"
    week = told.weeks[step.place]
    less = f"{told.quiet:.0%} of all pairs stepped up less"
    found = [f"By week ({told.source}): {stepped} with the week of {week}; {less}."]
    if not told.changes:
        found.append("No change that lasted six weeks would have been believed at the time.")
    found += [
        f"Believed by {told.weeks[one.known]}: a change with the week of {told.weeks[one.place]} "
        f"({told.weeks[one.low]} to {told.weeks[one.high]}), from {one.before:.0%} to {one.after:.0%}."
        for one in told.changes
    ]
    return found


def _around(told: Around, width: int, on: Terminal) -> list[str]:
    blocks = [on.heading(textwrap.fill(f"Around {told.day} ({told.source}, to {told.until}):", width))]
    if told.acts:
        blocks.append(text_table([_act(one) for one in told.acts[:_MOST_ACTS]], widest=40, on=on))
        if len(told.acts) > _MOST_ACTS:
            blocks.append(f"{len(told.acts) - _MOST_ACTS} more: --json tells all.")
    else:
        blocks.append("The source tells nothing between the two in these days.")
    beyond = told.beyond
    if beyond:
        head = f"Who reacted, beyond habit ({len(beyond)} of {len(told.reactions)} that acted):"
        blocks.append(on.heading(head))
        blocks.append(text_table([_reaction(one) for one in beyond[:_MOST_REACTIONS]], widest=40, on=on))
    else:
        blocks.append(
            textwrap.fill(
                f"Nobody reacted beyond habit; {len(told.reactions)} kinds of acts of third states towards "
                "either are told by --json.",
                width,
            )
        )
    return blocks


def _act(one: Act) -> dict[str, str]:
    return {
        "day": one.day.isoformat(),
        "who": f"{one.actor} with {one.target}" if one.mutual else f"{one.actor} to {one.target}",
        "what": "; ".join(what(code) for code in one.codes),
        "reports": str(one.reports),
    }


def _reaction(one: Reaction) -> dict[str, str]:
    return {
        "who": f"{one.actor} to {one.target}",
        "how": "; ".join(what(code) for code in one.codes),
        "events": str(one.events),
        "usual": f"{one.expected:.1f}",
        "q": f"{one.q:.3f}" if one.q >= 0.001 else "under .001",
        "first": one.first.isoformat(),
    }
