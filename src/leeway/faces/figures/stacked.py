"""Shares that sum to one, stacked in a bar each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leeway.faces.figures.theme import Content, Spec, colours, values


def stacked_shares(
    rows: Sequence[Content],
    *,
    bars: str,
    share: str,
    parts: str,
    hues: Mapping[str, str],
    says: str,
    width: int,
    step: int,
    mark: Mapping[str, Any],
    axis: Mapping[str, Any] | None = None,
    legend: Mapping[str, Any] | None = None,
) -> Spec:
    """A bar for each value of one key, made of the shares of another.

    Parameters
    ----------
    rows : sequence of mapping
        With the three keys named, and ``place``: the order of a part in its bar.
    bars, share, parts : str
        Keys of what a bar is of, of its shares, and of what each share is of.
    hues : mapping of str to str
        Colour of every part.
    says : str
        Title of the axis.
    width, step : int
        Pixels of the plotting area, and from one bar to the next.
    mark : mapping
        The bar.
    axis, legend : mapping, optional
        What else the names of bars and the legend have.

    Examples
    --------
    >>> rows = [{"pair": "A - B", "side": "away", "share": 1.0, "place": 0}]
    >>> given = {"bars": "pair", "share": "share", "parts": "side", "hues": {"away": "#d55e00"}}
    >>> stacked_shares(rows, **given, says="share", width=100, step=20, mark={"type": "bar"})["width"]
    100
    """
    return {
        "data": values(rows),
        "width": width,
        "height": {"step": step},
        "mark": dict(mark),
        "encoding": {
            "y": {"field": bars, "type": "nominal", "sort": None, "axis": {"title": None, **(axis or {})}},
            "x": {
                "field": share,
                "type": "quantitative",
                "stack": True,
                "scale": {"domain": [0, 1]},
                "axis": {"format": ".0%", "title": says, "tickCount": 5},
            },
            "color": {
                "field": parts,
                "type": "nominal",
                "sort": None,
                "scale": colours(hues),
                "legend": {"title": None, "orient": "top", **(legend or {})},
            },
            "order": {"field": "place", "type": "quantitative"},
            "tooltip": [
                {"field": bars},
                {"field": parts},
                {"field": share, "type": "quantitative", "format": ".0%"},
            ],
        },
    }
