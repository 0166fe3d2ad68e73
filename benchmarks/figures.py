"""Figures with their targets, kept as JSON and shown as Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.clock import Cost

_FOLDER = Path(__file__).resolve().parents[1] / "docs" / "validation"


@dataclass(frozen=True, slots=True)
class Document:
    """A page of measured figures.

    Attributes
    ----------
    path : Path
        The Markdown file; the figures are kept beside it in a JSON file of the same name.
    title, intro : str
        Its heading and the paragraph below it.
    order : tuple of str
        Keys of its sections, in the order of the page.
    """

    path: Path
    title: str
    intro: str
    order: tuple[str, ...]

    @property
    def kept_in(self) -> Path:
        """The JSON file."""
        return self.path.with_suffix(".json")


VOTES = Document(
    path=_FOLDER / "votes.md",
    title="How far the voting estimates can be trusted",
    intro=(
        "Made by `python -m benchmarks.validation --write` and the benchmarks of speed; nothing is typed "
        "by hand. The figures are also in [votes.json](votes.json)."
    ),
    order=(
        "held-out", "agreement", "intervals", "sampled", "published-points", "realignments", "forward",
        "speed", "load", "answers",
    ),
)  # fmt: skip
TIES = Document(
    path=_FOLDER / "ties.md",
    title="What the lines from ties rest on, and what they see",
    intro=(
        "Made by `python -m benchmarks.ties --write`; nothing is typed by hand. The figures are also in "
        "[ties.json](ties.json). The record is made anew from the publishers' files at hand."
    ),
    order=("similarity", "noted", "cases", "formula", "counts", "margins", "realignments", "cost"),
)
TRADE = Document(
    path=_FOLDER / "trade.md",
    title="What the lines from trade rest on, and what they see",
    intro=(
        "Made by `python -m benchmarks.trade --write` and `python -m benchmarks.trade.scale --write`; "
        "nothing is typed by hand. The figures are also in [trade.json](trade.json). The record is made anew "
        "from the publishers' files at hand."
    ),
    order=("published", "dependence", "way-in", "placebos", "way-on", "books", "trade-load", "cost", "scale"),
)
EVENTS = Document(
    path=_FOLDER / "events.md",
    title="What the lines from events rest on, and what they see",
    intro=(
        "Made by `python -m benchmarks.events --write`; nothing is typed by hand. The figures are also in "
        "[events.json](events.json). The record is made anew from the publishers' files at hand."
    ),
    order=("known", "weekly", "daily", "quiet", "rows", "load"),
)
VERDICT = Document(
    path=_FOLDER / "verdict.md",
    title="How far the verdict can be trusted",
    intro=(
        "Made by `python -m benchmarks.verdict --write`; nothing is typed by hand. The figures are also in "
        "[verdict.json](verdict.json)."
    ),
    order=(
        "stated",
        "foretold",
        "rivals",
        "calibration",
        "intervals",
        "placebo",
        "windows",
        "founding",
        "cost",
    ),
)
FACES = Document(
    path=_FOLDER / "faces.md",
    title="What the web application and the other faces cost",
    intro=(
        "Made by `python -m benchmarks.faces --write`; nothing is typed by hand. The figures are also in "
        "[faces.json](faces.json). Everything runs on the shipped estimates, without the record. Seconds "
        "of waiting grow where other programs run beside; CPU seconds and ratios hardly do. The CPU seconds "
        "beside a command are those of the measuring process alone."
    ),
    order=("pages", "wire", "crowds", "memory", "forms", "conformance"),
)
READING = Document(
    path=_FOLDER / "reading.md",
    title="How well documents are read",
    intro=(
        "Made by `python -m benchmarks.reading --write`; nothing is typed by hand. The figures are also in "
        "[reading.json](reading.json)."
    ),
    order=("attribution", "hostile"),
)
IDENTITY = Document(
    path=_FOLDER / "identity.md",
    title="Which state a name means",
    intro=(
        "Made by `python -m benchmarks.identity --write`; nothing is typed by hand. The figures are also in "
        "[identity.json](identity.json). Names come from lists that the table of aliases was not written "
        "from. Each outside list is cut in two by a hash of the name: failures were looked at in the "
        "development half alone, and the figures are those of the other half."
    ),
    order=("names", "traps", "peers", "speed"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    `low` and `high` bound the target; with neither, the figure is reported without one.
    """

    name: str
    value: float
    sample: str
    low: float | None = None
    high: float | None = None
    digits: int = 3

    @property
    def target(self) -> str:
        """The target in words."""
        if self.low is not None and self.high is not None:
            return f"{self.low:g} to {self.high:g}"
        if self.low is not None:
            return f"at least {self.low:g}"
        return f"at most {self.high:g}" if self.high is not None else ""

    @property
    def verdict(self) -> str:
        """Hit, miss, or nothing where there is no target."""
        if self.low is None and self.high is None:
            return ""
        above = self.low is None or self.value >= self.low
        below = self.high is None or self.value <= self.high
        return "hit" if above and below else "**miss**"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures without targets."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that one command makes, with what they rest on.

    `seconds` is the CPU time of making them; `data` names the record's version, the file's hash and the
    model's settings.
    """

    key: str
    title: str
    command: str
    method: str
    figures: Sequence[Figure]
    tables: Sequence[Table] = ()
    remarks: Sequence[str] = ()
    data: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    def spent(self, seconds: float) -> Section:
        """The same section with the CPU seconds of making it."""
        return replace(self, seconds=seconds)

    def lines(self) -> list[str]:
        """The section in Markdown."""
        spent = f" ({self.seconds:.0f} s CPU)" if self.seconds else ""
        out = [f"## {self.title}", "", self.method, "", f"`{self.command}`{spent}"]
        if self.data:
            out += ["", "; ".join(f"{name} {value}" for name, value in self.data.items()) + "."]
        if self.figures:
            rows = [
                [one.name, f"{one.value:.{one.digits}f}", one.target, one.verdict, one.sample]
                for one in self.figures
            ]
            out += ["", *_grid(("figure", "value", "target", "", "sample"), rows)]
        for table in self.tables:
            out += ["", f"**{table.title}**", "", *_grid(table.header, table.rows)]
        for remark in self.remarks:
            out += ["", remark]
        return out


def _grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]


def read_sections(path: Path) -> dict[str, Section]:
    """Sections measured before; none if there is no file yet."""
    if not path.exists():
        return {}
    kept = {}
    for key, raw in json.loads(path.read_text(encoding="utf-8")).items():
        figures = [Figure(**one) for one in raw.pop("figures")]
        tables = [Table(**one) for one in raw.pop("tables")]
        kept[key] = Section(figures=figures, tables=tables, **raw)
    return kept


def put_section(
    measured: Section,
    cost: Cost,
    document: Document = VOTES,
    *,
    write: bool,
    rests: Mapping[str, str] | None = None,
) -> None:
    """Print a measured section with its cost and what it rests on; put it into its document if wished."""
    done = replace(measured, data={**(rests or {}), **measured.data}, seconds=cost.cpu)
    print("\n".join(done.lines()), flush=True)
    if write:
        write_document([done], document)


def write_document(measured: Sequence[Section], document: Document = VOTES) -> None:
    """Put measured sections in place of earlier ones and render the document anew.

    Raises
    ------
    ValueError
        If a section is not one of the document's.
    """
    if strange := [one.key for one in measured if one.key not in document.order]:
        raise ValueError(f"{document.path.name} has no section {', '.join(strange)}.")
    sections = read_sections(document.kept_in) | {one.key: one for one in measured}
    ordered = [sections[key] for key in document.order if key in sections]
    document.path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({one.key: asdict(one) for one in ordered}, indent=1, ensure_ascii=False)
    document.kept_in.write_text(text + "\n", encoding="utf-8")
    document.path.write_text("\n".join(page(document, ordered)) + "\n", encoding="utf-8")


def page(document: Document, sections: Sequence[Section]) -> list[str]:
    """The whole document in Markdown."""
    judged = [one for section in sections for one in section.figures if one.verdict]
    missed = [one for one in judged if one.verdict != "hit"]
    out = [
        f"# {document.title}",
        "",
        document.intro,
        "",
        f"{len(judged) - len(missed)} of {len(judged)} figures with a target reach it.",
    ]
    if missed:
        out += ["", "Missed:", ""]
        out += [f"* {one.name}: {one.value:.{one.digits}f}, target {one.target}" for one in missed]
    for section in sections:
        out += ["", *section.lines()]
    return out
