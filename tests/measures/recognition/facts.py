"""Invented facts: an entity called Elsewhere, since March 2005, and what states hold of it."""

from __future__ import annotations

import datetime as dt

from leeway.ledger import Dated, Entity, Recognition

DAY = dt.date


def entity(**changes) -> Entity:
    told = {
        "key": "XKX",
        "name": "Elsewhere",
        "question": "Elsewhere",
        "claimed_by": "",
        "since": Dated.parse("2005-03-01"),
        "until": None,
        "complete_as_of": None,
        "complete_source": "",
        "others_recognise_as_of": None,
        "as_of": DAY(2019, 12, 31),
        "status": "found",
        "source": "a text",
        "note": "",
    }
    return Entity(**(told | changes))


def fact(state: str, position: str, date: str = "", as_of: str = "2018-12-31", **changes) -> Recognition:
    told = {
        "entity": "XKX",
        "state": state,
        "position": position,
        "date": Dated.parse(date) if date else None,
        "as_of": DAY.fromisoformat(as_of),
        "status": "found",
        "source": "a text",
        "note": "",
    }
    return Recognition(**(told | changes))
