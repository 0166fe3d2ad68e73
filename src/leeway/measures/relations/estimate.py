"""Make the estimates of relations from daily scores: only their sign is evidence.

How large a score is follows how much is written: the world's fell by more than half in six years. A sign does
so less, but not less than enough: a day with few events is more easily negative. What the shares of all pairs
do together is therefore taken out (*drift*).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.errors import MissingSourceError
from leeway.measures.files import origin, write_tables
from leeway.measures.relations.files import RelationsTables
from leeway.measures.usual import usual_changes
from leeway.numerics.conflict_share import PRIOR, fit_correlation

if TYPE_CHECKING:
    from leeway.record.store import Record

Doubles = NDArray[np.float64]

GAPS = (2, 4, 8, 12, 16, 20)
"""Quarters between two stretches at which the usual change is measured."""

FEWEST = 20
"""Days that a pair must be told in a quarter for its share to count among all pairs'."""

_LEAST = 0.01
_USUAL = 2.0 / 3.0


def estimate_relations(record: Record, folder: Path, *, built: dt.date | None = None) -> dict[str, Any]:
    """Estimate the line `relations` from a record and write it.

    Parameters
    ----------
    record : Record
    folder : Path
        Receives the tables and their manifest; what was there is replaced when all is done.
    built : date, optional
        Day to write into the manifest; by default the last day covered.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    MissingSourceError
        If the record holds no daily scores.
    DataError
        If the folder cannot be written.
    """
    write_tables(make_tables(record, built=built), folder)
    return RelationsTables.open(folder).manifest


def make_tables(record: Record, *, built: dt.date | None = None) -> RelationsTables:
    """Make the tables in memory; parameters as in `estimate_relations`."""
    from leeway.measures.relations import MEASURE

    manifest = origin(record, "relations", MEASURE.sources)
    pairs = record.select(_BY_QUARTER)
    if pairs.is_empty():
        raise MissingSourceError(
            "The record holds no daily scores of pairs.",
            where=str(record.path),
            hint="leeway refresh gdelt-relations --from DIR",
        )
    told = record.select(_DAYS)
    first, last = told["first"].min(), told["last"].max()
    quarters = tuple(told["period"])
    drift, together = common(pairs, quarters)
    manifest |= {"built": str(built or last), "covered": [str(first), str(last)], **together}
    frames = {
        "pairs": pairs.select(
            "state", "partner", "period", pl.col("days").cast(pl.UInt8), pl.col("negative").cast(pl.UInt8)
        ).sort("state", "partner", "period"),
        "quarters": told.select(
            "period",
            pl.col("told").cast(pl.UInt8),
            pl.col("missing").cast(pl.UInt8),
            pl.Series("drift", drift),
        ),
    }
    return RelationsTables(Path(), manifest, frames)


def common(pairs: pl.DataFrame, quarters: tuple[dt.date, ...]) -> tuple[Doubles, dict[str, Any]]:
    """What all pairs say together.

    Parameters
    ----------
    pairs : polars.DataFrame
        ``state, partner, period, days, negative``.
    quarters : tuple of date, length T

    Returns
    -------
    ndarray, shape (T,)
        See `common_drift`; rounded.
    dict
        Entries ``margin``, ``correlation`` and ``usual`` of a manifest.
    """
    days, negative = arrays(pairs, quarters)
    drift = common_drift(days, negative)
    usual = usual_changes(steady_shares(days, negative, drift), gaps=GAPS, least=_LEAST, share=_USUAL)
    return drift.round(4), {
        "margin": 0.0 if usual is None else usual.by_size[-1][-1][1],
        "correlation": round(fit_correlation(negative, days), 4),
        "usual": None
        if usual is None
        else {"gaps": list(usual.gaps), "by_size": [list(map(list, one)) for one in usual.by_size]},
    }


def quarter_end(day: dt.date) -> dt.date:
    """Last day of the quarter that begins on a day.

    Examples
    --------
    >>> str(quarter_end(dt.date(2022, 1, 1)))
    '2022-03-31'
    """
    return (day + dt.timedelta(days=92)).replace(day=1) - dt.timedelta(days=1)


_DAILY = "relations WHERE period_kind = 'day'"
_BY_QUARTER = f"""
    SELECT state, partner, date_trunc('quarter', period)::DATE AS period,
           count(*) AS days, count(*) FILTER (score < 0) AS negative
    FROM {_DAILY} GROUP BY ALL ORDER BY ALL
"""  # noqa: S608
_DAYS = f"""
    WITH told AS (SELECT DISTINCT period AS day FROM {_DAILY}),
    ends AS (SELECT min(day) AS first, max(day) AS last FROM told),
    days AS (SELECT unnest(generate_series(first, last, INTERVAL 1 DAY))::DATE AS day, first, last FROM ends)
    SELECT date_trunc('quarter', days.day)::DATE AS period, min(first) AS first, max(last) AS last,
           count(told.day) AS told, count(*) - count(told.day) AS missing
    FROM days LEFT JOIN told USING (day) GROUP BY 1 ORDER BY 1
"""  # noqa: S608


def arrays(pairs: pl.DataFrame, quarters: tuple[dt.date, ...]) -> tuple[Doubles, Doubles]:
    """Days told and negative days of all pairs, by pair in order and quarter."""
    keys = pairs.select("state", "partner").unique().sort("state", "partner").with_row_index("row")
    rows = pairs.join(keys, on=["state", "partner"], how="left")
    place = {day: at for at, day in enumerate(quarters)}
    at = rows["row"].to_numpy(), rows["period"].replace_strict(place, return_dtype=pl.Int64).to_numpy()
    days, negative = np.zeros((keys.height, len(quarters))), np.zeros((keys.height, len(quarters)))
    days[at], negative[at] = rows["days"].to_numpy(), rows["negative"].to_numpy()
    return days, negative


def logits(days: Doubles, negative: Doubles) -> Doubles:
    """Logit of the share of negative days, with a little of the prior."""
    return np.asarray(np.log((negative + PRIOR[0]) / (days - negative + PRIOR[1])))


def common_drift(days: Doubles, negative: Doubles) -> Doubles:
    """How far the logits of all pairs lie from their own mean in each quarter, at the middle pair; mean 0."""
    kept = (days >= FEWEST).all(axis=1)
    if not kept.any():
        return np.zeros(days.shape[1])
    found = logits(days[kept], negative[kept])
    drift = np.median(found - found.mean(axis=1, keepdims=True), axis=0)
    return np.asarray(drift - drift.mean())


def steady_shares(days: Doubles, negative: Doubles, drift: Doubles) -> Doubles:
    """Shares of negative days without the drift; NaN where too few days are told."""
    share = 1.0 / (1.0 + np.exp(drift - logits(days, negative)))
    return np.where(days >= FEWEST, share, np.nan)
