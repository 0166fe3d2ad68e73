"""Cases whose course is known: what the lines see, and what they say they could not have seen."""

from __future__ import annotations

from benchmarks.figures import Figure, Section, Table
from leeway.measures.security import load
from leeway.verdict.answer import Answer
from leeway.verdict.ask import ask
from leeway.verdict.evidence import LineAnswer
from leeway.verdict.ties import ties

KEY = "cases"
_ARMS = 0.0051


def section() -> Section:
    """Georgia, Ukraine, Turkey and Kazakhstan, on the shipped estimates."""
    georgia = ask("GEO", "RUS", since="2004", until="2014", lines="security")
    ukraine = ask("UKR", "RUS", since="2008", until="2019", lines="security")
    turkey = ask("TUR", "USA", since="2014", until="2023", lines="security")
    kazakhstan = ask("KAZ", "RUS", since="2012", until="2023", lines="security")
    arms = {pair: _arms(*pair) for pair in (("TUR", "USA"), ("KAZ", "RUS"))}
    unseen, tighter = _security(ukraine), _leg(_security(kazakhstan), "arms")
    figures = [
        Figure("Georgia and Russia 2004-14, P(away)", _security(georgia).told.away, "one dyad", low=0.95),
        Figure("Georgia left the CIS on 2009-08-18, as listed", float(_exit()), "1 if so",
               low=1.0, digits=0),
        Figure("Ukraine and Russia 2008-19, change of alliances", _leg(unseen, "alliances"), "one dyad",
               low=-0.17, high=0.17),
        Figure("Ukraine and Russia 2008-19, told as unseen", float(_unseen(unseen)),
               "1 if so", low=1.0, digits=0),
    ]  # fmt: skip
    for pair, year, expected in (
        (("TUR", "USA"), 2016, 0.65), (("TUR", "USA"), 2023, 0.14),
        (("KAZ", "RUS"), 2014, 0.59), (("KAZ", "RUS"), 2023, 0.94),
    ):  # fmt: skip
        figures.append(
            Figure(f"share of {pair[1]} in the arms imports of {pair[0]}, {year}", arms[pair][year],
                   "five years to that one, SIPRI", low=expected - _ARMS, high=expected + _ARMS)
        )  # fmt: skip
    told = _security(turkey)
    figures += [
        Figure("Turkey and the USA 2014-23, change of arms", _leg(told, "arms"), "one dyad", high=-0.1667),
        Figure("Turkey and the USA 2014-23, change of alliances", _leg(told, "alliances"), "to 2018",
               low=-0.1667, high=0.1667),
        Figure("Turkey and the USA 2014-23, change of blocs", _leg(told, "blocs"), "one dyad",
               low=-0.1667, high=0.1667),
        Figure("Kazakhstan and Russia 2012-23, change of arms", tighter, "one dyad", low=0.1667),
    ]  # fmt: skip
    rows = [[str(year), *(f"{arms[pair][year]:.2f}" for pair in arms)] for year in range(2010, 2024)]
    return Section(
        key=KEY,
        title="Cases whose course is known",
        command="python -m benchmarks.ties cases",
        method="Asked of the shipped estimates. A leg that moved is beyond the line's margin (.1667).",
        figures=figures,
        tables=[
            Table(
                "Share in arms imports over five years",
                ("to year", *("<-".join(pair) for pair in arms)),
                rows,
            ),
            Table(
                "What the line says",
                ("asked", "answer", "P", "change", "legs"),
                [_row(one) for one in (georgia, ukraine, turkey, kazakhstan)],
            ),
        ],
        remarks=[f"Ukraine and Russia, in the line's words: {ukraine.sentence}"],
        data={"estimates": load().version},
    )


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
    from leeway.measures.security.estimates import SecurityEstimates

    estimates = load()
    assert isinstance(estimates, SecurityEstimates)
    years = range(2005, 2024)
    share, _, _ = estimates.arrays.arms_of(state, partner, years)
    return {year: float(value) for year, value in zip(years, share, strict=True)}


def _row(answer: Answer) -> list[str]:
    line = _security(answer)
    legs = ", ".join(f"{leg.leg} {leg.told.mean:+.2f}" for leg in line.legs)
    return [
        f"{answer.state} {answer.partner} {answer.since.year}-{answer.until.year}",
        line.told.answer,
        f"{line.told.probability:.2f}",
        f"{line.told.mean:+.2f}",
        legs,
    ]
