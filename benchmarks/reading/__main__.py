"""Measure the figures of docs/validation/reading.md and print them."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.clock import run, timed
from benchmarks.figures import READING, Figure, Section, Table, put_section
from benchmarks.reading.attribution import STYLES, articles, rate, restyled, score
from benchmarks.setting import arguments

HALF = "polnear_dev.jsonl.gz"
SEED = 4
MEGABYTE = 1_000_000
SLOWEST, LARGEST = 5.0, 500.0


def attribution(shared: Path) -> Section:
    """Direct quotations and all attributions on hand-labelled articles, and under other marks."""
    labelled = articles(shared / "data" / "reading" / HALF)
    found = score(labelled)
    sample = f"{len(labelled)} articles, {found.speakers.labelled} direct, {found.sources.labelled} in all"
    plain = found.speakers.figures[2], found.sources.figures[2]
    rows = []
    apart = 0.0
    for name, (opening, closing) in STYLES.items():
        told = score([restyled(one, opening, closing) for one in labelled])
        direct, every = told.speakers.figures[2], told.sources.figures[2]
        apart = max(apart, abs(direct - plain[0]), abs(every - plain[1]))
        rows.append([name, f"{direct:.3f}", f"{every:.3f}"])
    return Section(
        key="attribution",
        title="Who said what",
        command="python -m benchmarks.reading attribution",
        method=(
            "PolNeAR, development half (its text has no licence: it is not shipped, and nothing is trained "
            "on it). Direct: a marked stretch of three words or more of which four fifths lie in one "
            "labelled content, found with an overlap of .8 and with the right speaker. All: direct and "
            "reported, contents with an overlap of .5 and the right source. Rules were made on the other "
            "labelled articles; errors of these were not read. Every pair of marks is then swapped for those "
            "of another style."
        ),
        figures=[
            Figure("direct quotations with the right speaker, F1", plain[0], sample, low=0.85),
            Figure("all attributions with their source, F1", plain[1], sample, low=0.50),
            Figure("largest change with other marks", apart, f"{len(STYLES)} styles", high=0.01),
            Figure("articles a second", rate(labelled), f"{len(labelled)} articles", low=100, digits=0),
        ],
        tables=[
            Table(
                "Precision, recall, F1",
                ("task", "P", "R", "F1"),
                [
                    [name, *(f"{one:.3f}" for one in count.figures)]
                    for name, count in (
                        ("direct, the stretch", found.stretches),
                        ("direct, with the speaker", found.speakers),
                        ("all, the content", found.contents),
                        ("all, with the source", found.sources),
                    )
                ],
            ),
            Table("F1 by style of marks", ("marks", "direct with speaker", "all with source"), rows),
        ],
    )  # fmt: skip


def hostile(_: Path) -> Section:
    """Seconds and memory of documents made to be hard to read."""
    rows, slowest, peak = [], 0.0, 0.0
    leeway = shutil.which("leeway", path=str(Path(sys.executable).parent)) or "leeway"
    with tempfile.TemporaryDirectory() as folder:
        for name, data in _hard().items():
            path = Path(folder) / "document.txt"
            path.write_bytes(data)
            ran = run([leeway, "read", str(path), "--json"])
            slowest, peak = max(slowest, ran.cost.wall), max(peak, ran.peak)
            told = f"{ran.out.count(chr(10)):,} lines" if not ran.code else f"refused, exit code {ran.code}"
            rows.append(
                [name, f"{len(data) / MEGABYTE:.1f}", f"{ran.cost.wall:.2f}", f"{ran.peak:.0f}", told]
            )
    return Section(
        key="hostile",
        title="Documents made to be hard",
        command="python -m benchmarks.reading hostile",
        method="Each is read by `leeway read FILE --json`, checks and the start of the process included.",
        figures=[
            Figure("slowest, wall s", slowest, f"{len(rows)} documents", high=SLOWEST, digits=1),
            Figure("most memory, peak MB", peak, f"{len(rows)} documents", high=LARGEST, digits=0),
        ],
        tables=[Table("Documents", ("document", "MB", "wall s", "peak MB", "told"), rows)],
    )  # fmt: skip


def _hard() -> dict[str, bytes]:
    rng = random.Random(SEED)
    words = ["Kazakhstan", "said", "that", "it", "does", "not", "recognise", "Kosovo", "and", "Russia", "the"]
    prose = " ".join(rng.choice(words) + (".\n" if place % 17 == 0 else "") for place in range(200_000))
    return {
        "ordinary prose": prose[:MEGABYTE].encode(),
        "one line of 1 MB": prose.replace("\n", " ")[:MEGABYTE].encode(),
        "10 MB of prose": (prose.encode() * 12)[: 10 * MEGABYTE],
        "marks that never close": b'"' * MEGABYTE,
        "marks opened in every word": (b'"a said ' * 125_000)[:MEGABYTE],
        "brackets": b"(" * MEGABYTE,
        "one word": b"a" * MEGABYTE,
        "names": (b"Kazakhstan " * 91_000)[:MEGABYTE],
        "random bytes": rng.randbytes(MEGABYTE),
        "tags": (b"<div>" * 200_000)[:MEGABYTE],
        "hidden marks": "\u202e\u200b".encode() * 160_000,
        "empty": b"",
    }


SECTIONS: dict[str, Callable[[Path], Section]] = {"attribution": attribution, "hostile": hostile}


def main() -> None:
    parser = arguments("Measure the figures of docs/validation/reading.md.")
    parser.add_argument("sections", nargs="*", help=f"{', '.join(SECTIONS)} by default")
    parser.add_argument(
        "--write", action="store_true", help="put the figures into docs/validation/reading.md"
    )
    chosen = parser.parse_args()
    shared = Path(chosen.shared)
    for key in chosen.sections or SECTIONS:
        if key == "attribution" and not (shared / "data" / "reading").is_dir():
            print(f"Skipped {key}: no labelled articles at {shared}; name their folder with --shared.")
            continue
        measured, spent = timed(partial(SECTIONS[key], shared))
        put_section(measured, spent, READING, write=chosen.write)


if __name__ == "__main__":
    main()
