"""Dynamic ordinal item response in several dimensions, with deviations by question.

The names are imported when first used: ``posterior`` needs NumPy alone, ``fit`` compiles its kernels.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leeway.numerics.dynamic_irt.fitting import DynamicIrt as DynamicIrt
    from leeway.numerics.dynamic_irt.fitting import extend as extend
    from leeway.numerics.dynamic_irt.fitting import fit as fit
    from leeway.numerics.dynamic_irt.layout import VoteArray as VoteArray
    from leeway.numerics.dynamic_irt.priors import Priors as Priors

_PLACES = {
    "DynamicIrt": "fitting",
    "Priors": "priors",
    "VoteArray": "layout",
    "extend": "fitting",
    "fit": "fitting",
}

__all__ = ["DynamicIrt", "Priors", "VoteArray", "extend", "fit"]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{_PLACES[name]}")
    found = getattr(module, name)
    globals()[name] = found
    return found
