"""How far an answer bends: its probability against the say of each line."""

from __future__ import annotations

from leeway.faces.figures.theme import WIDTH, Content, Spec, framed, values

_HEIGHT = 260
_LEGEND = {"title": None, "orient": "right", "symbolType": "stroke", "symbolSize": 500}
_HUES = ("#d55e00", "#0072b2", "#009e73", "#b0578d", "#8a6d00", "#4a90c2", "#767676", "#5e4fa2", "#a0522d")
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 2], [1, 3], [10, 4], [3, 1], [5, 5])


def bending_chart(content: Content, *, width: int = WIDTH) -> Spec | None:
    """Probability of the side asked about, with each line at every weight and the others as asked.

    Parameters
    ----------
    content : mapping
        The keys of `leeway.verdict.bending.Bending.to_dict`.
    width : int
        Pixels of the plotting area.

    Returns
    -------
    dict or None
        None where no line can be weighed, or the answer takes no side.

    Examples
    --------
    >>> step = {"weight": 0.0, "answer": "away", "sides": {"away": 0.6}}
    >>> told = {"answer": "away", "sentence": "", "lines": [{"line": "votes", "steps": [step]}]}
    >>> bending_chart(told)["data"]["values"][0]["probability"]
    0.6
    """
    side = content["answer"]
    if side == "unclear" or not content["lines"]:
        return None
    rows = [
        {
            "line": line["line"],
            "weight": step["weight"],
            "probability": step["sides"][side],
            "answer": step["answer"],
        }
        for line in content["lines"]
        for step in line["steps"]
    ]
    lines = [line["line"] for line in content["lines"]]
    axis = {"title": f"probability of {side}", "format": ".0%", "tickCount": 5}
    chart = {
        "data": values(rows),
        "width": width,
        "height": _HEIGHT,
        "mark": {"type": "line", "point": {"size": 24}},
        "encoding": {
            "x": {
                "field": "weight",
                "type": "quantitative",
                "axis": {
                    "title": "say of the line: 0 not heard, 1 as usual",
                    "values": [0, 0.25, 0.5, 0.75, 1],
                    "format": ".2~f",
                },
            },
            "y": {"field": "probability", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": axis},
            "color": {
                "field": "line",
                "type": "nominal",
                "sort": None,
                "scale": {"domain": lines, "range": list(_HUES[: len(lines)])},
                "legend": _LEGEND,
            },
            "strokeDash": {
                "field": "line",
                "type": "nominal",
                "sort": None,
                "scale": {"domain": lines, "range": list(_DASHES[: len(lines)])},
                "legend": _LEGEND,
            },
            "tooltip": [
                {"field": "line"},
                {"field": "weight", "type": "quantitative"},
                {"field": "probability", "type": "quantitative", "format": ".0%"},
                {"field": "answer"},
            ],
        },
    }
    return framed(chart, title="How far the answer bends", says=content["sentence"])
