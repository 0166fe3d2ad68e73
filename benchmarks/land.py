"""The map's geometry, from the atlas: `python -m benchmarks.land FOLDER`, that of npm's world-atlas."""

from __future__ import annotations

import itertools
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from leeway.states import State, states

OUT = Path(__file__).resolve().parents[1] / "src" / "leeway" / "faces" / "figures" / "land.json"
COARSE = 0.028
"""Square degrees, at the equator's scale, of a corner that is dropped."""
SPECK = 0.2
"""Square degrees of an island that is dropped, if its state has a larger one."""
SMALL = 0.57
"""Square degrees, 7000 square kilometres, below which a state is a point."""
APART = 2.0
"""Degrees that points are moved to be apart."""
GRID = 0.02
"""Degrees a step of the written coordinates."""
ANTARCTIC = -56.5
"""Land wholly south of this latitude is left away."""

NAMED = {"Kosovo": "XKX", "N. Cyprus": "XNC", "Somaliland": "XSL"}
UNDRAWN = {"XAB": (41.02, 43.0), "XSO": (43.97, 42.23), "XTR": (29.64, 46.84)}
"""What the table of states lists and the atlas draws no area for; longitude and latitude of its seat."""
WHOLE_NAMES = {
    "S. Geo. and the Is.": "South Georgia and the South Sandwich Islands",
    "Falkland Is.": "Falkland Islands (Malvinas)",
    "Fr. S. Antarctic Lands": "French Southern Territories",
}
CRIMEA = (32.4, 36.7, 44.3, 46.3)
BERM_MEETS_COAST, PARALLEL_MEETS_COAST = (-17.0, 21.42), (-13.17, 27.66)

About = dict[str, Any]
Point = tuple[float, float]
Line = list[Point]
Ring = list[int]


@dataclass
class Atlas:
    """Arcs in degrees, and what the atlas draws: name, number and polygons of rings of arcs."""

    arcs: list[Line]
    areas: list[tuple[str, str, list[list[Ring]]]]

    def line(self, ring: Ring) -> Line:
        """The closed line of a ring."""
        out: Line = []
        for place in ring:
            arc = self.arcs[place] if place >= 0 else self.arcs[~place][::-1]
            out += arc[1:] if out else arc
        return out

    def size(self, ring: Ring) -> float:
        """Signed square degrees of a ring."""
        return enclosed(self.line(ring))


def read(path: Path) -> Atlas:
    """The atlas as it is published."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    (east, north), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        at = np.cumsum(np.array(steps), axis=0)
        arcs.append([(x * east + west, y * north + south) for x, y in at.tolist()])
    drawn = topology["objects"]["countries"]["geometries"]
    polygons = [one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]] for one in drawn]
    names = [(one["properties"]["name"], one.get("id", "")) for one in drawn]
    areas = [(name, number, arcs) for (name, number), arcs in zip(names, polygons, strict=True)]
    return Atlas(arcs, areas)


def enclosed(line: Line) -> float:
    """Signed area inside a line, in square degrees at the scale of the equator."""
    x, y = np.array(line).T
    y = np.degrees(np.sin(np.radians(y)))
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2.0)


def centre(line: Line) -> Point:
    """Centre of gravity of what a line encloses."""
    x, y = np.array(line).T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    if abs(cross.sum()) < 1e-9:
        return float(x.mean()), float(y.mean())
    total = 3.0 * cross.sum()
    return float(((x[:-1] + x[1:]) * cross).sum() / total), float(((y[:-1] + y[1:]) * cross).sum() / total)


def simplified(line: Line, fewest: int) -> Line:
    """Without the corners that matter least (Visvalingam and Whyatt); both ends stay."""
    kept = list(line)

    def corner(at: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = kept[at - 1 : at + 2]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2.0 * math.cos(math.radians(by))

    weights = [math.inf, *(corner(at) for at in range(1, len(kept) - 1)), math.inf]
    while len(kept) > fewest:
        least = min(range(len(weights)), key=weights.__getitem__)
        if weights[least] > COARSE:
            break
        del kept[least], weights[least]
        for at in (least - 1, least):
            if 0 < at < len(kept) - 1:
                weights[at] = corner(at)
    return kept


def set_apart(atlas: Atlas) -> None:
    """Crimea and Western Sahara west of the berm become areas of no state."""
    for place, (name, number, polygons) in enumerate(atlas.areas):
        if name == "Russia":
            inside = [one for one in polygons if _within(atlas.line(one[0]), CRIMEA)]
            atlas.areas[place] = name, number, [one for one in polygons if one not in inside]
            atlas.areas.append(("Crimea", "", inside))
        if name == "Morocco":
            north, berm, coast = polygons[0][0]
            line = atlas.arcs[coast]
            cut = min(range(len(line)), key=lambda at: math.dist(line[at], PARALLEL_MEETS_COAST))
            atlas.arcs[coast] = line[cut:]
            atlas.arcs += [line[: cut + 1], [atlas.arcs[berm][0], line[cut]]]
            parallel = len(atlas.arcs) - 1
            atlas.areas[place] = name, number, [[[north, parallel, coast]]]
            west = ("Western Sahara, west of the berm", "", [[[berm, parallel - 1, ~parallel]]])
            atlas.areas.append(west)


def _within(line: Line, box: tuple[float, float, float, float]) -> bool:
    return all(box[0] < x < box[1] and box[2] < y < box[3] for x, y in line)


def placed(atlas: Atlas, fine: Atlas) -> dict[str, tuple[Point, float]]:
    """Centre and size of the largest area of every state that exists today."""
    found = {key: (at, 0.0) for key, at in UNDRAWN.items()}
    for source in (fine, atlas):
        here: dict[str, tuple[Point, float]] = {}
        for name, number, polygons in source.areas:
            if key := key_of(name, number):
                largest = max(polygons, key=lambda one: abs(source.size(one[0])))
                whole = sum(abs(source.size(one[0])) for one in polygons)
                if key not in here or here[key][1] < whole:
                    here[key] = centre(source.line(largest[0])), whole
        found |= here
    return found


def key_of(name: str, number: str) -> str:
    """Leeway's key of an area, by its number in ISO 3166-1; empty where Leeway knows no state."""
    return _by_number().get(number, "") or NAMED.get(name, "")


def today() -> list[State]:
    """The states that exist today."""
    return [one for one in states() if one.spells[-1].end is None]


def _by_number() -> dict[str, str]:
    return {one.spells[-1].m49: one.id for one in today() if one.spells[-1].m49}


def spread(points: dict[str, Point]) -> dict[str, Point]:
    """Points moved as little as it takes to be told apart."""
    at = np.array(list(points.values()))
    for _ in range(400):
        gap = at[:, None] - at[None]
        gap[..., 0] *= np.cos(np.radians(at[:, None, 1]))
        far = np.hypot(gap[..., 0], gap[..., 1]) + np.eye(len(at)) * 99.0
        push = np.clip(APART - far, 0.0, None)[..., None] * gap / far[..., None]
        if not push.any():
            break
        at = at + 0.3 * push.sum(axis=1)
    return {key: (float(x), float(y)) for key, (x, y) in zip(points, at, strict=True)}


def drawn(atlas: Atlas, small: set[str]) -> list[tuple[str, str, list[list[Ring]]]]:
    """The areas worth drawing: without specks, the far south, and states that are points."""
    kept = []
    areas = {
        (key_of(name, number) or name): (name, number, one)
        for name, number, one in sorted(
            atlas.areas, key=lambda area: max(abs(atlas.size(one[0])) for one in area[2])
        )
    }
    for name, number, polygons in areas.values():
        key = key_of(name, number)
        sizes = [abs(atlas.size(one[0])) for one in polygons]
        whole = [
            [ring for ring in one if ring is one[0] or abs(atlas.size(ring)) > SPECK]
            for one, size in zip(polygons, sizes, strict=True)
            if (size > SPECK or (key and size == max(sizes)) or name in ("Crimea", "Siachen Glacier"))
            and max(y for _, y in atlas.line(one[0])) > ANTARCTIC
        ]
        if whole and key not in small and name != "Antarctica":
            kept.append((name, key, whole))
    return kept


def written(atlas: Atlas, areas: list[tuple[str, str, list[list[Ring]]]], points: dict[str, Point]) -> About:
    """The topology with only the arcs that are used, on a grid of whole steps."""
    used: dict[int, int] = {}
    arcs: list[list[list[int]]] = []

    def number(place: int) -> int:
        plain = place if place >= 0 else ~place
        if plain not in used:
            used[plain] = len(arcs)
            line = atlas.arcs[plain]
            steps = [
                (round(x / GRID), round(y / GRID))
                for x, y in simplified(line, 5 if line[0] == line[-1] else 2)
            ]
            moved = [steps[0], *((b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(steps))]
            arcs.append([list(moved[0]), *(list(step) for step in moved[1:] if step != (0, 0))])
        return used[plain] if place >= 0 else ~used[plain]

    geometries: list[About] = []
    for name, key, polygons in sorted(areas, key=lambda area: (not area[1], area[1], area[0])):
        geometry = [[[number(place) for place in ring] for ring in one] for one in polygons]
        told: About = {"id": key} if key else {"properties": {"name": WHOLE_NAMES.get(name, name)}}
        geometries.append({"type": "MultiPolygon", **told, "arcs": geometry})
    for key, (x, y) in points.items():
        geometries.append({"type": "Point", "id": key, "coordinates": [round(x / GRID), round(y / GRID)]})
    return {
        "type": "Topology",
        "about": ABOUT,
        "transform": {"scale": [GRID, GRID], "translate": [0, 0]},
        "objects": {"states": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }


ABOUT = (
    "Made by benchmarks/land.py from world-atlas 2.0.2 (npm; ISC, Copyright 2013-2019 Michael Bostock), "
    "itself from Natural Earth 4.1.0, which is in the public domain: 1:50m, simplified, islands that "
    "cannot be seen and Antarctica left away, small states as points moved apart. Lines are Natural "
    "Earth's, which follow control on the ground; Crimea and Western Sahara west of the berm are set apart "
    "as areas of no state. Boundaries imply no endorsement. See ORIGINS.md."
)


def main() -> None:
    """Write the file and say how large it is."""
    folder = Path(sys.argv[1])
    atlas = read(folder / "countries-50m.json")
    found = placed(atlas, read(folder / "countries-10m.json"))
    set_apart(atlas)
    small = {one.id for one in today() if found[one.id][1] < SMALL}
    areas = drawn(atlas, small)
    topology = written(atlas, areas, spread({key: found[key][0] for key in sorted(small)}))
    OUT.write_text(json.dumps(topology, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    corners = sum(map(len, topology["arcs"]))
    print(f"{OUT}: {OUT.stat().st_size} bytes, {len(areas)} areas, {len(small)} points, {corners} corners")


if __name__ == "__main__":
    main()
