"""Series side by side in time: positions of states, ties, legs of trade, the way in of listed goods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leeway.faces.figures.theme import DIRECTIONS, INK, WIDTH, Content, Spec, framed, values

_HEIGHT = 70
_MANY = ("#0072b2", "#d55e00", "#009e73", "#b0578d", "#8a6d00", "#4a90c2", "#767676")
_MOST_DIMENSIONS = 3
_SCORES_HEIGHT = 150


def positions_chart(rows: Sequence[Content], *, width: int = WIDTH) -> Spec:
    """Positions of up to seven states by year, the first dimensions one above the other, with 90% intervals.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of ``leeway positions --json``.
    width : int
        Pixels of the plotting area.

    Returns
    -------
    dict

    Examples
    --------
    >>> from leeway import positions
    >>> chart = positions_chart(positions(["KAZ", "RUS"], since="2020").to_dicts())
    >>> len(chart["vconcat"])
    3
    """
    states = list(dict.fromkeys(row["state"] for row in rows))
    drawn = states[: len(_MANY)]
    keys = ("state", "mean", "low", "high", "votes")
    charts = []
    for dimension in range(1, _MOST_DIMENSIONS + 1):
        own = [
            {"time": f"{row['year']}-07-01", **{key: _short(row[key]) for key in keys}}
            for row in rows
            if row["dimension"] == dimension and row["state"] in drawn
        ]
        charts.append(_course(own, f"dimension {dimension}", width, by="state"))
    others = f" {len(states) - len(drawn)} more states are not drawn." if len(states) > len(drawn) else ""
    says = f"Positions of {', '.join(drawn)} by year; signs and order of dimensions carry no meaning.{others}"
    return framed({"vconcat": charts, "spacing": 12}, title="Positions", says=says)


def named_courses(series: Mapping[str, Content], *, title: str, says: str, width: int = WIDTH) -> Spec:
    """Series with names, one small chart each on one time axis, every one on its own scale.

    Examples
    --------
    >>> one = {"times": ["2020-07-01"], "mean": [0.5], "low": [0.4], "high": [0.6], "rows": [3]}
    >>> named_courses({"arms": one}, title="Ties", says="Arms.")["vconcat"][0]["title"]["text"]
    'arms'
    """
    charts = [_course(_rows_of(one), name, width) for name, one in series.items()]
    return framed(
        {"vconcat": charts, "spacing": 12, "resolve": {"scale": {"x": "shared"}}}, title=title, says=says
    )


def ties_chart(content: Content, *, width: int = WIDTH) -> Spec | None:
    """Series of a pair's ties, from the keys of ``leeway ties --json``; None where there are none."""
    if not content["series"]:
        return None
    says = "; ".join(f"{name}: {one['unit']}" for name, one in content["series"].items())
    return named_courses(content["series"], title=f"Ties of {_pair(content)}", says=says, width=width)


def trade_chart(content: Content, *, width: int = WIDTH) -> Spec | None:
    """Legs of a pair's trade, from the keys of ``leeway trade --json``; None where no book tells of it."""
    if not content["legs"]:
        return None
    legs = {leg["leg"]: leg["series"] for leg in content["legs"]}
    says = "; ".join(f"{leg['leg']}: {leg['title']}" for leg in content["legs"])
    return named_courses(legs, title=f"Trade of {_pair(content)}", says=says, width=width)


def way_in_chart(content: Content, *, width: int = WIDTH) -> Spec | None:
    """Listed against other goods on their way in, by month, from the keys of ``leeway backdoor --json``."""
    series = (content["leg_in"] or {}).get("series")
    if not series:
        return None
    rows = [
        {"time": f"{month}-01", "ratio": ratio}
        for month, ratio in zip(series["months"], series["log_ratio"], strict=True)
        if ratio is not None
    ]
    names = content["names"]
    says = (
        f"Exports of listed goods to {names[content['state']]} against all other goods, by month; the rule "
        f"is {content['event']}."
    )
    y = {"title": content["leg_in"]["unit"], "format": ".2~f", "tickCount": 5}
    chart = {
        "width": width,
        "height": _SCORES_HEIGHT,
        "layer": [
            {
                "data": values(rows),
                "mark": {"type": "line", "point": True, "color": DIRECTIONS["closer"]},
                "encoding": {
                    "x": _time("%Y-%m"),
                    "y": {"field": "ratio", "type": "quantitative", "scale": {"zero": False}, "axis": y},
                    "tooltip": [{"field": "time"}, {"field": "ratio", "type": "quantitative"}],
                },
            },
            {
                "data": values([{"time": content["event"]}]),
                "mark": {"type": "rule", "color": INK, "strokeDash": [3, 2]},
                "encoding": {"x": _time("%Y-%m")},
            },
        ],
    }
    return framed(chart, title="The way in", says=says)


def rates_chart(content: Content, *, width: int = WIDTH) -> Spec | None:
    """Conflict and cooperation by period, words apart from deeds, from ``leeway events --json``."""
    periods = content["periods"]
    if not periods:
        return None
    charts = []
    for line in dict.fromkeys(one["line"] for one in periods):
        rows = [
            {"period": one["period"], "kind": kind, "events": one[kind]}
            for one in periods
            if one["line"] == line
            for kind in ("conflict", "cooperation")
        ]
        charts.append(_bars(rows, line, width))
    says = f"Reported conflict and cooperation between {_pair(content)} by period; rows are reports."
    return framed({"vconcat": charts, "spacing": 12}, title="Words and deeds", says=says)


def _bars(rows: Sequence[Content], line: str, width: int) -> Spec:
    axis = {"title": None, "labelOverlap": True, "labelAngle": 0}
    return {
        "title": line,
        "data": values(rows),
        "width": width,
        "height": _HEIGHT,
        "mark": "bar",
        "encoding": {
            "x": {"field": "period", "type": "ordinal", "axis": axis},
            "y": {
                "field": "events",
                "type": "quantitative",
                "stack": False,
                "scale": {"type": "symlog"},
                "axis": {"title": "events", "tickCount": 4},
            },
            "xOffset": {"field": "kind"},
            "color": {
                "field": "kind",
                "scale": {"domain": ["conflict", "cooperation"], "range": ["#d55e00", "#0072b2"]},
                "legend": {"title": None, "orient": "top"},
            },
            "tooltip": [{"field": "period"}, {"field": "kind"}, {"field": "events", "type": "quantitative"}],
        },
    }


def _pair(content: Content) -> str:
    names = content["names"]
    return f"{names[content['state']]} and {names[content['partner']]}"


def _rows_of(series: Content) -> list[dict[str, Any]]:
    keys = ("times", "mean", "low", "high", "rows")
    return [
        {"time": time, "mean": mean, "low": low, "high": high, "rows": number}
        for time, mean, low, high, number in zip(*(series[key] for key in keys), strict=True)
    ]


def _short(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value


def _time(form: str = "%Y") -> dict[str, Any]:
    return {
        "field": "time",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {"title": None, "tickCount": 8, "format": form},
    }


def _course(rows: Sequence[Content], title: str, width: int, *, by: str | None = None) -> Spec:
    """The mean as a line and its interval as a band, one for each value of `by`."""
    axis = {"title": None, "tickCount": 4, "format": ".2~f"}
    y = {"type": "quantitative", "scale": {"zero": False}}
    colour = (
        {"value": _MANY[0]}
        if by is None
        else {
            "field": by,
            "type": "nominal",
            "sort": None,
            "scale": {"range": list(_MANY)},
            "legend": {"title": None, "orient": "top"},
        }
    )
    told = [
        *([{"field": by, "type": "nominal"}] if by else []),
        {"field": "time", "type": "temporal", "format": "%Y"},
        *({"field": name, "type": "quantitative", "format": ".3~f"} for name in ("mean", "low", "high")),
    ]
    return {
        "title": {"text": title},
        "data": values(rows),
        "width": width,
        "height": _HEIGHT,
        "encoding": {"x": _time(), "color": colour},
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.22},
                "encoding": {"y": {"field": "low", **y, "axis": axis}, "y2": {"field": "high"}},
            },
            {"mark": {"type": "line", "strokeWidth": 1.6}, "encoding": {"y": {"field": "mean", **y}}},
            {
                "mark": {"type": "point", "filled": True, "size": 16},
                "encoding": {"y": {"field": "mean", **y}, "tooltip": told},
            },
        ],
    }
