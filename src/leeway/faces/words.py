"""What a person reads in the terminal: the answer, paragraph by paragraph."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from leeway.drift.direction import Direction
from leeway.drift.unusual import Unusual
from leeway.drift.who_moved import Moved
from leeway.faces.charts import chart, drawn_beside, legend
from leeway.faces.listing import tie_line
from leeway.faces.tables import listed, text_table
from leeway.faces.terminal import PIPED, Terminal
from leeway.measures.line import Attribution, SameQuestions, Words
from leeway.series import Series
from leeway.verdict.answer import Answer
from leeway.verdict.evidence import LineAnswer
from leeway.verdict.movers import Mover, Movers
from leeway.verdict.probability_words import percent
from leeway.verdict.raw_agreement import RawAgreement
from leeway.verdict.sentence import counted, in_percent, in_text, opening, points, years
from leeway.verdict.votes import Votes

_MOST_QUESTIONS = 6
_MOST_RIVALS = 4
_UNLIKELY = 0.01
_CLEAR = 1.645
_FULL_SPARK = 12
_COLUMNS = ("line", "answer", "probability", "change", "90% interval", "would see", "covered", "rows")
_NOT_TOLD = {"answer": "unclear", "probability": "-", "change": "", "90% interval": "", "would see": ""}
_ODDS = re.compile(r"(?:\w+\s+)?(?:likely|certainly|as\s+not)\s+\((?:over\s|under\s)?\d+%\)")
_WAY = re.compile(r"(?:moving|moved)\s+(?:away\s+from|closer\s+to)")


def answer_text(answer: Answer, *, width: int = 88, on: Terminal = PIPED) -> str:
    """The whole answer for the terminal.

    Parameters
    ----------
    answer : Answer
    width : int
        Columns to wrap at.
    on : Terminal
        Where it is shown: its colours, and whether a sparkline fits beside a line of evidence.
    """
    main = answer.main
    blocks = [sentence_text(answer.sentence, answer.answer, width=width, on=on)]
    if main:
        blocks += [chart(main.series, on=on, style=main.told.answer), lines_table(answer, width=width, on=on)]
        blocks += [_wrapped(paragraph, width) for paragraph in _paragraphs(answer, main)]
        if main.same_questions:
            names = answer.state_name, answer.partner_name
            blocks.append(_questions(main.same_questions, *names, width, on))
        if main.unusual:
            blocks.append(_wrapped(unusual_sentence(main.unusual), width))
    blocks.append(rivals_text(answer, width=width, on=on))
    blocks.append(robustness_text(answer, width=width, on=on))
    blocks.append(listed("Ties that began, froze or ended in these years", _turns(answer), width, on))
    blocks.append(listed("Mind that", answer.caveats, width, on))
    blocks.append(listed("What the record cannot show", answer.cannot_show, width, on))
    blocks.append(_wrapped(_sources(answer), width))
    return "\n\n".join(block for block in blocks if block)


def sentence_text(sentence: str, answer: str, *, width: int = 88, on: Terminal = PIPED) -> str:
    """The sentence of an answer, wrapped; how likely it is and which way are in the answer's colour.

    Examples
    --------
    >>> print(sentence_text("Oz moved, very likely (81%), closer to Elbonia.", "closer", width=30))
    Oz moved, very likely (81%),
    closer to Elbonia.
    """
    told = _wrapped(sentence, width)
    for pattern in (_ODDS, _WAY) if answer in ("away", "closer") else (_ODDS,):
        told = pattern.sub(lambda found: on.answer(answer, found[0]), told, count=1)
    return told


def rivals_text(answer: Answer, *, width: int = 88, on: Terminal = PIPED) -> str:
    """Rival explanations, likeliest first, and what would change their order."""
    told = answer.contest
    if told is None:
        return ""
    likely = [one for one in told.rivals if one.probability >= _UNLIKELY][:_MOST_RIVALS]
    rows = [
        {
            "explanation": one.name,
            "probability": percent(one.probability),
            "base rate": percent(one.base_rate),
            "prior odds x 1/4 to x 4": f"{percent(one.low)} to {percent(one.high)}",
        }
        for one in likely
    ]
    words = [f"{opening(one.name)}: {one.says}." for one in likely]
    if len(likely) > 1:
        words.append(f"What would tell the first two apart: {likely[0].told_apart_by}.")
    words += [f"Without {line}, {name} would lead." for line, name in told.flips.items()]
    head = f"Rival explanations, from {', '.join(told.lines)}"
    table = text_table(rows, widest=None, on=on)
    return "\n".join([on.heading(head), table, *(_wrapped(one, width) for one in words)])


def robustness_text(answer: Answer, *, width: int = 88, on: Terminal = PIPED) -> str:
    """How many other choices tell the same, by kind of choice."""
    found = answer.robustness
    if found is None:
        return ""
    own, *others = found.specifications
    rows = []
    for choice in dict.fromkeys(one.choice for one in others):
        kind = [one for one in others if one.choice == choice]
        rows.append(
            {
                "choice": choice,
                "tried": str(len(kind)),
                "same side": percent(sum(one.side == own.side for one in kind) / len(kind)),
                "same explanation": percent(sum(one.leading == own.leading for one in kind) / len(kind)),
                "lowest probability": percent(min(one.probability for one in kind if one.side == own.side))
                if any(one.side == own.side for one in kind)
                else "-",
            }
        )
    head = f"Other choices than those asked with ({own.side}, {percent(own.probability)}; {own.leading})"
    return "\n".join([on.heading(_wrapped(head, width)), text_table(rows, widest=None, on=on)])


def _turns(answer: Answer) -> tuple[str, ...]:
    """Dated facts that say of a change; how many others stood all the while, and where they are listed."""
    span = answer.since, answer.until
    turned = [
        tie for tie in answer.ties if tie.how or any(_within(day, span) for day in (tie.began, tie.over))
    ]
    told = [tie_line(tie) for tie in turned]
    others = len(answer.ties) - len(turned)
    if others:
        told.append(f"{counted(others, 'tie')} besides: leeway ties {answer.state} {answer.partner}")
    return tuple(told)


def _within(day: dt.date | None, span: tuple[dt.date, dt.date]) -> bool:
    return day is not None and span[0] <= day <= span[1]


def lines_table(answer: Answer, *, width: int = 88, on: Terminal = PIPED) -> str:
    """One row a line of evidence, and under a line that stands on several legs one row a leg.

    On a wide terminal a sparkline stands beside each; where it needs the room, days are told as years.
    """
    rows: list[dict[str, Any]] = []
    drawn: list[tuple[Series, float] | None] = []
    for line in answer.lines:
        rows.append({"line": line.line, **_told(line.told), **_covered(line.covered), "rows": line.rows})
        drawn.append((line.series, 2 * line.told.margin))
        for leg in line.legs:
            rows.append(
                {"line": f"  {leg.leg}", **_told(leg.told), **_covered(leg.series.covered), "rows": ""}
            )
            drawn.append((leg.series, 2 * leg.told.margin))
    for silent in answer.silent:
        rows.append({"line": silent.line, **_NOT_TOLD, **_covered(silent.covered), "rows": 0})
        drawn.append(None)
    beside = drawn_beside(rows, drawn, on, fewest=_FULL_SPARK) or drawn_beside(
        [{**row, "covered": _in_years(row["covered"])} for row in rows], drawn, on
    )
    if beside is None:
        return text_table(rows, _COLUMNS, on=on)
    return f"{text_table(beside, on=on)}\n{on.faint(_wrapped(legend(), width))}"


def _in_years(covered: str) -> str:
    """A span of days as one of years."""
    first, last = covered.split(" to ")
    return f"{first[:4]} to {last[:4]}"


def _told(told: Direction) -> dict[str, str]:
    return {
        "answer": told.answer,
        "probability": "-" if told.answer == "unclear" else percent(told.probability),
        "change": points(told.mean, sign=True),
        "90% interval": f"{points(told.low, sign=True)} to {points(told.high, sign=True)}",
        "would see": points(told.detectable),
    }


def _covered(span: tuple[dt.date, dt.date]) -> dict[str, str]:
    return {"covered": f"{span[0]} to {span[1]}"}


def movers_text(found: Movers, *, width: int = 88, on: Terminal = PIPED) -> str:
    """Both rankings for the terminal."""
    name = in_text(found.partner_name)
    heads = (
        f"{counted(found.compared, 'state')} compared with {name}: {found.unit}, "
        f"{years(*found.before)} to {years(*found.after)}."
    )
    note = (
        f"P: probability of a change beyond the usual wiggle ({points(found.margin)}). False: expected share "
        "of false finds if the list is cut there. Moved by: shares of the state, of "
        f"{name} and of the agenda. Unusual: share of all pairs that moved less."
    )
    blocks = [
        _wrapped(opening(heads), width),
        f"{on.styled(f'Furthest away from {name}', 'away')}\n{_ranking(found.away, on)}",
        f"{on.styled(f'Furthest towards {name}', 'closer')}\n{_ranking(found.closer, on)}",
        _wrapped(note, width),
        listed("Mind that", found.caveats, width, on),
    ]
    return "\n\n".join(block for block in blocks if block)


def votes_text(found: Votes, *, width: int = 88, on: Terminal = PIPED) -> str:
    """The telling roll calls and the changed questions for the terminal."""
    told = found.told
    state, partner = in_text(found.state_name), in_text(found.partner_name)
    alike = f"{100 * told.same / told.common:.0f}% alike" if told.common else "none to compare"
    votes = counted(told.common, "common vote")
    head = (
        f"{state} and {partner}, {found.since} to {found.until}: {votes}, {alike}. No vote cast: "
        f"{found.state_name} {told.absent_state}, {found.partner_name} {told.absent_partner}."
    )
    columns = {"state_vote": found.state, "partner_vote": found.partner}
    rows = [
        {columns.get(key, key): value for key, value in {**row, "title": _short(row["title"])}.items()}
        for row in found.rows()
    ]
    note = "Bits: how rarely two states drawn from everybody else gave this pair of answers; more says more."
    blocks = [_wrapped(opening(head), width)]
    if rows:
        blocks += [text_table(rows, ("date", "symbol", found.state, found.partner, "bits", "title"), on=on)]
        blocks += [_wrapped(note, width)]
    blocks.append(listed("Questions on which an answer changed", _changed_questions(found), width, on))
    return "\n\n".join(block for block in blocks if block)


def _changed_questions(found: Votes) -> tuple[str, ...]:
    return tuple(
        f"{one.question} ({one.topic}; {one.first.year} to {one.last.year}, {counted(one.times, 'time')}): "
        f"{found.state} {_turn(one.state_first, one.state_last)}, "
        f"{found.partner} {_turn(one.partner_first, one.partner_last)}"
        for one in found.told.questions
    )


def _short(title: str) -> str:
    """A title without the formula that ends all of them."""
    return title.split(" : resolution", 1)[0]


def _turn(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def raw_sentence(before: RawAgreement | None, after: RawAgreement | None) -> str:
    """What a plain count says, agenda and all."""
    if before is None or after is None:
        return ""
    kappas = ""
    if before.kappa is not None and after.kappa is not None:
        kappas = f"; kappa {points(before.kappa)} to {points(after.kappa)}"
    axes = ""
    if before.first_axis is not None and after.first_axis is not None:
        axes = (
            f" On the first axis alone the two stood {points(abs(before.first_axis))} and then "
            f"{points(abs(after.first_axis))} apart, which says little about a pair."
        )
    return (
        f"Raw agreement, on whatever was put to the vote: {100 * before.agreement:.0f}% of "
        f"{counted(before.votes, 'common vote')} before, {100 * after.agreement:.0f}% of {after.votes} "
        f"after{kappas}.{axes}"
    )


def attribution_sentence(parts: Attribution, words: Words, state: str, partner: str) -> str:
    """The signed parts of a change."""
    return (
        f"Who moved: {words.moved} changed by {points(parts.change, sign=True)}; "
        f"{points(parts.state, sign=True)} of it through {in_text(state)}, "
        f"{points(parts.partner, sign=True)} through {in_text(partner)}, "
        f"{points(parts.agenda, sign=True)} through {words.neither}."
    )


def together_sentence(moved: Moved, way: str, state: str, partner: str) -> str:
    """Whose doing the answer is, over all lines."""
    shares = in_percent((moved.state, moved.partner, moved.agenda))
    names = (in_text(state), in_text(partner), "neither alone")
    told = ", ".join(f"{share}% {name}" for share, name in zip(shares, names, strict=True))
    return f"Whose doing, over all lines that went {way}: {told}."


def questions_sentence(again: SameQuestions, state: str, partner: str) -> str:
    """The same question asked again, with the topics that moved."""
    number = len(again.questions)
    if not number:
        return "The same question asked again: no question was put in both stretches."
    topics = ", ".join(f"{topic} ({moved} of {put})" for topic, moved, put in again.topics if moved)
    moved = f" Moved, by topic: {topics}." if topics else " No answer to them moved."
    return (
        f"The same question asked again: over {counted(number, 'question')} put in both stretches, agreement "
        f"changed by {points(again.change, sign=True)}; {points(again.state, sign=True)} through "
        f"{in_text(state)}, {points(again.partner, sign=True)} through {in_text(partner)}.{moved}"
    )


def unusual_sentence(told: Unusual) -> str:
    """How the change stands among those of all pairs."""
    return (
        f"How unusual: {percent(told.share)} of all pairs moved less over the same stretch "
        f"({percent(told.low)} to {percent(told.high)}, {told.pairs:,} pairs)."
    )


def _paragraphs(answer: Answer, main: LineAnswer) -> Iterator[str]:
    names = answer.state_name, answer.partner_name
    if answer.moved and sum(line.told.answer == answer.answer for line in answer.lines) > 1:
        yield together_sentence(answer.moved, answer.answer, *names)
    if raw := raw_sentence(*main.raw):
        yield raw
    if main.attribution:
        yield attribution_sentence(main.attribution, main.words, *names)
    if main.same_questions:
        yield questions_sentence(main.same_questions, *names)


def _questions(again: SameQuestions, state: str, partner: str, width: int, on: Terminal) -> str:
    """The questions that moved most, as far as their change is clear of its noise."""
    moved = [shift for shift in again.questions if abs(shift.change) > _CLEAR * shift.sd]
    moved.sort(key=lambda shift: -abs(shift.change))
    told = tuple(
        f"{shift.question}: {points(shift.change, sign=True)}; "
        f"{_answers(state, shift.state_before, shift.state_after)}, "
        f"{_answers(partner, shift.partner_before, shift.partner_after)}"
        for shift in moved[:_MOST_QUESTIONS]
    )
    return listed("Questions that moved most (expected vote: 0 no, .50 abstention, 1 yes)", told, width, on)


def _answers(name: str, before: float, after: float) -> str:
    if points(before) == points(after):
        return f"{in_text(name)} stays at {points(after)}"
    return f"{in_text(name)} {points(before)} to {points(after)}"


def _ranking(rows: tuple[Mover, ...], on: Terminal) -> str:
    if not rows:
        return "nobody"
    return text_table(
        [
            {
                "rank": row.rank,
                "state": row.name,
                "change": points(row.change, sign=True),
                "90% interval": f"{points(row.low, sign=True)} to {points(row.high, sign=True)}",
                "P": percent(row.probability),
                "false": percent(row.false_discovery),
                "moved by": "-"
                if row.moved is None
                else " / ".join(map(str, in_percent((row.moved.state, row.moved.partner, row.moved.agenda)))),
                "unusual": percent(row.unusual),
            }
            for row in rows
        ],
        on=on,
    )


def _sources(answer: Answer) -> str:
    told = {
        source.id: f"{source.publisher} ({source.id}, {source.covered[0]} to {source.covered[1]})"
        for line in answer.lines
        for source in line.sources
    }
    versions = "; ".join(f"{line.line} {line.version}, built {line.built}" for line in answer.lines)
    return f"Data: {'; '.join(told.values())}. Estimates: {versions}." if told else ""


def _wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width) if text else ""
