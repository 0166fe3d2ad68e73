"""Leg 1: listed against other goods from the EU, with placebo windows, the break, and reporters left out."""

from __future__ import annotations

from benchmarks.figures import Figure, Section, Table
from leeway.measures.backdoor.assessment import Assessment, assess
from leeway.measures.backdoor.estimate import make_tables
from leeway.measures.backdoor.estimates import BackdoorEstimates
from leeway.measures.backdoor.inflow import Inflow
from leeway.record.store import Record

KEY = "way-in"
TARGET = "RUS"
PUBLISHED = {"KGZ": 1.07, "ARM": 0.78, "BLR": 0.67, "GEO": 0.53, "KAZ": 0.39, "UZB": 0.34, "RUS": -0.93}
"""Changes measured by hand before the product was written."""


def assessments(record: Record) -> dict[str, Assessment]:
    """Every state of the cells, from the record."""
    books = BackdoorEstimates(make_tables(record)).books[TARGET]
    told = {state: assess(books, state) for state in books.rows("cells")["state"].unique().to_list()}
    return dict(sorted(told.items(), key=lambda one: -_of(one[1]).test.change))


def _of(told: Assessment) -> Inflow:
    if told.inflow is None:
        raise SystemExit(f"Nothing is told of the way in of {told.state}.")
    return told.inflow


def section(record: Record) -> Section:
    """The change of each state against its own placebos."""
    told = assessments(record)
    legs = {state: _of(one) for state, one in told.items()}
    design = next(iter(legs.values())).design
    months = f"{design.before} months before, {design.length} after"
    figures = []
    for state, leg in legs.items():
        known = PUBLISHED[state]
        figures += [
            Figure(f"{state}: change of log(listed / other)", leg.test.change, months, low=known - 0.005,
                   high=known + 0.005),
            Figure(f"{state}: the change over the largest placebo, in size",
                   abs(leg.test.change) / leg.test.largest, f"{len(leg.test.placebos)} placebo windows",
                   low=1.0, digits=2),
        ]  # fmt: skip
    return Section(
        key=KEY,
        title="The way in",
        command="python -m benchmarks.trade way-in",
        method=(
            f"EU members' exports by product and month, {design.months[0]:%Y-%m} to "
            f"{design.months[-1]:%Y-%m}; listed by the EU's own dated list. The window is "
            f"{design.window[0]:%Y-%m} to {design.window[1]:%Y-%m}, after {design.gap} months in which "
            "things settle. Targets are the changes measured by hand before the product was written. The "
            "p-value is against series as persistent as the months before the event; it is not a share of "
            "placebo windows, which overlap."
        ),
        figures=figures,
        tables=[
            Table(
                "By state",
                ("state", "change", "largest placebo", "p", "codes that stand", "from each listing",
                 "break found", "leave one sender out", "listed ×", "other ×"),
                [_row(state, leg) for state, leg in legs.items()],
            ),
            Table(
                "All goods of the EU among its other partners of EUR 0.1 to 20 bn: place by growth over the "
                "mean of 2019-2021",
                ("state", "year", "place", "partners", "p"),
                [
                    [state, str(year), str(rank.rank), str(rank.others + 1), f"{rank.p_value:.3f}"]
                    for state, one in told.items()
                    for year, rank in one.by_total.items()
                ],
            ),
        ],
        remarks=[
            "Belarus is under sanctions of its own, so its change is not that of a hub.",
            (
                "Codes that a new edition of the nomenclature brought in in January 2022 have no past: the "
                "column `codes that stand` leaves them out, and the verdict asks for both."
            ),
        ],
    )  # fmt: skip


def _row(state: str, leg: Inflow) -> list[str]:
    lows = sorted(leg.without.values())
    return [
        state,
        f"{leg.test.change:+.2f}",
        f"{leg.test.largest:.2f}",
        f"{leg.test.p_value:.4f}",
        "-" if leg.throughout is None else f"{leg.throughout.change:+.2f} (p {leg.throughout.p_value:.4f})",
        "-"
        if leg.staggered is None
        else f"{leg.staggered.test.change:+.2f} (p {leg.staggered.test.p_value:.4f})",
        f"{leg.break_month:%Y-%m}",
        f"{lows[0]:+.2f} to {lows[-1]:+.2f}" if lows else "-",
        f"{leg.listed_factor:.2f}",
        f"{leg.other_factor:.2f}",
    ]
