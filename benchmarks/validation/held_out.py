"""Held-out votes: how well the model foretells votes it has not seen, by number of dimensions."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from benchmarks.clock import timed
from benchmarks.figures import Figure, Section, Table
from benchmarks.setting import Setting
from benchmarks.validation import predictive as say
from leeway.measures.votes.arrays import Assembly
from leeway.measures.votes.estimate import DIMENSIONS
from leeway.numerics.dynamic_irt.fitting import fit
from leeway.numerics.dynamic_irt.priors import Priors

KEY = "held-out"
SEED = 1
SHARE, SHARE_OF_STATE_YEARS = 0.05, 0.028
#: Small enough to leave no deviation by question.
NO_DEVIATION = 0.01
MOST_DIMENSIONS = 12


def by_dimensions(
    assembly: Assembly, held: say.HeldOut, dimensions: range, priors: Priors
) -> list[dict[str, Any]]:
    """Scores at the mode and with uncertainty integrated out, and the gain over one dimension fewer."""
    found: list[dict[str, Any]] = []
    last = say.losses(say.roll_call_shares(held), held.truth)
    for dims in dimensions:
        model, cost = timed(partial(fit, assembly.array(held.votes), dimensions=dims, priors=priors))
        chances = {
            name: say.probabilities(model, held.row, held.column, integrated=name == "integrated")
            for name in ("mode", "integrated")
        }
        loss = say.losses(chances["mode"], held.truth)
        found.append(
            {
                "dimensions": dims,
                "cpu": cost.cpu,
                "gain": say.paired_gain(last, loss, held.row),
                **{name: say.scores(chance, held.truth, held.session) for name, chance in chances.items()},
            }
        )
        last = loss
    return found


def measure(assembly: Assembly, *, most: int = MOST_DIMENSIONS, seed: int = SEED) -> dict[str, Any]:
    """Scores for 1 to `most` dimensions, with and without deviations by question."""
    priors = Priors()
    plain = replace(priors, deviation_sd=NO_DEVIATION)
    votes = say.random_votes(assembly, share=SHARE, seed=seed)
    years = say.state_years(assembly, share=SHARE_OF_STATE_YEARS, seed=seed)
    return {
        "votes": len(votes.row),
        "state-year votes": len(years.row),
        "shares": say.scores(say.roll_call_shares(votes), votes.truth, votes.session),
        "shares of state-years": say.scores(say.roll_call_shares(years), years.truth, years.session),
        "deviations": by_dimensions(assembly, votes, range(1, most + 1), priors),
        "no deviations": by_dimensions(assembly, votes, range(1, most + 1), plain),
        "state-years": by_dimensions(assembly, years, range(1, most + 1), priors),
    }


def section(setting: Setting) -> Section:
    """Measure on the whole record."""
    told = measure(setting.assembly)
    chosen = told["deviations"][DIMENSIONS - 1]
    blocks = told["state-years"][DIMENSIONS - 1]
    sample = f"{told['votes']:,} votes"
    of_years = f"{told['state-year votes']:,} votes"
    gains = [
        f"{one['dimensions']}: {one['gain'][0]:.4f} ({one['gain'][1]:.4f})" for one in told["deviations"][1:]
    ]
    stops = next(
        (one["dimensions"] for one in told["deviations"][1:] if one["gain"][0] < 2 * one["gain"][1]), None
    )
    return Section(
        key=KEY,
        title="Held-out votes",
        command=f"python -m benchmarks.validation {KEY}",
        method=(
            f"A random {SHARE:.0%} of votes, or all votes of a random {SHARE_OF_STATE_YEARS:.1%} of states' "
            f"calendar years, are taken away (seed {SEED}; hyper-parameters were chosen on seed 2) and "
            "foretold by a fit to the rest. Log-loss in nats a vote, at the fitted values; *integrated* "
            "carries the posterior spread of position, deviation and roll call, as a Gaussian around the "
            "mode, into the probability."
        ),
        figures=[
            Figure(
                f"log-loss, {DIMENSIONS} dimensions", chosen["mode"]["log-loss"], sample, high=0.165, digits=4
            ),
            Figure(
                f"accuracy, {DIMENSIONS} dimensions", chosen["mode"]["accuracy"], sample, low=0.94, digits=4
            ),
            Figure("log-loss, whole state-years", blocks["mode"]["log-loss"], of_years, high=0.172, digits=4),
            Figure("accuracy, whole state-years", blocks["mode"]["accuracy"], of_years, digits=4),
            Figure("log-loss of roll-call shares", told["shares"]["log-loss"], sample, digits=4),
        ],
        tables=[
            _table("Random votes, deviations by question", told["shares"], told["deviations"]),
            _table("Random votes, no deviations", told["shares"], told["no deviations"]),
            _table(
                "Whole state-years, deviations by question",
                told["shares of state-years"],
                told["state-years"],
            ),
        ],
        remarks=[
            "Fall of the log-loss with each further dimension (standard error, roll calls as clusters): "
            + ", ".join(gains)
            + ". "
            + (
                f"The first fall below two standard errors is at {stops} dimensions."
                if stops
                else f"It is still more than two standard errors at {MOST_DIMENSIONS} dimensions."
            ),
        ],
    )


def _table(title: str, shares: dict[str, float], rows: list[dict[str, Any]]) -> Table:
    eras = [f"s{first}-{last}" for first, last in say.ERAS]
    body = [["roll-call shares", *_cells(shares, eras), "", ""]]
    body += [
        [
            f"D = {one['dimensions']}",
            *_cells(one["mode"], eras),
            f"{one['integrated']['log-loss']:.4f}",
            f"{one['cpu']:.1f}",
        ]
        for one in rows
    ]
    return Table(title, ("model", "log-loss", "accuracy", *eras, "integrated", "fit, CPU s"), body)


def _cells(told: dict[str, float], eras: list[str]) -> list[str]:
    return [
        f"{told['log-loss']:.4f}",
        f"{told['accuracy']:.4f}",
        *("" if np.isnan(told[era]) else f"{told[era]:.3f}" for era in eras),
    ]
