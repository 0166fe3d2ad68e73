"""Words of estimative probability, as in Intelligence Community Directive 203 (2015)."""

from __future__ import annotations

_TERMS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
)


def probability_word(probability: float) -> str:
    """The ICD 203 term for a probability; a bound between two terms belongs to the upper one.

    The directive leaves 0 and 1 without a word; what lies beyond 1% and 99% takes the outermost terms.

    Examples
    --------
    >>> probability_word(0.87), probability_word(0.5), probability_word(0.01)
    ('very likely', 'roughly even chance', 'almost no chance')
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"{probability} is no probability")
    return next((word for bound, word in _TERMS if probability < bound), "almost certain")


def percent(probability: float) -> str:
    """A probability in whole percent, never rounded to certainty.

    Examples
    --------
    >>> percent(0.874), percent(0.9988), percent(0.0002)
    ('87%', 'over 99%', 'under 1%')
    """
    if probability > 0.99:
        return "over 99%"
    if probability < 0.01:
        return "under 1%"
    return f"{100 * probability:.0f}%"
