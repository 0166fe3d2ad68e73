"""Known realignments and known calm: does closeness in votes tell them apart?"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from benchmarks.figures import Figure, Section, Table
from benchmarks.setting import Setting
from leeway.measures.votes.closeness import draw_closeness, half_years_of
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.moved import attribution, same_questions

Doubles = NDArray[np.float64]
KEY = "realignments"
#: Whose seat a former state's is.
CONTINUED = {"SUN": "RUS"}
DRAWS = 400


@dataclass(frozen=True, slots=True)
class Case:
    """A pair, what public history says of it, and since when."""

    state: str
    partner: str
    direction: str
    onset: int
    first: int
    last: int

    @property
    def name(self) -> str:
        """Name in tables."""
        return f"{self.state}-{self.partner} {self.onset}"

    @property
    def sign(self) -> int:
        """-1 away, 1 closer, 0 still."""
        return {"away": -1, "closer": 1, "still": 0}[self.direction]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Changes at the onset: of closeness with its sd and probabilities, on the same questions, raw; who moved."""

    change: float
    sd: float
    away: float
    still: float
    closer: float
    same: float
    same_sd: float
    raw: float
    state: float
    partner: float

    @property
    def joined(self) -> float:
        """Change of closeness and change on the same questions, weighted by their precision."""
        weight, other = self.sd**-2.0, self.same_sd**-2.0
        return (weight * self.change + other * self.same) / (weight + other)


def read_cases(path: Path, line: str = "votes") -> list[Case]:
    """Cases that can be expected to show in a line of evidence."""
    with path.open(encoding="utf-8", newline="") as rows:
        return [
            Case(
                CONTINUED.get(row["state"], row["state"]),
                CONTINUED.get(row["partner"], row["partner"]),
                row["direction"],
                int(row["onset"]),
                int(row["window_start"]),
                int(row["window_end"]),
            )
            for row in csv.DictReader(rows)
            if line in row["lines"].split(";")
        ]


def evidence(estimates: VoteEstimates, case: Case, *, draws: int = DRAWS) -> Evidence:
    """What the estimates say of one case."""
    model, margin = estimates.model, estimates.margin
    pair = model.number[case.state], model.number[case.partner]
    before = half_years_of((dt.date(case.first, 1, 1), dt.date(case.onset - 1, 12, 31)))
    end = min(dt.date(case.last, 12, 31), estimates.covered[1])
    after = half_years_of((dt.date(case.onset, 1, 1), end))
    held, drawn = draw_closeness(model, *pair, before[0], after[1], draws=draws, seed=0)
    change = drawn[:, held >= after[0]].mean(axis=1) - drawn[:, held <= before[1]].mean(axis=1)
    again = same_questions(model, pair, before, after)
    parts = attribution(model, pair, before, after)
    raw = estimates.agreement(case.state, case.partner).with_columns(late=pl.col("year") >= case.onset)
    raw = raw.filter(pl.col("year").is_between(case.first, case.last))
    shares = [raw.filter(pl.col("late") == late).select(pl.col("same").sum() / pl.col("common").sum()).item() for late in (False, True)]
    return Evidence(
        change=float(change.mean()),
        sd=float(change.std(ddof=1)),
        away=float((change < -margin).mean()),
        still=float((np.abs(change) <= margin).mean()),
        closer=float((change > margin).mean()),
        same=again.change if again else 0.0,
        same_sd=again.sd if again else 1.0,
        raw=shares[1] - shares[0],
        state=parts.state,
        partner=parts.partner,
    )  # fmt: skip


def auc(moved: Doubles, still: Doubles) -> float:
    """Probability that one of the moved outranks one of the still."""
    return float(((moved[:, None] > still) + 0.5 * (moved[:, None] == still)).mean())


def measure(cases: Sequence[Case], told: Sequence[Evidence]) -> dict[str, Any]:
    """Signs, areas under the curve, and sides of the margin."""
    sign = np.array([case.sign for case in cases])
    moved = sign != 0

    def of(name: str) -> Doubles:
        return np.array([getattr(one, name) for one in told], dtype=np.float64)

    ranked = {
        "change of closeness": np.abs(of("change")),
        "its size over its sd": np.abs(of("change")) / of("sd"),
        "probability of having moved": of("away") + of("closer"),
        "the same questions": np.abs(of("same")),
        "the two joined by precision": np.abs(of("joined")),
        "the two added": np.abs(of("change") + of("same")),
        "raw agreement": np.abs(of("raw")),
    }
    right = np.where(sign < 0, of("away"), of("closer"))
    return {
        "moved": int(moved.sum()),
        "still": int((~moved).sum()),
        "signs": {name: int((np.sign(of(name)) == sign)[moved].sum()) for name in ("change", "same", "joined", "raw")},
        "auc": {name: auc(values[moved], values[~moved]) for name, values in ranked.items()},
        "moved right": float((right >= 0.5)[moved].mean()),
        "still right": float((of("still") > 0.5)[~moved].mean()),
        "missed": [
            case.name
            for case, one, chance in zip(cases, told, right, strict=True)
            if (case.sign and chance < 0.5) or (not case.sign and one.still <= 0.5)
        ],
    }


def section(setting: Setting) -> Section:
    """Judge the cases of the development half."""
    cases = read_cases(setting.shared / "data" / "gold" / "realignments.csv")
    estimates = VoteEstimates(setting.model)
    told = [evidence(estimates, case) for case in cases]
    found = measure(cases, told)
    moved, both = f"{found['moved']} moved", f"{found['moved']} moved, {found['still']} still"
    body = [
        [
            case.name, case.direction, f"{one.change:+.3f}", f"{one.sd:.3f}", f"{one.same:+.3f}", f"{one.raw:+.3f}",
            f"{one.away:.2f}", f"{one.still:.2f}", f"{one.closer:.2f}", f"{one.state:+.3f}", f"{one.partner:+.3f}",
            "miss" if case.name in found["missed"] else "",
        ]
        for case, one in zip(cases, told, strict=True)
    ]  # fmt: skip
    return Section(
        key=KEY,
        title="Known realignments",
        command=f"python -m benchmarks.validation {KEY}",
        method=(
            "Cases of public history with `votes` among their lines (development half); the years of the window before "
            "the onset against those from it. They were labelled after a look at raw agreement, so raw agreement has "
            f"an unfair advantage. A side is given when its probability is at least one half; the margin is "
            f"{estimates.margin:.4f}."
        ),
        figures=[
            Figure("sign right, change of closeness", found["signs"]["change"], moved, low=15, digits=0),
            Figure("sign right, the same questions", found["signs"]["same"], moved, digits=0),
            Figure("sign right, raw agreement", found["signs"]["raw"], moved, digits=0),
            Figure("AUC, change of closeness", found["auc"]["change of closeness"], both, low=0.90),
            Figure(
                "AUC, the two joined by precision", found["auc"]["the two joined by precision"], both,
                low=found["auc"]["raw agreement"],
            ),
            Figure("share of the moved on the right side", found["moved right"], moved, low=0.8),
            Figure("share of the still on the right side", found["still right"], f"{found['still']} still", low=0.8),
        ],
        tables=[
            Table("Area under the curve", ("ranked by", "AUC"), [[n, f"{v:.3f}"] for n, v in found["auc"].items()]),
            Table(
                "Cases",
                ("case", "history says", "change", "sd", "same questions", "raw", "P away", "P still", "P closer",
                 "state's part", "partner's part", ""),
                body,
            ),
        ],
        remarks=[f"Missed: {', '.join(found['missed']) or 'none'}."],
    )  # fmt: skip
