"""What Leeway says when it cannot answer: what happened, where, and what to type next."""

from __future__ import annotations


class LeewayError(Exception):
    """A failure a person can act on.

    Parameters
    ----------
    message : str
        What happened, with the values.
    where : str, optional
        Source, table, file, row or period.
    hint : str, optional
        What is possible instead; a command to paste where there is one.
    """

    exit_code = 1

    def __init__(self, message: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.message = message
        self.where = where
        self.hint = hint
        super().__init__(message)

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        advice = f"\n{self.hint}" if self.hint else ""
        return f"{self.message}{place}{advice}"


class QuestionError(LeewayError):
    """A question that cannot be understood or that has no possible answer."""

    exit_code = 2


class DataError(LeewayError):
    """Data that is missing or broken."""

    exit_code = 3


class MissingSourceError(DataError):
    """A record without a source that is needed."""


class SourceFormatError(DataError):
    """A publisher's file that is not in a known format."""


class PublisherError(LeewayError):
    """A publisher that cannot be reached, or that sends something else than announced."""

    exit_code = 4
