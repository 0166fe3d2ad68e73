"""Recognition as it was known on an earlier day: facts dated by then, and what follows from them alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leeway.ledger import Dated, Entity, Recognition


def dated_by(date: Dated | None, as_of: dt.date, day: dt.date) -> bool:
    """Whether a fact is dated no later than a day.

    One without a day of its own is dated by the last day of which its source speaks; one known to the month
    or the year by the last of these days.

    Examples
    --------
    >>> day = dt.date(2022, 6, 17)
    >>> dated_by(Dated.parse("2022-06"), day, day), dated_by(Dated.parse("2021"), day, day)
    (False, True)
    """
    return (as_of if date is None else date.last) <= day


def facts_known(facts: Sequence[Recognition], day: dt.date) -> list[Recognition]:
    """Facts dated by a day. Of several texts that agree, those that may be later count no more."""
    found = []
    for one in facts:
        if dated_by(one.date, one.as_of, day):
            late = one.as_of > day
            source = one.source.split(";")[0] if late else one.source
            found.append(replace(one, as_of=min(one.as_of, day), source=source))
    return found


def entities_known(entities: Sequence[Entity], day: dt.date) -> Iterator[Entity]:
    """Entities whose question stood by a day, without the complete lists that were made later."""
    for one in entities:
        if one.since is not None and one.since.last > day:
            continue
        complete, others = (
            None if made is not None and made > day else made
            for made in (one.complete_as_of, one.others_recognise_as_of)
        )
        yield replace(
            one,
            until=None if one.until is not None and one.until.last > day else one.until,
            complete_as_of=complete,
            others_recognise_as_of=others,
            as_of=min(one.as_of, day),
        )
