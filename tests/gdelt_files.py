"""Invented files in GDELT's formats."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from leeway.record.event_tables import QUADS, ROOTS_GDELT

TEXT = "https://news.example/kazakhstan-and-russia"


def row(
    number: object,
    actor: str = "KAZ",
    target: str = "RUS",
    code: str = "042",
    day: str = "20240102",
    added: str = "20240102030000",
    *,
    width: int = 61,
    text: str = TEXT,
    **given: str,
) -> str:
    """One row, sound unless told otherwise; `given` holds root, quad and mentions."""
    fields = [""] * width
    root = given.get("root", code[:2])
    fields[0], fields[1], fields[7], fields[17] = str(number), day, actor, target
    fields[6], fields[16] = f'THE "{actor}"', target
    fields[26], fields[28] = code, root
    fields[29] = given.get("quad", str(QUADS.index(ROOTS_GDELT.get(root, QUADS[1]))))
    fields[31] = given.get("mentions", "3")
    fields[{61: 59}.get(width, 56)] = added
    if width != 57:
        fields[-1] = text
    return "\t".join(fields)


def of_the_past(number: object, day: str = "19991118", **given: str) -> str:
    """One row of version 1.0's past: no address, all added in 2013."""
    return row(number, day=day, added="20130203", width=57, **given)


def of_a_day(number: object, day: str = "20130401", **given: str) -> str:
    """One row of version 1.0 as it is added day by day."""
    return row(number, day=day, added="20130401", width=58, **given)


def packed(text: str | bytes, *names: str) -> bytes:
    """A zip archive in which each name holds the text."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names or ("events.CSV",):
            archive.writestr(name, text)
    return made.getvalue()


def lines(*rows: str) -> str:
    """Rows as the text of a file."""
    return "".join(f"{one}\n" for one in rows)


def write(folder: Path, *rows: str, name: str = "20240102030000.export.CSV.zip") -> Path:
    """A file with some rows, packed if its name says so."""
    path = folder / name
    text = lines(*rows)
    path.write_bytes(packed(text) if name.endswith(".zip") else text.encode())
    return path
