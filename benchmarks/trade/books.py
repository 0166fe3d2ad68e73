"""Two books of the same trade: what the EU says it sold, and what never arrived in the state's own book."""

from __future__ import annotations

from benchmarks.figures import Figure, Section, Table
from leeway.measures.backdoor.assessment import Books, assess
from leeway.measures.backdoor.estimate import make_tables
from leeway.measures.backdoor.mirror import Mirror
from leeway.record.store import Record

KEY = "books"
TARGET = "RUS"
THREE = ("ARM", "KAZ", "KGZ")
YEAR = 2022


def mirrors(record: Record) -> dict[str, Mirror]:
    """Every state with both books."""
    books = Books(make_tables(record), TARGET)
    told = {state: assess(books, state).mirror for state in books.rows("books")["state"].unique().sort()}
    return {state: one for state, one in told.items() if one is not None and YEAR in one.changes}


def added(told: Mirror, year: int = YEAR) -> tuple[float, float]:
    """What more was sold than the year before, and what more of it never arrived, in the books' currency."""
    now, then = told.years.index(year), told.years.index(year - 1)
    more = float(told.exported[now] - told.exported[then])
    return more, float(told.gap[now] - told.gap[then])


def section(record: Record) -> Section:
    """The ghost trade, and the share of additional exports that was lost on the way."""
    told = mirrors(record)
    kazakh = told["KAZ"]
    place = kazakh.years.index(YEAR)
    sums = [added(told[state]) for state in THREE]
    lost = sum(gone for _, gone in sums) / sum(more for more, _ in sums)
    figures = [
        Figure(f"exports of the EU to Kazakhstan that never arrived, {YEAR}, USD bn",
               float(kazakh.gap[place] * kazakh.rate[place]) / 1e9, "yearly totals of both books",
               low=2.885, high=2.895, digits=2),
        Figure(f"of additional exports to Armenia, Kazakhstan and Kyrgyzstan lost on the way, {YEAR}, %",
               100 * lost, f"EUR {sum(more for more, _ in sums) / 1e9:.2f} bn more than the year before",
               low=46.5, high=47.5, digits=1),
    ]  # fmt: skip
    return Section(
        key=KEY,
        title="Two books of the same trade",
        command="python -m benchmarks.trade books",
        method=(
            "The ratio of what the state says it bought over what the EU says it sold, in euros, against the "
            "mean of the years before the event; never the level, which is above one for some in peace. The "
            "p-value is of a fall as deep in a year like those before. Years without a found exchange rate "
            "are left out: 2023 is one."
        ),
        figures=figures,
        tables=[
            Table(
                "Imported over exported",
                ("state", "years", "ratio", f"log, {YEAR}", "p of a fall", "more, EUR bn", "lost, EUR bn"),
                [_row(state, one) for state, one in told.items()],
            )
        ],
        remarks=["A reconciled source has no gap between books: BACI is never read for it."],
    )  # fmt: skip


def _row(state: str, told: Mirror) -> list[str]:
    more, gone = added(told)
    return [
        state,
        f"{told.years[0]}-{told.years[-1]}",
        " ".join(f"{one:.2f}" for one in told.ratio),
        f"{told.changes[YEAR]:+.2f}",
        f"{told.p_values[YEAR]:.3f}",
        f"{more / 1e9:+.2f}",
        f"{gone / 1e9:+.2f}",
    ]
