"""Known realignments, told by rival explanations: which side they favour, how surely, and since when."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, Section, Table
from leeway.verdict.answer import Answer
from leeway.verdict.ask import ask
from leeway.verdict.contest import Contest

KEY = "rivals"
SURE = 0.8
NEAR_YEARS = 2
COVERS = {"words": ("words",), "trade": ("trade",), "security": ("security",), "votes": ("votes",)}


@dataclass(frozen=True, slots=True)
class Known:
    """One case of the list, as told.

    Attributes
    ----------
    name, direction : str
    onset : int
    covered : bool
        Whether any line in which the case can be expected to show speaks of it.
    told : Contest
        All lines against all explanations.
    answer : Answer
    """

    name: str
    direction: str
    onset: int
    covered: bool
    told: Contest
    answer: Answer

    @property
    def leading(self) -> str:
        """The likeliest explanation."""
        return self.told.rivals[0].name

    @property
    def right(self) -> bool:
        """The answer is that of public history; *still* is said of the state, whatever its partner did."""
        return self.answer.answer == self.direction or self.partners

    @property
    def partners(self) -> bool:
        """A case of calm in which the pair moved and the partner, or the agenda, is said to be the mover."""
        return self.direction == "still" and self.leading in ("the partner moved", "the agenda moved")

    @property
    def sure(self) -> bool:
        """Right, with a probability of .8 or more."""
        calm = self.direction == "still" and self.told.own["still"] >= SURE
        return self.right and (self.answer.probability >= SURE or calm)

    @property
    def near(self) -> bool | None:
        """Whether a line that moved that way did so within two years; None where no onset is told."""
        began = [
            abs(line.onset.median.year - self.onset)
            for line in self.answer.lines
            if line.onset is not None and line.told.answer == self.answer.answer
        ]
        return min(began) <= NEAR_YEARS if began else None


def known(shared: Path) -> list[Known]:
    """Ask every case."""
    found = []
    with (shared / "data" / "gold" / "realignments.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            answer = ask(row["state"], row["partner"], since=row["window_start"], until=row["window_end"])
            if answer.contest is None:
                continue
            expected = {line for one in row["lines"].split(";") for line in COVERS.get(one, (one,))}
            found.append(
                Known(
                    name=f"{row['state']} {row['partner']} {row['window_start']}-{row['window_end']}",
                    direction=row["direction"],
                    onset=int(row["onset"]),
                    covered=bool(expected & set(answer.contest.lines)),
                    told=answer.contest,
                    answer=answer,
                )
            )
    return found


def area(moved: list[float], still: list[float]) -> float:
    """Probability that a case of a move scores higher than one of calm.

    Examples
    --------
    >>> area([0.9, 0.4], [0.1, 0.5])
    0.75
    """
    one, other = np.array(moved)[:, None], np.array(still)[None, :]
    return float((one > other).mean() + 0.5 * (one == other).mean())


def section(shared: Path) -> Section:
    """All figures of the known cases, and the misses by name."""
    cases = known(shared)
    covered = [case for case in cases if case.covered]
    moved = [case for case in covered if case.direction != "still"]
    still = [case for case in cases if case.direction == "still"]
    dated = [case for case in moved if case.right and case.near is not None]
    alarms = [case for case in still if not case.right and case.answer.probability >= SURE]
    sample = f"{len(covered)} of {len(cases)} cases in whose lines the data speak"
    return Section(
        key=KEY,
        title="Known realignments, development half",
        command="python -m benchmarks.verdict rivals",
        method=(
            "Every case is asked over its window of the shipped estimates, on all lines. *Still* is said of "
            "the state: a case of calm is right where the pair is said to be still, or to have moved by "
            "the partner's or the agenda's doing; sure, where either has .8. The first area ranks cases by "
            "the probability that the state itself moved in some line, the second by that of the pair. No "
            "rule was tuned to a case; base rates come from all pairs and years."
        ),
        figures=[
            Figure(
                "answer right with a probability of .8 or more, share",
                sum(case.sure for case in covered) / len(covered),
                sample,
                low=0.85,
                digits=2,
            ),
            Figure(
                "answer right, share", sum(case.right for case in covered) / len(covered), sample, digits=2
            ),
            Figure(
                "onset within two years, share",
                sum(bool(case.near) for case in dated) / max(1, len(dated)),
                f"{len(dated)} moves told right and dated",
                low=0.75,
                digits=2,
            ),
            Figure(
                "still cases called moved with .8 or more, share",
                len(alarms) / len(still),
                f"{len(still)} cases",
                high=0.1,
                digits=2,
            ),
            Figure(
                "area: moved cases over still ones, by the probability that the state moved",
                area(
                    [1.0 - case.told.own["still"] for case in moved],
                    [1.0 - case.told.own["still"] for case in still],
                ),
                f"{len(moved)} and {len(still)} cases",
                low=0.95,
            ),
            Figure(
                "area: the same by the probability that the pair moved",
                area(
                    [1.0 - case.told.sides["still"] for case in moved],
                    [1.0 - case.told.sides["still"] for case in still],
                ),
                f"{len(moved)} and {len(still)} cases",
            ),
        ],
        tables=[
            Table(
                "Cases",
                (
                    "case",
                    "known",
                    "answer",
                    "P",
                    "state itself",
                    "P",
                    "first explanation",
                    "P",
                    "second",
                    "P",
                    "flipped by leaving out",
                    "",
                ),
                [_row(case) for case in cases],
            )
        ],
        remarks=["Missed: " + ", ".join(case.name for case in cases if not case.right) + "."],
    )


def _row(case: Known) -> tuple[str, ...]:
    first, second = case.told.rivals[:2]
    own = max(case.told.own, key=lambda side: case.told.own[side])
    return (
        case.name,
        case.direction,
        case.answer.answer,
        f"{case.answer.probability:.2f}",
        own,
        f"{case.told.own[own]:.2f}",
        first.name,
        f"{first.probability:.2f}",
        second.name,
        f"{second.probability:.2f}",
        ", ".join(case.told.flips) or "-",
        "" if case.right else "miss",
    )
