"""Who moved from a partner and who towards it, over the world: a map, and one square tile a state."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from leeway.faces.figures.theme import DIRECTIONS, INK, Content, Spec, colours, framed, values
from leeway.states import states
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import counted, in_text, points

BORDERS = (
    "Boundaries and names shown here do not imply endorsement or acceptance by anyone. Lines are those of "
    "Natural Earth, which follow control on the ground; two disputed areas, Crimea and Western Sahara west "
    "of the berm, are drawn as areas of their own. The record knows states, not territories: an area that "
    "is no state in it is drawn as not compared."
)
"""What every page with a map says below it."""

LAND, TILES = (Path(__file__).with_name(name) for name in ("land.json", "tiles.csv"))
"""The geometry, for pages that load it from an address of their own, and the table of tiles."""

_PALE, _GREY, _ITSELF = "#e6e3dc", "#9c9c9c", "#55585e"
_BORDER = "#77756f"
"""Told apart from every fill, on light pages and on dark ones."""

_SHADES = 0.34, 0.67, 1.0
_DARK, _LIGHT = "#1b1b1b", "#ffffff"
_ELSEWHERE = "not compared"
_TILE = 26
_USUALLY = 0.95
"""Share of states whose change lies below the bound of the strongest colour."""

_DOTS = 2.3
_WIDTH, _HEIGHT = 800, 400


def movers_map(
    content: Content, *, land: str | None = None, linked: bool = True, width: int = _WIDTH
) -> Spec:
    """A world map of who moved, coloured by how far, each state a link to its own question.

    Orange is away, blue is closer, in three steps either side of what counts as still; small states are
    dots. Grey was not compared; the partner is outlined. Pages write `BORDERS` below it.

    Parameters
    ----------
    content : mapping
        The keys of ``leeway movers --json``, with ``-n`` large enough to list everybody: a state that the
        lists leave out is drawn as not listed.
    land : str, optional
        Address of the geometry; without it the chart carries the geometry inside, about 100 kB.
    linked : bool
        Whether states lead to ``/ask/STATE/PARTNER``; a picture that stands alone has nowhere to lead.
    width : int
        Pixels of the plotting area.

    Returns
    -------
    dict

    Examples
    --------
    >>> from leeway import movers
    >>> drawn = movers_map(movers("RUS", n=250).to_dict(), land="/static/land.json")
    >>> drawn["data"]["url"], drawn["projection"]["type"]
    ('/static/land.json', 'naturalEarth1')
    """
    groups = _Groups.of(content)
    shape: dict[str, Any] = {"type": "topojson", "feature": "states"}
    data = {"url": land, "format": shape} if land else {"values": _geometry(), "format": shape}
    rows = [_row(content, groups, mover, key, name) for key, name, mover in _everybody(content)]
    found = {"data": values(rows), "key": "state", "fields": ["state", "name", "group", *_TOLD]}
    spec = {
        "width": width,
        "height": round(width * _HEIGHT / _WIDTH),
        "padding": 4,
        "projection": {"type": "naturalEarth1", "rotate": [-11, 0, 0], "pointRadius": _DOTS * width / _WIDTH},
        "data": data,
        "transform": [{"lookup": "id", "from": found}, *_told_of_areas(groups)],
        "layer": [
            {
                "mark": {"type": "geoshape", "stroke": _BORDER, "strokeWidth": 0.45, "aria": linked},
                "encoding": {"fill": _fill(content, groups), **_asked(linked)},
            },
            {
                "transform": [{"filter": f"datum.id === {json.dumps(content['partner'])}"}],
                "mark": {"type": "geoshape", "stroke": INK, "strokeWidth": 1.4, "filled": False},
            },
        ],
    }
    return framed(spec, title=_title(content), says=f"World map. {_says(content)} {BORDERS}")


def movers_tiles(content: Content, *, linked: bool = True) -> Spec:
    """The same as a grid of tiles, where Malta is as large as Russia; each tells its change in figures.

    Parameters
    ----------
    content : mapping
        The keys of ``leeway movers --json``; see `movers_map`.
    linked : bool
        Whether states lead to ``/ask/STATE/PARTNER``.

    Returns
    -------
    dict

    Examples
    --------
    >>> from leeway import movers
    >>> drawn = movers_tiles(movers("RUS", n=250).to_dict())
    >>> [row["change"] for row in drawn["data"]["values"] if row["state"] == "LBR"]
    ['-.28, away']
    """
    groups = _Groups.of(content)
    rows = [_tile(content, groups, mover, key, name) for key, name, mover in _everybody(content)]
    across, down = (1 + max(row[side] for row in rows) for side in ("column", "row"))
    spec = {
        "width": across * _TILE,
        "height": down * _TILE,
        "padding": 4,
        "data": values(rows),
        "encoding": {"x": _along("x", across), "y": _along("y", down)},
        "layer": _squares(content, groups, linked),
    }
    return framed(
        spec, title=_title(content), says=f"One tile a state, about where it lies. {_says(content)}"
    )


def _told_of_areas(groups: _Groups) -> list[dict[str, str]]:
    """What areas say that are no state of today: their name in the atlas, and that nothing was compared."""
    otherwise = {
        "name": "datum.properties.name",
        "group": json.dumps(groups.elsewhere),
        "change": json.dumps(_ELSEWHERE),
        "interval": "'-'",
        "probability": "'-'",
    }
    filled = [
        {"calculate": f"isValid(datum.{field}) ? datum.{field} : {told}", "as": field}
        for field, told in otherwise.items()
    ]
    return [*filled, {"calculate": "datum.name + ': ' + datum.change", "as": "says"}]


def _along(side: str, cells: int) -> dict[str, Any]:
    scale = {"domain": [0, cells], "nice": False, "reverse": side == "y"}
    return {"field": side, "type": "quantitative", "axis": None, "scale": scale}


def _squares(content: Content, groups: _Groups, linked: bool) -> list[dict[str, Any]]:
    """Colour, the partner's outline, two lines of letters, and a clear square on top that is clicked."""
    square = {"type": "rect", "width": _TILE - 2, "height": _TILE - 2, "cornerRadius": 2.5}
    ink = {"color": {"field": "ink", "type": "nominal", "scale": None}}
    return [
        {
            "mark": {**square, "stroke": _BORDER, "strokeWidth": 0.5},
            "encoding": {"fill": _fill(content, groups)},
        },
        {
            "transform": [{"filter": f"datum.state === {json.dumps(content['partner'])}"}],
            "mark": {**square, "stroke": INK, "strokeWidth": 2, "filled": False},
        },
        {
            "mark": {"type": "text", "dy": -4, "fontSize": 9, "fontWeight": 600},
            "encoding": {"text": {"field": "state"}, **ink},
        },
        {
            "mark": {"type": "text", "dy": 6, "fontSize": 8.5},
            "encoding": {"text": {"field": "mark"}, **ink},
        },
        {"mark": {**square, "fill": "transparent", "aria": linked}, "encoding": _asked(linked)},
    ]


_TOLD = "change", "interval", "probability", "url"


@dataclass(frozen=True, slots=True)
class _Groups:
    """The steps of colour: where they are bound, their names in the legend, and their colours."""

    bounds: tuple[float, ...]
    away: tuple[str, ...]
    closer: tuple[str, ...]
    still: str
    elsewhere: str
    partner: str

    @classmethod
    def of(cls, content: Content) -> _Groups:
        first, ratio = _steps(content)
        bounds = first, first * ratio, first * ratio**2
        told = [_figure(bound, first) for bound in bounds]
        spans = f"{told[0]} to {told[1]}", f"{told[1]} to {told[2]}", f"{told[2]} or more"
        listed = len(content["away"]) + len(content["closer"])
        return cls(
            bounds=bounds,
            away=tuple(f"away by {span}" for span in spans),
            closer=tuple(f"closer by {span}" for span in spans),
            still=f"within {told[0]} either way",
            elsewhere=_ELSEWHERE if listed >= content["compared"] else "not listed or not compared",
            partner=f"{content['name']}, the partner",
        )

    def named(self, change: float) -> str:
        """The step that a change lies in."""
        passed = sum(abs(change) >= bound for bound in self.bounds)
        side = self.away if change < 0 else self.closer
        return side[passed - 1] if passed else self.still

    def colours(self) -> Mapping[str, str]:
        """A colour a step, in the order of the legend: a row away, a row closer, a row of the rest."""
        shades = {
            name: _between(_PALE, DIRECTIONS[side], share)
            for side, names in (("away", self.away), ("closer", self.closer))
            for name, share in zip(names, _SHADES, strict=True)
        }
        return {**shades, self.still: _PALE, self.elsewhere: _GREY, self.partner: _ITSELF}


def _steps(content: Content) -> tuple[float, float]:
    """The first bound, which is the half-width of still where that is known, and the ratio of the next."""
    changes = sorted(abs(mover["change"]) for mover in (*content["away"], *content["closer"]))
    usual = changes[int(_USUALLY * (len(changes) - 1))] if changes else 0.0
    first = content.get("margin") or usual / 4.0 or 0.01
    return first, max(2.0, (usual / first) ** 0.5)


def _figure(value: float, smallest: float) -> str:
    """A figure with enough decimals to tell the smallest from nothing."""
    return points(value) if smallest >= 0.01 else f"{value:.3f}".removeprefix("0")


def _between(pale: str, full: str, share: float) -> str:
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (pale, full)]
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in zip(*ends, strict=True))


def _everybody(content: Content) -> Iterator[tuple[str, str, Content | None]]:
    """Every state that exists today: key, name, and its row in the lists if it has one."""
    moved = {mover["state"]: mover for mover in (*content["away"], *content["closer"])}
    for one in states():
        if one.spells[-1].end is None:
            yield one.id, one.name, moved.get(one.id)


def _row(content: Content, groups: _Groups, mover: Content | None, key: str, name: str) -> dict[str, Any]:
    row: dict[str, Any] = {"state": key, "name": name}
    if mover is None:
        itself = key == content["partner"]
        group = groups.partner if itself else groups.elsewhere
        told = "the partner" if itself else groups.elsewhere
        return {**row, "group": group, "change": told, "interval": "-", "probability": "-", "url": None}
    change = mover["change"]
    side = "away" if change < 0 else "closer"
    window = urlencode({"since": content["since"], "until": content["until"]})
    return {
        **row,
        "group": groups.named(change),
        "change": f"{_signed(change, groups)}, {side}",
        "interval": f"{_signed(mover['low'], groups)} to {_signed(mover['high'], groups)}",
        "probability": percent(mover["probability"]),
        "url": f"/ask/{key}/{content['partner']}?{window}",
    }


def _signed(value: float, groups: _Groups) -> str:
    told = _figure(abs(value), groups.bounds[0])
    return told if not told.strip(".0") else f"{'-' if value < 0 else '+'}{told}"


def _tile(content: Content, groups: _Groups, mover: Content | None, key: str, name: str) -> dict[str, Any]:
    row = _row(content, groups, mover, key, name)
    column, down = _tiles()[key]
    fill = groups.colours()[row["group"]]
    return {
        **row,
        "column": column,
        "row": down,
        "x": column + 0.5,
        "y": down + 0.5,
        "mark": _signed(mover["change"], groups) if mover else "",
        "ink": _LIGHT if _luminance(fill) < 0.18 else _DARK,
        "says": f"{name}: {row['change']}",
    }


def _luminance(colour: str) -> float:
    """Relative luminance; letters are white below .18, where white tells itself apart better than black."""
    parts = [int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _geometry() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(LAND.read_text(encoding="utf-8"))
    return found


@cache
def _tiles() -> dict[str, tuple[int, int]]:
    with TILES.open(encoding="utf-8", newline="") as file:
        return {row["state"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}


def _fill(content: Content, groups: _Groups) -> dict[str, Any]:
    legend = {
        "orient": "bottom",
        "columns": 3,
        "title": f"Change in {content['unit']}, {content['since']} to {content['until']}",
        "symbolType": "square",
        "symbolSize": 130,
        "symbolStrokeColor": INK,
        "symbolStrokeWidth": 0.8,
        "labelLimit": 0,
        "titleLimit": 0,
        "columnPadding": 26,
    }
    return {"field": "group", "type": "nominal", "scale": colours(groups.colours()), "legend": legend}


def _asked(linked: bool) -> dict[str, Any]:
    """What a state says when it is pointed at or read aloud, and where a click leads."""
    titles = {"name": "State", "change": "Change", "interval": "90% interval", "probability": "Probability"}
    told: dict[str, Any] = {
        "tooltip": [{"field": field, "type": "nominal", "title": title} for field, title in titles.items()],
        "description": {"field": "says", "type": "nominal"},
    }
    if linked:
        known = {"test": "isValid(datum.url)", "field": "url", "type": "nominal"}
        told["href"] = {"condition": known, "value": None}
    return told


def _title(content: Content) -> str:
    return f"Away from and towards {in_text(content['name'])}, {content['since']} to {content['until']}"


def _says(content: Content) -> str:
    """The chart in words, with the first of either list and those that today's world cannot show."""
    away, closer = content["away"], content["closer"]
    name = in_text(content["name"])
    compared = counted(content["compared"], "state")
    told = [f"{compared} compared with {name}: {len(away)} away, {len(closer)} closer."]
    told += [f"Furthest away: {in_text(away[0]['name'])} ({points(away[0]['change'])})."] if away else []
    told += (
        [f"Furthest towards: {in_text(closer[0]['name'])} ({points(closer[0]['change'], sign=True)})."]
        if closer
        else []
    )
    shown = {key for key, _, _ in _everybody(content)}
    gone = [mover["name"] for mover in (*away, *closer) if mover["state"] not in shown]
    told += [f"Not drawn, since they have ended: {', '.join(gone)}."] if gone else []
    return " ".join(told)
