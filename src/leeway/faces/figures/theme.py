"""What all charts share: colours that everybody can tell apart, type, and the frame of a specification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Spec = dict[str, Any]
"""A Vega-Lite specification, as it is written in JSON."""

Content = Mapping[str, Any]
"""An answer under the keys of ``--json``."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

DIRECTIONS = {"away": "#d55e00", "closer": "#0072b2", "still": "#767676", "unclear": "#767676"}
"""Colour of every direction, from the palette of Okabe and Ito; each is also told in words."""

SIDES = {"state": "#9a5fb5", "partner": "#0a8a6a", "agenda": "#8a7a1f"}
"""Colour of whose doing a change is."""

INK = "currentColor"
"""Lines and letters take the colour of the page around them, light or dark."""

WIDTH = 560
"""Pixels of the plotting area; pages stretch it."""

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"


def framed(spec: Spec, *, title: str, says: str) -> Spec:
    """A whole specification: the chart with its schema, style, and what it shows in words.

    Parameters
    ----------
    spec : dict
        Data, marks and encodings, or the charts put together.
    title : str
        What is shown, as a heading beside the chart; it is not drawn.
    says : str
        What the chart shows, for those who do not see it.

    Examples
    --------
    >>> framed({"mark": "bar"}, title="Votes", says="Two bars.")["description"]
    'Two bars.'
    """
    return {
        "$schema": SCHEMA,
        "description": says,
        "background": "transparent",
        "usermeta": {"title": title},
        **spec,
        "config": _CONFIG,
    }


def values(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Rows as the data of a chart."""
    return {"values": [dict(row) for row in rows]}


def colours(of: Mapping[str, str]) -> dict[str, list[str]]:
    """A scale that gives every name its own colour."""
    return {"domain": list(of), "range": list(of.values())}


_CONFIG = {
    "font": _FONT,
    "view": {"stroke": None},
    "mark": {"aria": False},
    "axis": {
        "aria": False,
        "domainColor": INK,
        "tickColor": INK,
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": INK,
        "gridOpacity": 0.12,
        "domainOpacity": 0.4,
        "tickOpacity": 0.4,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "axisY": {"minExtent": 38},
    "legend": {"aria": False, "labelColor": INK, "titleColor": INK, "labelFontSize": 12, "titleFontSize": 12},
    "title": {"aria": False, "color": INK, "fontSize": 13, "fontWeight": 600, "anchor": "start"},
    "text": {"color": INK, "fontSize": 12},
    "rule": {"color": INK},
}
