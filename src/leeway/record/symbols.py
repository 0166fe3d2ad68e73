"""Symbols of resolutions as people type them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection

from leeway.errors import QuestionError

_PREFIXES = ("GA/A/RES/", "SC/S/RES/", "GA/", "SC/", "A/RES/", "S/RES/")


def find_symbol(typed: str, keys: Collection[str]) -> str:
    """Find the roll call that a person means.

    Parameters
    ----------
    typed : str
        ``A/RES/ES-11/1``, ``es-11/1``, ``68/262``, ``S/RES/242(1967)`` or ``242 (1967)``.
    keys : collection of str
        Keys of the roll calls there are.

    Returns
    -------
    str
        The key.

    Raises
    ------
    QuestionError
        If no roll call, or more than one, is meant; near matches are offered.

    Examples
    --------
    >>> find_symbol("es-11/1", ["GA/A/RES/ES-11/1", "GA/A/RES/ES-11/2"])
    'GA/A/RES/ES-11/1'
    """
    wanted = _plain(typed)
    found = [key for key in keys if _plain(key) == wanted]
    if not found:
        found = [key for key in keys if _short(key) == _short(typed)]
    if len(found) == 1:
        return found[0]
    if found:
        raise QuestionError(
            f"'{typed}' is the symbol of several roll calls.", hint=f"Choose: {', '.join(sorted(found))}"
        )
    by_short = {_short(key): key for key in keys}
    near = difflib.get_close_matches(_short(typed), by_short, n=3, cutoff=0.7)
    hint = f"Near it: {', '.join(by_short[match] for match in near)}." if near else None
    raise QuestionError(
        f"The record holds no recorded vote on '{typed}'.",
        hint=hint or "Write a symbol such as A/RES/68/262; what was adopted without a vote has none.",
    )


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text).upper()


def _short(text: str) -> str:
    plain = _plain(text)
    for prefix in _PREFIXES:
        if plain.startswith(prefix):
            return plain[len(prefix) :]
    return plain
