"""Windows in which nothing is known to have happened: how often a move is told there."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, Section, Table
from leeway.errors import LeewayError
from leeway.states import states
from leeway.verdict.answer import Answer
from leeway.verdict.ask import ask

KEY = "windows"
SURE = 0.8
YEARS = 10
CLEAR_YEARS = 3
LAST = 2023
RANDOM = 3
SEED = 7


@dataclass(frozen=True, slots=True)
class Quiet:
    """A pair, and ten years in which no change of it is listed."""

    state: str
    partner: str
    first: int


def quiet_windows(rows: Sequence[dict[str, str]]) -> Iterator[Quiet]:
    """Windows of ten years around each listed case, three years clear of every onset listed for the pair.

    Of a case of calm no onset is listed; its own window is left out as well, being scored elsewhere.

    Examples
    --------
    >>> row = {"state": "AAA", "partner": "BBB", "direction": "away", "onset": "1980",
    ...        "window_start": "1975", "window_end": "1985"}
    >>> [one.first for one in quiet_windows([row])]
    [1946, 1956, 1966, 1984, 1994, 2004, 2014]
    """
    for state, partner in dict.fromkeys((row["state"], row["partner"]) for row in rows):
        busy = sorted(
            (int(row["onset"]) - CLEAR_YEARS, int(row["onset"]) + CLEAR_YEARS)
            if row["direction"] != "still"
            else (int(row["window_start"]), int(row["window_end"]))
            for row in rows
            if (row["state"], row["partner"]) == (state, partner)
        )
        first = 1946
        for begin, end in [*busy, (LAST + 1, LAST + 1)]:
            while first + YEARS <= begin:
                yield Quiet(state, partner, first)
                first += YEARS
            first = max(first, end + 1)


def told(one: Quiet) -> Answer | None:
    """The answer, where both were seated all the while and any line has a say."""
    try:
        answer = ask(one.state, one.partner, since=f"{one.first}", until=f"{one.first + YEARS - 1}")
    except LeewayError:
        return None
    whole = answer.since == dt.date(one.first, 1, 1) and answer.until >= dt.date(one.first + YEARS - 1, 6, 28)
    return answer if whole and answer.contest is not None else None


def others(quiet: Sequence[Quiet]) -> Iterator[Quiet]:
    """Pairs drawn from all members, over the same windows."""
    rng = random.Random(SEED)
    members = [one.id for one in states() if one.kind == "member"]
    for one in quiet:
        for _ in range(RANDOM):
            state, partner = rng.sample(members, 2)
            yield Quiet(state, partner, one.first)


def section(shared: Path) -> Section:
    """Alarms in quiet windows, against all pairs over the same windows."""
    with (shared / "data" / "gold" / "realignments.csv").open(encoding="utf-8", newline="") as rows:
        listed = list(quiet_windows(list(csv.DictReader(rows))))
    quiet = [(one, answer) for one in listed if (answer := told(one)) is not None]
    usual = [answer for one in others([one for one, _ in quiet]) if (answer := told(one)) is not None]
    answers = [answer for _, answer in quiet]
    alarms = [(one, answer) for one, answer in quiet if _alarm(answer)]
    sample = f"{len(answers)} windows of {len({(one.state, one.partner) for one, _ in quiet})} pairs"
    return Section(
        key=KEY,
        title="Windows in which nothing is known to have happened",
        command="python -m benchmarks.verdict windows",
        method=(
            "The pairs of the known realignments over every other ten years, three years clear of each "
            "listed onset. The list is short: that nothing is listed does not say that nothing happened. An "
            "alarm is a move of the state itself with .8 or more. Honest probabilities raise it no more "
            "often than the mean probability of a move allows; pairs drawn from all members over the same "
            "windows show how often it is raised of anybody."
        ),
        figures=[
            Figure(
                "alarms in quiet windows, less the mean probability that the state moved",
                _rate(answers) - _mean(answers),
                sample,
                high=0.0,
            ),
            Figure("alarms in quiet windows", _rate(answers), sample),
            Figure("mean probability that the state moved, quiet windows", _mean(answers), sample),
            Figure("alarms of pairs drawn from all", _rate(usual), f"{len(usual)} pairs, the same windows"),
            Figure("mean probability that the state moved, pairs drawn from all", _mean(usual),
                   f"{len(usual)} pairs, the same windows"),
        ],
        tables=[
            Table(
                "Alarms",
                ("window", "answer", "P", "state itself moved", "carried by", "first explanation"),
                [
                    (
                        f"{one.state} {one.partner} {one.first}-{one.first + YEARS - 1}",
                        answer.answer,
                        f"{answer.probability:.2f}",
                        f"{_moved(answer):.2f}",
                        answer.carried_by or "-",
                        answer.rivals[0].name,
                    )
                    for one, answer in alarms
                ],
            )
        ],
    )  # fmt: skip


def _moved(answer: Answer) -> float:
    return 0.0 if answer.contest is None else 1.0 - answer.contest.own["still"]


def _alarm(answer: Answer) -> bool:
    return _moved(answer) >= SURE


def _rate(answers: Sequence[Answer]) -> float:
    return float(np.mean([_alarm(answer) for answer in answers]))


def _mean(answers: Sequence[Answer]) -> float:
    return float(np.mean([_moved(answer) for answer in answers]))
