"""Make the estimates of security ties from the record: counts and shares of all pairs and years."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.errors import DataError
from leeway.measures.files import origin, write_tables
from leeway.measures.security.alliances import kappas, members, owed_levels
from leeway.measures.security.arms import one_table, shares
from leeway.measures.security.blocs import Blocs, memberships
from leeway.measures.security.changes import all_changes
from leeway.measures.security.files import KAPPA_STEP, SecurityTables
from leeway.measures.security.history import ruptures, turning
from leeway.measures.security.pair import Arrays
from leeway.measures.yearly import halves_by_state, nine_years_apart, yearly
from leeway.numerics.usual_wiggle import usual_change
from leeway.periods import FIRST_YEAR
from leeway.spells import states as all_states

if TYPE_CHECKING:
    from leeway.record.store import Record

SOURCES = ("atop", "cow-alliances", "cow-igo", "cow-system", "gml-mid", "ledger", "sipri-arms")
_NEEDED = {"atop", "cow-igo", "cow-system", "ledger", "sipri-arms"}
_ENTERS = ("coded", "found")


def estimate_security(record: Record, folder: Path, *, built: dt.date | None = None) -> dict[str, Any]:
    """Estimate the line `security` from a record and write it.

    Parameters
    ----------
    record : Record
    folder : Path
        Receives the tables and their manifest; what was there is replaced when all is done.
    built : date, optional
        Day to write into the manifest; by default the last day covered by a coded source.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    DataError
        If the record lacks a source that the line needs, or the folder cannot be written.
    """
    write_tables(make_tables(record, built=built), folder)
    return SecurityTables.open(folder).manifest


def make_tables(record: Record, *, built: dt.date | None = None) -> SecurityTables:
    """Make the tables in memory; parameters as in `estimate_security`."""
    manifest = origin(record, "security", SOURCES, needed=_NEEDED)
    ties = record.table("ties").filter(pl.col("status").is_in(_ENTERS))
    system = record.table("system_members").filter(
        (pl.col("system") == "COW") & pl.col("state").is_not_null()
    )
    states = sorted(one.id for one in all_states())
    atop = ties.filter(pl.col("source") == "atop")
    years = range(FIRST_YEAR, _last_year(atop["as_of"]) + 1)
    owed, inside = owed_levels(atop, states, years), members(system, states, years)
    transfers = record.table("arms_transfers")
    arms_until = int(transfers["year"].max() or 0)  # type: ignore[arg-type]
    last = max(_last_year(ties.filter(pl.col("source") == "ledger")["as_of"]), arms_until)
    coded_until = _last_year(ties.filter(pl.col("source") == "cow-igo")["as_of"])
    blocs = memberships(ties, states, range(FIRST_YEAR, last + 1), coded_until=coded_until)
    frames = {
        "alliances": _alliances(np.maximum(owed, owed.transpose(0, 2, 1)), states, years),
        "kappa": _kappa(kappas(owed, inside), states, years),
        "blocs": _blocs(blocs),
        "arms": _rounded(shares(one_table(transfers), arms_until)),
    }
    manifest |= {
        "built": str(built or dt.date(arms_until, 12, 31)),
        "covered": [f"{FIRST_YEAR}-01-01", manifest["covered"][1]],
        "alliances_until": years[-1],
        "arms_until": arms_until,
        "states": states,
        "system": _system(inside, states, years),
        "turning": turning(atop, ties.filter(pl.col("source") == "cow-alliances")),
        "ruptures": ruptures(record.table("disputes"), owed, states, years),
        "margin": 0.0,
    }
    tables = SecurityTables(Path(), manifest, frames)
    arrays = Arrays.read(tables, until=dt.date(arms_until, 12, 31))
    changes = [
        all_changes(arrays, before, after).mean for before, after in nine_years_apart(FIRST_YEAR, arms_until)
    ]
    tables.manifest["margin"] = round(usual_change(np.concatenate(changes)), 4)
    return tables


def _last_year(days: pl.Series) -> int:
    last = days.max()
    if not isinstance(last, dt.date):
        raise DataError("A source of security ties holds no row.", hint="leeway refresh atop cow-igo ledger")
    return last.year


def _alliances(level: NDArray[np.uint8], states: list[str], years: range) -> pl.DataFrame:
    """Levels of the pairs that ever had one."""
    rows, columns = np.triu_indices(len(states), 1)
    ever = level[:, rows, columns].any(axis=0)
    rows, columns = rows[ever], columns[ever]
    return _pairs(states, rows, columns).hstack(yearly("y", years, level[:, rows, columns].T))


def _kappa(kappa: NDArray[np.float32], states: list[str], years: range) -> pl.DataFrame:
    """Kappa of the pairs that were ever members together, in whole steps."""
    rows, columns = np.triu_indices(len(states), 1)
    ever = ~np.isnan(kappa[:, rows, columns]).all(axis=0)
    rows, columns = rows[ever], columns[ever]
    values = kappa[:, rows, columns].T
    steps = np.where(np.isnan(values), 127, np.rint(np.nan_to_num(values) / KAPPA_STEP)).astype(np.int8)
    told = yearly("y", years, steps).with_columns(pl.all().replace(127, None))
    return _pairs(states, rows, columns).hstack(told)


def _pairs(states: list[str], rows: NDArray[np.int64], columns: NDArray[np.int64]) -> pl.DataFrame:
    return pl.DataFrame({"state": [states[row] for row in rows], "partner": [states[one] for one in columns]})


def _blocs(blocs: Blocs) -> pl.DataFrame:
    return pl.concat(
        halves_by_state("organisation", name, blocs.weight[place], blocs.states, blocs.years)
        for place, name in enumerate(blocs.organisations)
    )


def _rounded(arms: pl.DataFrame) -> pl.DataFrame:
    return arms.with_columns(
        pl.col("share").round(3).cast(pl.Float32),
        pl.col("effective").round(1).cast(pl.Float32),
        pl.col("deliveries").cast(pl.UInt16),
        pl.col("year").cast(pl.Int16),
    )


def _system(inside: NDArray[np.bool_], states: list[str], years: range) -> dict[str, list[int]]:
    """First and last year of each member of the state system."""
    spans = {}
    for row, state in enumerate(states):
        here = np.flatnonzero(inside[:, row])
        if here.size:
            spans[state] = [years[int(here[0])], years[int(here[-1])]]
    return spans
