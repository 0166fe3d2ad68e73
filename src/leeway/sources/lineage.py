"""What the record is made of, until when, and how to cite it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import leeway
from leeway.record.reading import SourceDeclaration
from leeway.sources import SOURCES

if TYPE_CHECKING:
    import polars as pl

    from leeway.record.store import Record


def sources(record: Record | None = None) -> pl.DataFrame:
    """Every source Leeway reads, and what the record holds of it.

    Parameters
    ----------
    record : Record, optional
        Without one the columns about loads are empty.

    Returns
    -------
    polars.DataFrame
        One row a source and part (one a source if nothing is loaded): ``source, publisher, title, licence,
        terms, pages, covers, part, file, layout, sha256, covered_from, covered_to, rows_kept,
        rows_rejected, loaded_at``.

    Examples
    --------
    >>> sources().select("source", "publisher", "file").row(0)
    ('un-votes', 'UN Dag Hammarskjöld Library', None)
    """
    import polars as pl

    from leeway.record.tables import LOADS

    declared = pl.DataFrame(
        [
            {
                "source": source.id,
                "publisher": source.publisher,
                "title": source.title,
                "licence": source.licence,
                "terms": source.terms,
                "pages": " ".join(source.pages),
                "covers": source.covers,
            }
            for source in _declared()
        ]
    )
    loads = record.sources() if record else pl.DataFrame(schema=dict.fromkeys(LOADS.names, pl.String))
    kept = ("part", "file", "layout", "sha256", "covered_from", "covered_to", "rows_kept", "rows_rejected")
    return declared.join(
        loads.select("source", *kept, "loaded_at"),
        on="source",
        how="left",
        maintain_order="left",
    )


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite one thing: as a sentence, and as a BibTeX entry."""

    of: str
    text: str
    bibtex: str

    def __str__(self) -> str:
        return self.text


def cite(record: Record | None = None) -> tuple[Citation, ...]:
    """How to cite Leeway and each source.

    Parameters
    ----------
    record : Record, optional
        With one, the file loaded and the record's version are named.

    Examples
    --------
    >>> [citation.of for citation in cite()][:2]
    ['leeway', 'un-votes']
    >>> print(cite()[0])
    Leeway, version ... Computer program.
    """
    version = f"{leeway.__version__}" + (f", record {record.version()}" if record else "")
    own = Citation(
        "leeway",
        f"Leeway, version {version}. Computer program.",
        _bibtex("software", "leeway", title="Leeway", author="{The Leeway authors}", version=version),
    )
    files = (
        dict(record.sources().group_by("source", maintain_order=True).agg("file").iter_rows())
        if record
        else {}
    )
    return (
        own,
        *(
            Citation(
                source.id,
                source.citation + (f" ({'; '.join(files[source.id])})" if source.id in files else "") + ".",
                _bibtex(
                    "misc",
                    source.id,
                    title=source.title,
                    author=f"{{{source.publisher}}}",
                    howpublished=" and ".join(f"\\url{{{page}}}" for page in source.pages),
                    note="; ".join([source.licence, *files.get(source.id, [])]),
                ),
            )
            for source in _declared()
        ),
    )


def _declared() -> tuple[SourceDeclaration, ...]:
    return tuple(source.declaration for source in SOURCES)


def _bibtex(kind: str, key: str, **fields: str) -> str:
    inside = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{inside}}}"
