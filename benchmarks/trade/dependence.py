"""How much states depend on each other: Kazakhstan and Russia leg by leg, and every pair at once."""

from __future__ import annotations

import datetime as dt

from benchmarks.figures import Figure, Section, Table
from leeway.ledger.trade import record_breaks
from leeway.measures.trade import MEASURE
from leeway.record.store import Record
from leeway.verdict.trade import Trade, trade

KEY = "dependence"
SHARES = {
    ("exports", 2021): 11.6,
    ("exports", 2023): 12.9,
    ("imports", 2021): 42.5,
    ("imports", 2023): 27.9,
}
WHOLE = (dt.date(2000, 1, 1), dt.date(2020, 12, 31))
PAIR = ("KAZ", "RUS")
WINDOWS = ((2021, 2023), (2018, 2023), (2008, 2012), (2000, 2020))


def of_leg(told: Trade, leg: str, year: int) -> float:
    """One share in percent."""
    [share] = [row["share"] for row in told.rows() if (row["leg"], row["year"]) == (leg, year)]
    return 100.0 * float(share)


def all_pairs(record: Record) -> tuple[int, int, float]:
    """Pairs with a total in 2000-2020 or 2023, those of them that the line tells, and the share of value.

    The value is the share of all trade between states that lies in pairs which the line tells.
    """
    rows = record.select(
        "SELECT reporter, partner, sum(value) AS value FROM flows WHERE source IN ('baci-hs92', 'baci-hs22') "
        "AND digits = 0 AND scope = 'states' GROUP BY ALL"
    )
    tables = MEASURE.load(None).tables  # type: ignore[attr-defined]
    there = set(
        tables.shares.filter(tables.shares["source"].is_in(["baci-hs92", "baci-hs22"]))
        .select("state", "partner")
        .iter_rows()
    )
    pairs = {(one, other): value for one, other, value in rows.iter_rows()}
    told = {pair: value for pair, value in pairs.items() if pair in there}
    return len(pairs), len(told), sum(told.values()) / sum(pairs.values())


def section(record: Record) -> Section:
    """Shares, verdicts, and coverage."""
    windows = {(first, last): trade(*PAIR, since=str(first), until=str(last)) for first, last in WINDOWS}
    near = windows[2021, 2023]
    china = trade("KAZ", "CHN", since="2018", until="2023")
    [apart] = [one for one in china.disagreements if one.what == "turnover" and one.year == 2020]
    sold, told, value = all_pairs(record)
    figures = [
        *(
            Figure(f"Kazakhstan's {leg} with Russia, {year}, %", of_leg(near, leg, year), "kazstat",
                   low=known - 0.05, high=known + 0.05, digits=1)
            for (leg, year), known in SHARES.items()
        ),
        Figure("turnover with China 2020, % by BACI", 100 * apart.shares["baci-hs92"], "all goods",
               low=21.45, high=21.55, digits=1),
        Figure("turnover with China 2020, % by Kazakhstan's statistics", 100 * apart.shares["kazstat"],
               "all goods", low=18.25, high=18.35, digits=1),
        Figure("value between states in pairs that the line tells, %", 100 * value,
               f"{told:,} of {sold:,} exporter-importer pairs; the rest never reach 1e-5 of either's trade",
               low=99.9, digits=3),
    ]  # fmt: skip
    return Section(
        key=KEY,
        title="Dependence",
        command="python -m benchmarks.trade dependence",
        method=(
            "Asked of the shipped estimates. A series rests on one source; who moved needs one source that "
            "tells the totals of everybody at both ends of the window."
        ),
        data={"estimates of trade": MEASURE.load(None).version},
        figures=figures,
        tables=[
            Table(
                "Kazakhstan and Russia by window",
                ("window", "leg", "source", "direction", "P", "change", "counted",
                 "state, partner, mix (totals of)"),
                [row for window, one in windows.items() for row in _legs(window, one)],
            ),
            Table(
                "Breaks in the books that are marked",
                ("who", "with", "years", "what", "effect"),
                [
                    [", ".join(one.reporters), ", ".join(one.partners) or "all",
                     f"{one.since:%Y-%m} to {'now' if one.until is None else format(one.until, '%Y-%m')}",
                     one.what, one.effect]
                    for one in record_breaks()
                ],
            ),
        ],
        remarks=["Away by imports and not by exports: the legs are told apart before they are put together."],
    )  # fmt: skip


def _legs(window: tuple[int, int], told: Trade) -> list[list[str]]:
    found = []
    for leg in told.legs:
        if leg.told is None:
            continue
        parts = "-"
        if leg.parts is not None:
            parts = ", ".join(f"{part:+.3f}" for part in leg.parts.parts) + f" ({leg.parts.weights})"
        found.append(
            [
                f"{window[0]}-{window[1]}",
                leg.leg,
                leg.source,
                leg.told.answer,
                f"{leg.told.probability:.2f}",
                f"{leg.told.mean:+.3f}",
                "yes" if leg.counted else "no",
                parts,
            ]
        )
    return found
