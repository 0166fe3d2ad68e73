"""The ties of a pair as dated facts: from the ledger that comes with Leeway, and from the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

from leeway.ledger import Dated, Membership, Treaty, memberships, organisations, treaties
from leeway.periods import FIRST_YEAR

if TYPE_CHECKING:
    from leeway.record.store import Record

_DATE_FORMS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
_Fact = TypeVar("_Fact", Membership, Treaty)
_IN = frozenset({"member", "full", "associate", "participant", "signatory"})


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie between two states, or what one of them has in the other.

    Attributes
    ----------
    kind : str
        Membership, defence, guarantee, partnership, nonaggression, neutrality, consultation, offence,
        entente, base, deployment or arms.
    what : str
        The organisation, treaty or site, or what is owed.
    states : tuple of str
        Who is bound: both, or the one that owes, delivers or uses.
    since, until : str
        As exactly as it is known; empty where unknown, or while it lasts.
    ended : {'terminated', 'source ended', 'still in force'}
    how : str
        How it ended, or when it was frozen.
    as_of : date
        Last day of which the source speaks.
    status : {'coded', 'found', 'suspect', 'unverified'}
    source, cited, note : str
        Id of the source; the text it was seen in; what else is to know.
    rows : int
        Rows of the source behind it.
    """

    kind: str
    what: str
    states: tuple[str, ...]
    since: str
    until: str
    ended: str
    how: str
    as_of: dt.date
    status: str
    source: str
    cited: str
    note: str
    rows: int = 1

    @property
    def began(self) -> dt.date | None:
        """First day that it may have begun; None where that is unknown."""
        return Dated.parse(self.since).first if self.since else None

    @property
    def over(self) -> dt.date | None:
        """Last day that it may have lasted; None while it lasts, or where that is unknown."""
        return Dated.parse(self.until).last if self.until else None

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Whether it may have stood on any day from the first to the last."""
        return (self.began or first) <= last and (self.over or last) >= first

    def to_dict(self) -> dict[str, Any]:
        """Stable keys for ``--json``; dates as text."""
        return {field.name: plain(getattr(self, field.name)) for field in fields(self)}


def from_ledger(state: str, partner: str, *, known: dt.date | None = None) -> list[Tie]:
    """Organisations to which both belonged at some time, treaties between them, bases of one in the other.

    Parameters
    ----------
    state, partner : str
    known : date, optional
        Tell only what had happened by this day: what ended or froze later still stands, without notes, and
        sources speak of no later day. What has no known beginning is told from the day of its source.
    """
    names = {one.key: one.name for one in organisations()}
    own, other = (
        [
            _known(one, known)
            for one in memberships()
            if one.state == key and one.role in _IN and _dated_by(one, known)
        ]
        for key in (state, partner)
    )
    joint = [
        tie
        for ours in own
        for theirs in other
        if ours.organisation == theirs.organisation
        and (tie := _joint(ours, theirs, names[ours.organisation])) is not None
    ]
    signed = (
        _known(one, known)
        for one in treaties()
        if {state, partner} <= set(one.parties) and _dated_by(one, known)
    )
    return [*_longest(joint), *map(_treaty, signed)]


def _dated_by(fact: Membership | Treaty, day: dt.date | None) -> bool:
    """Whether a fact is surely of no later day than one."""
    begun = fact.since if isinstance(fact, Membership) else fact.since or fact.signed
    return day is None or (fact.as_of if begun is None else begun.last) <= day


def _known(fact: _Fact, day: dt.date | None) -> _Fact:
    """A membership or treaty as it stood on a day."""
    if day is None:
        return fact
    if fact.until is not None and fact.until.last > day:
        fact = replace(fact, until=None, ended="")
    if isinstance(fact, Membership):
        frozen, thawed = (
            None if one is None or one.last > day else one for one in (fact.frozen_since, fact.frozen_until)
        )
        fact = replace(fact, frozen_since=frozen, frozen_until=thawed)
    return replace(fact, note="", as_of=min(fact.as_of, day))


def _longest(joint: list[Tie]) -> list[Tie]:
    """Of the ties in one organisation that end together, the first: a signatory that ratifies stays in it.

    How it ended or was frozen is told by the last of them.
    """
    same: dict[tuple[str, str], list[Tie]] = {}
    for tie in joint:
        same.setdefault((tie.what, tie.until), []).append(tie)
    return [
        replace(
            min(ties, key=lambda one: one.since),
            how=max(ties, key=lambda one: (one.since, len(one.how))).how,
        )
        for ties in same.values()
    ]


def _joint(ours: Membership, theirs: Membership, name: str) -> Tie | None:
    """A membership that two have in common; None where the one ended before the other began."""
    begins = [one.since for one in (ours, theirs) if one.since is not None]
    since = max(begins, key=lambda day: day.first) if len(begins) == 2 else None
    ends = [one for one in (ours, theirs) if one.until is not None]
    last = min(ends, key=lambda one: _last(one.until)) if ends else None
    if last is not None and last.until is not None and any(last.until.last < one.first for one in begins):
        return None
    frozen = [one for one in (ours, theirs) if one.frozen_since is not None]
    notes = [f"{one.state}: {one.note}" for one in (ours, theirs) if one.note]
    if since is None:
        unknown = [one.state for one in (ours, theirs) if one.since is None]
        notes.insert(0, f"entry of {' and '.join(unknown)} not known")
    cited = dict.fromkeys((*ours.source.split("; "), *theirs.source.split("; ")))
    return Tie(
        kind="membership",
        what=f"{ours.organisation}: {name}",
        states=(ours.state, theirs.state),
        since=_text(since),
        until=_text(last.until) if last else "",
        ended="terminated" if last else "still in force",
        how="; ".join(
            [
                *(
                    [last.ended if last.ended == "dissolved" else f"{last.state} {last.ended}"]
                    if last
                    else []
                ),
                *(_frozen(one) for one in frozen),
            ]
        ),
        as_of=min(ours.as_of, theirs.as_of),
        status=max((ours.status, theirs.status), key=("found", "suspect", "unverified").index),
        source="ledger",
        cited="; ".join(cited),
        note="; ".join(notes),
        rows=2,
    )


def _frozen(one: Membership) -> str:
    until = f" to {one.frozen_until.text}" if one.frozen_until else ""
    return f"{one.state} frozen from {_text(one.frozen_since)}{until}"


def _last(day: Dated | None) -> dt.date:
    return dt.date.max if day is None else day.last


def _text(day: Dated | None) -> str:
    return "" if day is None else day.text


def _treaty(one: Treaty) -> Tie:
    return Tie(
        kind=one.kind,
        what=one.name,
        states=one.parties,
        since=_text(one.since or one.signed),
        until=_text(one.until),
        ended="terminated" if one.until or one.ended else "still in force",
        how=one.ended,
        as_of=one.as_of,
        status=one.status,
        source="ledger",
        cited=one.source,
        note="; ".join(
            filter(None, [f"signed {_text(one.signed)}" if one.signed and one.since else "", one.note])
        ),
    )


def from_record(record: Record, state: str, partner: str) -> list[Tie]:
    """Obligations of the two to each other, organisations in common as coded, and arms year by year."""
    ties = record.ties_of(state, partner)
    names = dict(record.table("organisations").select("organisation", "name").iter_rows())
    return [
        *_obligations(ties.filter(pl.col("partner").is_not_null() & (pl.col("source") != "ledger"))),
        *_coded_memberships(ties, state, partner, names),
        *_arms(record.arms_between(state, partner)),
    ]


def _obligations(ties: pl.DataFrame) -> Iterator[Tie]:
    for row in ties.iter_rows(named=True):
        yield _coded(
            row, f"{row['kind']} owed by {row['state']} to {row['partner']}", (row["state"], row["partner"])
        )


def _coded_memberships(ties: pl.DataFrame, state: str, partner: str, names: dict[str, str]) -> Iterator[Tie]:
    """Stretches in which both were members of an organisation, as a publisher codes them."""
    coded = ties.filter(
        (pl.col("kind") == "membership") & (pl.col("status") == "coded") & pl.col("role").is_in(["full"])
    )
    own, other = (coded.filter(pl.col("state") == one).to_dicts() for one in (state, partner))
    for ours in own:
        for theirs in other:
            if ours["organisation"] != theirs["organisation"]:
                continue
            since = max(ours["since"], theirs["since"])
            first = min((one for one in (ours, theirs)), key=lambda one: one["until"] or dt.date.max)
            if (first["until"] or dt.date.max) < since:
                continue
            how = f"{first['state']} no longer coded" if first["until"] else ""
            row = {**first, "since": since, "how": how}
            name = names.get(ours["organisation"], "")
            yield _coded(row, f"{ours['organisation']}: {name}".removesuffix(": "), (state, partner), rows=2)


def _coded(row: dict[str, Any], what: str, states: tuple[str, ...], rows: int = 1) -> Tie:
    """A tie as a publisher codes it; one that stood in the first year kept may be older than that."""
    older = row["since"] == dt.date(FIRST_YEAR, 1, 1)
    return Tie(
        kind=row["kind"],
        what=what,
        states=states,
        since="" if older else _written(row["since"], row["since_precision"]),
        until=_written(row["until"], row["until_precision"] or "year"),
        ended=row["ended"],
        how=row["how"] or "",
        as_of=row["as_of"],
        status=row["status"],
        source=row["source"],
        cited=row["cited"] or "",
        note="; ".join(
            filter(None, [f"stood in {FIRST_YEAR}, the first year kept" if older else "", row["note"]])
        ),
        rows=rows,
    )


def _written(day: dt.date | None, precision: str | None) -> str:
    return "" if day is None else day.strftime(_DATE_FORMS[precision or "day"])


def _arms(deliveries: pl.DataFrame) -> Iterator[Tie]:
    """Deliveries by direction and year; ``as_of`` is the last year of the source."""
    for row in deliveries.iter_rows(named=True):
        yield Tie(
            kind="arms",
            what=f"{row['supplier']} to {row['recipient']}: {row['tiv']:.1f} million TIV"
            + (f" ({row['weapons']})" if row["weapons"] else ""),
            states=(row["supplier"], row["recipient"]),
            since=str(row["year"]),
            until=str(row["year"]),
            ended="terminated",
            how="delivered",
            as_of=row["as_of"],
            status="coded",
            source="sipri-arms",
            cited="",
            note="",
            rows=row["rows"],
        )


def plain(value: Any) -> Any:
    """A value as JSON holds it: days as text, tuples as lists."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def by_date(ties: Iterable[Tie]) -> list[Tie]:
    """In order of time; what has no known beginning comes first."""
    return sorted(ties, key=lambda tie: (tie.since, tie.kind, tie.what))
