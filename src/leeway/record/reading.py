"""What a source hands to the record: one file, read and checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class SourceDeclaration:
    """A publisher's data set, as Leeway names, cites and fetches it.

    Attributes
    ----------
    id : str
        Name on the command line.
    publisher, title : str
    licence : str
        The publisher's terms in one sentence.
    terms : str
        Address of the terms.
    pages : tuple of str
        Addresses where a person finds the data.
    citation : str
        How the publisher asks to be cited.
    covers : str
        What is and is not in it.
    """

    id: str
    publisher: str
    title: str
    licence: str
    terms: str
    pages: tuple[str, ...]
    citation: str
    covers: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A publisher's file in the record's own columns.

    Attributes
    ----------
    source : SourceDeclaration
    body : str
        ``GA`` or ``SC``. A load replaces earlier loads of the same source and body.
    file, sha256 : str
        Name of the file and SHA-256 of its bytes as found.
    bytes : int
        Its size as found.
    layout : str
        Generation of the header.
    rows_read : int
        Rows in the file, without the header; kept and refused rows sum to it.
    roll_calls : polars.DataFrame
        Columns of the table ``roll_calls`` but ``load``.
    votes : polars.DataFrame
        Columns of the table ``votes``.
    rejects : polars.DataFrame
        Columns of the table ``rejects`` but ``load``.
    notes : tuple of str
        What was read by rule rather than as written, with counts; what does not add up.
    """

    source: SourceDeclaration
    body: str
    file: str
    sha256: str
    bytes: int
    layout: str
    rows_read: int
    roll_calls: pl.DataFrame
    votes: pl.DataFrame
    rejects: pl.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def covered(self) -> tuple[dt.date, dt.date]:
        """First and last day with a vote."""
        first, last = self.roll_calls["date"].min(), self.roll_calls["date"].max()
        if not isinstance(first, dt.date) or not isinstance(last, dt.date):
            raise ValueError("a reading without a roll call covers nothing")
        return first, last
