"""Check-in points for every grid: buildings with their households, places, facilities.

Names are plain and made up; positions lie inside the grid, a few steps apart where it has room.
The same seed places the same points.
"""

import csv
import io
import random
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from shapely.geometry import Point as Dot
from shapely.geometry import shape
from shapely.prepared import prep

from gege.fieldwork.api import import_points
from gege.kernel.coordinates import Crs, Point, distance_m
from gege.simulate.outdoors.luck import Field
from gege.staff.api import Actor
from gege.territory.api import AreaFacts, SourceFile

COLUMNS: Final = (
    "grid_code",
    "kind",
    "name",
    "address",
    "code",
    "lng",
    "lat",
    "crs",
    "households",
)
FEWEST: Final = 10
MOST: Final = 14
MOST_PLACES: Final = 5
APART_M: Final = 18.0
_EDGE: Final = 0.00004
"""Degrees, some four metres: no point stands on a border."""
_TRIES: Final = 400
_HOUSEHOLDS: Final = (8, 12, 16, 18, 24, 24, 36, 48)
_ESTATES: Final = (
    "和顺苑", "安居苑", "阳光里", "康宁小区", "幸福里", "新苑小区", "农机厂宿舍", "粮站家属院",
    "丝厂宿舍", "平安里", "桂花院", "江景小区", "老电影院楼", "供销社楼", "望江苑", "同心苑",
)  # fmt: skip
_STREETS: Final = (
    "滨河路", "新华街", "育才路", "和平巷", "文昌街", "人民路", "东门街", "桂花巷",
)  # fmt: skip
_PLACES: Final = (
    ("place", "便民菜点"), ("place", "健身角"), ("place", "卫生服务点"), ("place", "幼儿园门口"),
    ("place", "公交站"), ("place", "小饭馆一条街"), ("place", "快递驿站"), ("place", "棋牌活动室"),
    ("facility", "消防水池"), ("facility", "配电房"), ("facility", "燃气调压箱"),
    ("facility", "地下通道口"), ("facility", "电动车充电棚"), ("facility", "二次供水泵房"),
)  # fmt: skip


def lay_out(field: Field, by: Actor, now: datetime) -> int:
    """Import the points of every grid that has none; return how many came in."""
    chance = random.Random(f"points {field.seed}")  # noqa: S311 - a play, no secret
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, COLUMNS)
    writer.writeheader()
    estates: dict[str, list[str]] = {}
    for grid in field.grids:
        community = grid.code[:12]
        if not estates.get(community):
            estates[community] = chance.sample(_ESTATES, len(_ESTATES))
        estate = estates[community].pop()
        if grid.code not in field.points:
            writer.writerows(_points(grid, estate, chance))
    file = SourceFile("points.csv", sheet.getvalue().encode())
    done = import_points(file, crs=Crs.WGS84, by=by, now=now, atlas=field.stage.atlas)
    return done.new


def _points(grid: AreaFacts, estate: str, chance: random.Random) -> Iterator[Mapping[str, Any]]:
    """The rows of a grid: an estate of its own in the community, on one street."""
    many = chance.randint(FEWEST, MOST)
    places = chance.sample(_PLACES, chance.randint(3, MOST_PLACES))
    street = chance.choice(_STREETS)
    names = [("building", f"{estate}{number}栋") for number in range(1, many - len(places) + 1)]
    spots = _spots(grid, many, chance)
    for number, ((kind, name), spot) in enumerate(zip([*names, *places], spots, strict=False), 1):
        yield {
            "grid_code": grid.code,
            "kind": kind,
            "name": name,
            "address": f"{street}{number * 2 + 5}号（示例）",
            "code": f"{grid.code}-{number:02d}",
            "lng": spot.lng,
            "lat": spot.lat,
            "crs": str(Crs.WGS84),
            "households": chance.choice(_HOUSEHOLDS) if kind == "building" else 0,
        }


def _spots(grid: AreaFacts, many: int, chance: random.Random) -> list[Point]:
    """Return positions inside a grid; a narrow one has them closer together."""
    if grid.boundary is None:
        return []
    ground = shape(dict(grid.boundary))
    inside = ground.buffer(-_EDGE)
    area = prep(inside if not inside.is_empty else ground)
    west, south, east, north = ground.bounds
    found: list[Point] = []
    for turn in range(_TRIES * many):
        if len(found) == many:
            break
        lng, lat = chance.uniform(west, east), chance.uniform(south, north)
        spot = Point(round(lng, 6), round(lat, 6))
        apart = APART_M if turn < _TRIES * many // 2 else 0.0
        if area.contains(Dot(spot.lng, spot.lat)) and all(
            distance_m(spot, other) >= apart for other in found
        ):
            found.append(spot)
    return found
