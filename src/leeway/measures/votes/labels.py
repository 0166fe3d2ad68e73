"""Short names and topics of the questions that the General Assembly votes on again and again.

The table ``questions.csv`` is Leeway's own: one row per question, under a digest of its key, with a label
worded for Leeway and a topic of the closed list in `TOPICS`. Years in brackets tell apart questions that
were put under much the same title at different times.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from leeway.measures.votes.topics import OTHER, TOPICS, topic_of_subjects

__all__ = ["LONGEST", "OTHER", "TOPICS", "Label", "digest", "labels", "topic_of_subjects"]

LONGEST = 60
"""Characters a label may have."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a question is called.

    Attributes
    ----------
    key : str
        Digest of the question's key (see `digest`).
    label : str
        At most `LONGEST` characters.
    topic : str
        One of `TOPICS`.
    """

    key: str
    label: str
    topic: str

    def topic_with(self, subjects: str | None, title: str | None) -> str:
        """The topic; of a question that has none, the one that keywords give to a roll call on it.

        Examples
        --------
        >>> labels(["safe passage kites"])[0].topic_with("NUCLEAR DISARMAMENT", None)
        'Nuclear weapons'
        """
        return self.topic if self.topic != OTHER else topic_of_subjects(subjects, title)


def digest(key: str) -> str:
    """Name of a question in shipped tables: the first ten hexadecimal digits of its key's SHA-1.

    Examples
    --------
    >>> digest("nuclear disarmament")
    'd2ef48c122'
    """
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:10]


def labels(keys: Iterable[str]) -> list[Label]:
    """Labels of questions, in the order asked for.

    Parameters
    ----------
    keys : iterable of str
        Keys of questions as the record has them in ``roll_calls.question``.

    Returns
    -------
    list of Label
        A question that has no label of its own is called by the first words of its key, with the topic
        `OTHER`; `Label.topic_with` may know better.

    Examples
    --------
    >>> labels(["nuclear disarmament", "an unheard of question"])
    [Label(key='d2ef48c122', label='Nuclear disarmament: a programme in stages', topic='Nuclear weapons'),
     Label(key='...', label='An unheard of question', topic='Other')]
    """
    table = _table()
    return [table.get(digest(key)) or _fallback(key) for key in keys]


def _fallback(key: str) -> Label:
    words = key if len(key) <= LONGEST else key[: LONGEST + 1].rsplit(maxsplit=1)[0][:LONGEST]
    return Label(digest(key), words[:1].upper() + words[1:] or "Untitled question", OTHER)


@cache
def _table() -> dict[str, Label]:
    text = resources.files("leeway.measures.votes").joinpath("questions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {row["key"]: Label(row["key"], row["label"], row["topic"]) for row in rows}
