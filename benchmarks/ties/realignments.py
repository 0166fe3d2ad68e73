"""The known realignments of the development half: what votes alone say, and what all lines say."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, Section, Table
from leeway.measures import declared
from leeway.verdict.ask import ask

KEY = "realignments"
LINES = tuple(measure.line for measure in declared())
DIRECTIONS = ("away", "closer", "still")
ANSWERS = ("away", "still", "closer", "unclear")


@dataclass(frozen=True, slots=True)
class Case:
    """A known case, and what is said of it: by each line, and by all together.

    Attributes
    ----------
    name, known : str
        The pair with its window, and what public history says.
    lines : dict of str to str
        What each line with anything on the pair says.
    answer : str
    probability : float
    expected : str
        Lines in which the case can be expected to show, by the list.
    partner : float or None
        Share of the movement that is the partner's, in the line that carries the answer.
    """

    name: str
    known: str
    lines: dict[str, str]
    answer: str
    probability: float
    expected: str = ""
    partner: float | None = None

    @property
    def right(self) -> bool:
        """Whether all lines together say what history says."""
        return self.answer == self.known

    @property
    def partners(self) -> bool:
        """Whether a case of calm is told as a move, and as mostly the partner's."""
        moved = self.known == "still" and self.answer in ("away", "closer")
        return moved and self.partner is not None and self.partner > 0.5


def right(cases: list[Case], known: str, line: str | None = None) -> tuple[int, int]:
    """How many cases of a direction are told right, and how many there are.

    Examples
    --------
    >>> right([Case("A B", "away", {"votes": "still"}, "away", 0.9)], "away", "votes")
    (0, 1)
    """
    asked = [case for case in cases if case.known == known]
    return sum((case.answer if line is None else case.lines.get(line)) == known for case in asked), len(asked)


def tally(cases: list[Case], known: str, line: str) -> dict[str, int]:
    """What one line says of the cases of a direction.

    Examples
    --------
    >>> tally([Case("A B", "still", {"votes": "away"}, "away", 0.9)], "still", "votes")
    {'away': 1, 'still': 0, 'closer': 0, 'unclear': 0, 'nothing': 0}
    """
    said = [case.lines.get(line, "nothing") for case in cases if case.known == known]
    return {answer: said.count(answer) for answer in (*ANSWERS, "nothing")}


def told(file: Path) -> list[Case]:
    """Ask every case."""
    with file.open(encoding="utf-8", newline="") as rows:
        return [_case(row) for row in csv.DictReader(rows)]


def _case(row: dict[str, str]) -> Case:
    answer = ask(row["state"], row["partner"], since=row["window_start"], until=row["window_end"])
    moved = answer.main.moved if answer.main else None
    return Case(
        name=f"{row['state']} {row['partner']} {row['window_start']}-{row['window_end']}",
        known=row["direction"],
        lines={line.line: line.told.answer for line in answer.lines},
        answer=answer.answer,
        probability=answer.probability,
        expected=row["lines"].replace(";", ", "),
        partner=moved.partner if moved else None,
    )


def section(shared: Path) -> Section:
    """Every case, and the misses by name."""
    cases = told(shared / "data" / "gold" / "realignments.csv")
    figures = []
    for direction in DIRECTIONS:
        alone, number = right(cases, direction, "votes")
        together, _ = right(cases, direction)
        figures += [
            Figure(f"{direction}: right by votes alone", alone, f"{number} cases", digits=0),
            Figure(f"{direction}: right by all lines", together, f"{number} cases", digits=0),
        ]
    figures += [
        Figure("all: right by votes alone", sum(right(cases, one, "votes")[0] for one in DIRECTIONS),
               f"{len(cases)} cases", digits=0),
        Figure("all: right by all lines", sum(case.right for case in cases), f"{len(cases)} cases", digits=0),
        Figure("still, told as a move that is mostly the partner's",
               sum(case.partners for case in cases), f"{right(cases, 'still')[1]} cases", digits=0),
    ]  # fmt: skip
    return Section(
        key=KEY,
        title="Known realignments, development half",
        command="python -m benchmarks.ties realignments",
        method=(
            "Each case is asked over its window of the shipped estimates. The rule that weighs lines (any "
            "line that moved says so; still needs every clear line; opposite moves are unclear) is "
            "provisional: it belongs to a later step, in which rival explanations are told apart, and is not "
            "tuned here. The label `votes` was given after a look at raw agreement, which favours votes "
            "alone; the strict test is all cases over all lines."
        ),
        figures=figures,
        tables=[
            Table(
                "What each line says, by what is known",
                ("known", "line", *ANSWERS, "nothing"),
                [
                    [known, line, *(str(number) for number in tally(cases, known, line).values())]
                    for known in DIRECTIONS
                    for line in LINES
                ],
            ),
            Table("Cases", ("case", "known", "expected in", *LINES, "all", "P", ""), _rows(cases)),
        ],
        remarks=_remarks(cases),
        data={f"estimates of {measure.line}": measure.load(None).version for measure in declared()},
    )


def _rows(cases: list[Case]) -> list[list[str]]:
    return [
        [case.name, case.known, case.expected, *(case.lines.get(line, "-") for line in LINES), case.answer,
         "" if case.answer == "unclear" else f"{case.probability:.2f}", "" if case.right else "miss"]
        for case in cases
    ]  # fmt: skip


def _remarks(cases: list[Case]) -> list[str]:
    missed = [f"{case.name} ({case.known}, told {case.answer})" for case in cases if not case.right]
    partners = [case.name for case in cases if case.partners]
    gained = [case.name for case in cases if case.right and case.lines.get("votes") != case.known]
    lost = [case.name for case in cases if not case.right and case.lines.get("votes") == case.known]
    return [
        f"Missed: {', '.join(missed) or 'none'}.",
        f"Right by all lines and not by votes alone: {', '.join(gained) or 'none'}.",
        f"Right by votes alone and not by all lines: {', '.join(lost) or 'none'}.",
        (
            "Still is said of the state. The list counts a drifting pair as right where the partner is named "
            f"as the mover, which would add: {', '.join(partners) or 'none'}."
        ),
        "More lines find more moves, also where the list says still: any of four may move.",
    ]
