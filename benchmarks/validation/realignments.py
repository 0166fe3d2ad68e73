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
#: Margins tried beside the shipped one.
MARGINS = (0.01, 0.02, 0.025, 0.03, 0.035, 0.04, 0.05, 0.06)
CASE_HEADER = (
    "case",
    "history says",
    "change",
    "same questions",
    "raw",
    "state's part",
    "partner's part",
    "sd",
    "P away",
    "P still",
    "P closer",
    "",
)


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
    """Changes at the onset: draws for closeness, on the same questions, raw; and who moved.

    `raw` divides all votes before and after; `raw_by_year` compares the mean of the years' shares.
    """

    draws: Doubles
    same: float
    same_sd: float
    raw: float
    raw_by_year: float
    state: float
    partner: float

    @property
    def change(self) -> float:
        """Mean change of closeness."""
        return float(self.draws.mean())

    @property
    def sd(self) -> float:
        """Its standard deviation."""
        return float(self.draws.std(ddof=1))

    def odds(self, margin: float) -> tuple[float, float, float]:
        """Probabilities of away, still and closer."""
        away, closer = float((self.draws < -margin).mean()), float((self.draws > margin).mean())
        return away, 1.0 - away - closer, closer

    @property
    def joined(self) -> float:
        """Change of closeness and change on the same questions, weighted by their precision."""
        weight, other = float(self.sd**-2.0), float(self.same_sd**-2.0)
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
    model = estimates.model
    pair = model.number[case.state], model.number[case.partner]
    before = half_years_of((dt.date(case.first, 1, 1), dt.date(case.onset - 1, 12, 31)))
    end = min(dt.date(case.last, 12, 31), estimates.covered[1])
    after = half_years_of((dt.date(case.onset, 1, 1), end))
    held, drawn = draw_closeness(model, *pair, before[0], after[1], draws=draws, seed=0)
    change = drawn[:, held >= after[0]].mean(axis=1) - drawn[:, held <= before[1]].mean(axis=1)
    again = same_questions(model, pair, before, after)
    parts = attribution(model, pair, before, after)
    raw = estimates.agreement(case.state, case.partner).filter(
        pl.col("year").is_between(case.first, case.last) & (pl.col("common") > 0)
    )
    late = (raw["year"] >= case.onset).to_numpy()
    same, common = (raw[name].to_numpy().astype(np.float64) for name in ("same", "common"))
    return Evidence(
        draws=change,
        same=again.change if again else 0.0,
        same_sd=again.sd if again else 1.0,
        raw=float(same[late].sum() / common[late].sum() - same[~late].sum() / common[~late].sum()),
        raw_by_year=float((same / common)[late].mean() - (same / common)[~late].mean()),
        state=parts.state if parts else 0.0,
        partner=parts.partner if parts else 0.0,
    )


def auc(moved: Doubles, still: Doubles) -> float:
    """Probability that one of the moved outranks one of the still."""
    return float(((moved[:, None] > still) + 0.5 * (moved[:, None] == still)).mean())


def sides(cases: Sequence[Case], told: Sequence[Evidence], margin: float) -> list[bool]:
    """Whether each case is on the side that history says, with a probability of at least one half."""
    return [one.odds(margin)[1 + case.sign] >= 0.5 for case, one in zip(cases, told, strict=True)]


def measure(cases: Sequence[Case], told: Sequence[Evidence], margin: float) -> dict[str, Any]:
    """Signs, areas under the curve, and sides of the margin."""
    sign = np.array([case.sign for case in cases])
    moved = sign != 0

    def of(name: str) -> Doubles:
        return np.array([getattr(one, name) for one in told], dtype=np.float64)

    ranked = {
        "change of closeness": np.abs(of("change")),
        "its size over its sd": np.abs(of("change")) / of("sd"),
        "probability of having moved": np.array([1.0 - one.odds(margin)[1] for one in told]),
        "the same questions": np.abs(of("same")),
        "the two joined by precision": np.abs(of("joined")),
        "the two added": np.abs(of("change") + of("same")),
        "the state's part": np.abs(of("state")),
        "both states' parts": np.abs(of("state") + of("partner")),
        "raw agreement, all votes": np.abs(of("raw")),
        "raw agreement, mean of years": np.abs(of("raw_by_year")),
    }
    right = np.array(sides(cases, told, margin))
    tried = {one: np.array(sides(cases, told, one)) for one in MARGINS}
    return {
        "moved": int(moved.sum()),
        "still": int((~moved).sum()),
        "signs": {
            name: int((np.sign(of(name)) == sign)[moved].sum())
            for name in ("change", "same", "joined", "raw")
        },
        "auc": {name: auc(values[moved], values[~moved]) for name, values in ranked.items()},
        "right": right,
        "moved right": float(right[moved].mean()),
        "still right": float(right[~moved].mean()),
        "margins": {one: (float(at[moved].mean()), float(at[~moved].mean())) for one, at in tried.items()},
    }


def section(setting: Setting) -> Section:
    """Judge the cases of the development half."""
    cases = read_cases(setting.shared / "data" / "gold" / "realignments.csv")
    estimates = VoteEstimates(setting.model)
    told = [evidence(estimates, case) for case in cases]
    found = measure(cases, told, estimates.margin)
    moved, both = f"{found['moved']} moved", f"{found['moved']} moved, {found['still']} still"
    body = [
        [
            case.name,
            case.direction,
            *(f"{value:+.3f}" for value in (one.change, one.same, one.raw, one.state, one.partner)),
            f"{one.sd:.3f}",
            *(f"{chance:.2f}" for chance in one.odds(estimates.margin)),
            "" if right else "miss",
        ]
        for case, one, right in zip(cases, told, found["right"], strict=True)
    ]
    missed = [case.name for case, right in zip(cases, found["right"], strict=True) if not right]
    return Section(
        key=KEY,
        title="Known realignments",
        command=f"python -m benchmarks.validation {KEY}",
        method=(
            "Cases of public history with `votes` among their lines (development half); the years of the "
            "window before the onset against those from it. They were labelled after a look at raw "
            "agreement, so raw agreement has an unfair advantage. A side is given when its probability is "
            f"at least one half; the margin is {estimates.margin:.4f}."
        ),
        figures=[
            Figure("sign right, change of closeness", found["signs"]["change"], moved, low=15, digits=0),
            Figure("sign right, the same questions", found["signs"]["same"], moved, digits=0),
            Figure("sign right, raw agreement", found["signs"]["raw"], moved, digits=0),
            Figure("AUC, change of closeness", found["auc"]["change of closeness"], both, low=0.90),
            Figure(
                "AUC, the two joined by precision",
                found["auc"]["the two joined by precision"],
                both,
                low=0.914,
            ),
            Figure("share of the moved on the right side", found["moved right"], moved, low=0.8),
            Figure(
                "share of the still on the right side",
                found["still right"],
                f"{found['still']} still",
                low=0.8,
            ),
        ],
        tables=[
            Table(
                "Area under the curve",
                ("ranked by", "AUC"),
                [[n, f"{v:.3f}"] for n, v in found["auc"].items()],
            ),
            Table(
                "Share on the right side at other margins",
                ("margin", "moved", "still"),
                [[f"{one:.3f}", f"{at[0]:.2f}", f"{at[1]:.2f}"] for one, at in found["margins"].items()],
            ),
            Table("Cases", CASE_HEADER, body),
        ],
        remarks=[f"Missed: {', '.join(missed) or 'none'}."],
    )
