"""What is said when a request cannot be answered: a page that says what was meant, or problem details."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leeway.errors import DataError, LeewayError, PublisherError, QuestionError
from leeway.faces.web.kept import BusyError

PROBLEM_JSON = "application/problem+json"
"""Media type of RFC 9457."""


class UnreadableError(LeewayError):
    """A document that was sent and cannot be read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request has no answer, after RFC 9457.

    Attributes
    ----------
    kind : str
        Last part of its type, which is an address of this application with an explanation.
    title : str
    status : int
    detail : str
        What happened, with the values.
    hint : str or None
        What to do next.
    near : sequence of tuples of str
        Views that may have been meant: what each is about, and its address.
    """

    kind: str
    title: str
    status: int
    detail: str
    hint: str | None = None
    near: Sequence[tuple[str, str]] = ()

    def to_dict(self, instance: str) -> dict[str, Any]:
        """Stable keys; `instance` is the path asked for."""
        return {
            "type": f"/problems/{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "hint": self.hint,
            "near": [{"about": about, "address": address} for about, address in self.near],
        }


KINDS: Mapping[str, tuple[str, int, str]] = {
    "question": (
        "The question cannot be understood",
        400,
        "A state, a day, a line or a name in the address is not known, or the question has no answer.",
    ),
    "data": (
        "The data are not here",
        404,
        "The answer needs the record, which this machine does not hold, or estimates that are missing.",
    ),
    "not-found": ("There is no such page", 404, "Nothing lies at this address."),
    "too-large": ("Too large", 413, "What was sent is larger than what is read."),
    "unsupported": (
        "Cannot be taken in this form",
        415,
        "The body is of another type than the one expected.",
    ),
    "method": (
        "Not possible here",
        405,
        "The address can be read and not written to, or the other way round.",
    ),
    "busy": ("Too busy", 429, "Too many questions wait for an answer. Ask again in some seconds."),
    "host": (
        "Asked under another name",
        421,
        "Only requests that name the application's own host are answered.",
    ),
    "elsewhere": (
        "Sent from elsewhere",
        403,
        "A page of another origin sent something here in its reader's name, which is not taken.",
    ),
    "document": ("The document cannot be read", 400, "It is empty, too large, or holds no text."),
    "internal": ("Something went wrong here", 500, "A fault of Leeway itself; nothing else is shown of it."),
}
"""Every kind of problem: its title, its status and what it means."""


def problem(
    kind: str, detail: str, *, hint: str | None = None, near: Sequence[tuple[str, str]] = ()
) -> Problem:
    """Return a problem of a kind."""
    title, status, _ = KINDS[kind]
    return Problem(kind, title, status, detail, hint, near)


def told(error: LeewayError, *, near: Sequence[tuple[str, str]] = ()) -> Problem:
    """The problem behind an error of Leeway's.

    Examples
    --------
    >>> told(QuestionError("No state is known as 'X'.", hint="Near matches: Y.")).status
    400
    """
    kind = {
        QuestionError: "question",
        UnreadableError: "document",
        DataError: "data",
        PublisherError: "data",
        BusyError: "busy",
    }
    chosen = next((name for of, name in kind.items() if isinstance(error, of)), "question")
    return problem(chosen, error.message, hint=error.hint, near=near)
