"""Does the back-door stay silent where nothing happened: series drawn, dates before, partners elsewhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Figure, Section, Table
from leeway.measures.backdoor.assessment import MIDDLING
from leeway.measures.backdoor.elsewhere import growth, rank_among
from leeway.measures.backdoor.estimate import make_tables
from leeway.measures.backdoor.estimates import BackdoorEstimates
from leeway.measures.backdoor.inflow import FEWEST_AFTER, GAP
from leeway.numerics.placebo import placebo_test
from leeway.record.store import Record

Array = NDArray[np.float64]

KEY = "placebos"
TARGET = "RUS"
LEVEL = 0.05
BEFORE, SETTLE, LENGTH = 26, 2, 7
PERSISTENCE = (0.0, 0.3, 0.6, 0.8, 0.9, 1.0)
DRAWN = 2000
YEARS = range(2014, 2020)
BETWEEN = ("ARM", "GEO", "KAZ", "KGZ", "UZB")


def drawn(kept: float, number: int, seed: int) -> Array:
    """Series without an event, shape (R, T): autoregressions of a persistence; ``1`` is a random walk."""
    generator = np.random.default_rng(seed)
    paths = generator.standard_normal((number, BEFORE + SETTLE + LENGTH))
    if kept < 1.0:
        paths[:, 0] /= np.sqrt(1.0 - kept**2)
    for period in range(1, paths.shape[1]):
        paths[:, period] += kept * paths[:, period - 1]
    return paths


def size(kept: float) -> tuple[float, float]:
    """How often the test, and the plain count of placebo windows, call a quiet series moved."""
    tests = [
        placebo_test(path, before=BEFORE, gap=SETTLE, length=LENGTH) for path in drawn(kept, DRAWN, seed=11)
    ]
    naive = np.mean([test.outside for test in tests])
    return float(np.mean([test.p_value < LEVEL for test in tests])), float(naive)


def earlier_dates(estimates: BackdoorEstimates) -> list[tuple[str, str, float]]:
    """The test with the event put months before it happened: state, month, p-value of a rise."""
    found = []
    for state in BETWEEN:
        leg = estimates.books[TARGET].leg1(state)
        if leg is None:
            continue
        quiet = leg.log_ratio[: leg.design.before]
        for before in range(12, leg.design.before - GAP - FEWEST_AFTER + 1):
            length = min(LENGTH, leg.design.before - before - GAP, before - 3)
            test = placebo_test(quiet, before=before, gap=GAP, length=length)
            found.append((state, f"{leg.design.months[before]:%Y-%m}", test.p_rise))
    return found


def other_partners(estimates: BackdoorEstimates) -> list[float]:
    """The rank test of all goods for every partner of middling size, in years without the event."""
    rows = estimates.books[TARGET].rows("partners")
    wide = rows.pivot(on="year", index="state", values="value").sort("state")
    years = sorted(int(name) for name in wide.columns if name != "state")
    values = wide.select(str(year) for year in years).to_numpy().astype(np.float64)
    found = []
    for year in YEARS:
        factors, base = growth(values, years, year)
        told = factors[:, years.index(year)]
        kept = np.flatnonzero((base >= MIDDLING[0]) & (base <= MIDDLING[1]) & ~np.isnan(told))
        found += [rank_among(float(told[one]), told[kept[kept != one]]).p_value for one in kept]
    return found


def hubs_before(estimates: BackdoorEstimates) -> list[tuple[str, int, float]]:
    """The rank test of the five states between in years without the event."""
    books = estimates.books[TARGET]
    rows = books.rows("partners")
    wide = rows.pivot(on="year", index="state", values="value").sort("state")
    years = sorted(int(name) for name in wide.columns if name != "state")
    values = wide.select(str(year) for year in years).to_numpy().astype(np.float64)
    keys = wide["state"].to_list()
    found = []
    for year in YEARS:
        factors, base = growth(values, years, year)
        told = factors[:, years.index(year)]
        kept = np.flatnonzero((base >= MIDDLING[0]) & (base <= MIDDLING[1]) & ~np.isnan(told))
        for state in BETWEEN:
            one = keys.index(state)
            if not np.isnan(told[one]):
                rank = rank_among(float(told[one]), told[kept[kept != one]])
                found.append((state, year, rank.p_value))
    return found


def section(record: Record) -> Section:
    """Nominal rates, on draws and on the data."""
    estimates = BackdoorEstimates(make_tables(record))
    sizes = {kept: size(kept) for kept in PERSISTENCE}
    error = float(np.sqrt(LEVEL * (1 - LEVEL) / DRAWN))
    dates = earlier_dates(estimates)
    partners = other_partners(estimates)
    hubs = hubs_before(estimates)
    early = np.array([p for *_, p in dates])
    low, high = LEVEL - 2 * error, LEVEL + 2 * error
    figures = [
        *(
            Figure(f"quiet series, persistence {kept:g}: called moved at {LEVEL:.0%}", told,
                   f"{DRAWN:,} series of {BEFORE}+{SETTLE}+{LENGTH} months", low=low, high=high)
            for kept, (told, _) in sizes.items()
        ),
        Figure(f"earlier dates: a rise at {LEVEL:.0%}", float((early < LEVEL).mean()),
               f"{len(early)} dates in {len(BETWEEN)} states, which overlap", high=0.1),
        Figure(f"other partners, all goods: within {LEVEL:.0%} by rank", float(np.mean(np.array(partners) <
        LEVEL)),
               f"{len(partners)} partner-years, {YEARS[0]}-{YEARS[-1]}", high=LEVEL + 0.01),
        Figure(f"the five states, all goods, before the event: within {LEVEL:.0%} by rank",
               float(np.mean([p < LEVEL for *_, p in hubs])),
               f"{len(hubs)} state-years, {YEARS[0]}-{YEARS[-1]}", high=0.1),
    ]  # fmt: skip
    return Section(
        key=KEY,
        title="Placebos",
        command="python -m benchmarks.trade placebos",
        method=(
            "Drawn series have no event; the persistence runs from none to a random walk. Earlier dates put "
            "the event into months before it happened, in the real series. Other partners are ranked by "
            "growth of all they bought from the EU; a rank is right by construction if all are alike, so "
            "that the five states themselves before the event are the harder check. Placebo partners by "
            "listed goods need the same cells for other partners, which the files at hand do not hold; the "
            "product ranks them where the record does."
        ),
        figures=figures,
        tables=[
            Table(
                "A plain count of placebo windows is no test: how often a quiet series is outside all of "
                "them",
                ("persistence", "outside all", f"p below {LEVEL:g}"),
                [[f"{kept:g}", f"{naive:.3f}", f"{told:.3f}"] for kept, (told, naive) in sizes.items()],
            ),
            Table(
                "Earlier dates, p of a rise",
                ("state", "least p", "in", "dates"),
                [_least(state, dates) for state in BETWEEN],
            ),
        ],
    )


def _least(state: str, dates: list[tuple[str, str, float]]) -> list[str]:
    own = [(p, month) for key, month, p in dates if key == state]
    p, month = min(own)
    return [state, f"{p:.3f}", month, str(len(own))]
