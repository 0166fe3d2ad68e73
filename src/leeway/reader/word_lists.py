"""Lists of words as they are written in the source: beside each other."""

from __future__ import annotations


def word_set(*lines: str) -> frozenset[str]:
    """Words parted by blanks, as a set.

    Examples
    --------
    >>> sorted(word_set("say tell", "add"))
    ['add', 'say', 'tell']
    """
    return frozenset(word for line in lines for word in line.split())


def parts(*lines: str) -> tuple[str, ...]:
    """What stands between strokes, blanks included.

    Examples
    --------
    >>> parts("prime minister|premier")
    ('prime minister', 'premier')
    """
    return tuple(part for line in lines for part in line.split("|"))
