"""Several answers side by side: what each pair did, as far as all lines say."""

from __future__ import annotations

from collections.abc import Sequence

from leeway.faces.figures.theme import DIRECTIONS, WIDTH, Content, Spec, colours, framed, values
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
    chart = {
        "data": values(rows),
        "width": width,
        "height": {"step": _STEP},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {
                "field": "pair",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "labelLimit": 220},
            },
            "x": {
                "field": "probability",
                "type": "quantitative",
                "stack": True,
                "scale": {"domain": [0, 1]},
                "axis": {"format": ".0%", "title": "probability of each side", "tickCount": 5},
            },
            "color": {
                "field": "side",
                "type": "nominal",
                "sort": None,
                "scale": colours(_SIDES),
                "legend": {
                    "title": None,
                    "orient": "top",
                    "labelExpr": "datum.label === 'mixed' ? 'both ways' : datum.label",
                },
            },
            "order": {"field": "place", "type": "quantitative"},
            "tooltip": [
                {"field": "pair"},
                {"field": "side"},
                {"field": "probability", "type": "quantitative", "format": ".0%"},
            ],
        },
    }
    says = "; ".join(f"{one['question']} {one['answer']}, {percent(one['probability'])}" for one in told)
    return framed(chart, title="Pairs side by side", says=says or "No line has a say.")
