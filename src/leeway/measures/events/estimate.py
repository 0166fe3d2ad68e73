"""Make the estimates of words or deeds from the record: rates of all pairs, source by source."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from leeway.errors import MissingSourceError
from leeway.measures.backends.opening import Place, engine_named
from leeway.measures.events.classes import CLASSES, FEWEST, SOURCE_OF, SOURCES, LineName
from leeway.measures.events.counts import FEWEST_PERIODS, PairCounts, PeriodKind, counts_of
from leeway.measures.events.files import LEGS, TABLES, EventEstimateTables, in_steps
from leeway.measures.events.rates import SourceRates, period_end
from leeway.measures.events.usual_rates import GAPS, usual_rates
from leeway.measures.files import origin, write_tables
from leeway.numerics.event_rates import fit_dispersion

if TYPE_CHECKING:
    from leeway.record.store import Record

LIMITS = (0.95, 0.99)
"""Shares of all pairs and periods that stay below a rupture score."""

_OTHERS = 5.0


def estimate_events(
    line: LineName,
    record: Record,
    folder: Path,
    *,
    built: dt.date | None = None,
    engine: str | Place | None = None,
) -> dict[str, Any]:
    """Estimate the line `words` or `deeds` from a record and write it.

    Parameters
    ----------
    line : {'words', 'deeds'}
    record : Record
    folder : Path
        Receives the tables and their manifest; what was there is replaced when all is done.
    built : date, optional
        Day to write into the manifest; by default the last day covered.
    engine : str or Place, optional
        Where the tables ``reports`` and ``event_counts`` lie, if not in the record.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    MissingSourceError
        If the record holds no events of pairs in time.
    DataError
        If the folder cannot be written.
    """
    write_tables(make_tables(line, record, built=built, engine=engine), folder)
    return TABLES[line].open(folder).manifest


def make_tables(
    line: LineName, record: Record, *, built: dt.date | None = None, engine: str | Place | None = None
) -> EventEstimateTables:
    """Make the tables in memory; parameters as in `estimate_events`."""
    manifest = origin(record, line, SOURCES)
    with engine_named(engine, record=record) as opened:
        told = counts_of(opened, CLASSES[line])
    frames = {one.source: pair_rows(one) for one in told}
    said = {
        one.source: told_of(frames[one.source], one.source, one.kind)
        for one in told
        if frames[one.source].height
    }
    told = [one for one in told if said.get(one.source) is not None]
    if not told:
        raise MissingSourceError(
            f"The record holds no events of enough pairs of states over {FEWEST_PERIODS} periods or more.",
            where=str(record.path),
            hint="leeway refresh icews, gdelt or icews-dyad-year, or --from DIR",
        )
    used = {SOURCE_OF.get(one.source, one.source) for one in told}
    manifest["sources"] = _sources(manifest["sources"], used, told, engine)
    first = min(one.periods[0] for one in told)
    last = max(period_end(one.periods[-1], one.kind) for one in told)
    manifest |= {
        "built": str(built or last),
        "covered": [str(first), str(last)],
        "margin": 0.0,
        "told": {one.source: said[one.source] for one in told},
    }
    usual = [held["usual"]["conflict"] for held in manifest["told"].values() if held["usual"]["conflict"]]
    manifest["margin"] = max((one["by_size"][-1][-1][1] for one in usual), default=0.0)
    return TABLES[line](Path(), manifest, {"pairs": pl.concat([frames[one.source] for one in told])})


def _sources(
    loaded: list[dict[str, str]], used: set[str], told: list[PairCounts], engine: str | Place | None
) -> list[dict[str, str]]:
    """Sources that enter: as loaded, or as an engine has them, of which no hash is known."""
    if engine is None:
        return [one for one in loaded if one["id"] in used]
    where = engine.name if isinstance(engine, Place) else engine
    known = {one["id"]: one for one in loaded}
    found = []
    for source in sorted(used):
        spans = [
            (one.periods[0], period_end(one.periods[-1], one.kind))
            for one in told
            if SOURCE_OF.get(one.source, one.source) == source
        ]
        own = known.get(source, {})
        found.append(
            {
                "id": source,
                "publisher": own.get("publisher", f"as {where} has it"),
                "licence": own.get("licence", "the publisher's: leeway sources"),
                "file": where,
                "sha256": "",
                "from": str(min(first for first, _ in spans)),
                "to": str(max(last for _, last in spans)),
            }
        )
    return found


def pair_rows(told: PairCounts) -> pl.DataFrame:
    """Rows of the table ``pairs`` for one source: pairs with enough events, in every period."""
    first, second = np.triu_indices(len(told.states), 1)
    both = {leg: _between(getattr(told, leg), first, second) for leg in LEGS}
    kept = sum(both.values()).sum(axis=1) >= FEWEST  # type: ignore[union-attr]
    first, second = first[kept], second[kept]
    number, periods = first.size, len(told.periods)
    acted = told.conflict[first, second]
    conflict = both["conflict"][kept]
    own = np.divide(acted, conflict, out=np.full(acted.shape, 0.5), where=conflict > 0.0)
    columns: dict[str, Any] = {
        "source": [told.source] * (number * periods),
        "state": np.repeat(np.array(told.states)[first], periods),
        "partner": np.repeat(np.array(told.states)[second], periods),
        "period": list(told.periods) * number,
        "own": np.rint(100.0 * own).astype(np.uint8).ravel(),
    }
    for leg in LEGS:
        counts = both[leg][kept]
        columns[f"{leg}_root"] = in_steps(counts).ravel()
        columns[f"{leg}_others"] = _with_others(getattr(told, leg), first, second, counts).ravel()
    schema = {
        "source": pl.String,
        "state": pl.String,
        "partner": pl.String,
        "period": pl.Date,
        "own": pl.UInt8,
        **{f"{leg}_root": pl.UInt16 for leg in LEGS},
        **{f"{leg}_others": pl.Float64 for leg in LEGS},
    }
    rows = pl.DataFrame(columns, schema=schema)
    return rows.with_columns(pl.col("^.*_others$").round_sig_figs(3).cast(pl.Float32))


def _between(counts: np.ndarray[Any, Any], first: Any, second: Any) -> np.ndarray[Any, Any]:
    return np.asarray(counts[first, second] + counts[second, first])


def _with_others(
    counts: np.ndarray[Any, Any], first: Any, second: Any, between: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """Geometric mean of what the two did with everybody but each other."""
    whole = counts.sum(axis=0) + counts.sum(axis=1)
    return np.asarray(np.sqrt((whole[first] - between + _OTHERS) * (whole[second] - between + _OTHERS)))


def told_of(rows: pl.DataFrame, source: str, kind: PeriodKind) -> dict[str, Any] | None:
    """What a source's own pairs say of its noise and of usual changes; None where they are too few.

    Parameters
    ----------
    rows : polars.DataFrame
        The table ``pairs`` of the source.
    source : str
    kind : {'month', 'year'}
    """
    rates = SourceRates.of_table(rows, source, {"kind": kind, "dispersion": {}})
    dispersion = {}
    for leg in LEGS:
        others = rates.others[leg]
        try:
            fitted = fit_dispersion(rates.counts[leg], others / others.mean(axis=1, keepdims=True))
        except ValueError:
            return None
        dispersion[leg] = {
            "counts": [round(one, 1) for one in fitted.counts],
            "sizes": [round(one, 3) for one in fitted.sizes],
        }
    rates = SourceRates.of_table(rows, source, {"kind": kind, "dispersion": dispersion})
    return {
        "kind": kind,
        "from": str(rates.periods[0]),
        "to": str(period_end(rates.periods[-1], kind)),
        "pairs": len(rates.states),
        "dispersion": dispersion,
        "usual": {leg: _usual(rates, leg) for leg in LEGS},
    }


def _usual(rates: SourceRates, leg: str) -> dict[str, Any] | None:
    """How far log rates usually move, by the rate and the periods between."""
    value, _, _ = rates.rates(leg, slice(None), np.arange(len(rates.periods)))
    told = usual_rates(value, gaps=GAPS[rates.kind])
    if told is None:
        return None
    return {"gaps": list(told.gaps), "by_size": [list(map(list, one)) for one in told.by_size]}
