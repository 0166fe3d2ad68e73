"""The main chart of every command's answer, in one explicit list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from leeway.errors import QuestionError
from leeway.faces.figures.courses import (
    positions_chart,
    rates_chart,
    ties_chart,
    trade_chart,
    way_in_chart,
)
from leeway.faces.figures.ranking import ranked_movers
from leeway.faces.figures.strip import evidence_strip
from leeway.faces.figures.surprises import bits_chart, surprise_chart
from leeway.faces.figures.theme import Spec

FIGURES: dict[str, Callable[[Any], Spec | None]] = {
    "ask": evidence_strip,
    "movers": ranked_movers,
    "positions": positions_chart,
    "ties": ties_chart,
    "trade": trade_chart,
    "backdoor": way_in_chart,
    "events": rates_chart,
    "votes": bits_chart,
    "surprise": surprise_chart,
}
"""What is drawn of each command's answer."""


def figure(kind: str, content: Any) -> Spec:
    """The main chart of an answer.

    Parameters
    ----------
    kind : str
        The command: ask, movers, positions, ties, trade, backdoor, events, votes or surprise.
    content : mapping, or list of mapping for positions
        Its answer under the keys of ``--json``.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    QuestionError
        If there is no chart of such an answer, or nothing in this one to draw.

    Examples
    --------
    >>> from leeway import trade
    >>> figure("trade", trade("KAZ", "RUS").to_dict())["vconcat"][0]["title"]["text"]
    'exports'
    """
    if kind not in FIGURES:
        raise QuestionError(
            f"There is no chart of '{kind}'.", hint=f"There are charts of {', '.join(FIGURES)}."
        )
    spec = FIGURES[kind](content)
    if spec is None:
        raise QuestionError(f"There is nothing to draw in this answer of {kind}.", hint="Take its table.")
    return spec
