"""A draft of the table of tiles, from the atlas: `python -m benchmarks.tiles FOLDER`, that of world-atlas.

States start where they lie, on axes stretched where states are dense; they are pushed apart until none
overlap, given a cell each at the least cost, and swapped as long as neighbours come to lie better. The
table that ships, tiles.csv, is this draft corrected by hand; the draft is printed and never written.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.land import placed, read, today

Floats = NDArray[np.float64]
EAST = np.array(
    [
        (-180, -1),
        (-125, 1),
        (-92, 2.6),
        (-55, 9.5),
        (-26, 11.2),
        (-10, 12.2),
        (50, 22.2),
        (95, 26.3),
        (180, 33),
    ]
)
NORTH = np.array([(-45, 20), (-30, 18), (0, 12.8), (18, 9), (34, 6.8), (48, 3), (60, 0.4), (72, -1)])
"""Degrees and the column or row they fall in; between them, lines."""
STARTS = {
    "KIR": (180.0, 1.5), "WSM": (184.0, -13.8), "TON": (184.0, -21.2), "USA": (-110.0, 40.0),
    "CAN": (-110.0, 57.0),
    "RUS": (80.0, 62.0), "NOR": (8.0, 63.0), "CHL": (-72.0, -30.0), "FRA": (1.5, 47.0), "FJI": (180.0, -17.0),
}  # fmt: skip
"""Longitude and latitude in place of the atlas's, where its largest area misleads."""


def main() -> None:
    """Show the draft."""
    folder = Path(sys.argv[1])
    found = placed(read(folder / "countries-50m.json"), read(folder / "countries-10m.json"))
    keys = sorted(one.id for one in today())
    at = np.array([STARTS.get(key, found[key][0]) for key in keys])
    start = np.column_stack([np.interp(at[:, 0], *EAST.T), np.interp(at[:, 1], *NORTH.T)])
    start[at[:, 0] > 180, 0] = 33.4
    cells = swapped(assigned(apart(start)), at)
    cells -= cells.min(axis=0)
    print(shown(keys, cells))


def apart(start: Floats) -> Floats:
    """Circles of one tile pushed from each other and pulled back to where they start."""
    at = start + np.random.default_rng(7).normal(0.0, 1e-3, start.shape)
    for turn in range(1500):
        gap = at[:, None] - at[None]
        far = np.sqrt((gap**2).sum(axis=2)) + np.eye(len(at)) * 9.0
        push = (np.clip(1.02 - far, 0.0, None) / far)[..., None] * gap
        at = at + 0.4 * push.sum(axis=1) + 0.02 * max(0.0, 1.0 - turn / 1000.0) * (start - at)
    return at


def assigned(at: Floats) -> NDArray[np.int64]:
    """A cell for every state, at the least sum of squared distances (the Hungarian method)."""
    low, high = np.floor(at.min(axis=0)).astype(int) - 1, np.ceil(at.max(axis=0)).astype(int) + 1
    columns, rows = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
    cells = np.column_stack([columns.ravel(), rows.ravel()])
    cost = ((at[:, None] - cells[None]) ** 2).sum(axis=2)
    states, places = cost.shape
    left, right = np.zeros(states + 1), np.zeros(places + 1)
    holder, way = np.zeros(places + 1, int), np.zeros(places + 1, int)
    for state in range(1, states + 1):
        holder[0], place = state, 0
        least, used = np.full(places + 1, np.inf), np.zeros(places + 1, bool)
        while holder[place]:
            used[place] = True
            slack = cost[holder[place] - 1] - left[holder[place]] - right[1:]
            better = ~used[1:] & (slack < least[1:])
            least[1:][better], way[1:][better] = slack[better], place
            following = 1 + int(np.argmin(np.where(used[1:], np.inf, least[1:])))
            step = least[following]
            left[holder[used]] += step
            right[used] -= step
            least[~used] -= step
            place = following
        while place:
            holder[place], place = holder[way[place]], way[place]
    out = np.zeros((states, 2), np.int64)
    for place in range(1, places + 1):
        if holder[place]:
            out[holder[place] - 1] = cells[place - 1]
    return out


def swapped(cells: NDArray[np.int64], at: Floats) -> NDArray[np.int64]:
    """Near states trade cells while that brings the directions to neighbours nearer to the true ones."""
    flat = np.column_stack([at[:, 0] * np.cos(np.radians(at[:, 1])), -at[:, 1]])
    gap = at[None] - at[:, None]
    gap[..., 0] *= np.cos(np.radians(at[:, None, 1]))
    gap[..., 1] *= -1.0
    far = np.hypot(gap[..., 0], gap[..., 1]) + np.eye(len(flat)) * 1e9
    near = np.argsort(far, axis=1)[:, :7]
    pairs = {(min(a, int(b)), max(a, int(b))) for a in range(len(at)) for b in near[a]}
    first, second = np.array(sorted(pairs)).T
    truth = gap[first, second] / far[first, second][:, None]

    def strain(moved: NDArray[np.int64]) -> float:
        step = (moved[second] - moved[first]).astype(float)
        length = np.hypot(*step.T)
        turn = 1.0 - (step * truth).sum(axis=1) / length
        return float((turn + 0.12 * length + 2.0 * (turn > 1.0)).sum())

    best = strain(cells)
    for _ in range(6):
        before = best
        for a in range(len(cells)):
            for b in np.flatnonzero(np.hypot(*(cells - cells[a]).T) < 3.2):
                trial = cells.copy()
                trial[a], trial[b] = cells[b], cells[a]
                if a != b and (now := strain(trial)) < best - 1e-9:
                    best, cells = now, trial
        if best == before:
            break
    return cells


def shown(keys: list[str], cells: NDArray[np.int64]) -> str:
    """The grid as text."""
    lines = [["   "] * (int(cells[:, 0].max()) + 1) for _ in range(int(cells[:, 1].max()) + 1)]
    for key, (column, row) in zip(keys, cells.tolist(), strict=True):
        lines[row][column] = key
    return "\n".join(" ".join(line) for line in lines)


if __name__ == "__main__":
    main()
