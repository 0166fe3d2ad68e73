"""Several answers side by side: what each pair did, as far as all lines say."""

from __future__ import annotations

from collections.abc import Sequence

from leeway.faces.figures.stacked import stacked_shares
from leeway.faces.figures.theme import DIRECTIONS, WIDTH, Content, Spec, framed
from leeway.verdict.probability_words import percent

_STEP = 24
_SIDES = {"away": DIRECTIONS["away"], "mixed": "#b58900", "still": "#9a9a9a", "closer": DIRECTIONS["closer"]}


def sides_chart(answers: Sequence[Content], *, width: int = WIDTH) -> Spec:
    """Probability that each pair went away, stood still, came closer or did both.

    Parameters
    ----------
    answers : sequence of mapping
        Each the keys of ``leeway ask --json``; one that no line has a say in is left out.
    width : int
        Pixels of the plotting area.

    Examples
    --------
    >>> from leeway import ask
    >>> chart = sides_chart([ask("KAZ", "RUS", since="2004").to_dict()])
    >>> [row["side"] for row in chart["data"]["values"]]
    ['away', 'mixed', 'still', 'closer']
    """
    told = [one for one in answers if one["contest"]]
    rows = [
        {
            "pair": f"{one['names'][one['state']]} - {one['names'][one['partner']]}",
            "side": side,
            "probability": one["contest"]["sides"][side],
            "place": place,
        }
        for one in told
        for place, side in enumerate(_SIDES)
    ]
    chart = stacked_shares(
        rows,
        bars="pair",
        share="probability",
        parts="side",
        hues=_SIDES,
        says="probability of each side",
        width=width,
        step=_STEP,
        mark={"type": "bar"},
        axis={"labelLimit": 220},
        legend={"labelExpr": "datum.label === 'mixed' ? 'both ways' : datum.label"},
    )
    says = "; ".join(f"{one['question']} {one['answer']}, {percent(one['probability'])}" for one in told)
    return framed(chart, title="Pairs side by side", says=says or "No line has a say.")
