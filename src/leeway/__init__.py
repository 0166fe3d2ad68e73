"""Leeway: is state A moving away from state B?

Every name below is imported when first used, so that ``import leeway`` stays quick::

    import leeway

    answer = leeway.ask("Kazakhstan", "Russia", since="2014")
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_PLACES = {
    "ask": "leeway.verdict.ask",
    "movers": "leeway.verdict.movers",
    "positions": "leeway.verdict.positions",
    "votes": "leeway.verdict.votes",
    "surprise": "leeway.verdict.surprise",
    "open_record": "leeway.record.store",
    "refresh": "leeway.sources.refresh",
    "estimate": "leeway.measures.estimate",
    "verify": "leeway.measures.estimate",
    "sources": "leeway.record.lineage",
    "codebook": "leeway.record.tables",
    "cite": "leeway.record.lineage",
    "export": "leeway.faces.export",
    "resolve": "leeway.states",
}

__all__ = ["__version__", *_PLACES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'leeway' has no attribute '{name}'")
    return getattr(importlib.import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
