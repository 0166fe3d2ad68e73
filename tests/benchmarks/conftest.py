"""The invented record as a setting of the benchmarks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from benchmarks.setting import Setting
from tests.measures import tiny

from leeway.measures.votes.estimate import estimate_votes
from leeway.measures.votes.fitting import fit_assembly
from leeway.numerics.dynamic_irt.fitting import DynamicIrt
from leeway.record.store import open_record


@pytest.fixture(scope="session")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    folder = tmp_path_factory.mktemp("benchmarks")
    with open_record(tiny.load(folder, tiny.roll_calls())) as record:
        estimate_votes(record, folder / "votes", dimensions=2, starts=1, filtered=False)
        yield Setting(folder, record, folder / "votes")


@pytest.fixture(scope="session")
def small_fit(setting: Setting) -> DynamicIrt:
    return fit_assembly(setting.assembly, dimensions=2)
