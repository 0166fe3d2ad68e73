"""`leeway estimate votes`: fit all states at once and write what is shipped."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leeway.errors import QuestionError
from leeway.measures.files import write_tables
from leeway.measures.votes.agreements import raw_agreement
from leeway.measures.votes.arrays import Assembly, By, assemble
from leeway.measures.votes.calibration import calibrate, usual_margin
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.files import (
    DEVIATION_STEP,
    VoteTables,
    numbered,
    pack_symmetric,
)
from leeway.measures.votes.fitting import filtered_positions, fit_assembly
from leeway.measures.votes.labels import labels
from leeway.measures.votes.model import VoteModel
from leeway.measures.votes.sampler_check import check_against_sampler
from leeway.measures.votes.spread import spreads

if TYPE_CHECKING:
    from leeway.numerics.dynamic_irt.fitting import DynamicIrt
    from leeway.numerics.dynamic_irt.layout import VoteArray
    from leeway.record.store import Record

#: Where held-out votes stop gaining more than their own noise (docs/validation/votes.md).
DIMENSIONS = 8
#: Half-width of *still* where the record is too short to argue one.
MARGIN = 0.05
#: Years up to the end for which standard deviations are computed where none is calibrated; earlier ones are
#: filled with their median.
QUICK_YEARS = 15


def estimate_votes(
    record: Record,
    folder: Path,
    *,
    dimensions: int = DIMENSIONS,
    by: By = "half-year",
    until: dt.date | None = None,
    built: dt.date | None = None,
    starts: int = 3,
    seed: int = 1,
    filtered: bool = True,
    calibrated: bool = True,
    check_sampler: int = 0,
) -> dict[str, Any]:
    """Fit the line `votes` to a record and write its estimates.

    Parameters
    ----------
    record : Record
    folder : Path
        Receives the tables and their manifest; what was there is replaced when all is done.
    dimensions : int
    by : {'half-year', 'session'}
    until : date, optional
        Use nothing later.
    built : date, optional
        Day to write into the manifest; the last day covered by default.
    starts, seed : int
        Starting points of the fit, and their seed.
    filtered : bool
        Whether to add positions from only what was known at each year's end.
    calibrated : bool
        Whether to calibrate intervals on split halves; otherwise their factor is 1.
    check_sampler : int
        Sweeps of the full sampler to check the fast posterior with; the manifest then tells what came
        out under ``sampler``. None by default; a thousand take minutes.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    DataError
        If the record holds no votes, or the folder cannot be written.
    """
    tables = make_tables(
        record, dimensions=dimensions, by=by, until=until, built=built, starts=starts, seed=seed,
        filtered=filtered, calibrated=calibrated, check_sampler=check_sampler,
    )  # fmt: skip
    write_tables(tables, folder)
    return VoteTables.open(folder).manifest


def make_tables(
    record: Record,
    *,
    dimensions: int = DIMENSIONS,
    by: By = "half-year",
    until: dt.date | None = None,
    built: dt.date | None = None,
    starts: int = 1,
    seed: int = 1,
    filtered: bool = False,
    calibrated: bool = False,
    check_sampler: int = 0,
) -> VoteTables:
    """Fit the line and hold its tables in memory; parameters as in `estimate_votes`."""
    if dimensions < 1:
        raise QuestionError(
            f"A model of {dimensions} dimensions cannot be fitted.", hint="--dimensions 1 or more"
        )
    assembly = assemble(record, until=until, by=by)
    model = fit_assembly(assembly, dimensions=dimensions, starts=starts, seed=seed)
    settings = {"by": by, "seed": seed, "starts": starts, "built": str(built or assembly.covered[1])}
    manifest = {**_told(model), **_origin(record, assembly), **settings}
    frames = {
        "positions": _positions(assembly, model),
        "items": _items(assembly, model),
        "questions": _questions(assembly),
        "deviations": _deviations(assembly, model),
        "agreement": raw_agreement(assembly),
    }
    tables = VoteTables(Path(), manifest, frames)
    bare = VoteModel.read(tables)
    if calibrated:
        manifest["calibration"] = calibrate(assembly, model, bare, seed=seed)
    since = None if calibrated else assembly.covered[1].year - QUICK_YEARS
    spread = spreads(bare, seed=seed, since=since)
    frames["positions"] = frames["positions"].join(spread, on=["state", "half_year"], how="left")
    manifest["margin"] = usual_margin(VoteEstimates(bare)) or MARGIN
    if check_sampler:
        manifest["sampler"] = check_against_sampler(model, bare, sweeps=check_sampler, seed=seed)
    if filtered:
        frames["filtered"] = _filtered(assembly, model)
    return tables


def estimates_as_of(
    day: dt.date, *, record: Path | str | None = None, dimensions: int = DIMENSIONS, by: By = "half-year"
) -> VoteEstimates:
    """Estimates from nothing dated after `day`, fitted anew from the record.

    Raises
    ------
    DataError
        If there is no record, or it holds no vote up to that day.
    """
    from leeway.record.store import open_record

    with open_record(record) as opened:
        return VoteEstimates(VoteModel.read(make_tables(opened, until=day, dimensions=dimensions, by=by)))


def _told(model: DynamicIrt) -> dict[str, Any]:
    """What a fit says of itself, before it is calibrated."""
    return {
        "line": "votes",
        "dimensions": model.dimensions,
        "priors": asdict(model.priors),
        "sweeps": model.sweeps,
        "log_posterior": round(model.log_posterior, 1),
        "calibration": [{"last": 9999, "factor": 1.0}],
        "margin": MARGIN,
    }


def _origin(record: Record, assembly: Assembly) -> dict[str, Any]:
    """What estimates are made from, and by which Leeway."""
    import leeway

    first, last = map(str, assembly.covered)
    loads = record.sources().filter((pl.col("source") == "un-votes") & (pl.col("part") == "GA"))
    return {
        "leeway": leeway.__version__,
        "version": f"{record.version(['un-votes'])}-{leeway.__version__}",
        "record": record.version(["un-votes"]),
        "covered": [first, last],
        "roll_calls": len(assembly.roll_calls),
        "votes": int((assembly.votes >= 0).sum()),
        "states": list(assembly.states),
        "sources": [
            {
                "id": row["source"],
                "publisher": row["publisher"],
                "licence": row["licence"],
                "file": row["file"],
                "sha256": row["sha256"],
                "from": first,
                "to": last,
            }
            for row in loads.iter_rows(named=True)
        ],
    }


def _positions(assembly: Assembly, model: DynamicIrt) -> pl.DataFrame:
    """Positions of each state from its first vote to the last roll call it was listed in."""
    array, dims = model.array, model.dimensions
    clock = np.arange(array.clock[0], array.clock[-1] + 1)
    row = np.searchsorted(array.clock, clock, side="right") - 1
    cast, sat = _by_period(assembly.votes >= 0, array), _by_period(assembly.seated, array)
    held = np.isin(clock, array.clock)
    frames = []
    for s, state in enumerate(assembly.states):
        last = np.flatnonzero(sat[:, s]).max()
        keep = (clock >= array.clock[array.entry[s]]) & (clock <= array.clock[last])
        frames.append(
            pl.DataFrame(
                {
                    "state": np.repeat(state, keep.sum()),
                    "half_year": clock[keep].astype(np.int16),
                    **dict(zip(numbered("mean", dims), model.position[row[keep], :, s].T, strict=True)),
                    "votes": np.where(held, cast[row, s], 0)[keep].astype(np.int16),
                    "nonvoting": np.where(held, sat[row, s] - cast[row, s], 0)[keep].astype(np.int16),
                }
            )
        )
    return pl.concat(frames)


def _by_period(flags: NDArray[np.bool_], array: VoteArray) -> NDArray[np.int64]:
    """Sums of (J, S) flags over each row of the clock, (T, S)."""
    out = np.zeros((len(array.clock), flags.shape[1]), np.int64)
    np.add.at(out, array.period, flags)
    return out


def _items(assembly: Assembly, model: DynamicIrt) -> pl.DataFrame:
    """Slopes and cutpoints of each roll call, and the covariance of its slopes and location."""
    dims = model.dimensions
    lower, upper = model.cutpoints()
    covariance = pack_symmetric(model.item_covariance[:, : dims + 1, : dims + 1])
    columns = {
        **dict(zip(numbered("slope", dims), model.items[:, :dims].T.astype(np.float32), strict=True)),
        "lower": lower.astype(np.float32),
        "upper": upper.astype(np.float32),
        **dict(zip(numbered("covariance", covariance.shape[1]), covariance.T, strict=True)),
    }
    return pl.DataFrame(
        {
            "roll_call": assembly.roll_calls["roll_call"],
            "half_year": assembly.clock.astype(np.int16),
            "question": assembly.question.astype(np.int16),
            **columns,
        }
    )


def _questions(assembly: Assembly) -> pl.DataFrame:
    named = labels(assembly.questions)
    last = assembly.roll_calls.group_by("question").agg(pl.col("title", "subjects").last())
    about = {question: (subjects, title) for question, title, subjects in last.iter_rows()}
    topics = [
        label.topic_with(*about[question]) for label, question in zip(named, assembly.questions, strict=True)
    ]
    return pl.DataFrame(
        {
            "question": np.arange(len(named), dtype=np.int16),
            "key": [one.key for one in named],
            "label": [one.label for one in named],
            "topic": topics,
            "whole": _whole(assembly),
        }
    )


def _whole(assembly: Assembly) -> list[bool]:
    """Whether each question has a title of its own, not shared by several parts in one session."""
    parts = assembly.roll_calls["question_parts"].fill_null(1).to_numpy()
    shared = np.zeros(len(assembly.questions), np.bool_)
    np.logical_or.at(shared, assembly.question[assembly.question >= 0], parts[assembly.question >= 0] > 1)
    return [bool(one) for one in ~shared]


def _deviations(assembly: Assembly, model: DynamicIrt) -> pl.DataFrame:
    steps = np.clip(np.round(model.deviation[:-1] / DEVIATION_STEP), -127, 127).astype(np.int8)
    columns = {state: steps[:, s] for s, state in enumerate(assembly.states)}
    array = model.array
    return pl.DataFrame(
        {
            "question": array.node_question.astype(np.int16),
            "year": array.node_year.astype(np.int16),
            **columns,
        }
    )


def _filtered(assembly: Assembly, model: DynamicIrt) -> pl.DataFrame:
    years, positions = filtered_positions(assembly, model)
    frames = [
        pl.DataFrame(
            {
                "state": list(assembly.states),
                "year": np.full(len(assembly.states), year, np.int16),
                **dict(zip(numbered("mean", model.dimensions), positions[i], strict=True)),
            }
        )
        for i, year in enumerate(years)
    ]
    return pl.concat(frames).filter(pl.col("mean_1").is_not_nan())
