"""One roll call: how many did what."""

from __future__ import annotations

from leeway.faces.figures.theme import WIDTH, Content, Spec, framed, values

_STEP = 26
_HUES = {"yes": "#0072b2", "abstained": "#9a9a9a", "no": "#d55e00", "no vote cast": "#d9d9d4"}
_KEYS = {"yes": "yes", "abstained": "abstain", "no": "no", "no vote cast": "absent"}


def votes_tally(content: Content, *, width: int = WIDTH) -> Spec:
    """Votes of a roll call, counted.

    Parameters
    ----------
    content : mapping
        The keys of `leeway.verdict.roll_calls.RollCallTold.to_dict`.
    width : int
        Pixels of the plotting area.

    Examples
    --------
    >>> told = {"counts": {"yes": 141, "no": 5, "abstain": 35, "absent": 12}, "sentence": "141 yes."}
    >>> [row["states"] for row in votes_tally(told)["data"]["values"]]
    [141, 35, 5, 12]
    """
    rows = [{"vote": vote, "states": content["counts"][key]} for vote, key in _KEYS.items()]
    y = {"field": "vote", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 160}}
    chart = {
        "data": values(rows),
        "width": width,
        "height": {"step": _STEP},
        "encoding": {"y": y, "x": {"field": "states", "type": "quantitative", "axis": {"title": "states"}}},
        "layer": [
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "color": {
                        "field": "vote",
                        "type": "nominal",
                        "scale": {"domain": list(_HUES), "range": list(_HUES.values())},
                        "legend": None,
                    }
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {"text": {"field": "states", "type": "quantitative"}},
            },
        ],
    }
    return framed(chart, title="Votes cast", says=content["sentence"])
