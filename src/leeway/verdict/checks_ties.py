"""Claims on ties against the ledger: memberships, alliances, troops."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from leeway.ledger import Membership, Organisation, Treaty, entities, memberships, organisations, treaties
from leeway.ledger.dated import Dated
from leeway.measures.pair_ties import Tie
from leeway.reader.reading import Claim
from leeway.verdict.checks_rows import (
    Finding,
    about,
    act,
    called,
    day_of_claim,
    judged,
    row,
    together,
    unknown,
)
from leeway.verdict.sentence import opening
from leeway.verdict.ties import Ties, ties

_FULL = ("member", "full")
_WITH_DEFENCE = frozenset({"CSTO", "CST", "NATO", "WARSAW_PACT", "AES"})
"""Organisations whose members owe each other defence."""
_LIST_SPEAKS_FOR = 4
"""Years before its day for which a list of members still says who is none."""
_CODED_SPEAKS_FOR = 5
"""Years after their end for which coded alliances are taken to stand."""


def _organisation(key: str) -> Organisation | None:
    return next((one for one in organisations() if one.key == key), None)


def _named(claim: Claim) -> tuple[str, tuple[str, ...]]:
    """Key of the organisation of a claim, and its states."""
    keys = {one.key for one in organisations()}
    named = about(claim) or next((one for one in claim.states if one in keys), "")
    return named, tuple(one for one in claim.states if one != named)


def membership(claim: Claim, on: dt.date | None) -> Finding:
    """Whether states were, became or ceased to be members."""
    key, states = _named(claim)
    organisation = _organisation(key)
    if organisation is None or not states:
        return unknown(f"The ledger keeps no members of {key or 'what the claim names'}.")
    return together([_membership(claim, organisation, who, on) for who in states])


def _membership(claim: Claim, organisation: Organisation, who: str, on: dt.date | None) -> Finding:
    own = [one for one in memberships() if (one.organisation, one.state) == (organisation.key, who)]
    rows = [_member_row(one) for one in own]
    found = [one for one in own if one.status == "found"]
    done = act(claim) or "member"
    if own and not found:
        return unknown(
            f"The ledger's rows on {called(who)} in {organisation.key} are only remembered or doubtful.", rows
        )
    if done in ("joined", "left", "froze"):
        return _changed(claim, organisation, who, found, done, rows)
    day = day_of_claim(claim, on)
    if not found:
        return _not_listed(claim, organisation, who, day)
    if done != "member":
        holds = any(one.role == done and _lasts(one, day) for one in found)
        return judged(holds, claim.negated, f"{_told(who, organisation, found)}.", rows)
    full = [one for one in found if one.role in _FULL and _lasts(one, day)]
    less = [one for one in found if one.role not in _FULL and _lasts(one, day)]
    if not full and less and not claim.negated:
        return Finding(
            "partly", f"{_told(who, organisation, less)}, which is less than a member.", tuple(rows)
        )
    if not full:
        return judged(False, claim.negated, f"{_told(who, organisation, found)}.", rows)
    frozen = [
        one for one in full if one.frozen_since is not None and (day is None or one.frozen_since.first <= day)
    ]
    if frozen and not claim.negated:
        return Finding(
            "partly", f"{_told(who, organisation, frozen)}: a member that takes no part.", tuple(rows)
        )
    if full[0].since is None and day is not None and (full[0].as_of - day).days > 366 * _LIST_SPEAKS_FOR:
        return unknown(f"{_told(who, organisation, full)}; since when is not known.", rows)
    return judged(True, claim.negated, f"{_told(who, organisation, full)}.", rows)


def _lasts(one: Membership, day: dt.date | None) -> bool:
    if day is None:
        return one.until is None
    begun = one.since is None or one.since.first <= day
    return begun and (one.until is None or one.until.last >= day)


def _told(who: str, organisation: Organisation, rows: list[Membership]) -> str:
    parts = []
    for one in rows:
        since = f" since {one.since}" if one.since else ""
        until = f" until {one.until} ({one.ended})" if one.until else ""
        frozen = f", frozen from {one.frozen_since}" if one.frozen_since else ""
        parts.append(f"{one.role}{since}{until}{frozen}")
    return f"{opening(called(who))} in {organisation.name}: {'; '.join(parts)}"


def _not_listed(claim: Claim, organisation: Organisation, who: str, day: dt.date | None) -> Finding:
    """What follows from a list of members in which a state is missing."""
    listed = [
        one
        for one in memberships()
        if one.organisation == organisation.key
        and one.role in _FULL
        and one.status == "found"
        and one.until is None
    ]
    newest = max((one.as_of for one in listed), default=None)
    if newest is None or " only " in f" {organisation.note} " or organisation.until is not None:
        return unknown(
            f"The ledger has no row on {called(who)} in {organisation.name}, and no full list of its members."
        )
    if day is not None and day.year < newest.year - _LIST_SPEAKS_FOR:
        return unknown(f"The ledger's list of members of {organisation.name} is of {newest}, too long after.")
    told = row(
        organisation.source,
        newest.isoformat(),
        len(listed),
        table="memberships",
        organisation=organisation.key,
    )
    members = f"{len(listed)} members of {organisation.name} (list of {newest})"
    reason = f"{opening(called(who))} is not among the {members}."
    return judged(False, claim.negated, reason, [told])


def _changed(
    claim: Claim,
    organisation: Organisation,
    who: str,
    found: list[Membership],
    done: str,
    rows: list[dict[str, Any]],
) -> Finding:
    full = [one for one in found if one.role in (*_FULL, "signatory", "participant")]
    if not full:
        return (
            _not_listed(claim, organisation, who, None)
            if not found
            else judged(False, claim.negated, f"{_told(who, organisation, found)}.", rows)
        )
    dates: dict[str, list[Dated | None]] = {
        "joined": [one.since for one in full],
        "left": [one.until for one in full if one.ended in ("left", "expelled", "suspended", "lapsed")],
        "froze": [one.frozen_since for one in full if one.frozen_since],
    }
    told = f"{_told(who, organisation, full)}."
    days = dates[done]
    if not days:
        if done == "left" and dates["froze"] and not claim.negated:
            return Finding("partly", told, tuple(rows))
        return judged(False, claim.negated, told, rows)
    known = [one for one in days if one is not None]
    if claim.year is None or claim.negated:
        return judged(True, claim.negated, told, rows)
    if not known:
        return unknown(f"{told} The day is not known.", rows)
    holds = any(one.first.year <= claim.year <= one.last.year for one in known)
    return judged(holds, False, told, rows)


def _member_row(one: Membership) -> dict[str, Any]:
    return row(
        one.source,
        str(one.since or ""),
        one.role,
        table="memberships",
        organisation=one.organisation,
        state=one.state,
        until=str(one.until or ""),
        ended=one.ended,
        frozen_from=str(one.frozen_since or ""),
        status=one.status,
        as_of=one.as_of.isoformat(),
    )


@lru_cache(maxsize=256)
def _ties(first: str, second: str, day: dt.date | None) -> Ties:
    return ties(first, second, until=day)


def alliance(claim: Claim, on: dt.date | None) -> Finding:
    """Whether two states owe each other defence."""
    if len(claim.states) < 2:
        return unknown("The claim names one state; an alliance has two.")
    first, second = claim.states[0], claim.states[1]
    told = _ties(first, second, day_of_claim(claim, on))
    stand = [one for one in told.ties if one.touches(told.until, told.until)]
    sure = [one for one in stand if one.status in ("found", "coded")]
    owed = [one for one in sure if one.kind == "defence" or one.what.split(":")[0] in _WITH_DEFENCE]
    if owed:
        reason = f"They are bound to defend each other: {_names(owed)}."
        return judged(True, claim.negated, reason, [_tie_row(one) for one in owed])
    if (coded := _coded(told)) is not None:
        reason = f"A treaty of defence between them stood in {coded['date']}, where the source ends."
        return judged(True, claim.negated, reason, [coded])
    close = [one for one in sure if one.kind in ("partnership", "guarantee")]
    rows = [_tie_row(one) for one in close]
    if close and not claim.negated:
        return Finding(
            "partly", f"Bound by {_names(close)}, and no duty of defence is in the ledger.", tuple(rows)
        )
    return unknown(
        f"The ledger has no treaty of defence between {called(first)} and {called(second)}, and does not "
        "keep every one; for alliances as publishers code them: leeway refresh atop, then "
        f"leeway ties {first} {second}",
        rows,
    )


def _names(found: list[Tie]) -> str:
    return "; ".join(dict.fromkeys(one.what for one in found))


def _coded(told: Ties) -> dict[str, Any] | None:
    """The last year of the coded alliances, where it is near and has an obligation of defence."""
    series = told.series.get("alliances")
    if series is None or not series.labels or told.until.year - int(series.labels[-1]) > _CODED_SPEAKS_FOR:
        return None
    if float(series.mean[-1]) < 1.0:
        return None
    publishers = {one.source: one.publisher for one in told.ends}
    return row(
        publishers.get(series.lineage[0], series.lineage[0]),
        str(series.labels[-1]),
        float(series.mean[-1]),
        table="security",
        unit=series.unit,
    )


def _tie_row(one: Tie) -> dict[str, Any]:
    return row(
        one.cited or one.source,
        one.since,
        one.what,
        table="ties",
        kind=one.kind,
        states=" ".join(one.states),
        until=one.until,
        status=one.status,
        as_of=one.as_of.isoformat(),
        note=one.how,
    )


def intervention(claim: Claim, on: dt.date | None) -> Finding:
    """Whether troops of a state or an organisation were in another."""
    if not claim.states:
        return unknown("The claim does not say where troops were sent.")
    host, sender, organisation = claim.states[0], claim.states[1:2], about(claim)
    day = day_of_claim(claim, on)
    hosts = {(host,), *((one.claimed_by,) for one in entities() if one.key == host)}
    there = [one for one in treaties() if one.kind in ("deployment", "base") and one.parties[1:] in hosts]
    theirs = [one for one in there if _sent_by(one, sender, organisation)]
    rows = [_treaty_row(one) for one in theirs]
    whose = organisation or (called(sender[0]) if sender else "others")
    then = [
        one
        for one in theirs
        if one.status == "found" and one.kind == "deployment" and _in_year(one, claim.year, day)
    ]
    if then:
        one = then[0]
        reason = (
            f"{one.name}: from {one.since or one.signed}" + (f" to {one.until}" if one.until else "") + "."
        )
        return judged(True, claim.negated, reason, rows)
    other = [one for one in theirs if one.status == "found" and one.kind == "deployment"]
    if other and claim.year is not None and not claim.negated:
        begun = other[0].since or "a day not known"
        reason = f"The ledger has {other[0].name}, from {begun}, and none in {claim.year}."
        return Finding("partly", reason, tuple(rows))
    return unknown(
        f"The ledger, which does not keep every deployment, has none of {whose} in {called(host)} then.",
        rows,
    )


def _sent_by(one: Treaty, sender: tuple[str, ...], organisation: str) -> bool:
    if organisation:
        return organisation in one.name
    return not sender or one.parties[0] == sender[0] or sender[0] in one.note.split()


def _in_year(one: Treaty, year: int | None, day: dt.date | None) -> bool:
    first = one.since or one.signed
    if year is not None:
        begun = first is None or first.first.year <= year
        return begun and (one.until is None or one.until.last.year >= year)
    return day is None or first is None or first.first <= day


def _treaty_row(one: Treaty) -> dict[str, Any]:
    return row(
        one.source,
        str(one.since or one.signed or ""),
        one.name,
        table="treaties",
        kind=one.kind,
        states=" ".join(one.parties),
        until=str(one.until or ""),
        status=one.status,
        as_of=one.as_of.isoformat(),
        note=one.note,
    )


def members_count(claim: Claim, on: dt.date | None) -> Finding:
    """How many members an organisation has."""
    key, _ = _named(claim)
    organisation, day = _organisation(key), day_of_claim(claim, on)
    if organisation is None or claim.value is None or " only " in f" {organisation.note} ":
        return unknown(f"The ledger has no full list of members of {key or 'what the claim names'}.")
    listed = [
        one for one in memberships() if one.organisation == key and one.role in _FULL and _lasts(one, day)
    ]
    sure = [one for one in listed if one.status == "found"]
    if not sure or (
        any(one.since is None for one in listed)
        and day is not None
        and day.year < sure[0].as_of.year - _LIST_SPEAKS_FOR
    ):
        return unknown(f"When the members of {organisation.name} joined is not known well enough.")
    told = row(
        organisation.source,
        sure[0].as_of.isoformat(),
        len(sure),
        table="memberships",
        organisation=key,
        states=" ".join(one.state for one in sure),
    )
    reason = f"The ledger lists {len(sure)} members of {organisation.name}."
    if len(sure) != claim.value and abs(len(listed) - claim.value) < 1:
        return Finding("partly", f"{reason} {len(listed) - len(sure)} more are in doubt.", (told,))
    return judged(len(sure) == claim.value, claim.negated, reason, [told])
