"""The known realignments of the development half: what votes alone say, and what all lines say."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, Section, Table
from leeway.measures import MEASURES
from leeway.verdict.ask import ask

KEY = "realignments"
LINES = tuple(measure.line for measure in MEASURES)


@dataclass(frozen=True, slots=True)
class Case:
    """A known case, and what is said of it: by each line, and by all together."""

    name: str
    known: str
    lines: dict[str, str]
    answer: str
    probability: float

    @property
    def right(self) -> bool:
        return self.answer == self.known


def right(cases: list[Case], known: str, line: str | None = None) -> tuple[int, int]:
    """How many cases of a direction are told right, and how many there are.

    Examples
    --------
    >>> right([Case("A B", "away", {"votes": "still"}, "away", 0.9)], "away", "votes")
    (0, 1)
    """
    asked = [case for case in cases if case.known == known]
    return sum((case.answer if line is None else case.lines.get(line)) == known for case in asked), len(asked)


def told(file: Path) -> list[Case]:
    """Ask every case."""
    cases = []
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            answer = ask(row["state"], row["partner"], since=row["window_start"], until=row["window_end"])
            cases.append(
                Case(
                    name=f"{row['state']} {row['partner']} {row['window_start']}-{row['window_end']}",
                    known=row["direction"],
                    lines={line.line: line.told.answer for line in answer.lines},
                    answer=answer.answer,
                    probability=answer.probability,
                )
            )
    return cases


def section(shared: Path) -> Section:
    """Every case, and the misses by name."""
    cases = told(shared / "data" / "gold" / "realignments.csv")
    figures = []
    for direction in ("away", "closer", "still"):
        alone, number = right(cases, direction, "votes")
        together, _ = right(cases, direction)
        figures += [
            Figure(f"{direction}: right by votes alone", alone, f"{number} cases", digits=0),
            Figure(f"{direction}: right by all lines", together, f"{number} cases", digits=0),
        ]
    rows = [
        [case.name, case.known, *(case.lines.get(line, "-") for line in LINES), case.answer,
         f"{case.probability:.2f}", "" if case.right else "miss"]
        for case in cases
    ]  # fmt: skip
    missed = ", ".join(f"{case.name} ({case.known}, told {case.answer})" for case in cases if not case.right)
    return Section(
        key=KEY,
        title="Known realignments, development half",
        command="python -m benchmarks.ties realignments",
        method=(
            "Each case is asked over its window of the shipped estimates. The rule that weighs lines (any "
            "line that moved says so; still needs every clear line; opposite moves are unclear) is "
            "provisional until rival explanations are told apart, and is not tuned here."
        ),
        figures=figures,
        tables=[Table("Cases", ("case", "known", *LINES, "all", "P", ""), rows)],
        remarks=[
            f"Missed: {missed}.",
            "More lines find more moves, also where the list says still: any of four may move.",
        ],
    )
