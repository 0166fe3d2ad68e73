"""The tiny record and what is fitted to it, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.measures import tiny

from leeway.measures.votes import load
from leeway.measures.votes.arrays import Assembly, assemble
from leeway.measures.votes.estimate import estimate_votes
from leeway.measures.votes.estimates import VoteEstimates
from leeway.measures.votes.fitting import fit_assembly
from leeway.numerics.dynamic_irt.fitting import DynamicIrt
from leeway.record.store import Record, open_record


@pytest.fixture(scope="session")
def tiny_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.load(tmp_path_factory.mktemp("tiny"), tiny.roll_calls())


@pytest.fixture(scope="session")
def tiny_record(tiny_file: Path) -> Iterator[Record]:
    with open_record(tiny_file) as record:
        yield record


@pytest.fixture(scope="session")
def tiny_folder(tiny_record: Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("estimates")
    estimate_votes(tiny_record, folder / "votes", dimensions=2, starts=2)
    return folder


@pytest.fixture(scope="session")
def tiny_estimates(tiny_folder: Path) -> VoteEstimates:
    estimates = load(tiny_folder)
    assert isinstance(estimates, VoteEstimates)
    return estimates


@pytest.fixture(scope="session")
def tiny_assembly(tiny_record: Record) -> Assembly:
    return assemble(tiny_record)


@pytest.fixture(scope="session")
def tiny_fit(tiny_assembly: Assembly) -> DynamicIrt:
    return fit_assembly(tiny_assembly, dimensions=2)
