"""Cases whose course is known: what the lines see, and what they say they could not have seen."""

from __future__ import annotations

from benchmarks.figures import Figure, Section, Table
from leeway.measures.security import load
from leeway.measures.security.estimates import SecurityEstimates
from leeway.verdict.answer import Answer
from leeway.verdict.ask import ask
from leeway.verdict.evidence import LineAnswer
from leeway.verdict.ties import ties

KEY = "cases"
#: Half a unit of the third digit, and a little for binary fractions.
_HALF = 0.000501
YEARS = range(2004, 2024)
PAIRS = (("TUR", "USA"), ("KAZ", "RUS"))
NOTED = (
    ("TUR", "USA", 2016, 0.646), ("TUR", "USA", 2023, 0.141),
    ("KAZ", "RUS", 2014, 0.585), ("KAZ", "RUS", 2023, 0.940),
)  # fmt: skip


#: Asked beside the cases: the same pairs over other years.
OTHER_YEARS = (
    ("TUR", "USA", "2010", "2021"), ("TUR", "USA", "2004", "2023"),
    ("KAZ", "RUS", "2004", "2023"), ("KAZ", "RUS", "2014", "2023"),
)  # fmt: skip


def section() -> Section:
    """Georgia, Ukraine, Turkey and Kazakhstan, on the shipped estimates."""
    estimates = load()
    georgia = _asked("GEO", "RUS", "2004", "2014")
    ukraine = _asked("UKR", "RUS", "2008", "2019")
    turkey = _asked("TUR", "USA", "2014", "2023")
    kazakhstan = _asked("KAZ", "RUS", "2012", "2023")
    told = _security(turkey)
    return Section(
        key=KEY,
        title="Cases whose course is known",
        command="python -m benchmarks.ties cases",
        method=(
            "Asked of the shipped estimates, security alone. A leg that moved is beyond the line's margin "
            f"({estimates.margin:.4f}). The windows cover the years that the cases name; how far the answer "
            "hangs on them shows in the last rows."
        ),
        figures=[
            Figure("Georgia and Russia 2004-14, P(away)", _security(georgia).told.away, "one dyad", low=0.95),
            Figure("Georgia left the CIS on 2009-08-18, as listed", float(_exit()), "1 if so",
                   low=1.0, digits=0),
            _within("Ukraine and Russia 2008-19", _security(ukraine), "alliances", estimates.margin),
            Figure("Ukraine and Russia 2008-19, told as unseen", float(_unseen(_security(ukraine))),
                   "1 if so", low=1.0, digits=0),
            *_arms_figures(),
            Figure("Turkey and the USA 2014-23, change of arms", _leg(told, "arms"), "one dyad",
                   high=-estimates.margin),
            _within("Turkey and the USA 2014-23", told, "alliances", estimates.margin),
            _within("Turkey and the USA 2014-23", told, "blocs", estimates.margin),
            Figure("Kazakhstan and Russia 2012-23, change of arms", _leg(_security(kazakhstan), "arms"),
                   "one dyad", low=estimates.margin),
        ],
        tables=[
            Table(
                "Share in arms imports over five years",
                ("to year", *(f"{one} from {other}" for one, other in PAIRS)),
                [[str(year), *(_printed(_arms(*pair)[year]) for pair in PAIRS)] for year in YEARS],
            ),
            Table(
                "What the line says",
                ("asked", "answer", "P", "change", "90% interval", "legs"),
                [
                    _row(one)
                    for one in (georgia, ukraine, turkey, kazakhstan, *(_asked(*one) for one in OTHER_YEARS))
                ],
            ),
        ],
        remarks=[
            f"Ukraine and Russia, in the line's words: {ukraine.sentence}",
            f"Turkey and the USA: {turkey.sentence}",
            f"Kazakhstan and Russia: {kazakhstan.sentence}",
            (
                "Where no leg is uncertain in the years compared, as for Georgia, the draws are all alike "
                "and the interval has no width; the probability is then as near to one as the number of "
                "draws allows."
            ),
        ],
        data={"estimates of security": estimates.version},
    )  # fmt: skip


def _asked(state: str, partner: str, since: str, until: str) -> Answer:
    return ask(state, partner, since=since, until=until, lines="security")


def _within(name: str, line: LineAnswer, leg: str, margin: float) -> Figure:
    """A leg that is known not to have moved."""
    return Figure(f"{name}, change of {leg}", _leg(line, leg) + 0.0, "one dyad", low=-margin, high=margin)


def _arms_figures() -> list[Figure]:
    return [
        Figure(
            f"share of {partner} in the arms imports of {state}, {year}",
            _arms(state, partner)[year],
            "five years to that one, SIPRI; the notes' three digits",
            low=round(noted - _HALF, 6),
            high=round(noted + _HALF, 6),
        )
        for state, partner, year, noted in NOTED
    ]


def _printed(share: float) -> str:
    return "not stated" if share != share else f"{share:.3f}"


def _security(answer: Answer) -> LineAnswer:
    return next(line for line in answer.lines if line.line == "security")


def _leg(line: LineAnswer, name: str) -> float:
    return next(leg.told.mean for leg in line.legs if leg.leg == name)


def _unseen(line: LineAnswer) -> bool:
    return line.told.answer == "unclear" and "could not have seen a break" in line.told.reason


def _exit() -> bool:
    found = ties("GEO", "RUS", since="2009", until="2010").ties
    return any(tie.what.startswith("CIS") and tie.until == "2009-08-18" for tie in found)


def _arms(state: str, partner: str) -> dict[int, float]:
    """Share by the last of five years."""
    estimates = load()
    assert isinstance(estimates, SecurityEstimates)
    share, _, _ = estimates.arrays.arms_of(state, partner, YEARS)
    return {year: float(value) for year, value in zip(YEARS, share, strict=True)}


def signed(value: float) -> str:
    """A change with its sign, without one where it is nothing.

    Examples
    --------
    >>> signed(-0.2), signed(-1e-17)
    ('-0.20', '0.00')
    """
    text = f"{value:+.2f}"
    return text[1:] if float(text) == 0.0 else text


def _row(answer: Answer) -> list[str]:
    line = _security(answer)
    legs = [
        f"{leg.leg} {signed(leg.told.mean)}{'' if leg.counted else ' (not counted)'}" for leg in line.legs
    ]
    return [
        f"{answer.state} {answer.partner} {answer.since.year}-{answer.until.year}",
        line.told.answer,
        "" if line.told.answer == "unclear" else f"{line.told.probability:.3f}",
        signed(line.told.mean),
        f"{signed(line.told.low)} to {signed(line.told.high)}",
        ", ".join(legs),
    ]
