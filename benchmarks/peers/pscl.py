"""pscl::ideal in R: one static dimension, yes against everything else, by Markov chain Monte Carlo."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.clock import run
from benchmarks.validation.predictive import HeldOut

SCRIPT = Path(__file__).with_name("pscl_ideal.R")
SWEEPS = 200
YES = 2


def missing() -> str:
    """Why it cannot run; empty if it can."""
    if not shutil.which("Rscript"):
        return "R is not installed"
    asked = ["Rscript", "-e", "stopifnot(requireNamespace('pscl', quietly = TRUE))"]
    there = subprocess.run(asked, capture_output=True, check=False).returncode == 0
    return "" if there else "R has no package pscl (Debian: r-cran-pscl)"


def ideal(held: HeldOut, sweeps: int = SWEEPS) -> dict[str, Any]:
    """CPU seconds and peak memory, and the probability of yes for the held-out votes, (N,)."""
    with tempfile.TemporaryDirectory() as made:
        given, told = Path(made) / "votes.csv", Path(made) / "chances.csv"
        yes = np.where(held.votes < 0, "", np.where(held.votes == YES, "1", "0")).T
        given.write_text("\n".join(",".join(row) for row in yes) + "\n", encoding="ascii")
        ran = run(["Rscript", str(SCRIPT), str(given), str(told), str(sweeps)])
        if ran.code:
            raise RuntimeError(f"pscl::ideal ended with {ran.code}: {ran.out[-2000:]}")
        chance = np.genfromtxt(told, delimiter=",")
    return {
        "cpu": float(ran.told["cpu"]),
        "peak": ran.peak,
        "yes": chance[held.column, held.row],
        "sweeps": sweeps,
    }
