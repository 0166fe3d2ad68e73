"""Shares typed with a name, as in ``leeway=0.2``."""

from __future__ import annotations

from collections.abc import Iterable

from leeway.errors import QuestionError


def named_shares(typed: Iterable[str], *, what: str, example: str) -> dict[str, float]:
    """Shares as they were typed, by name.

    Parameters
    ----------
    typed : iterable of str
        NAME=SHARE each.
    what : str
        What one is, for the error.
    example : str
        What to type.

    Raises
    ------
    QuestionError
        If one is not NAME=SHARE, or a name stands twice.

    Examples
    --------
    >>> named_shares(["leeway=0.2", "status quo = .5"], what="base rate", example="--prior leeway=0.2")
    {'leeway': 0.2, 'status quo': 0.5}
    """
    found: dict[str, float] = {}
    for one in typed:
        name, _, share = (part.strip() for part in one.partition("="))
        if name in found:
            raise QuestionError(f"'{name}' has two shares.", hint="Leave one away.")
        try:
            found[name] = float(share)
        except ValueError as error:
            raise QuestionError(f"'{one}' is no {what}.", hint=f"For example {example}") from error
    return found
