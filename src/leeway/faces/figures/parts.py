"""Whose doing a change is, and which explanation leads: bars of shares."""

from __future__ import annotations

from leeway.faces.figures.stacked import stacked_shares
from leeway.faces.figures.theme import INK, SIDES, WIDTH, Content, Spec, framed, values
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import opening

_BAR = 16
_ALL = "all lines"
_LEAST = 0.005


def who_moved(content: Content, *, width: int = WIDTH) -> Spec | None:
    """Shares of the state, the partner and neither in what moved, over all lines and line by line.

    Parameters
    ----------
    content : mapping
        The keys of ``leeway ask --json``.
    width : int
        Pixels of the plotting area.

    Returns
    -------
    dict or None
        None where nothing moved.

    Examples
    --------
    >>> from leeway import ask
    >>> chart = who_moved(ask("KAZ", "RUS", since="2004", lines="votes").to_dict())
    >>> chart["data"]["values"][0]["who"]
    'Kazakhstan'
    """
    names = content["names"]
    who = {
        "state": names[content["state"]],
        "partner": names[content["partner"]],
        "agenda": "neither alone",
    }
    told = [(_ALL, content["moved"]), *((line["line"], line["moved"]) for line in content["lines"])]
    told = [(name, moved) for name, moved in told if moved]
    if not told:
        return None
    rows = [
        {"line": name, "who": who[side], "share": share, "place": place}
        for name, moved in told
        for place, (side, share) in enumerate(moved.items())
    ]
    says = "; ".join(
        f"{name}: " + ", ".join(f"{who[side]} {percent(share)}" for side, share in moved.items())
        for name, moved in told
    )
    chart = stacked_shares(
        rows,
        bars="line",
        share="share",
        parts="who",
        hues={who[side]: colour for side, colour in SIDES.items()},
        says="share of what moved",
        width=width,
        step=_BAR + 6,
        mark={"type": "bar", "height": _BAR},
    )
    return framed(chart, title="Who moved", says=says)


def rival_explanations(content: Content, *, width: int = WIDTH) -> Spec | None:
    """Probability of each rival explanation, with what it would be under other prior odds, and its base rate.

    Returns
    -------
    dict or None
        None where no line has a say.

    Examples
    --------
    >>> from leeway import ask
    >>> chart = rival_explanations(ask("KAZ", "RUS", since="2004").to_dict())
    >>> len(chart["layer"])
    3
    """
    rivals = [one for one in content["rivals"] if one["high"] >= _LEAST]
    if not rivals:
        return None
    keys = ("name", "probability", "base_rate", "low", "high")
    share = {"type": "quantitative", "scale": {"domain": [0, 1]}}
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "labelLimit": 160},
    }
    axis = {
        "format": ".0%",
        "title": "probability; line: prior odds x 1/4 to x 4; tick: base rate",
        "tickCount": 5,
    }
    told = [
        {"field": "name", "title": "explanation"},
        *({"field": key, "type": "quantitative", "format": ".0%"} for key in keys[1:]),
    ]
    chart = {
        "data": values([{key: one[key] for key in keys} for one in rivals]),
        "width": width,
        "height": {"step": _BAR + 6},
        "encoding": {"y": y, "tooltip": told},
        "layer": [
            {
                "mark": {"type": "bar", "height": _BAR, "color": "#0072b2", "opacity": 0.75},
                "encoding": {"x": {"field": "probability", **share, "axis": axis}},
            },
            {
                "mark": {"type": "rule", "color": INK, "strokeWidth": 1.5},
                "encoding": {"x": {"field": "low", **share}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "tick", "color": "#d55e00", "thickness": 3, "height": _BAR},
                "encoding": {"x": {"field": "base_rate", **share}},
            },
        ],
    }
    says = "; ".join(f"{opening(one['name'])} {percent(one['probability'])}" for one in rivals)
    return framed(chart, title="Rival explanations", says=says)
