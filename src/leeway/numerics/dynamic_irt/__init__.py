"""Dynamic ordinal item response in several dimensions, with deviations by question."""

from leeway.numerics.dynamic_irt.fit import DynamicIrt, extend, fit
from leeway.numerics.dynamic_irt.layout import VoteArray
from leeway.numerics.dynamic_irt.priors import Priors

__all__ = ["DynamicIrt", "Priors", "VoteArray", "extend", "fit"]
