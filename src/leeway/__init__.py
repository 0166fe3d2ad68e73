"""Leeway answers whether state A is moving away from state B.

Every name below is imported when first used, so that ``import leeway`` stays quick::

    import leeway

    answer = leeway.ask("Kazakhstan", "Russia", since="2014")
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leeway.faces.export import export as export
    from leeway.faces.notebook import shown as shown
    from leeway.measures.estimate import estimate as estimate
    from leeway.measures.estimate import verify as verify
    from leeway.record.store import open_record as open_record
    from leeway.record.tables import codebook as codebook
    from leeway.sources.lineage import cite as cite
    from leeway.sources.lineage import sources as sources
    from leeway.sources.refresh import refresh as refresh
    from leeway.states import resolve as resolve
    from leeway.verdict.ask import ask as ask
    from leeway.verdict.backdoor import backdoor as backdoor
    from leeway.verdict.events import events as events
    from leeway.verdict.movers import movers as movers
    from leeway.verdict.positions import positions as positions
    from leeway.verdict.reading import read as read
    from leeway.verdict.surprise import surprise as surprise
    from leeway.verdict.ties import ties as ties
    from leeway.verdict.trade import trade as trade
    from leeway.verdict.votes import votes as votes

__version__ = "0.1.0"

_PLACES = {
    "ask": "leeway.verdict.ask",
    "movers": "leeway.verdict.movers",
    "positions": "leeway.verdict.positions",
    "votes": "leeway.verdict.votes",
    "surprise": "leeway.verdict.surprise",
    "read": "leeway.verdict.reading",
    "ties": "leeway.verdict.ties",
    "trade": "leeway.verdict.trade",
    "backdoor": "leeway.verdict.backdoor",
    "events": "leeway.verdict.events",
    "open_record": "leeway.record.store",
    "refresh": "leeway.sources.refresh",
    "estimate": "leeway.measures.estimate",
    "verify": "leeway.measures.estimate",
    "sources": "leeway.sources.lineage",
    "codebook": "leeway.record.tables",
    "cite": "leeway.sources.lineage",
    "export": "leeway.faces.export",
    "shown": "leeway.faces.notebook",
    "resolve": "leeway.states",
}

__all__ = ["__version__", *_PLACES]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'leeway' has no attribute '{name}'")
    return getattr(importlib.import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


class _CallableRoom(ModuleType):
    """The package ``leeway.sources``, which shares its name with the function ``leeway.sources()``."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return importlib.import_module(_PLACES["sources"]).sources(*args, **kwargs)


class _Package(ModuleType):
    """This package. Importing ``leeway.sources`` binds the room over the function: it must stay callable."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "sources" and isinstance(value, ModuleType):
            value.__class__ = _CallableRoom
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
