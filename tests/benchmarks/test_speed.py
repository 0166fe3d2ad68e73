"""Costs of programs, and the peers that may be missing."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from benchmarks.peers import pscl, static_girth
from benchmarks.setting import Setting
from benchmarks.validation import predictive as say
from tests import voting_files

from benchmarks import clock, load, positions


def test_a_program_is_watched_to_its_end() -> None:
    ran = clock.run([sys.executable, "-c", "sum(range(10**6)); print('{\"n\": 3}')"])
    assert ran.code == 0
    assert ran.told == {"n": 3}
    assert 0 < ran.cost.cpu < 30
    assert ran.peak > 1
    assert clock.run([sys.executable, "-c", "raise SystemExit(3)"]).code == 3


def test_a_load_is_measured_and_a_broken_file_ends_it_with_a_word(tmp_path: Path) -> None:
    told = load.section(voting_files.write(tmp_path / "2020_01_01_ga_voting.csv"), times=1)
    assert all(figure.value > 0 for figure in told.figures)
    broken = tmp_path / "broken.csv"
    broken.write_text("no,such,columns\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="ended with 1"):
        load.section(broken, times=1)


def test_the_least_of_several_runs_is_kept() -> None:
    assert clock.least(lambda: None, times=3).cpu < 0.1


def test_a_warm_update_ends_where_a_fit_of_all_does(setting: Setting) -> None:
    cost, apart, added = positions.warm(setting.assembly, 2)
    assert added > 0
    assert cost.cpu > 0
    assert apart < 0.05


def test_static_model_is_skipped_with_a_word_or_judged(setting: Setting) -> None:
    held = say.random_votes(setting.assembly, share=0.1, seed=1)
    if why := static_girth.missing():
        pytest.skip(why)
    last = int(setting.assembly.roll_calls["session_number"].max())
    told = static_girth.by_session(setting.assembly, held, [last])
    assert told["inside"].sum() > 0
    assert 0 < told["log-loss"] < np.log(1e6)


def test_binary_loss_counts_abstentions_as_not_yes() -> None:
    yes = np.array([0.9, 0.1, 0.1])
    assert positions.binary_loss(yes, np.array([2, 1, 0])) == pytest.approx(-np.log(0.9))


def test_a_missing_peer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "R is not installed" in pscl.missing()
