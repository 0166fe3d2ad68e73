"""The ledger: facts that Leeway keeps itself, one row a fact, each with its source and as-of date.

Recognition, recent memberships, and treaties, bases and deployments. A fact is *found* (a text was seen
for it), *suspect* (seen, but contradicted, of low confidence or wrong-looking; the note says why) or
*unverified* (only remembered). No estimate rests on the last two. docs/ledger.md says how to add or
correct a fact.
"""

from __future__ import annotations

from leeway.ledger.dated import Dated, Precision
from leeway.ledger.facts import (
    Entity,
    Membership,
    Organisation,
    Position,
    Recognition,
    Role,
    Status,
    Treaty,
    TreatyKind,
    entities,
    memberships,
    organisations,
    recognitions,
    treaties,
)

__all__ = [
    "Dated",
    "Entity",
    "Membership",
    "Organisation",
    "Position",
    "Precision",
    "Recognition",
    "Role",
    "Status",
    "Treaty",
    "TreatyKind",
    "entities",
    "memberships",
    "organisations",
    "recognitions",
    "treaties",
]
