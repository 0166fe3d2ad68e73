"""The command `read`, and what a person reads of a reading in the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leeway.errors import DataError, QuestionError
from leeway.faces.options import Json, RecordFile, text_width
from leeway.faces.progress import Progress
from leeway.faces.tables import json_line, json_text, listed

if TYPE_CHECKING:
    from leeway.reader.reading import Checked, Position, Span, Statement
    from leeway.verdict.reading import Reading

_READ_FROM = (".txt", ".md", ".html", ".htm", ".text")
_LONGEST = 160
_MOST_ROWS = 3
_LONGEST_ROW = 90


def read(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Documents, or a folder of them (txt, md, html)."),
    ],
    *,
    about: Annotated[
        str | None, typer.Option("--about", metavar="A,B", help="The two states it is about.")
    ] = None,
    llm: Annotated[
        str | None,
        typer.Option("--llm", metavar="URL", help="One OpenAI-compatible endpoint, asked beside the rules."),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", "--report", metavar="FILE", help="Write a page with highlighted spans."),
    ] = None,
    record: RecordFile = None,
    json: Json = False,
) -> None:
    """Read a document: who said what, what is claimed, and what the record says of each.

    Several documents give one JSON object a line. Nothing is fetched, and nothing in a document is an
    instruction.
    """
    from leeway.verdict.reading import read as read_document

    chosen = list(_chosen(files))
    if html is not None and len(chosen) > 1:
        raise QuestionError("A page is made of one document.", hint="Name one file with --html.")
    with Progress("Reading", of=len(chosen) if len(chosen) > 1 else None) as shown:
        for place, file in enumerate(chosen):
            shown.step(f"Reading {file.name}", done=place)
            told = read_document(file, about=about, llm=llm, record=record)
            if html is not None:
                _write_page(told, html)
            with shown.aside():
                if json:
                    typer.echo(json_text(told.to_dict()) if len(chosen) == 1 else json_line(told.to_dict()))
                else:
                    typer.echo(("\n\n" if place else "") + reading_text(told, width=text_width()))


def _chosen(files: list[Path]) -> Iterator[Path]:
    for file in files:
        if not file.is_dir():
            yield file
            continue
        inside = sorted(one for one in file.iterdir() if one.suffix.lower() in _READ_FROM)
        if not inside:
            raise DataError(f"{file} holds no document ({', '.join(_READ_FROM)}).")
        yield from inside


def _write_page(told: Reading, html: Path) -> None:
    from leeway.faces.reading_page import reading_page

    try:
        html.write_text(reading_page(told.to_dict(), told.text.original), encoding="utf-8")
    except OSError as error:
        raise DataError(f"{html} cannot be written: {error.strerror or error}.") from error


def reading_text(told: Reading, *, width: int = 88) -> str:
    """A reading for the terminal: statements, positions, claims with verdicts, and the argument.

    Parameters
    ----------
    told : Reading
    width : int
        Columns to wrap at.
    """
    document = told.document
    head = [document.file or "The document", f"{document.chars:,} characters"]
    head += [one for one in (document.publisher, document.author, document.date) if one]
    blocks = [
        ", ".join(head) + ".",
        listed("It says of itself", [_quoted(told, one.span) for one in document.interests], width),
        listed("Said", [_statement(told, one) for one in told.statements], width),
        listed("Stands", [_position(told, one) for one in told.positions], width),
        listed("Claimed, against the record", [_claim(told, one) for one in told.claims], width),
        listed(
            "Inferred by the author", [_quoted(told, one.span) for one in told.argument.inferences], width
        ),
        *(
            textwrap.fill(f"{name}: {_quoted(told, one.span)}", width)
            for name, one in (("Its question", told.question), ("Its conclusion", told.conclusion))
            if one is not None
        ),
        _own_answer(told, width),
        listed("Mind that", [f"{one.kind}: {_quoted(told, one.span)}" for one in told.notes], width),
        _model(told, width),
    ]
    return "\n\n".join(block for block in blocks if block)


def _statement(told: Reading, one: Statement) -> str:
    who = "somebody" if one.speaker is None else one.speaker.name
    state = "" if one.speaker is None or one.speaker.state is None else f" ({one.speaker.state})"
    role = f", {one.role}" if one.role else ""
    facts = [one.kind, *(["weak source"] if one.weak_source else [])]
    facts += [f"{name} {value}" for name, value in (("at", one.venue), ("to", one.addressee)) if value]
    facts += [f"{one.date}{' (inferred)' if one.date_inferred else ''}"] if one.date else []
    words = " ... ".join(_quoted(told, span) for span in one.content_spans)
    return f"{who}{state}{role}: {words} [{'; '.join(facts)}]"


def _position(told: Reading, one: Position) -> str:
    holder = one.holder_state or one.holder
    return f"{holder} {one.position} {one.target}: {_quoted(told, one.span)}"


def _claim(told: Reading, one: Checked) -> str:
    rows = "; ".join(_row(row) for row in one.rows[:_MOST_ROWS])
    more = f" Rows: {rows}." if rows else ""
    return f"{one.verdict.upper()} ({one.claim.type}): '{_quoted(told, one.claim.span)}'. {one.reason}{more}"


def _row(row: Mapping[str, Any]) -> str:
    """A row in short: its value, its date and its publisher; --json has the whole of it."""
    told = " ".join(str(row[name]) for name in ("value", "date") if row.get(name) not in (None, ""))
    return textwrap.shorten(f"{told}, {row.get('publisher', '')}", _LONGEST_ROW, placeholder="...")


def _own_answer(told: Reading, width: int) -> str:
    if told.answer is None:
        return ""
    lines = [f"Leeway's own answer: {told.answer.sentence}"]
    if told.answer.rivals:
        first = told.answer.rivals[0]
        lines.append(f"Likeliest explanation: {first.name} ({first.probability:.0%}): {first.says}.")
    weighed = list(dict.fromkeys(name for name, _ in told.argument.explanations))
    if weighed:
        lines.append(f"The document weighs: {', '.join(weighed)}.")
    return "\n".join(textwrap.fill(line, width) for line in lines)


def _model(told: Reading, width: int) -> str:
    if told.model is None:
        return ""
    found = told.model.to_dict()
    kept = ", ".join(f"{name} {value}" for name, value in found.items() if isinstance(value, int | str))
    return textwrap.fill(f"The model, beside the rules: {kept}.", width)


def _quoted(told: Reading, span: Span) -> str:
    """The words of a span on one line, cut where they are long; what cannot be seen is shown as a dot."""
    words = " ".join(told.text.of(span).split())
    words = "".join(letter if letter.isprintable() else "·" for letter in words)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 3]}..."
