"""Leg 2, both legs together, and the word each state gets."""

from __future__ import annotations

from benchmarks.figures import Figure, Section, Table
from leeway.measures.backdoor import MEASURE
from leeway.record.store import Record
from leeway.verdict.backdoor import Backdoor, backdoor

KEY = "way-on"
CHIPS = {
    "KAZ": (0.25, 18.26, 15.61),
    "KGZ": (0.006, 0.66, 13.53),
    "ARM": (0.0017, 13.11, 15.71),
}
YEARS = (2021, 2022, 2023)
STATES = ("ARM", "BLR", "GEO", "KAZ", "KGZ", "TUR", "UZB")
PRIORITY = (0.34, 8.36)
SPANS = (("2020-01-01", "2022-02-01"), ("2022-03-01", "2023-12-01"))
WORDS = {"ARM": "back-door", "KAZ": "back-door"}


def chips(record: Record) -> dict[tuple[str, int], float]:
    """HS 8542 to Russia in USD m, by state and year."""
    rows = record.select(
        "SELECT reporter, year(period) AS year, sum(value) / 1e6 AS value FROM flows WHERE partner = 'RUS' "
        "AND product = '8542' AND flow = 'export' AND source = 'comtrade' AND period_kind = 'year' GROUP BY "
        "ALL"
    )
    return {(state, year): value for state, year, value in rows.iter_rows()}


def priority(record: Record, first: str, last: str) -> tuple[float, int]:
    """Priority goods that Armenia says it sold, in USD m a month, and over how many months."""
    row = record.select(
        "SELECT sum(value) / 1e6, count(DISTINCT period) FROM flows WHERE reporter = 'ARM' AND partner = "
        "'WLD' AND source = 'comtrade' AND flow = 'export' AND digits = 6 AND period_kind = 'month' AND "
        f"product IN (SELECT product FROM listings WHERE list = 'chpl') AND period BETWEEN '{first}' AND "
        f"'{last}'"
    ).row(0)
    return row[0] / row[1], row[1]


def section(record: Record) -> Section:
    """Leg 2 against published figures, and the verdicts."""
    told = chips(record)
    answers = {state: backdoor(state, for_="RUS") for state in STATES}
    before, after = (priority(record, *span) for span in SPANS)
    right = sum(answers[state].verdict == word for state, word in WORDS.items())
    figures = [
        *(
            Figure(f"HS 8542, {state} to Russia {year}, USD m", told[state, year], "yearly row",
                   low=known - _half(known), high=known + _half(known), digits=4)
            for state, of_years in CHIPS.items()
            for year, known in zip(YEARS, of_years, strict=True)
        ),
        *(
            Figure(f"priority goods from Armenia to everybody, USD m a month, {span[0]} to {span[1]}",
            told[0],
                   f"{told[1]} months", low=known - 0.005, high=known + 0.005)
            for span, told, known in zip(SPANS, (before, after), PRIORITY, strict=True)
        ),
        Figure("words expected of Armenia and Kazakhstan", right, f"{len(WORDS)} states", low=len(WORDS),
               digits=0),
    ]  # fmt: skip
    return Section(
        key=KEY,
        title="The way on, and the word",
        command="python -m benchmarks.trade way-on",
        method=(
            "Leg 2 is read from what states say they sold to Russia, by product; the verdicts are those of "
            "`leeway backdoor STATE --for RUS` on the shipped estimates. Back-door needs both legs on the "
            "same goods."
        ),
        data={"estimates of backdoor": MEASURE.load(None).version},
        figures=figures,
        tables=[
            Table(
                "Verdicts",
                ("state", "verdict", "goods that both legs cover", "not covered"),
                [[state, one.verdict, ", ".join(one.covered_goods) or "-", one.not_covered]
                 for state, one in answers.items()],
            ),
            Table(
                "Way on by goods",
                ("state", "goods", "to", "before, USD a month", "after", "change (log)", "P of a rise",
                 "came in: p", "passed on, share of what more went out"),
                [row for state, one in answers.items() for row in _ways(state, one)],
            ),
            Table(
                "Chains found, the strongest three by state",
                ("chain", "goods", "year", "came, USD m", "went on, USD m", "share of what came"),
                [row for one in answers.values() for row in _chains(one)],
            ),
        ],
    )  # fmt: skip


def _half(known: float) -> float:
    """Half a step of the last digit printed."""
    return 0.5 * 10.0 ** -len(f"{known:g}".split(".")[1])


def _ways(state: str, told: Backdoor) -> list[list[str]]:
    return [
        [
            state,
            one.out.goods,
            one.out.to,
            f"{one.out.before:,.0f}",
            f"{one.out.after:,.0f}",
            f"{one.out.change:+.2f}",
            f"{one.out.probability:.3f}",
            "-" if one.inside is None else f"{one.inside.p_rise:.4f}",
            "-"
            if one.passed is None or one.passed.share_of_outflow is None
            else f"{one.passed.share_of_outflow:.2f}",
        ]
        for one in told.told.goods
    ]


def _chains(told: Backdoor) -> list[list[str]]:
    return [
        [
            f"{one.first} → {one.through} → {one.last}",
            one.goods,
            str(one.year),
            f"{one.came / 1e6:.1f}",
            f"{one.went / 1e6:.1f}",
            f"{one.share:.2f}",
        ]
        for one in told.told.chains[:3]
    ]
