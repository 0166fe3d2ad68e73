"""The facts themselves: who is disputed, who recognises, who is a member of what, who is bound to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypedDict, cast

from leeway.ledger.dated import Dated
from leeway.spells import day_or_none, read_table

Status = Literal["found", "suspect", "unverified"]
Position = Literal["recognises", "does not", "withdrew", "froze"]
OrganisationKind = Literal["security", "political", "economic"]
Role = Literal["member", "associate", "observer", "partner", "participant", "signatory", "candidate"]
MembershipEnd = Literal["", "left", "expelled", "suspended", "froze", "dissolved", "lapsed"]
TreatyKind = Literal["defence", "guarantee", "partnership", "nonaggression", "base", "deployment"]
TreatyEnd = Literal["", "terminated", "expired", "superseded", "withdrawn", "completed"]


class Vouched(TypedDict):
    """What every fact says of itself: until when its source speaks, how sure it is, and where it is from."""

    as_of: dt.date
    status: Status
    source: str
    note: str


def vouched(row: Mapping[str, str]) -> Vouched:
    """What a row of a table says of itself."""
    return {
        "as_of": dt.date.fromisoformat(row["as_of"]),
        "status": cast(Status, row["status"]),
        "source": row["source"],
        "note": row["note"],
    }


@dataclass(frozen=True, slots=True)
class Entity:
    """A state whose recognition is or was a question to others.

    Attributes
    ----------
    key, name : str
        Key of the state, and its name.
    question : str
        What its recognition is about. Entities of one conflict share a question: to recognise both is one
        choice, not two.
    claimed_by : str
        Key of the member of the United Nations that claims its territory; empty if none does.
    since, until : Dated or None
        First and last day on which the question stood before others; None means unknown, or still.
    complete_as_of : date or None
        Day of a complete list of recognisers: on that day no other member of the United Nations recognises
        it. A row that says otherwise, of whatever status, takes its state out of this rule.
    others_recognise_as_of : date or None
        Day of a complete list of those that do *not* recognise: on that day every other member does. The
        same exception holds.
    complete_source : str
        Where the complete list stands.
    as_of : date
        Last day of which the row speaks.
    status : {'found', 'suspect', 'unverified'}
        Seen in a text; seen but doubtful; remembered.
    source, note : str
        Publisher or text; what the columns cannot say.
    """

    key: str
    name: str
    question: str
    claimed_by: str
    since: Dated | None
    until: Dated | None
    complete_as_of: dt.date | None
    complete_source: str
    others_recognise_as_of: dt.date | None
    as_of: dt.date
    status: Status
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """What one state holds of the statehood of another.

    Attributes
    ----------
    entity, state : str
        Key of the entity, and of the state that recognises it or not.
    position : {'recognises', 'does not', 'withdrew', 'froze'}
        *Withdrew* takes a recognition back; *froze* suspends relations and keeps it.
    date : Dated or None
        Day of the act; for *does not*, day on which the state said so. None if no day is known.
    as_of : date
        Last day of which the source speaks.
    status, source, note : str
        As in `Entity`.
    """

    entity: str
    state: str
    position: Position
    date: Dated | None
    as_of: dt.date
    status: Status
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body or treaty that states join.

    Attributes
    ----------
    key, name : str
        Short key in capitals, and the name.
    kind : {'security', 'political', 'economic'}
        What it is for in the first place.
    since, until : Dated or None
        First and last day; None means unknown, or still.
    cow_igo : str
        Columns of the same organisation, and of what it continues, in the Correlates of War table of
        organisations (version 3, lower case, separated by blanks); empty if it has none.
    as_of, status, source, note
        As in `Entity`.
    """

    key: str
    name: str
    kind: OrganisationKind
    since: Dated | None
    until: Dated | None
    cow_igo: str
    as_of: dt.date
    status: Status
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A state in an organisation, in one role.

    Attributes
    ----------
    organisation, state : str
        Keys of the two.
    role : str
        Member, associate, observer, partner, participant, signatory or candidate.
    since, until : Dated or None
        First and last day; no `since` means unknown, no `until` means not before `as_of`.
    ended : str
        How it ended; empty while it lasts.
    frozen_since, frozen_until : Dated or None
        When participation was frozen or suspended while the membership ran on.
    as_of : date
        Last day of which the source speaks.
    status, source, note : str
        As in `Entity`.
    """

    organisation: str
    state: str
    role: Role
    since: Dated | None
    until: Dated | None
    ended: MembershipEnd
    frozen_since: Dated | None
    frozen_until: Dated | None
    as_of: dt.date
    status: Status
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Treaty:
    """A treaty, a declaration, a base or a deployment.

    Attributes
    ----------
    key, name : str
        Short key and a name.
    kind : str
        Defence, guarantee, partnership, nonaggression, base or deployment.
    parties : tuple of str
        Keys of the parties; for a base or a deployment the user first, then the host.
    signed, since, until : Dated or None
        Signed, in force from, in force to; None means unknown, or still.
    ended : str
        How it ended; empty while it lasts.
    as_of, status, source, note
        As in `Entity`.
    """

    key: str
    name: str
    kind: TreatyKind
    parties: tuple[str, ...]
    signed: Dated | None
    since: Dated | None
    until: Dated | None
    ended: TreatyEnd
    as_of: dt.date
    status: Status
    source: str
    note: str


def _dated(text: str) -> Dated | None:
    return Dated.parse(text) if text else None


@cache
def entities() -> tuple[Entity, ...]:
    """States whose recognition is or was a question, by key.

    Examples
    --------
    >>> [one.key for one in entities() if one.question == "Georgia 2008"]
    ['XAB', 'XSO']
    """
    return tuple(
        Entity(
            key=row["key"],
            name=row["name"],
            question=row["question"],
            claimed_by=row["claimed_by"],
            since=_dated(row["from"]),
            until=_dated(row["until"]),
            complete_as_of=day_or_none(row["complete_as_of"]),
            complete_source=row["complete_source"],
            others_recognise_as_of=day_or_none(row["others_recognise_as_of"]),
            **vouched(row),
        )
        for row in read_table("ledger/entities.csv")
    )


@cache
def recognitions() -> tuple[Recognition, ...]:
    """Recognitions, refusals, withdrawals and freezes, by entity, state and date.

    Examples
    --------
    >>> [(one.state, str(one.date)) for one in recognitions() if one.entity == "XDN" and one.state == "KAZ"]
    [('KAZ', '2022-06-17')]
    """
    return tuple(
        Recognition(
            entity=row["entity"],
            state=row["state"],
            position=cast(Position, row["position"]),
            date=_dated(row["date"]),
            **vouched(row),
        )
        for row in read_table("ledger/recognitions.csv")
    )


@cache
def organisations() -> tuple[Organisation, ...]:
    """Organisations, by key.

    Examples
    --------
    >>> [(one.key, str(one.since)) for one in organisations() if one.key.startswith("CST")]
    [('CST', '1992-05-15'), ('CSTO', '2002-10-07')]
    """
    return tuple(
        Organisation(
            key=row["key"],
            name=row["name"],
            kind=cast(OrganisationKind, row["kind"]),
            since=_dated(row["from"]),
            until=_dated(row["until"]),
            cow_igo=row["cow_igo"],
            **vouched(row),
        )
        for row in read_table("ledger/organisations.csv")
    )


@cache
def memberships() -> tuple[Membership, ...]:
    """Memberships, by organisation, state and date.

    Examples
    --------
    >>> [armenia] = [one for one in memberships() if one.organisation == "CSTO" and one.state == "ARM"]
    >>> str(armenia.since), armenia.until, str(armenia.frozen_since)
    ('2002-10-07', None, '2024-02-22')
    """
    return tuple(
        Membership(
            organisation=row["organisation"],
            state=row["state"],
            role=cast(Role, row["role"]),
            since=_dated(row["from"]),
            until=_dated(row["until"]),
            ended=cast(MembershipEnd, row["ended"]),
            frozen_since=_dated(row["frozen_from"]),
            frozen_until=_dated(row["frozen_until"]),
            **vouched(row),
        )
        for row in read_table("ledger/memberships.csv")
    )


@cache
def treaties() -> tuple[Treaty, ...]:
    """Treaties, declarations, bases and deployments, by key.

    Examples
    --------
    >>> bound = [one for one in treaties() if one.parties == ("KAZ", "RUS") and one.kind == "defence"]
    >>> [(one.key, one.status) for one in bound]
    [('kaz-rus-1992', 'found'), ('kaz-rus-2013', 'found')]
    """
    return tuple(
        Treaty(
            key=row["key"],
            name=row["name"],
            kind=cast(TreatyKind, row["kind"]),
            parties=tuple(row["parties"].split()),
            signed=_dated(row["signed"]),
            since=_dated(row["from"]),
            until=_dated(row["until"]),
            ended=cast(TreatyEnd, row["ended"]),
            **vouched(row),
        )
        for row in read_table("ledger/treaties.csv")
    )
