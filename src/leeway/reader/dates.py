"""Dates as a text words them: what is written, and what follows from the document's day.

A date without a year is read as the nearest one to the day it hangs on that is not more than three months
ahead of it, since what is told has mostly happened.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from leeway.reader.reading import Note, Span
from leeway.reader.text import Text

Unit = Literal["day", "week", "month", "year", "decade"]

_FULL_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT_MONTHS = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_MONTHS = {name[:3].lower(): number for number, name in enumerate(_FULL_MONTHS.split("|"), 1)}
_DAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_COUNTS = {
    "a": 1,
    "an": 1,
    **{
        word: number
        for number, word in enumerate(
            (
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
            ),
            1,
        )
    },
}
_WORDED = "|".join(word for word in _COUNTS if len(word) > 2)
_SIDES = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_NEAR_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_AHEAD = 92

_MONTH = (
    rf"(?P<month>{_FULL_MONTHS}|{_FULL_MONTHS.upper()}"
    rf"|(?:{_SHORT_MONTHS}|{_SHORT_MONTHS.upper()})\b\.?)"
)
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_DAY = r"(?P<day>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)?"
_TO_DAY = r"(?P<to> ?[-—/] ?\d{1,2}(?:st|nd|rd|th)?| (?:and|to) \d{1,2}(?:st|nd|rd|th)?)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)(?![\d%]|[.,]\d)"
_SIDE = r"(?P<side>[Ll]ast|[Pp]ast|[Pp]revious|[Tt]his|[Cc]urrent|[Nn]ext|[Cc]oming)"
_OF_SIDE = r",? (?:of )?(?P<side>last|this|the (?:last|past|previous|current|next|coming)|next) year"
_BEFORE_DAY = rf"(?:{_WEEKDAY},? (?:the )?)?"


@dataclass(frozen=True, slots=True)
class Told:
    """What the words themselves say: parts of a date, a step from the day they hang on, or both."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    unit: Unit | None = None
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text.

    Attributes
    ----------
    span : span
    value : str or None
        2022-06-17, 2022-06 or 2022, as far as it is known.
    inferred : bool
        Whether part of the value is not in the words and follows from another date.
    told : Told
    """

    span: Span
    value: str | None
    inferred: bool
    told: Told


def dates(text: Text, own: str | None = None, within: Iterable[Span] | None = None) -> tuple[Dated, ...]:
    """Dates and years of a text, in its order.

    Parameters
    ----------
    text : Text
    own : str, optional
        The document's own date. Without it, what is not told follows from the last full date before the
        place, or else the first one after it.
    within : iterable of span, optional
        Where to look; everywhere by default.

    Examples
    --------
    >>> text = Text("On June 17, 2022 he spoke. On Friday, and in January of this year, he did not.")
    >>> [(text.of(one.span), one.value, one.inferred) for one in dates(text)]
    [('June 17, 2022', '2022-06-17', False), ('Friday', '2022-06-17', True),
     ('January of this year', '2022-01', True)]
    """
    found = [_as_told(span, told) for span, told in _found(text.plain, within)]
    full = [one.value for one in found if one.value is not None and len(one.value) == 10]
    anchor = own or (full[0] if full else None)
    known = []
    for one in found:
        if own is None and one.value is not None and len(one.value) == 10:
            anchor = one.value
        known.append(resolved(one, anchor))
    return tuple(known)


def resolved(dated: Dated, anchor: str | None) -> Dated:
    """A date as it is meant on a day.

    Parameters
    ----------
    dated : Dated
    anchor : str or None
        The day, month or year from which the words count.

    Examples
    --------
    >>> (last,) = dates(Text("Last year they met."))
    >>> last.value, resolved(last, "2022-06-17").value
    (None, '2021')
    """
    parts = _parts(anchor)
    if dated.told.year is not None or parts is None:
        return dated
    value = _meant(dated.told, *parts)
    return dated if value is None else replace(dated, value=value, inferred=True)


def without_year(found: Iterable[Dated]) -> tuple[Note, ...]:
    """Dates that name a month and no year.

    Examples
    --------
    >>> text = Text("On June 17 he spoke; in May 2021 he had not.")
    >>> [text.of(note.span) for note in without_year(dates(text))]
    ['June 17']
    """
    return tuple(
        Note("date without a year", one.span)
        for one in found
        if one.told.month is not None and one.told.year is None and one.told.unit != "year"
    )


def _as_told(span: Span, told: Told) -> Dated:
    if told.year is None or told.unit == "decade":
        return Dated(span, None, False, told)
    return Dated(span, _iso(told.year, told.month, told.day), False, told)


def _iso(year: int, month: int | None, day: int | None) -> str:
    if month is None:
        return f"{year:04d}"
    if day is None or day > calendar.monthrange(year, month)[1]:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}"


_ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-([0-2]\d|3[01]))?)?")


def _parts(anchor: str | None) -> tuple[int, int | None, dt.date | None] | None:
    shaped = _ISO.fullmatch(anchor) if anchor else None
    if shaped is None or not 1800 <= int(shaped[1]) <= 2200:
        return None
    year, month = int(shaped[1]), int(shaped[2]) if shaped[2] else None
    if month is None or shaped[3] is None or not 1 <= int(shaped[3]) <= calendar.monthrange(year, month)[1]:
        return year, month, None
    return year, month, dt.date(year, month, int(shaped[3]))


def _meant(told: Told, year: int, month: int | None, day: dt.date | None) -> str | None:
    """The value of what is told without a year, from the year, the month and the day it hangs on."""
    if told.unit == "year":
        return _iso(year + told.steps, told.month, told.day)
    if told.month is not None:
        if month is None and told.unit == "month":
            return None
        return _iso(year + _years_off(told, month, day), told.month, told.day)
    if told.unit == "month":
        if month is None:
            return None
        count = 12 * year + month - 1 + told.steps
        return _iso(count // 12, count % 12 + 1, None)
    if day is None:
        return None
    if told.weekday is not None:
        return _on_weekday(told, day).isoformat()
    if told.unit == "week":
        monday = day + dt.timedelta(7 * told.steps - day.weekday())
        sunday = monday + dt.timedelta(6)
        if monday.year != sunday.year:
            return None
        return _iso(monday.year, monday.month if monday.month == sunday.month else None, None)
    return (day + dt.timedelta(told.steps)).isoformat()


def _years_off(told: Told, month: int | None, day: dt.date | None) -> int:
    """Years from the anchor's to that of a month, or a day of a month."""
    if month is None or told.month is None:
        return 0
    if told.unit == "month":
        late = told.month >= month if told.steps < 0 else told.month <= month
        return told.steps if told.steps and late else 0
    here = dt.date(2000, month, day.day if day else 15)
    there = dt.date(2000, told.month, min(told.day or 15, 28))
    ahead = (there - here).days
    if ahead > _AHEAD:
        return -1
    return 1 if ahead < _AHEAD - 366 else 0


def _on_weekday(told: Told, day: dt.date) -> dt.date:
    if told.unit is not None and told.steps > 0:
        return day + dt.timedelta((told.weekday or 0) - day.weekday() + 7)
    back = (day.weekday() - (told.weekday or 0)) % 7
    return day - dt.timedelta(7 if told.unit is not None and told.steps < 0 and not back else back)


def _number(month: str) -> int:
    return _MONTHS[month[:3].lower()]


def _side(words: str) -> int:
    return _SIDES[words.lower().removeprefix("the ")]


def _written(found: re.Match[str]) -> Told:
    """A month with what stands beside it: day, year, this or last year."""
    parts = found.groupdict()
    day = int(parts["day"]) if parts.get("day") and not parts.get("to") else None
    year = int(parts["year"]) if parts.get("year") else None
    side = parts.get("side")
    unit: Unit | None = "year" if side else None
    return Told(year, _number(parts["month"]), day, unit=unit, steps=_side(side) if side else 0)


def _by_number(found: re.Match[str]) -> Told | None:
    year, first, second = int(found["year"]), int(found["first"]), int(found["second"])
    if found["dot"] == "/" and first <= 12 and second <= 12 and first != second:
        return Told(year)
    day, month = (second, first) if found["dot"] == "/" and second > 12 else (first, second)
    return Told(year, month, day) if month <= 12 else None


def _iso_day(found: re.Match[str]) -> Told:
    return Told(int(found["year"]), int(found["month"]), int(found["day"]))


def _month_beside(found: re.Match[str]) -> Told:
    return Told(month=_number(found["month"]), unit="month", steps=_side(found["side"]))


def _on_day(found: re.Match[str]) -> Told:
    side = found["side"]
    unit: Unit | None = "day" if side else None
    return Told(weekday=_DAYS[found["weekday"][:3].lower()], unit=unit, steps=_side(side) if side else 0)


def _stepped(found: re.Match[str]) -> Told:
    unit: Unit = found["unit"].lower()  # type: ignore[assignment]
    return Told(unit=unit, steps=_side(found["side"]))


def _ago(found: re.Match[str]) -> Told:
    count = _COUNTS.get(found["count"].lower()) or int(found["count"])
    unit: Unit = found["unit"].lower()  # type: ignore[assignment]
    return Told(unit=unit, steps=-count)


def _near(found: re.Match[str]) -> Told:
    return Told(unit="day", steps=_NEAR_DAYS[found[0].lower()])


def _bare(found: re.Match[str]) -> Told:
    return Told(int(found["year"][:4]), unit="decade" if found[0].endswith("s") else None)


_NO_COUNT = (
    r"(?! (?:people|troops|soldiers|votes|km|kilomet\w+|miles|tons|tonnes|dollars|euros|roubles"
    r"|rubles|million|billion|percent|per cent|members|words|pages|seats|cases|deaths|civilians|men|women)\b)"
)
_NO_NUMBER = r"(?<![\w.,/$€£#№])(?<!esolution )(?<!esolutions )(?<!o\. )(?<!umber )(?<!aragraph )(?<!rticle )"
_BEFORE_MONTH = (
    r"\b(?:(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Ee]arly|[Ll]ate|[Mm]id)[ -]"
    r"|(?:[Bb]y|[Bb]efore|[Aa]fter|[Oo]f|[Ff]rom|[Tt]o|[Tt]hrough) (?!May))"
)
# Of literal words alone, and by itself each, a pattern is sought several times as fast.
_SEEDS = (
    re.compile(r"[12][089]\d\d"),
    re.compile(
        f"{_FULL_MONTHS}|{_FULL_MONTHS.upper()}|{_SHORT_MONTHS}|{_SHORT_MONTHS.upper()}"
        "|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Today|Tonight|Yesterday|Tomorrow"
        "|today|tonight|yesterday|tomorrow|week|month|year|day ago|days ago"
    ),
)
_SEED_KINDS = {
    **dict.fromkeys(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), "weekday"
    ),
    **dict.fromkeys(("Today", "Tonight", "Yesterday", "Tomorrow", *_NEAR_DAYS), "near"),
    **dict.fromkeys(("week", "month", "year", "day ago", "days ago"), "unit"),
}
# How far before and after its seed a date can reach.
_REACHES = {"number": (12, 24), "month": (40, 60), "weekday": (12, 24), "unit": (24, 12), "near": (0, 2)}
_BESIDE = rf"(?:,? {_YEAR}|{_OF_SIDE})"
_MARKED = r"\b(?P<first>\d\d?)(?P<dot>[./])(?P<second>\d\d?)(?P=dot)(?P<year>(?:19|20)\d\d)\b"
_A_YEAR = r"\b(?P<year>(?:1[89]|20)\d0'?s|(?:1[89]|20)\d\d(?!\d|%|[.,]\d))"
_PATTERNS: tuple[tuple[str, str, Callable[[re.Match[str]], Told | None]], ...] = (
    ("number", r"\b(?P<year>(?:1[89]|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)(?!\d)", _iso_day),
    ("number", _MARKED, _by_number),
    ("number", rf"{_NO_NUMBER}{_A_YEAR}{_NO_COUNT}\b", _bare),
    ("month", rf"\b{_BEFORE_DAY}{_DAY}{_TO_DAY} (?:of )?{_MONTH}(?!\w){_BESIDE}?", _written),
    ("month", rf"\b{_BEFORE_DAY}{_MONTH} (?:the )?{_DAY}\b{_TO_DAY}(?!:){_BESIDE}?", _written),
    ("month", rf"\b{_MONTH}(?:,? (?:of )?{_YEAR}|{_OF_SIDE})", _written),
    ("month", rf"\b{_SIDE} {_MONTH}(?!\w)", _month_beside),
    ("month", rf"{_BEFORE_MONTH}(?P<date>{_MONTH})(?![\w'-]| [A-Z\d])", _written),
    ("weekday", rf"\b(?:{_SIDE} )?(?<!Black )(?<!Good )(?<!Bloody ){_WEEKDAY}\b(?! (?:Times|Mail))", _on_day),
    ("unit", rf"\b(?:the )?{_SIDE} (?P<unit>week|month|year)\b(?![-'])", _stepped),
    ("unit", rf"\b(?P<count>\d\d?|[Aa]n?|{_WORDED}) (?P<unit>day|week|month|year)s? ago\b", _ago),
    ("near", r"\b(?:[Tt]oday|[Tt]onight|[Yy]esterday|[Tt]omorrow)\b(?!')", _near),
)
_BY_KIND = {
    kind: tuple((re.compile(pattern), read) for other, pattern, read in _PATTERNS if other == kind)
    for kind in _REACHES
}


def _near_seeds(plain: str, within: Iterable[Span]) -> Iterable[tuple[str, Span]]:
    """Stretches outside which no pattern of a kind can match: only these are sought through."""
    for start, end in within:
        stretch: dict[str, Span] = {}
        for seed in chain.from_iterable(one.finditer(plain, start, end) for one in _SEEDS):
            kind = _SEED_KINDS.get(seed[0]) or ("number" if seed[0][0].isdigit() else "month")
            before, after = _REACHES[kind]
            begin, stop = max(start, seed.start() - before), min(end, seed.end() + after)
            last = stretch.get(kind)
            if last is None or begin <= last[1]:
                stretch[kind] = (last[0] if last else begin, stop)
            else:
                yield kind, last
                stretch[kind] = (begin, stop)
        yield from stretch.items()


def _found(plain: str, within: Iterable[Span] | None) -> list[tuple[Span, Told]]:
    """What is told of dates, by place; of two that overlap, the one that begins first, then the longer."""
    every: list[tuple[int, int, Told]] = []
    for kind, (start, end) in _near_seeds(plain, [(0, len(plain))] if within is None else within):
        for pattern, read in _BY_KIND[kind]:
            for match in pattern.finditer(plain, start, end):
                told = read(match)
                # Words that only lead to a date are no part of it.
                group = "date" if "date" in pattern.groupindex else 0
                if told is not None:
                    every.append((match.start(group), -match.end(group), told))
    every.sort(key=lambda one: one[:2])
    kept: list[tuple[Span, Told]] = []
    for begins, minus_ends, told in every:
        if not kept or begins >= kept[-1][0][1]:
            kept.append(((begins, -minus_ends), told))
    return kept
