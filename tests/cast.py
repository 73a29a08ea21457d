"""The cast of the tests: a tiny county, its offices, and one person in every role.

    511622 武胜县
      511622100 沿口镇          511622102 烈面镇
        511622100001 解放路社区    511622102001 中山社区
          grids 001 002 003        grid 001
        511622100002 城北社区
          grid 001

Grid 001 of 解放路社区 has the worker, 002 the second worker; 003 and the others are vacant.
Grids are squares of a hundredth of a degree, side by side (WGS-84). People are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from gege.staff.api import (
    SYSTEM,
    Account,
    Actor,
    Post,
    Role,
    actor_for,
    create_account,
    give_post,
)
from gege.territory.api import AREAS, bump, load_atlas
from gege.territory.models import Area, Unit
from gege.trail.api import Entry
from tests.written_once import WrittenOnce

SINCE = date(2020, 1, 1)
FOUNDED_AT = datetime(2020, 1, 1, 0, 0, tzinfo=UTC)
COUNTY = "511622"
TOWN, OTHER_TOWN = "511622100", "511622102"
COMMUNITY, SECOND_COMMUNITY, OTHER_COMMUNITY = "511622100001", "511622100002", "511622102001"
GRID, SECOND_GRID, VACANT_GRID = (f"{COMMUNITY}{number:03}" for number in (1, 2, 3))
NEIGHBOUR_GRID, OTHER_GRID = f"{SECOND_COMMUNITY}001", f"{OTHER_COMMUNITY}001"
CIVIL_AFFAIRS, HOUSING, TOWN_HOUSING = "minzheng", "zhujian", "zhujian-511622100"
STEP = 0.01

_AREAS = (
    (COUNTY, "武胜县", "Wusheng County", None),
    (TOWN, "沿口镇", "Yankou Town", None),
    (COMMUNITY, "解放路社区", "Jiefanglu Community", None),
    (GRID, "第1网格", "Grid 1", (106.28, 30.34)),
    (SECOND_GRID, "第2网格", "Grid 2", (106.29, 30.34)),
    (VACANT_GRID, "第3网格", "Grid 3", (106.30, 30.34)),
    (SECOND_COMMUNITY, "城北社区", "Chengbei Community", None),
    (NEIGHBOUR_GRID, "第1网格", "Grid 1", (106.28, 30.36)),
    (OTHER_TOWN, "烈面镇", "Liemian Town", None),
    (OTHER_COMMUNITY, "中山社区", "Zhongshan Community", None),
    (OTHER_GRID, "第1网格", "Grid 1", (106.10, 30.40)),
)
_KINDS = {6: "county_centre", 9: "township_centre", 12: "station", 15: "grid"}
_OFFICES = {6: "监管中心", 9: "服务管理中心", 12: "服务管理站", 15: ""}
_DEPARTMENTS = (
    (CIVIL_AFFAIRS, COUNTY, None, "县民政局", "Civil Affairs Bureau", "民政"),
    (HOUSING, COUNTY, None, "县住房和城乡建设局", "Housing and Construction Bureau", "住建"),
    (TOWN_HOUSING, TOWN, HOUSING, "沿口镇村镇建设所", "Yankou Construction Office", "镇建设所"),
)
_PEOPLE: tuple[tuple[str, str, Role, str], ...] = (
    ("grid_worker", "王网格", Role.GRID_WORKER, GRID),
    ("second_grid_worker", "李二格", Role.GRID_WORKER, SECOND_GRID),
    ("station_clerk", "张站员", Role.STATION_CLERK, COMMUNITY),
    ("second_station_clerk", "陈城北", Role.STATION_CLERK, SECOND_COMMUNITY),
    ("township_operator", "刘乡镇", Role.TOWNSHIP_OPERATOR, TOWN),
    ("county_supervisor", "周监管", Role.COUNTY_SUPERVISOR, COUNTY),
    ("county_dispatcher", "吴派遣", Role.COUNTY_DISPATCHER, COUNTY),
    ("department_officer", "郑住建", Role.DEPARTMENT_OFFICER, HOUSING),
    ("other_department_officer", "孙民政", Role.DEPARTMENT_OFFICER, CIVIL_AFFAIRS),
    ("town_branch_officer", "钱镇建", Role.DEPARTMENT_OFFICER, TOWN_HOUSING),
    ("hotline_operator", "何热线", Role.HOTLINE_OPERATOR, COUNTY),
    ("electronic_supervisor", "赵监察", Role.ELECTRONIC_SUPERVISOR, COUNTY),
    ("administrator", "冯管理", Role.ADMINISTRATOR, COUNTY),
    ("stranger", "褚外人", Role.STATION_CLERK, OTHER_COMMUNITY),
    ("strange_township_operator", "卫外镇", Role.TOWNSHIP_OPERATOR, OTHER_TOWN),
)


@dataclass
class Cast:
    """Everybody by name, every unit by code. `people["grid_worker"]` is `cast.grid_worker`."""

    areas: dict[str, Area]
    units: dict[str, Unit]
    people: dict[str, Actor] = field(default_factory=dict)

    grid_worker: Actor = field(init=False)
    second_grid_worker: Actor = field(init=False)
    station_clerk: Actor = field(init=False)
    second_station_clerk: Actor = field(init=False)
    township_operator: Actor = field(init=False)
    county_supervisor: Actor = field(init=False)
    county_dispatcher: Actor = field(init=False)
    department_officer: Actor = field(init=False)
    other_department_officer: Actor = field(init=False)
    town_branch_officer: Actor = field(init=False)
    hotline_operator: Actor = field(init=False)
    electronic_supervisor: Actor = field(init=False)
    administrator: Actor = field(init=False)
    stranger: Actor = field(init=False)
    strange_township_operator: Actor = field(init=False)

    def unit_id(self, code: str) -> int:
        """The id of a unit by its code."""
        return self.units[code].pk

    def account(self, who: str | Role | Actor) -> Account:
        """The account of a member of the cast, by name, role or actor."""
        return Account.objects.get(id=self.actor(who).account_id)

    def actor(self, who: str | Role | Actor) -> Actor:
        """A member of the cast; a role means its first holder."""
        return who if isinstance(who, Actor) else self.people[str(who)]

    def client(self, who: str | Role | Actor, **headers: Any) -> Client:
        """A browser in which a member of the cast is logged in."""
        client = Client(**headers)
        client.force_login(self.account(who))
        return client


def square(west: float, south: float, size: float = STEP) -> dict[str, Any]:
    """A GeoJSON square in WGS-84, longitude first, by its south-west corner."""
    east, north = round(west + size, 6), round(south + size, 6)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def centre_of(grid_code: str) -> tuple[float, float]:
    """Longitude and latitude in the middle of a grid of the cast (WGS-84)."""
    corner = next(corner for code, _, _, corner in _AREAS if code == grid_code)
    assert corner is not None
    return corner[0] + STEP / 2, corner[1] + STEP / 2


def build_cast() -> Cast:
    """Make the county and its people in the present transaction."""
    cast = Cast(areas={}, units={})
    for code, name_zh, name_en, corner in _AREAS:
        _add_area(cast, code, name_zh, name_en, corner)
    for code, area, parent, name_zh, name_en, short in _DEPARTMENTS:
        cast.units[code] = Unit.objects.create(
            kind="department",
            area=cast.areas[area],
            code=code,
            parent=cast.units[parent] if parent else None,
            name_zh=name_zh,
            name_en=name_en,
            short_zh=short,
            valid_from=SINCE,
        )
    bump(AREAS)
    for key, name, role, code in _PEOPLE:
        cast.people[key] = add_person(key.replace("_", "-"), name, role, cast.unit_id(code))
        setattr(cast, key, cast.people[key])
    return cast


def add_person(login: str, name: str, role: Role, unit_id: int) -> Actor:
    """Open an account that may log in at once, with one post since 2020."""
    opened = create_account(
        by=SYSTEM,
        now=FOUNDED_AT,
        login_name=login,
        display_name=name,
        password=PASSWORD,
        must_change_password=False,
    )
    post = give_post(
        by=SYSTEM,
        now=FOUNDED_AT,
        account_id=opened.account.pk,
        role=role,
        unit_id=unit_id,
        valid_from=SINCE,
    )
    actor = actor_for(opened.account.pk, post.pk, FOUNDED_AT)
    assert actor is not None
    return actor


PASSWORD = "yan-kou-2026-xian"
"""Everybody's password in the tests."""


_once = WrittenOnce(
    build_cast, Area, Unit, Account, Post, Entry, editions=(AREAS,), remember=load_atlas
)


@pytest.fixture
def cast(db: None) -> Cast:
    """The county and its people, gone again after the test."""
    return cast_once()


def cast_once() -> Cast:
    """Make the county and its people in the present transaction, quickly from the second time."""
    return _once()


@pytest.fixture(scope="module")
def ledger_that_can_be_emptied(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Seal the ledger against TRUNCATE again at the end of a module.

    Of module scope, so that it ends after Django has emptied the tables, however a test asked
    for its database (transactional_db, live_server).
    """
    yield
    with django_db_blocker.unblock():
        _ledger_triggers("ENABLE")


@pytest.fixture
def committed_cast(ledger_that_can_be_emptied: None, transactional_db: None) -> Iterator[Cast]:
    """The county and its people, committed: for tests in which several connections meet."""
    _ledger_triggers("ENABLE")
    yield _once()
    _ledger_triggers("DISABLE")


def _ledger_triggers(change: str) -> None:
    with connection.cursor() as cursor:
        for table in ("trail_entry", "trail_seal", "trail_accessline"):
            cursor.execute(f"ALTER TABLE {table} {change} TRIGGER no_truncate")


def _add_area(
    cast: Cast, code: str, name_zh: str, name_en: str, corner: tuple[float, float] | None
) -> None:
    parent = cast.areas.get(code[:-3])
    area = Area.objects.create(
        code=code,
        level=len(code),
        parent=parent,
        name_zh=name_zh,
        name_en=name_en,
        boundary=square(*corner) if corner else None,
        centre_lng=corner[0] + STEP / 2 if corner else None,
        centre_lat=corner[1] + STEP / 2 if corner else None,
        pilot=True,
        valid_from=SINCE,
    )
    cast.areas[code] = area
    place = f"{parent.name_zh if parent and len(code) == 15 else ''}{name_zh}"
    cast.units[code] = Unit.objects.create(
        kind=_KINDS[len(code)],
        area=area,
        code=code,
        parent=cast.units.get(code[:-3]),
        name_zh=f"{place}{_OFFICES[len(code)]}",
        name_en=name_en,
        valid_from=SINCE,
    )
