"""A series as a small chart of text, or as a row of bars in a table, with its interval."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from leeway.faces.tables import text_table
from leeway.faces.terminal import PIPED, Terminal
from leeway.series import Series
from leeway.verdict.sentence import points

_HEIGHT = 9
_NARROWEST = 2
_WIDEST = 60
_MEAN, _CARRIED, _INSIDE = "●", "○", "░"
_BARS, _UNSEEN, _SHADES = "▁▂▃▄▅▆▇█", "·", "░▒▓"
_WIDE_TERMINAL, _SPARK, _SHORTEST_SPARK = 110, 12, 6


def chart(
    series: Series,
    *,
    height: int = _HEIGHT,
    width: int = _WIDEST,
    on: Terminal = PIPED,
    style: str = "strong",
) -> str:
    """Draw a series: the mean as dots, the 90% interval as shade around them.

    Hollow dots are periods without an observation, carried by the model alone. Series with more periods
    than columns are thinned, not averaged.

    Parameters
    ----------
    series : Series
    height, width : int
        Rows and most columns of the plotting area.
    on : Terminal
        Where it is shown.
    style : str
        Of the dots, where there is colour.

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
    drawn = [
        f"{scale.get(place, ''):>{margin}} │{_painted(''.join(row).rstrip(), on, style)}"
        for place, row in enumerate(rows)
    ]
    first, last = series.labels[kept[0]], series.labels[kept[-1]]
    gap = max(1, len(kept) * broad - len(first) - len(last))
    axis = f"{'':>{margin}} └{'─' * (len(kept) * broad)}"
    return "\n".join([*drawn, axis, f"{'':>{margin}}  {first}{' ' * gap}{last}"])


def legend(least: str = "the usual wiggle up and down") -> str:
    """What the columns `drawn` and `spread` of a table show.

    Parameters
    ----------
    least : str
        The least reach over which values are drawn.
    """
    return (
        "Drawn: the mean, each from its own first to its last period in these years, ▁ to █ over the reach "
        f"of its 90% intervals, and over no less than {least}; · no observation. Spread: width of the "
        "interval, ░ up to a quarter of that reach, ▒ up to a half, ▓ more."
    )


def sparkline(series: Series, *, width: int = _SPARK, least: float = 0.0) -> tuple[str, str]:
    """A series as a row of bars, and beside it how wide the interval of each bar is; see `legend`.

    Series with more periods than columns are thinned, not averaged: of every stretch its last period with an
    observation is shown.

    Parameters
    ----------
    series : Series
    width : int
        Most columns of either.
    least : float
        Reach of the values, in their unit, below which they are not drawn any larger.

    Returns
    -------
    tuple of two str
        The means and the widths, as long as each other; both empty for a series without periods.
    """
    kept = _thinned(series, width)
    if not kept:
        return "", ""
    low, high = (ends[kept] for ends in series.interval())
    bottom, top = float(low.min()), float(high.max())
    reach = max(top - bottom, least)
    bottom -= (reach - (top - bottom)) / 2
    means, widths = "", ""
    for place, period in enumerate(kept):
        share = (float(series.mean[period]) - bottom) / reach if reach else 0.5
        bar = min(max(int(share * len(_BARS)), 0), len(_BARS) - 1)
        means += _BARS[bar] if series.count[period] else _UNSEEN
        broad = float(high[place] - low[place]) / reach if reach else 0.0
        widths += _SHADES[0 if broad <= 0.25 else 1 if broad <= 0.5 else 2]
    return means, widths


def drawn_beside(
    rows: Sequence[Mapping[str, Any]],
    series: Sequence[tuple[Series, float] | None],
    on: Terminal,
    *,
    fewest: int = _SHORTEST_SPARK,
) -> list[dict[str, Any]] | None:
    """Rows of a table with a sparkline each, under `drawn` and `spread`.

    Parameters
    ----------
    rows : sequence of dict
    series : sequence of (Series, least reach) or None
        One a row; see `sparkline`.
    on : Terminal
    fewest : int
        Columns that a sparkline needs.

    Returns
    -------
    list of dict or None
        None where there is no terminal, or where it is not wide enough.
    """
    if not rows or on.columns < _WIDE_TERMINAL:
        return None
    taken = max(len(line) for line in text_table(rows, widest=None).splitlines())
    width = min(_SPARK, (on.columns - taken) // 2 - 2)
    if width < fewest:
        return None
    found = []
    for row, one in zip(rows, series, strict=True):
        means, widths = ("", "") if one is None else sparkline(one[0], width=width, least=one[1])
        found.append({**row, "drawn": means, "spread": widths})
    return found


def _thinned(series: Series, width: int) -> list[int]:
    """Of every stretch of periods the last with an observation, or the last."""
    step = max(1, -(-len(series.times) // width))
    kept = []
    for end in range(len(series.times), 0, -step):
        stretch = range(end - 1, max(end - step, 0) - 1, -1)
        kept.append(next((period for period in stretch if series.count[period]), end - 1))
    return kept[::-1]


def _painted(row: str, on: Terminal, style: str) -> str:
    """A row of a chart, its dots set off and its shade faint."""
    row = re.sub(f"{_INSIDE}+", lambda run: on.faint(run[0]), row)
    return re.sub(f"[{_MEAN}{_CARRIED}]+", lambda run: on.styled(run[0], style), row)


def _limits(low: float, high: float) -> tuple[float, float]:
    """The range drawn: whole tenths, and never so narrow that noise fills the chart."""
    bottom, top = math.floor(low * 10.0 + 1e-9), math.ceil(high * 10.0 - 1e-9)
    if top - bottom < _NARROWEST:
        bottom = top - _NARROWEST
    return bottom / 10.0, top / 10.0
