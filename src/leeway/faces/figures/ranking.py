"""Who moved furthest from and towards a state: changes with their intervals, ranked."""

from __future__ import annotations

from leeway.faces.figures.theme import DIRECTIONS, INK, WIDTH, Content, Spec, colours, framed, values
from leeway.verdict.sentence import points

_STEP = 15


def ranked_movers(content: Content, *, width: int = WIDTH, most: int = 12) -> Spec:
    """The states that moved furthest from and towards another, each with its 90% interval.

    Parameters
    ----------
    content : mapping
        The keys of ``leeway movers --json``.
    width : int
        Pixels of the plotting area.
    most : int
        States of either list.

    Returns
    -------
    dict

    Examples
    --------
    >>> from leeway import movers
    >>> chart = ranked_movers(movers("Russia", n=3).to_dict())
    >>> len(chart["layer"][0]["data"]["values"])
    6
    """
    rows = [*content["away"][:most], *reversed(content["closer"][:most])]
    keys = ("name", "change", "low", "high", "direction", "probability")
    change = {"type": "quantitative", "scale": {"zero": True, "nice": True}}
    axis = {"title": f"change in {content['unit']}", "format": "+.2~f", "tickCount": 7}
    y = {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 170}}
    colour = {
        "field": "direction",
        "type": "nominal",
        "scale": colours({name: DIRECTIONS[name] for name in ("away", "closer")}),
        "legend": {"title": None, "orient": "top"},
    }
    told = [
        {"field": "name", "title": "state"},
        *({"field": key, "type": "quantitative", "format": "+.3~f"} for key in ("change", "low", "high")),
        {"field": "probability", "type": "quantitative", "format": ".0%"},
    ]
    chart = {
        "width": width,
        "height": {"step": _STEP},
        "layer": [
            {
                "data": values([{key: row[key] for key in keys} for row in rows]),
                "encoding": {"y": y, "color": colour, "tooltip": told},
                "layer": [
                    {
                        "mark": {"type": "rule", "strokeWidth": 2},
                        "encoding": {"x": {"field": "low", **change, "axis": axis}, "x2": {"field": "high"}},
                    },
                    {
                        "mark": {"type": "point", "filled": True, "size": 50},
                        "encoding": {"x": {"field": "change", **change}},
                    },
                ],
            },
            {
                "data": values([{"zero": 0}]),
                "mark": {"type": "rule", "color": INK, "opacity": 0.5},
                "encoding": {"x": {"field": "zero", "type": "quantitative"}},
            },
        ],
    }
    first = "; ".join(f"{row['name']} {points(row['change'])}" for row in rows) or "no state moved"
    return framed(chart, title=f"Who moved from and towards {content['name']}", says=first)
