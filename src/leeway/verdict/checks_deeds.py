"""Claims on trade, sanctions and votes: against shipped estimates, and the record where there is one."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any

from leeway.errors import DataError, QuestionError
from leeway.reader.reading import Claim
from leeway.verdict.backdoor import Backdoor, backdoor
from leeway.verdict.checks_rows import (
    Finding,
    about,
    act,
    called,
    judged,
    row,
    unknown,
)
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import opening
from leeway.verdict.surprise import VERBS
from leeway.verdict.trade import Trade, TradeLeg, trade

NEAR, FAR = 0.02, 0.05
"""Differences of a share up to which a number is right, and up to which it is partly right."""
_DRAWS = 40


@lru_cache(maxsize=256)
def _trade(first: str, second: str, since: dt.date | None, until: dt.date | None) -> Trade:
    return trade(first, second, since=since, until=until, draws=_DRAWS)


def shares(claim: Claim, on: dt.date | None) -> Finding:
    """Whether a share of trade, or a place among partners, is what the books say."""
    if len(claim.states) < 2 or claim.value is None:
        return unknown("The claim names no pair of states, or no number.")
    first, second = claim.states[0], claim.states[1]
    if about(claim) == "trade" and act(claim) == "share":
        return unknown("The books are kept by exports and imports; a share of all trade is not.")
    year = claim.year or (on.year if on is not None else None)
    if act(claim) == "rank":
        return _rank(claim, first, second, year)
    whole = _trade(first, second, None, None)
    if year is not None and not whole.since.year <= year:
        return unknown(f"The books begin in {whole.since.year}.")
    if year is not None and year <= whole.until.year:
        whole = _trade(first, second, dt.date(year - 1, 1, 1), dt.date(year, 12, 31))
    leg = next((one for one in whole.legs if one.leg == about(claim) and one.series.labels), None)
    if leg is None:
        return unknown(
            f"No source tells the {about(claim)} of {called(first)} with {called(second)} in that year."
        )
    return _against(claim, leg, year)


def _against(claim: Claim, leg: TradeLeg, year: int | None) -> Finding:
    """A number against the last year told of a leg, which is the year claimed if that is told."""
    low, high = (float(side[-1]) for side in leg.series.interval())
    share, told, value = float(leg.series.mean[-1]), int(leg.series.labels[-1]), claim.value or 0.0
    rows = [
        row(leg.source, str(told), round(share, 4), table="trade", leg=leg.leg, unit="share",
            low=round(low, 4), high=round(high, 4))
    ]  # fmt: skip
    reason = f"{leg.title}: {percent(share)} in {told}; the claim says {percent(value)}."
    apart = abs(share - value)
    if year is not None and told != year:
        return unknown(f"{reason} The books end before {year}.", rows)
    if apart <= NEAR or low <= value <= high:
        return judged(True, claim.negated, reason, rows)
    if apart <= FAR and not claim.negated:
        return Finding("partly", reason, tuple(rows))
    return judged(False, claim.negated, reason, rows)


def _rank(claim: Claim, first: str, second: str, year: int | None) -> Finding:
    whole = _trade(first, second, None, None)
    wanted = ("exports", "imports") if about(claim) == "trade" else (about(claim),)
    last = max(
        (int(leg.series.labels[-1]) for leg in whole.legs if leg.leg in wanted and leg.series.labels),
        default=None,
    )
    if last is None:
        return unknown(f"No source tells the trade of {called(first)} with {called(second)}.")
    asked = last if year is None or year > last else max(year, whole.since.year + 1)
    if year is not None and year - last > 2:
        return unknown(f"The books of {called(first)} with {called(second)} end in {last}.")
    found = _trade(first, second, dt.date(asked - 1, 1, 1), dt.date(asked, 12, 31))
    ranks = {leg.leg: (leg.ranks[1], leg.source) for leg in found.legs if leg.leg in wanted and leg.ranks}
    rows = [
        row(source, str(told[0]), told[1], table="trade", leg=leg, unit="place", partners=told[2])
        for leg, (told, source) in ranks.items()
    ]
    if not ranks:
        return unknown(f"The books do not tell all partners of {called(first)} in {asked}.")
    parts = [f"{leg} {told[1]} of {told[2]} ({told[0]}, {source})" for leg, (told, source) in ranks.items()]
    reason = f"Place of {called(second)} among the partners of {called(first)}: {'; '.join(parts)}."
    right = [told[1] == claim.value for told, _ in ranks.values()]
    if not any(right) or (all(right) and len(ranks) == len(wanted)):
        return judged(all(right), claim.negated, reason, rows)
    if all(right):
        reason = f"{reason} The other way is not told."
    return Finding("partly", reason, tuple(rows))


@lru_cache(maxsize=256)
def _backdoor(first: str, second: str) -> Backdoor:
    return backdoor(first, for_=second)


def evasion(claim: Claim, _on: dt.date | None) -> Finding:
    """Whether the books show a way around the sanctions: both legs, one, or none."""
    if len(claim.states) < 2:
        return unknown("The claim names one state; a way around sanctions has two.")
    told = _backdoor(claim.states[0], claim.states[1])
    rows = [
        row(
            f"leg {one['leg']}",
            "",
            one["after"],
            table="backdoor",
            goods=one["goods"],
            to=one["to"],
            before=one["before"],
            unit=one["unit"],
            p_value=one["p_value"],
            seen=one["seen"],
        )
        for one in told.rows()
    ]
    publishers = "; ".join(dict.fromkeys(one.publisher for one in told.sources))
    rows = [
        one | {"publisher": publishers, "date": str(told.told.event), "leg": one["publisher"]} for one in rows
    ]
    reason = f"{told.sentence} Goods are seen, not intent."
    if told.verdict == "cannot tell":
        return unknown(reason, rows)
    if told.verdict == "diversion":
        return Finding("partly", reason, tuple(rows))
    return judged(told.verdict == "back-door", claim.negated, reason, rows)


def sanctions(_claim: Claim, _on: dt.date | None) -> Finding:
    """Who imposed sanctions on whom is in no table."""
    return unknown(
        "Leeway keeps no table of who imposed sanctions on whom; lists of goods that the European Union "
        "restricts are read for leeway backdoor alone."
    )


def vote(claim: Claim, record: Path | str | None) -> Finding:
    """Whether states voted as is said."""
    symbol = about(claim)
    if not symbol:
        return unknown("The claim names no resolution by its symbol, so that no roll call can be looked up.")
    if not claim.states:
        return unknown("The claim names no state.")
    if act(claim) not in VERBS:
        return unknown("The claim does not say how the state voted.")
    told = _cast(symbol, str(record) if record is not None else None, claim.states[0])
    if isinstance(told, str):
        return unknown(told)
    date, publisher, cast = told
    did = {who: cast.get(who) for who in claim.states}
    rows = [
        row(publisher, date, vote or "not called", table="votes", state=who, symbol=symbol)
        for who, vote in did.items()
    ]
    if None in did.values():
        missing = ", ".join(called(who) for who, vote in did.items() if vote is None)
        return unknown(f"Not among the states called on {symbol} ({date}): {missing}.", rows)
    reason = "; ".join(f"{called(who)} {VERBS[vote or 'X']}" for who, vote in did.items())
    right = [vote == act(claim) for vote in did.values()]
    reason = opening(f"{reason} on {symbol} ({date}).")
    if all(right) or not any(right):
        return judged(all(right), claim.negated, reason, rows)
    return Finding("partly", reason, tuple(rows))


def tally(claim: Claim, record: Path | str | None) -> Finding:
    """Whether as many states voted so as is said."""
    if not about(claim) or claim.value is None:
        return unknown("The claim names no resolution by its symbol, so that no roll call can be looked up.")
    told = _cast(about(claim), str(record) if record is not None else None, "")
    if isinstance(told, str):
        return unknown(told)
    date, publisher, cast = told
    number = sum(vote == act(claim) for vote in cast.values())
    reason = f"On {about(claim)} ({date}) {number} states {VERBS[act(claim)]}."
    return judged(
        number == claim.value,
        claim.negated,
        reason,
        [row(publisher, date, number, table="votes", symbol=about(claim))],
    )


@lru_cache(maxsize=64)
def _kept(symbol: str, path: str, _changed: int) -> tuple[str, str, dict[str, str]]:
    from leeway.record.store import open_record

    with open_record(path) as record:
        asked = record.roll_call(symbol)
        cast = dict(record.votes_on(asked.roll_call).select("state", "vote").iter_rows())
    return asked.date.isoformat(), "United Nations", cast


def _cast(symbol: str, record: str | None, who: str) -> tuple[str, str, dict[str, Any]] | str:
    """Day, publisher and votes of a roll call; words where there is none."""
    from leeway.record.store import record_path

    path = record_path(record)
    look = f"leeway refresh un-votes, then leeway surprise {who or 'STATE'} {symbol}"
    if not path.exists():
        return f"Votes need the record, and there is none here: {look}"
    try:
        return _kept(symbol, str(path), path.stat().st_mtime_ns)
    except (DataError, QuestionError) as error:
        return f"{error.message} {error.hint or ''}".strip()
