"""How alike the alliances of two states are: other people's measures, for comparison with the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.errors import MissingSourceError, QuestionError
from leeway.measures.security.alliances import Levels, alike, members, owed_levels
from leeway.periods import FIRST_YEAR

if TYPE_CHECKING:
    from leeway.record.store import Record

SimilarityName = Literal["kappa", "pi", "s_abs", "s_sq"]

MEANINGS = {
    "state": "One of the two, by its id; the lesser in order of letters.",
    "partner": "The other.",
    "year": "Year.",
    "kappa": "Cohen's kappa with squared distances: 1 the same alliances, 0 as alike as chance makes them.",
    "pi": "Scott's pi with squared distances: as kappa, with one set of margins for both.",
    "s_abs": "Signorino and Ritter's S with absolute distances, -1 to 1.",
    "s_sq": "Signorino and Ritter's S with squared distances, -1 to 1.",
    "members": "Members of the state system that year: how many entries each portfolio has.",
}
"""Columns of the table of all pairs."""


def checked(name: str) -> SimilarityName:
    """A measure by its name.

    Raises
    ------
    QuestionError
        If there is none of that name.

    Examples
    --------
    >>> checked("kappa")
    'kappa'
    """
    names: tuple[SimilarityName, ...] = get_args(SimilarityName)
    for known in names:
        if name == known:
            return known
    raise QuestionError(
        f"There is no measure of similarity called '{name}'.",
        hint=f"Those there are: {', '.join(names)}.",
    )


def alliance_similarity(record: Record, *, pair: tuple[str, str] | None = None) -> pl.DataFrame:
    """Similarity of alliance portfolios by pair and year, from the obligations that ATOP codes.

    Parameters
    ----------
    record : Record
    pair : two str, optional
        One pair only.

    Returns
    -------
    polars.DataFrame
        The columns of `MEANINGS`, without units; a pair has no row for a year in which one was no member of
        the state system.

    Raises
    ------
    MissingSourceError
        If the record does not hold the obligations, or the members of the state system.
    """
    ties = record.table("ties").filter(pl.col("source") == "atop")
    system = record.table("system_members").filter(
        (pl.col("system") == "COW") & pl.col("state").is_not_null()
    )
    lacking = [name for name, rows in (("atop", ties), ("cow-system", system)) if rows.is_empty()]
    if lacking:
        raise MissingSourceError(
            f"The record holds nothing of {', '.join(lacking)}, and the similarity of alliances needs it.",
            where=str(record.path),
            hint=f"leeway refresh {' '.join(lacking)}",
        )
    states = sorted(set(ties["state"]) | set(ties["partner"].drop_nulls()) | set(system["state"]))
    years = range(FIRST_YEAR, int(ties["as_of"].dt.year().max() or 0) + 1)  # type: ignore[arg-type]
    owed, inside = owed_levels(ties, states, years), members(system, states, years)
    frames = [
        _year(year, owed[place], inside[place], states, pair)
        for place, year in enumerate(years)
        if inside[place].sum() > 1
    ]
    return pl.concat(frames)


def _year(
    year: int,
    owed: Levels,
    inside: NDArray[np.bool_],
    states: list[str],
    pair: tuple[str, str] | None,
) -> pl.DataFrame:
    here = [states[place] for place in np.flatnonzero(inside)]
    told = alike(owed, inside)
    rows, columns = np.triu_indices(len(here), 1)
    if pair is not None:
        ours = np.isin(here, pair)
        kept = ours[rows] & ours[columns]
        rows, columns = rows[kept], columns[kept]
    values = {"kappa": told.kappa_sq, "pi": told.pi_sq, "s_abs": told.s_abs, "s_sq": told.s_sq}
    return pl.DataFrame(
        {
            "state": [here[row] for row in rows],
            "partner": [here[column] for column in columns],
            "year": np.full(rows.size, year, dtype=np.int32),
            **{name: value[rows, columns] for name, value in values.items()},
            "members": np.full(rows.size, len(here), dtype=np.int32),
        },
        schema_overrides={"state": pl.String, "partner": pl.String},
    )
