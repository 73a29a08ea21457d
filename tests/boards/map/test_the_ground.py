"""Tiles of the operator's own server: allowed by name, drawn to where they are, never needed."""

from __future__ import annotations

from typing import Any

import pytest

from gege.boards.map.ground import ground
from gege.boards.map.lattice import Box
from gege.config.env import Environment
from gege.kernel.coordinates import Crs, Point, distance_m, from_wgs84
from tests.cast import GRID
from tests.matters.play import Play

TILES = "https://tiles.county.example/{z}/{x}/{y}.png"


def policy(play: Play, path: str = "/map") -> str:
    return str(play.cast.client("county_supervisor").get(path).headers["Content-Security-Policy"])


@pytest.mark.row("R-038")
def test_without_tiles_the_map_is_whole_and_asks_nobody(play: Play) -> None:
    play.report()
    page = play.cast.client("county_supervisor").get("/map")
    assert page.context["page"].config["tiles"] is None
    assert page.context["page"].drawn
    assert "img-src 'self' data: blob:;" in policy(play)


@pytest.mark.row("R-038")
def test_the_operators_server_is_allowed_on_the_map_alone(play: Play, settings: Any) -> None:
    settings.GEGE_MAP_TILES, settings.GEGE_MAP_WORDS = TILES, "县自然资源局 <GS(2026)1>"
    page = play.cast.client("county_supervisor").get("/map")
    assert page.context["page"].config["tiles"] == {
        "url": TILES,
        "words": "县自然资源局 <GS(2026)1>",
    }
    assert "<GS" not in page.text
    assert "img-src 'self' data: blob: https://tiles.county.example;" in policy(play)
    assert "tiles.county" not in policy(play, "/overview")
    settings.GEGE_MAP_TILES = "/tiles/{z}/{x}/{y}.png"
    assert "img-src 'self' data: blob:;" in policy(play)


@pytest.mark.row("R-035")
def test_what_is_drawn_is_shifted_to_tiles_in_gcj02(play: Play, settings: Any) -> None:
    play.report()
    client = play.cast.client("county_supervisor")

    def corner() -> Point:
        areas = client.get("/map/shapes.json").json()["areas"]
        grid = next(one for one in areas if one["code"] == GRID)
        return Point(*min(map(tuple, grid["rings"][0])))

    before = corner()
    settings.GEGE_MAP_CRS = "gcj02"
    after = corner()
    assert distance_m(after, from_wgs84(before, Crs.GCJ02)) < 2
    assert distance_m(after, before) > 300
    there = ground().looked_at(Box(after.lng, after.lat, after.lng + 0.01, after.lat + 0.01))
    assert distance_m(Point(there.west, there.south), before) < 2
    box = f"{after.lng - 0.001},{after.lat - 0.001},{after.lng + 0.012},{after.lat + 0.012}"
    cells = client.get(f"/map/now.json?zoom=18&box={box}").json()
    assert (len(cells["cells"]), cells["beyond"]) == (1, 0)


@pytest.mark.parametrize(
    "value",
    [
        "tiles.example.org/{z}/{x}/{y}.png",
        "ftp://tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png; script-src *",
        "https://tiles.example.org /{z}/{x}/{y}",
        "javascript:alert(1)/{z}/{x}/{y}",
        "//elsewhere/{z}/{x}/{y}",
    ],
)
def test_an_address_of_tiles_that_cannot_be_is_refused(value: str) -> None:
    environment = Environment({"GEGE_MAP_TILES": value})
    assert environment.tiles("GEGE_MAP_TILES") == ""
    assert "GEGE_MAP_TILES" in environment.problems[0]
    good = Environment({"GEGE_MAP_TILES": TILES, "EMPTY": ""})
    assert (good.tiles("GEGE_MAP_TILES"), good.tiles("EMPTY"), good.problems) == (TILES, "", [])
