"""The answer as one plain sentence."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leeway.drift.direction import Stretch
from leeway.drift.onset import Onset
from leeway.verdict.hearing import with_a_say
from leeway.verdict.probability_words import percent, probability_word

if TYPE_CHECKING:
    from leeway.verdict.answer import Answer
    from leeway.verdict.contest import Contest
    from leeway.verdict.evidence import LineAnswer

_WITH_ARTICLE = re.compile(
    r"(United|Soviet|Dominican|Central African|Democratic|Russian|Federated|German|Yemen Arab|Khmer)\b.*|"
    r".*\b(Islands|Republic|Federation|Union|Emirates)|"
    r"Netherlands|Philippines|Maldives|Bahamas|Gambia|Comoros|Seychelles|Republic of .*|Holy See"
)
_ADVERBS = {
    "almost certain": "almost certainly",
    "very likely": "very likely",
    "likely": "likely",
    "roughly even chance": "about as likely as not",
}
_RECENT_DAYS = 366


def points(value: float, *, sign: bool = False) -> str:
    """A closeness or a change with two decimals, written without the leading zero.

    Examples
    --------
    >>> points(0.081), points(-0.081), points(0.081, sign=True), points(1.2), points(0.001)
    ('.08', '-.08', '+.08', '1.20', '.00')
    """
    text = f"{abs(value):.2f}"
    text = text[1:] if text.startswith("0.") else text
    nothing = float(f"{value:.2f}") == 0.0
    mark = "" if nothing else "-" if value < 0 else "+" if sign else ""
    return mark + text


def years(first: dt.date, last: dt.date) -> str:
    """The years of a stretch.

    Examples
    --------
    >>> years(dt.date(2014, 7, 1), dt.date(2017, 6, 30)), years(dt.date(1999, 1, 1), dt.date(2001, 12, 31))
    ('2014-17', '1999-2001')
    """
    if first.year == last.year:
        return str(first.year)
    same = first.year // 100 == last.year // 100
    return f"{first.year}-{last.year % 100:02d}" if same else f"{first.year}-{last.year}"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A count with its noun, whose plural ends in -s unless it is given.

    Examples
    --------
    >>> counted(0, "common vote"), counted(1, "common vote"), counted(3, "common vote")
    ('no common votes', '1 common vote', '3 common votes')
    """
    return f"{number or 'no'} {noun if number == 1 else plural or f'{noun}s'}"


def in_text(name: str) -> str:
    """A state's name as it stands inside a sentence.

    Examples
    --------
    >>> in_text("United States"), in_text("Kazakhstan"), in_text("Congo")
    ('the United States', 'Kazakhstan', 'Congo')
    """
    return f"the {name}" if _WITH_ARTICLE.fullmatch(name) else name


def possessive(name: str) -> str:
    """A state's name as an owner.

    Examples
    --------
    >>> possessive("Kazakhstan"), possessive("United States")
    ("Kazakhstan's", "the United States'")
    """
    name = in_text(name)
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def opening(sentence: str) -> str:
    """A sentence with its first letter large."""
    return sentence[:1].upper() + sentence[1:]


def answer_sentence(answer: Answer) -> str:
    """The answer in one sentence: direction, probability, size, since when, and who moved."""
    main = answer.main
    if answer.answer == "unclear" or main is None:
        return opening(_unclear(answer, main))
    state, partner = in_text(answer.state_name), in_text(answer.partner_name)
    adverb, odds = _ADVERBS[probability_word(answer.probability)], percent(answer.probability)
    recent = is_recent(answer)
    verb = _verb(answer.answer, partner, recent=recent)
    sentence = f"{state} {'is ' if recent else ''}{adverb} ({odds}) {verb}: {change_clause(main)}"
    if answer.answer == "still":
        since = f", within what pairs usually wiggle ({points(main.told.margin)})"
    else:
        since = onset_clause(main.onset)
    return opening(f"{sentence}{since}{moved_clause(answer)}.")


def is_recent(answer: Answer) -> bool:
    """Whether the window ends where the sources do, and the sentence is in the present."""
    line = answer.main
    if line is None:
        return False
    last = max((source.covered[1] for source in line.sources), default=line.covered[1])
    return (last - answer.until).days < _RECENT_DAYS


def change_clause(line: LineAnswer) -> str:
    """What a line's closeness did between its two stretches, with the interval."""
    told = line.told
    spans = f"between {_named(told.before, told.after)} and {_named(told.after, told.before)}"
    if told.answer in ("away", "closer"):
        low, high = (-told.high, -told.low) if told.mean < 0 else (told.low, told.high)
        verb = "fell" if told.mean < 0 else "rose"
        return (
            f"{line.series.unit} {verb} by {points(abs(told.mean))} ({points(low)} to {points(high)}) {spans}"
        )
    change = points(told.mean, sign=True)
    interval = f"{points(told.low, sign=True)} to {points(told.high, sign=True)}"
    return f"{line.series.unit} changed by {change} ({interval}) {spans}"


def onset_clause(onset: Onset | None) -> str:
    """Since when, with its interval in years."""
    if onset is None:
        return ""
    first = onset.times[0].astype("datetime64[D]").astype(object)
    if onset.median <= first:
        return ", since the start of that time or before"
    if onset.low.year == onset.high.year:
        return f", since about {onset.median.year}"
    return f", since about {onset.median.year} ({onset.low.year} to {onset.high.year})"


def moved_clause(answer: Answer) -> str:
    """What really changed, and whose doing it was, largest share first."""
    main = answer.main
    if main is None or main.moved is None or main.attribution is None:
        return ""
    moved, parts = main.moved, main.attribution
    names = (
        f"{possessive(answer.state_name)} moves",
        f"{possessive(answer.partner_name)} moves",
        main.words.neither,
    )
    shares = sorted(
        zip(in_percent((moved.state, moved.partner, moved.agenda)), names, strict=True), reverse=True
    )
    told = ", ".join(f"{share}% {name}" for share, name in shares)
    both_ways = "of a movement that pulled both ways, " if moved.opposed else ""
    verb = "fell" if parts.change < 0 else "rose"
    return f"; {main.words.moved} {verb} by {points(abs(parts.change))} ({both_ways}{told})"


def in_percent(shares: tuple[float, ...]) -> tuple[int, ...]:
    """Shares that sum to 1 as whole percents that sum to 100, by largest remainders.

    Examples
    --------
    >>> in_percent((0.516, 0.378, 0.106)), in_percent((0.335, 0.333, 0.332))
    ((52, 38, 10), (34, 33, 33))
    """
    whole = [math.floor(100 * share) for share in shares]
    order = sorted(range(len(shares)), key=lambda place: whole[place] - 100 * shares[place])
    for place in order[: 100 - sum(whole)]:
        whole[place] += 1
    return tuple(whole)


def _verb(answer: str, partner: str, *, recent: bool) -> str:
    if answer == "still":
        if recent:
            return f"neither moving away from {partner} nor closer to it"
        return f"moved neither away from {partner} nor closer to it"
    direction = f"away from {partner}" if answer == "away" else f"closer to {partner}"
    return f"{'moving' if recent else 'moved'} {direction}"


def _unclear(answer: Answer, main: LineAnswer | None) -> str:
    state, partner = in_text(answer.state_name), in_text(answer.partner_name)
    verb = "is moving" if is_recent(answer) else "moved"
    opens = f"it is unclear whether {state} {verb} away from {partner}"
    if main is None:
        return (
            f"{opens}: no line of evidence has anything on the two between {answer.since} and {answer.until}."
        )
    clear = [line for line in with_a_say(answer.lines, answer.weights) if line.told.answer != "unclear"]
    parting = f"the lines of evidence part, {_parting(clear)}"
    if clear:
        parts = len({line.told.answer for line in clear}) > 1
        said = [_sides(answer.contest)] if answer.contest else []
        return f"{opens}: {'; '.join([*said, *([parting] if parts or not said else [])])}."
    told = main.told
    if told.reason == "few observations":
        least = min((told.before, told.after), key=lambda stretch: stretch.observations)
        other = told.after if least is told.before else told.before
        only = "only " if least.observations else ""
        return (
            f"{opens}: they have {only}{counted(least.observations, main.words.observation)} "
            f"in {_named(least, other)} ({main.fewest} {'is' if main.fewest == 1 else 'are'} needed)."
        )
    if told.reason != "no direction likely":
        return f"{opens}. {told.reason}".removesuffix(".") + "."
    odds = f"away {percent(told.away)}, still {percent(told.still)}, closer {percent(told.closer)}"
    return f"{opens}: {odds}; {change_clause(main)}."


def _sides(told: Contest) -> str:
    """How likely each side is, likeliest first."""
    order = sorted(told.sides.items(), key=lambda one: -one[1])
    return ", ".join(f"{'both ways' if side == 'mixed' else side} {percent(share)}" for side, share in order)


def _parting(lines: Sequence[LineAnswer]) -> str:
    """Which lines say what: away, still and closer."""
    told = []
    for direction in ("away", "still", "closer"):
        said = [line for line in lines if line.told.answer == direction]
        if said:
            each = ", ".join(f"{line.line} {percent(line.told.probability)}" for line in said)
            groups = " and ".join(dict.fromkeys(line.group for line in said))
            told.append(f"{direction} in {groups} ({each})")
    return ", ".join(told)


def _named(stretch: Stretch, other: Stretch) -> str:
    """A stretch in years, or in months where years would not tell it from the other."""
    name = years(stretch.first, stretch.last)
    if name != years(other.first, other.last):
        return name
    first, last = f"{stretch.first:%Y-%m}", f"{stretch.last:%Y-%m}"
    return first if first == last else f"{first} to {last}"
