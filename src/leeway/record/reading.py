"""What a source hands to the record: one file, read and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
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
    part : str
        Which file of the source, e.g. ``GA``. A load replaces earlier loads of the same source and part.
    file, sha256 : str
        Name of the file and SHA-256 of its bytes as found.
    bytes : int
        Its size as found.
    layout : str
        Generation of the header.
    rows_read, rows_kept : int
        Rows in the file without the header, and those behind the tables; kept and refused rows, and those
        that `notes` count, sum to those read. Where a row holds several values, such as one a year, values
        are counted, and a note says so.
    tables : mapping of str to polars.DataFrame
        Rows for tables of the record, under their columns but ``load``.
    rejects : polars.DataFrame
        Columns of the table ``rejects`` but ``load``.
    covered : tuple of two dates
        First and last day of which the file speaks.
    notes : tuple of str
        What was read by rule rather than as written, with counts; what does not add up.
    content : str
        `leeway.record.loading.content_hash` of it, where that is known already.
    """

    source: SourceDeclaration
    part: str
    file: str
    sha256: str
    bytes: int
    layout: str
    rows_read: int
    rows_kept: int
    tables: Mapping[str, pl.DataFrame]
    rejects: pl.DataFrame
    covered: tuple[dt.date, dt.date]
    notes: tuple[str, ...] = ()
    content: str = ""
