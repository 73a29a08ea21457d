"""Check-in points: kept by the platforms, inside their grid, one name and one code each (R-080)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from gege.fieldwork import api as fieldwork
from gege.fieldwork.actions import keep_points
from gege.fieldwork.api import CheckPoint, Invalid, NotFound, Refused, Stale
from gege.kernel.coordinates import Crs, Point, distance_m, from_wgs84
from tests.cast import GRID, NEIGHBOUR_GRID, OTHER_GRID, SECOND_GRID, Cast, centre_of
from tests.fieldwork.walks import DAY, Walks, at, deeds, lines, walks_of


@pytest.fixture
def walks(cast: Cast) -> Walks:
    return walks_of(cast)


def add(walks: Walks, **entry: Any) -> CheckPoint:
    lng, lat = centre_of(GRID)
    given = {
        "area_code": GRID,
        "name": "1号楼",
        "lng": lng,
        "lat": lat,
        "by": walks.cast.station_clerk,
        "now": at("08:00"),
    } | entry
    return fieldwork.add_point(**given)


def amend(walks: Walks, point: CheckPoint, **entry: Any) -> CheckPoint:
    given = {
        "area_code": GRID,
        "name": "1号楼",
        "by": walks.cast.station_clerk,
        "now": at("09:00"),
    } | entry
    return fieldwork.amend_point(point.uid, **given)


@pytest.mark.row("R-080")
def test_a_station_puts_a_point_on_the_list(walks: Walks) -> None:
    point = add(
        walks, name="  解放路\u202e 1号楼 ", address="解放路1号", code="JFL-1", households=24
    )
    found = CheckPoint.objects.values(
        "area_code", "kind", "name", "address", "code", "lng", "lat", "households", "valid_from"
    )
    assert list(found) == [
        {
            "area_code": GRID,
            "kind": "building",
            "name": "解放路 1号楼",
            "address": "解放路1号",
            "code": "JFL-1",
            "lng": 106.285,
            "lat": 30.345,
            "households": 24,
            "valid_from": DAY,
        }
    ]
    assert deeds(f"point:{point.uid}") == [("add_point", "张站员")]


def test_a_position_is_kept_in_wgs_84(walks: Walks) -> None:
    here = Point(*centre_of(GRID))
    shifted = from_wgs84(here, Crs.GCJ02)
    point = add(walks, lng=shifted.lng, lat=shifted.lat, crs=Crs.GCJ02)
    assert distance_m(Point(point.lng or 0, point.lat or 0), here) < 0.2


def test_the_grid_is_found_by_the_position(walks: Walks) -> None:
    lng, lat = centre_of(SECOND_GRID)
    assert add(walks, area_code="", lng=lng, lat=lat).area_code == SECOND_GRID


@pytest.mark.parametrize(
    ("given", "field", "word"),
    [
        ({"name": " "}, "name", "needed"),
        ({"name": "长" * 61}, "name", "too_long"),
        ({"kind": "person"}, "kind", "unknown_choice"),
        ({"households": -1}, "households", "between"),
        ({"households": 2001}, "households", "between"),
        ({"lng": None}, "lng", "half_a_position"),
        ({"lat": None}, "lat", "half_a_position"),
        ({"lng": 30.345, "lat": 106.285}, "lng", "swapped_in_grid"),
        ({"lng": 106.295}, "lng", "outside_grid"),
        ({"lng": 116.4, "lat": 39.9}, "lng", "outside_county"),
        ({"lng": 999.0}, "lng", "point_not_a_position"),
        ({"lng": float("nan")}, "lng", "point_not_a_position"),
        ({"lat": float("inf")}, "lng", "point_not_a_position"),
        ({"area_code": OTHER_GRID}, "area_code", "grid_not_yours"),
        ({"area_code": NEIGHBOUR_GRID}, "area_code", "grid_not_yours"),
        ({"area_code": "12"}, "area_code", "grid_not_yours"),
        ({"area_code": "", "lng": None, "lat": None}, "area_code", "no_grid"),
    ],
)
def test_what_cannot_be_a_point_is_refused_by_field(
    walks: Walks, given: dict[str, Any], field: str, word: str
) -> None:
    before = lines()
    with pytest.raises(Invalid) as refusal:
        add(walks, **given)
    assert (refusal.value.field, refusal.value.word) == (field, word)
    assert "%(" not in fieldwork.sentence_of(refusal.value)
    assert (CheckPoint.objects.count(), lines()) == (0, before)


def test_a_name_and_a_code_are_taken_once(walks: Walks) -> None:
    add(walks, code="A1")
    with pytest.raises(Invalid, match="name_taken"):
        add(walks)
    with pytest.raises(Invalid, match="code_taken") as refusal:
        add(walks, name="2号楼", code="A1")
    assert refusal.value.values == {"name": "1号楼", "grid": GRID}
    lng, lat = centre_of(NEIGHBOUR_GRID)
    other = {"area_code": NEIGHBOUR_GRID, "lng": lng, "lat": lat, "code": "A1"}
    with pytest.raises(Invalid, match="code_taken") as refusal:
        add(walks, by=walks.cast.second_station_clerk, **other)
    assert refusal.value.values == {"name": "—", "grid": "—"}  # a stranger's point is not told


def test_a_point_is_said_anew(walks: Walks) -> None:
    point = add(walks)
    amended = amend(walks, point, name="甲楼", kind="place", seen=point.changed_at)
    assert (amended.name, amended.kind, amended.lng) == ("甲楼", "place", None)
    with pytest.raises(Stale):
        amend(walks, point, name="乙楼", seen=at("08:00"))
    before = lines()
    amend(walks, point, name="甲楼", kind="place")
    assert lines() == before  # nothing changed, nothing is written


def test_a_point_that_is_given_up_frees_its_name(walks: Walks) -> None:
    point = add(walks, code="A1")
    ended = fieldwork.end_point(point.uid, by=walks.cast.station_clerk, now=at("09:00"))
    assert ended.valid_to == DAY
    assert fieldwork.points_of((GRID,), DAY) == ()
    with pytest.raises(Refused, match="ended_already"):
        fieldwork.end_point(point.uid, by=walks.cast.station_clerk, now=at("09:00"))
    with pytest.raises(Refused, match="ended_already"):
        amend(walks, point)
    assert add(walks, code="A1").pk != point.pk


@pytest.mark.parametrize(
    "who",
    ["grid_worker", "department_officer", "hotline_operator", "electronic_supervisor"],
)
def test_only_platforms_keep_the_list(walks: Walks, who: str) -> None:
    point, person = add(walks), walks.cast.people[who]
    for deed in _deeds(walks, point, person):
        with pytest.raises(Refused, match="not_your_role"):
            deed()


@pytest.mark.parametrize("who", ["stranger", "strange_township_operator", "second_station_clerk"])
def test_a_stranger_meets_no_point(walks: Walks, who: str) -> None:
    point, person = add(walks), walks.cast.people[who]
    before = lines()
    for deed in _deeds(walks, point, person)[1:]:
        with pytest.raises(NotFound):
            deed()
    with pytest.raises(NotFound):
        fieldwork.end_point(uuid4(), by=person, now=at("09:00"))
    assert (fieldwork.points_page(person, on=DAY).lines, lines()) == ((), before)


@pytest.mark.parametrize("deed", ["add", "amend", "end"])
def test_a_deed_without_its_line_leaves_nothing(
    walks: Walks, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = add(walks)

    def broken(**_: Any) -> None:
        raise RuntimeError("the ledger is broken")

    monkeypatch.setattr(keep_points, "record", broken)
    done: dict[str, Callable[[], Any]] = {
        "add": lambda: add(walks, name="2号楼"),
        "amend": lambda: amend(walks, point, name="甲楼"),
        "end": lambda: fieldwork.end_point(point.uid, by=walks.cast.station_clerk, now=at("09:00")),
    }
    before = list(CheckPoint.objects.values())
    with pytest.raises(RuntimeError):
        done[deed]()
    assert list(CheckPoint.objects.values()) == before


def test_points_know_when_they_were_last_seen(walks: Walks) -> None:
    walks.whole()
    walks.point("4号楼")
    found = [(one.name, one.seen_at) for one in fieldwork.points_of((GRID,), date(2026, 11, 25))]
    assert found == [
        ("1号楼", at("09:01")),
        ("2号楼", at("09:02")),
        ("3号楼", at("09:03")),
        ("4号楼", None),
    ]


def test_pages_of_points_turn_by_key(walks: Walks) -> None:
    for number in range(5):
        walks.point(f"{number}号楼", (GRID, SECOND_GRID)[number % 2])
    person, seen, after = walks.cast.station_clerk, [], ""
    while True:
        page = fieldwork.points_page(person, on=DAY, after=after, size=2)
        seen += [(one.area_code[-3:], one.name) for one in page.lines]
        after = page.after
        if not after:
            break
    assert seen == [
        ("001", "0号楼"), ("001", "2号楼"), ("001", "4号楼"), ("002", "1号楼"), ("002", "3号楼"),
    ]  # fmt: skip
    nonsense = fieldwork.points_page(person, on=DAY, after="x'; --", size=2)
    assert [one.name for one in nonsense.lines] == ["0号楼", "2号楼"]
    assert fieldwork.points_page(person, on=DAY, area_code=OTHER_GRID).lines == ()
    assert [one.name for one in fieldwork.points_page(person, on=DAY, text="3号").lines] == [
        "3号楼"
    ]


def _deeds(walks: Walks, point: CheckPoint, person: Any) -> list[Callable[[], Any]]:
    return [
        lambda: add(walks, name="9号楼", by=person),
        lambda: amend(walks, point, name="9号楼", by=person),
        lambda: fieldwork.end_point(point.uid, by=person, now=at("09:00")),
    ]
