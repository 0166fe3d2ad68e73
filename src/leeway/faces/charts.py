"""A series as a small chart of text, with its interval."""

from __future__ import annotations

import math

import numpy as np

from leeway.series import Series
from leeway.verdict.sentence import points

_HEIGHT = 9
_NARROWEST = 2
_WIDEST = 60
_MEAN, _CARRIED, _INSIDE = "●", "○", "░"


def chart(series: Series, *, height: int = _HEIGHT, width: int = _WIDEST) -> str:
    """Draw a series: the mean as dots, the 90% interval as shade around them.

    Hollow dots are periods without an observation, carried by the model alone. Series with more periods
    than columns are thinned, not averaged.

    Parameters
    ----------
    series : Series
    height, width : int
        Rows and most columns of the plotting area.

    Returns
    -------
    str
        Lines of text; the left margin holds the scale, the last line the first and last period.
    """
    low, high = series.interval()
    step = max(1, -(-len(series.times) // width))
    kept = np.arange(len(series.times) - 1, -1, -step)[::-1]
    broad = max(1, min(3, width // len(kept)))
    bottom, top = _limits(float(low[kept].min()), float(high[kept].max()))
    rows = [[" "] * (len(kept) * broad) for _ in range(height)]

    def row_of(value: float) -> int:
        return height - 1 - round((value - bottom) / (top - bottom) * (height - 1))

    for column, period in enumerate(kept):
        cells = slice(column * broad, (column + 1) * broad)
        for row in range(row_of(float(high[period])), row_of(float(low[period])) + 1):
            rows[row][cells] = _INSIDE * broad
        mark = _MEAN if series.count[period] else _CARRIED
        rows[row_of(float(series.mean[period]))][cells] = mark * broad
    scale = {0: points(top), height - 1: points(bottom)}
    margin = max(len(label) for label in scale.values())
    drawn = [f"{scale.get(place, ''):>{margin}} │{''.join(row).rstrip()}" for place, row in enumerate(rows)]
    first, last = series.labels[kept[0]], series.labels[kept[-1]]
    gap = max(1, len(kept) * broad - len(first) - len(last))
    axis = f"{'':>{margin}} └{'─' * (len(kept) * broad)}"
    return "\n".join([*drawn, axis, f"{'':>{margin}}  {first}{' ' * gap}{last}"])


def _limits(low: float, high: float) -> tuple[float, float]:
    """The range drawn: whole tenths, and never so narrow that noise fills the chart."""
    bottom, top = math.floor(low * 10.0 + 1e-9), math.ceil(high * 10.0 - 1e-9)
    if top - bottom < _NARROWEST:
        bottom = top - _NARROWEST
    return bottom / 10.0, top / 10.0
