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
        If one is not NAME=SHARE.

    Examples
    --------
    >>> named_shares(["leeway=0.2", "status quo = .5"], what="base rate", example="--prior leeway=0.2")
    {'leeway': 0.2, 'status quo': 0.5}
    """
    found = {}
    for one in typed:
        name, _, share = one.partition("=")
        try:
            found[name.strip()] = float(share)
        except ValueError as error:
            raise QuestionError(f"'{one}' is no {what}.", hint=f"For example {example}") from error
    return found
