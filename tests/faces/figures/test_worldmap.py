"""The map of movers and its tiles: everybody is there, nothing is told by colour alone."""

from __future__ import annotations

import gzip
import itertools
import json
import re
from collections import Counter
from functools import cache

import altair as alt
import numpy as np
import pytest

import leeway
from leeway.faces.figures.drawing import png, svg
from leeway.faces.figures.theme import DIRECTIONS
from leeway.faces.figures.worldmap import BORDERS, LAND, TILES, movers_map, movers_tiles
from leeway.states import states

TODAY = {one.id for one in states() if one.spells[-1].end is None}


@cache
def _content(partner: str = "RUS", line: str = "votes"):
    return leeway.movers(partner, n=250, line=line).to_dict()


@cache
def _land():
    return json.loads(LAND.read_text(encoding="utf-8"))


def _geometries():
    return _land()["objects"]["states"]["geometries"]


@cache
def _arcs():
    scale = _land()["transform"]["scale"]
    return [np.cumsum(np.array(arc), axis=0) * scale for arc in _land()["arcs"]]


def _ring(places):
    arcs = [_arcs()[place] if place >= 0 else _arcs()[~place][::-1] for place in places]
    return np.concatenate([arcs[0], *(arc[1:] for arc in arcs[1:])])


def _named(name: str):
    return next(one for one in _geometries() if one.get("properties", {}).get("name") == name)


@cache
def _cells():
    lines = TILES.read_text(encoding="utf-8").splitlines()[1:]
    return {key: (int(column), int(row)) for key, column, row in (line.split(",") for line in lines)}


@cache
def _places():
    """A longitude and a latitude for every state: its point, or the middle of its longest ring."""
    found = {}
    for one in _geometries():
        if one.get("id") and one["type"] == "Point":
            found[one["id"]] = np.array(one["coordinates"]) * _land()["transform"]["scale"]
        elif one.get("id"):
            ring = max((_ring(polygon[0]) for polygon in one["arcs"]), key=len)
            found[one["id"]] = (ring.min(axis=0) + ring.max(axis=0)) / 2.0
    return found


def _links(spec):
    return re.findall(r'<a xlink:href="[^"]*(/ask/[^"]*)"', svg(spec))


def test_every_state_of_today_is_drawn_once():
    keys = Counter(one["id"] for one in _geometries() if "id" in one)
    assert set(keys) == TODAY
    assert set(keys.values()) == {1}


def test_large_states_are_areas():
    kinds = {one.get("id"): one["type"] for one in _geometries()}
    assert all(
        kinds[key] == "MultiPolygon" for key in ("AUS", "RUS", "CHN", "USA", "BRA", "FRA", "YEM", "NZL")
    )
    assert kinds["SGP"] == kinds["TUV"] == kinds["XSO"] == "Point"


def test_the_geometry_is_small():
    raw = LAND.read_bytes()
    assert len(raw) < 120_000
    assert len(gzip.compress(raw)) < 45_000


def test_rings_are_closed_and_wind_as_the_projection_wants():
    for one in _geometries():
        for polygon in one.get("arcs", []):
            for place, ring in enumerate(map(_ring, polygon)):
                x, y = np.unwrap(ring[:, 0], period=360.0), ring[:, 1]
                assert np.allclose(ring[0], ring[-1])
                area = np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])
                assert area < 0.0 if place == 0 else area > 0.0, one


def test_antarctica_is_away_and_points_are_apart():
    assert all(arc[:, 1].max() > -60.0 for arc in _arcs())
    points = [_places()[one["id"]] for one in _geometries() if one["type"] == "Point"]
    for a, b in itertools.combinations(points, 2):
        assert np.hypot((a[0] - b[0]) * np.cos(np.radians(a[1])), a[1] - b[1]) > 1.8


def test_disputed_areas_have_no_state():
    crimea, west = _ring(_named("Crimea")["arcs"][0][0]), _named("Western Sahara, west of the berm")
    assert "id" not in west
    assert "id" not in _named("Crimea")
    assert 32.0 < crimea[:, 0].min() < crimea[:, 0].max() < 37.0
    russia = next(one for one in _geometries() if one.get("id") == "RUS")
    middles = [_ring(polygon[0]).mean(axis=0) for polygon in russia["arcs"]]
    assert not any(32.0 < x < 37.0 and 44.0 < y < 46.5 for x, y in middles)
    morocco = next(one for one in _geometries() if one.get("id") == "MAR")
    assert min(_ring(polygon[0])[:, 1].min() for polygon in morocco["arcs"]) > 27.5


def test_every_state_has_a_tile_of_its_own():
    assert set(_cells()) == TODAY
    assert len(set(_cells().values())) == len(TODAY)
    assert min(_cells().values()) >= (0, 0)
    assert list(_cells()) == sorted(_cells())


def test_tiles_lie_about_where_states_lie():
    def ranks(numbers):
        _, place, count = np.unique(numbers, return_inverse=True, return_counts=True)
        return (np.cumsum(count) - (count + 1) / 2.0)[place]

    keys = sorted(TODAY - {"KIR", "WSM", "TON"})  # across the date line
    tiles, places = np.array([_cells()[key] for key in keys]), np.array([_places()[key] for key in keys])
    assert np.corrcoef(ranks(tiles[:, 0]), ranks(places[:, 0]))[0, 1] > 0.95
    assert np.corrcoef(ranks(tiles[:, 1]), -ranks(places[:, 1]))[0, 1] > 0.9


@pytest.mark.parametrize(
    ("north", "south"),
    [pair.split() for pair in (
     "KAZ UZB", "FIN EST", "EST LVA", "LVA LTU", "CAN USA", "ITA TUN", "PRK KOR", "EGY SDN", "AUS NZL",
     "CUB JAM", "SAU YEM", "NAM ZAF", "DEU AUT", "ESP MAR", "VEN BRA", "MNG CHN", "TUR CYP", "UGA TZA",
     "USA MEX")],
)  # fmt: skip
def test_north_is_up(north, south):
    assert _cells()[north][1] < _cells()[south][1]


@pytest.mark.parametrize(
    ("west", "east"),
    [pair.split() for pair in (
     "PRT ESP", "IRL GBR", "FRA CHE", "CHL ARG", "IRN AFG", "PAK IND", "CHN JPN", "GEO AZE", "MLI NER",
     "HTI DOM", "POL BLR", "IDN PNG", "PNG SLB", "USA GBR", "SEN ETH", "ETH IND", "AGO MOZ", "LBN IRQ")],
)  # fmt: skip
def test_west_is_left(west, east):
    assert _cells()[west][0] < _cells()[east][0]


@pytest.mark.parametrize("partner", ["RUS", "USA", "SGP"])
def test_charts_are_valid_and_drawn(partner):
    content = _content(partner)
    for spec in (movers_map(content, linked=False), movers_tiles(content, linked=False)):
        alt.Chart.from_dict(spec)
        drawn = svg(spec)
        assert "http" not in drawn.replace("http://www.w3.org/", "")
        assert not {"undefined", "NaN", ">null<"} & set(drawn.split())
    assert png(movers_tiles(content), scale=0.5)[1:4] == b"PNG"


def test_a_page_loads_the_geometry_from_its_own_address():
    spec = movers_map(_content(), land="/static/land.json")
    alt.Chart.from_dict(spec)
    assert spec["data"]["url"] == "/static/land.json"
    assert len(json.dumps(spec)) < 60_000
    assert len(json.dumps(movers_map(_content()))) > 100_000


def test_the_map_says_borders_and_what_is_shown():
    says = movers_map(_content())["description"]
    assert BORDERS in says
    assert "192 states compared with Russia" in says
    assert "do not imply endorsement" in BORDERS
    assert "Liberia" in movers_tiles(_content())["description"]


def test_a_click_asks():
    rows = {row["state"]: row for row in movers_tiles(_content())["data"]["values"]}
    assert rows["KAZ"]["url"] == "/ask/KAZ/RUS?since=2014-06-29&until=2024-06-28"
    assert rows["RUS"]["url"] is None
    assert rows["TWN"]["url"] is None
    for spec in (movers_map(_content()), movers_tiles(_content())):
        links = _links(spec)
        assert len(links) == len(set(links)) == _content()["compared"]
        assert "/ask/KAZ/RUS?since=2014-06-29&amp;until=2024-06-28" in links
    assert (
        _links(movers_map(_content(), linked=False)) == _links(movers_tiles(_content(), linked=False)) == []
    )


def test_direction_is_told_by_more_than_colour():
    for row in movers_tiles(_content())["data"]["values"]:
        mover = next((one for one in _moved() if one["state"] == row["state"]), None)
        if mover and abs(mover["change"]) >= 0.005:
            side, mark = ("away", "-") if mover["change"] < 0 else ("closer", "+")
            assert row["mark"].startswith(mark)
            assert row["change"] == f"{row['mark']}, {side}"
        if not mover:
            assert row["mark"] == ""


def _moved():
    return [*_content()["away"], *_content()["closer"]]


def test_steps_are_symmetric_about_nothing():
    content = {**_content(), "away": [_mover("KAZ", -0.2)], "closer": [_mover("MLI", 0.2)], "compared": 2}
    rows = {row["state"]: row for row in movers_tiles(content)["data"]["values"]}
    assert rows["KAZ"]["group"].removeprefix("away") == rows["MLI"]["group"].removeprefix("closer")
    scale = movers_tiles(_content())["layer"][0]["encoding"]["fill"]["scale"]
    colour = dict(zip(scale["domain"], scale["range"], strict=True))
    assert colour["away by .14 or more"] == DIRECTIONS["away"]
    assert colour["closer by .14 or more"] == DIRECTIONS["closer"]
    assert len(set(colour.values())) == 9


def _mover(state, change):
    return {
        "state": state, "name": state, "change": change, "low": change - 0.01, "high": change + 0.01,
        "probability": 0.9,
    }  # fmt: skip


def test_states_left_out_of_the_lists_are_not_called_uncompared():
    content = leeway.movers("RUS").to_dict()
    rows = {row["state"]: row["change"] for row in movers_tiles(content)["data"]["values"]}
    assert rows["KAZ"] == "not listed or not compared"
    assert {row["change"] for row in movers_tiles(_content())["data"]["values"] if row["state"] == "TWN"} == {
        "not compared"
    }


def test_small_changes_keep_their_figures():
    rows = movers_tiles(_content("RUS", "trade"))["data"]["values"]
    told = {row["mark"] for row in rows} - {""}
    assert any(len(mark.lstrip("+-")) == 4 for mark in told)
    legend = movers_tiles(_content("RUS", "trade"))["layer"][0]["encoding"]["fill"]
    assert len(set(legend["scale"]["domain"])) == 9
    assert "dependence on the partner" in legend["legend"]["title"]


def test_states_that_ended_are_named_as_not_drawn():
    content = {**_content(), "away": [{**_mover("YUG", -0.2), "name": "Yugoslavia"}], "compared": 1}
    assert "Not drawn, since they have ended: Yugoslavia." in movers_map(content)["description"]


def test_nothing_at_all_is_still_a_map():
    content = {**_content(), "away": [], "closer": [], "compared": 0}
    content.pop("margin")
    alt.Chart.from_dict(movers_map(content, land="/static/land.json"))
    assert svg(movers_tiles(content)).startswith("<svg")
