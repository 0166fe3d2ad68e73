"""The command line on invented estimates."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests.verdict.synthetic import SyntheticVotes
from typer.testing import CliRunner

from leeway import measures
from leeway.faces.cli import app
from leeway.measures.line import Measure, Words

INVENTED = Measure(
    line="votes",
    group="positions",
    unit="expected agreement",
    title="Invented votes",
    load=lambda folder: SyntheticVotes(),
    estimate=lambda record, folder, **settings: {
        "version": "invented-1",
        "covered": ["1980-01-10", "2024-06-28"],
        "settings": settings,
    },
    sources=("un-votes",),
    settings=("by", "dimensions", "until", "seed", "check_sampler"),
    words=Words(
        observation="common vote",
        moved="agreement on the agendas actually voted",
        neither="the changed agenda",
    ),
    fewest=10,
    cannot_show=("what was never put to a vote",),
)


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def leeway(monkeypatch):
    """Run the command line; the only line of evidence is invented."""
    monkeypatch.setattr(measures, "MEASURES", (INVENTED,))

    def run(*words: str) -> Ran:
        result = CliRunner().invoke(app, list(words), catch_exceptions=False)
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run
