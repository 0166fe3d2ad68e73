"""The evidence strip: one small chart a line of evidence, all on one time axis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from leeway.faces.figures.theme import DIRECTIONS, INK, WIDTH, Content, Spec, framed, values
from leeway.verdict.probability_words import percent

_EPOCH = dt.date(1970, 1, 1)
_HEIGHT = 66
_SILENT = 18
_HATCHES = 70
"""Slanted strokes over the whole window."""

_LATE = 0.75
"""Where in the window a source must end for its label to stand before the end."""

_RIDGE = 0.42
"""Share of a chart's height that the onset's posterior may fill."""


def evidence_strip(content: Content, *, width: int = WIDTH) -> Spec:
    """One small chart a line: the series with its 90% interval, its onset as a ridge, and where it ends.

    Time that no source covers is hatched. Every chart has its own scale, since lines are never averaged;
    higher is closer.

    Parameters
    ----------
    content : mapping
        The keys of ``leeway ask --json``; an answer of ``leeway events`` holds lines of the same kind.
    width : int
        Pixels of the plotting area.

    Returns
    -------
    dict

    Examples
    --------
    >>> from leeway import ask
    >>> strip = evidence_strip(ask("KAZ", "RUS", since="2004", lines="votes,trade").to_dict())
    >>> [chart["title"]["text"] for chart in strip["vconcat"]]
    ['votes: away, over 99%', 'trade: still, 96%']
    """
    lines = content["lines"]
    window = content["since"], content["until"]
    charts = [_chart(line, window, width, last=place == len(lines) - 1) for place, line in enumerate(lines)]
    names = content["names"]
    pair = f"{names[content['state']]} and {names[content['partner']]}"
    return framed(
        {"vconcat": charts, "spacing": 14, "padding": 4},
        title=f"The evidence, line by line: {pair}",
        says="; ".join(_title(line) for line in lines) + ". Higher is closer; hatched time is not covered.",
    )


def line_chart(line: Content, window: tuple[str, str], *, width: int = WIDTH, height: int = 200) -> Spec:
    """One line of evidence by itself, larger.

    Examples
    --------
    >>> from leeway import ask
    >>> told = ask("KAZ", "RUS", since="2004", lines="votes").to_dict()
    >>> line_chart(told["lines"][0], (told["since"], told["until"]))["height"]
    200
    """
    chart = _chart(line, window, width, last=True, height=height)
    return framed(chart, title=line["title"], says=f"{_title(line)}. {line['unit']}; higher is closer.")


def _title(line: Content) -> str:
    if line["probability"] is None:
        return f"{line['line']}: silent"
    sure = line["direction"] != "unclear"
    return f"{line['line']}: {line['direction']}{', ' + percent(line['probability']) if sure else ''}"


def _chart(line: Content, window: tuple[str, str], width: int, *, last: bool, height: int = _HEIGHT) -> Spec:
    silent = line["probability"] is None
    axis = {"title": None, "labels": last, "ticks": last, "grid": True, "format": "%Y", "tickCount": 8}
    x = {
        "field": "time",
        "type": "temporal",
        "scale": {"type": "utc", "domain": _between(window), "nice": False},
        "axis": axis,
    }
    height = _SILENT if silent else height
    holes = [window] if silent else gaps(line, window)
    layers = [_hatched(hole, window, height / width) for hole in holes]
    if not silent:
        layers += [*_ridge(line, window), *_drawn(line), *_end(line, window)]
    return {
        "width": width,
        "height": height,
        "title": {"text": _title(line), "offset": 6},
        "encoding": {"x": x},
        "layer": layers,
        "resolve": {"scale": {"y": "independent"}},
    }


def _between(window: tuple[str, str]) -> dict[str, str]:
    """The window in milliseconds since 1970; as an expression, since Vega-Lite reads a list of days twice."""
    return {"expr": str([(dt.date.fromisoformat(day) - _EPOCH).days * 86_400_000 for day in window])}


def gaps(line: Content, window: tuple[str, str]) -> list[tuple[str, str]]:
    """Stretches of a window that a line's sources do not cover, and holes in its series.

    Parameters
    ----------
    line : mapping
        An entry of ``lines``.
    window : tuple of two str
        Days.

    Returns
    -------
    list of tuples of two str
        Days.

    Examples
    --------
    >>> series = {"times": ["2004-07-01", "2005-07-01", "2008-07-01"]}
    >>> gaps({"covered": ["2003-01-01", "2008-12-31"], "series": series}, ("2004-01-01", "2010-12-31"))
    [('2008-12-31', '2010-12-31'), ('2005-12-31', '2007-12-31')]
    """
    times = [dt.date.fromisoformat(day) for day in line["series"]["times"]]
    first, last = line["covered"]
    found = [(window[0], min(first, window[1]))] if first > window[0] else []
    found += [(max(last, window[0]), window[1])] if last < window[1] else []
    steps = [(after - before).days for before, after in pairwise(times)]
    usual = min(steps, default=0)
    for before, after, step in zip(times, times[1:], steps, strict=False):
        if step > 1.6 * usual:
            half = dt.timedelta(days=usual // 2 + 1)
            found.append(((before + half).isoformat(), (after - half).isoformat()))
    return found


def _hatched(gap: tuple[str, str], window: tuple[str, str], slant: float) -> Spec:
    """Slanted strokes over time that is not covered, cut at its ends; `slant` is their share of the axis."""
    first, last = (dt.date.fromisoformat(day).toordinal() for day in gap)
    whole = dt.date.fromisoformat(window[1]).toordinal() - dt.date.fromisoformat(window[0]).toordinal()
    step, length = max(1, whole // _HATCHES), max(1, round(slant * whole))
    rows = []
    for foot in range(first - length + step, last, step):
        begin, end = max(foot, first), min(foot + length, last)
        rows.append(
            {
                "time": dt.date.fromordinal(begin).isoformat(),
                "until": dt.date.fromordinal(end).isoformat(),
                "low": round((begin - foot) / length, 3),
                "high": round((end - foot) / length, 3),
            }
        )
    height = {"type": "quantitative", "scale": {"domain": [0, 1], "nice": False}, "axis": None}
    return {
        "data": values(rows),
        "mark": {"type": "rule", "color": INK, "opacity": 0.28, "strokeWidth": 1},
        "encoding": {
            "x2": {"field": "until"},
            "y": {"field": "low", **height},
            "y2": {"field": "high"},
        },
    }


def _drawn(line: Content) -> list[Spec]:
    series = line["series"]
    keys = ("periods", "times", "mean", "low", "high", "rows")
    rows = [
        {
            "period": period,
            "time": time,
            "mean": mean,
            "low": low,
            "high": high,
            "rows": number,
            "run": run,
        }
        for (period, time, mean, low, high, number), run in zip(
            zip(*(series[key] for key in keys), strict=True), _runs(series["times"]), strict=True
        )
    ]
    colour = DIRECTIONS[line["direction"]]
    scale = {"zero": False, "nice": True}
    axis = {"title": None, "tickCount": 3, "format": ".2~f", "grid": False}
    y = {"field": "mean", "type": "quantitative", "scale": scale, "axis": axis}
    told = [
        {"field": "period", "type": "nominal"},
        *({"field": name, "type": "quantitative", "format": ".3~f"} for name in ("mean", "low", "high")),
        {"field": "rows", "type": "quantitative"},
    ]
    band = {
        "mark": {"type": "area", "color": colour, "opacity": 0.25},
        "encoding": {
            "y": {**y, "field": "low"},
            "y2": {"field": "high"},
            "detail": {"field": "run"},
        },
    }
    path = {
        "mark": {"type": "line", "color": colour, "strokeWidth": 1.6},
        "encoding": {"y": y, "detail": {"field": "run"}},
    }
    points = {
        "mark": {"type": "point", "color": colour, "size": 14, "strokeWidth": 1.2},
        "encoding": {
            "y": y,
            "fillOpacity": {"condition": {"test": "datum.rows > 0", "value": 1}, "value": 0},
            "fill": {"value": colour},
            "tooltip": told,
        },
    }
    return [{"data": values(rows), "layer": [band, path, points]}]


def _runs(times: list[str]) -> Iterator[int]:
    """Number of the unbroken stretch that each period belongs to."""
    days = [dt.date.fromisoformat(day) for day in times]
    usual = min(((after - before).days for before, after in pairwise(days)), default=0)
    run = 0
    for place, day in enumerate(days):
        if place and (day - days[place - 1]).days > 1.6 * usual:
            run += 1
        yield run


def _end(line: Content, window: tuple[str, str]) -> list[Spec]:
    """A mark where the line's sources end, if the window goes on."""
    last = line["covered"][1]
    if not window[0] < last < window[1]:
        return []
    data = values([{"time": last, "is": f"sources end {last}"}])
    begin, ended, end = (dt.date.fromisoformat(day).toordinal() for day in (window[0], last, window[1]))
    align = "right" if ended - begin > _LATE * (end - begin) else "left"
    return [
        {
            "data": data,
            "mark": {"type": "rule", "color": INK, "strokeDash": [3, 2]},
            "encoding": {"tooltip": {"field": "is"}},
        },
        {
            "data": data,
            "mark": {
                "type": "text",
                "align": align,
                "baseline": "bottom",
                "fontSize": 11,
            },
            "encoding": {"y": {"value": -3}, "text": {"field": "is"}},
        },
    ]


def _ridge(line: Content, window: tuple[str, str]) -> list[Spec]:
    """The posterior over the onset, as a ridge along the foot of the chart."""
    posterior = line.get("onset_posterior")
    if posterior is None:
        return []
    rows = [
        {"time": time, "share": share, "onset": "probability that the change began here"}
        for time, share in zip(posterior["times"], posterior["probability"], strict=True)
        if window[0] <= time <= window[1]
    ]
    top = max((row["share"] for row in rows), default=0.0)
    if top <= 0.0:
        return []
    scale = {"domain": [0.0, top / _RIDGE], "nice": False}
    return [
        {
            "data": values(rows),
            "mark": {"type": "area", "interpolate": "step", "color": INK, "opacity": 0.45, "line": False},
            "encoding": {
                "y": {"field": "share", "type": "quantitative", "scale": scale, "axis": None},
                "tooltip": [
                    {"field": "time", "type": "temporal", "format": "%Y-%m"},
                    {"field": "share", "type": "quantitative", "format": ".0%", "title": "onset"},
                ],
            },
        }
    ]
