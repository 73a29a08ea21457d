"""A few grids' made-up residents, homes and files, through the real deeds (R-011, R-037)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from random import Random
from typing import Any, Final
from uuid import UUID, uuid5

from gege.fieldwork.api import make_visit
from gege.kernel.county_day import local_date
from gege.registers.api import (
    DivisionRules,
    Record,
    count_registers,
    current_contract,
    decide_assessment,
    is_live,
    open_record,
    publish_division_rules,
    run_rules,
    say,
    share,
    write_assessment,
)
from gege.simulate.population.households import generate
from gege.simulate.population.records import Household, Person
from gege.simulate.population.town import COMMUNITIES, Community
from gege.staff.api import SYSTEM, Actor, Role, actor_for, holder_of_grid, people_at_units
from gege.territory.api import AreaFacts, Editions, load_atlas, read_editions

NAMESPACE: Final = UUID("3f0c52a4-5f0e-4a83-9d2c-2b4d8c1f7a10")
SEED: Final = 20261201
HOMES: Final = (24, 11, 11, 10)
"""Homes in each of the grids; few, for a newcomer waits while they are entered. The first has far
more than its like, so that there is something to see in the division report."""
DEMO_MEAN: Final = 5
"""From how many households on average grids are compared among made-up homes."""
SHARED: Final = (
    ("minzheng", "resident", ("born", "dwelling", "name"), "verification", "社会救助暂行办法"),
    ("minzheng", "household", ("dwelling", "head", "members"), "contact", "社会救助暂行办法"),
    ("renshe", "resident", ("dwelling", "name", "phone"), "contact", "就业促进法"),
    ("weijian", "resident", ("dwelling", "name", "phone"), "contact", "基本医疗卫生与健康促进法"),
    ("sifa", "resident", ("dwelling", "name", "phone"), "contact", "法律援助法"),
)
MOST_IN_ONE: Final = 14
"""Homes that are entered of one building."""
_WORDS: Final = {
    "lawful": "为居民提供社区服务所必需，字段逐项写明用途和法律依据（演示数据，均为虚构）。",
    "risks": "个人信息可能被无关人员看到，或超出用途使用。",
    "measures": "分级遮挡、敏感信息加密、查看须说明用途并留痕、到期删除、部门之间按共享目录查看。",
}


def register_homes(*, now: datetime, say_it: Callable[[str], None] = lambda _: None) -> int:
    """Put the registers into use and enter homes of a few grids, once; return how many records.

    Everybody is invented: numbers begin with 990000, telephones with 1000000.
    """
    if Record.objects.exists():
        return 0
    editions, then = read_editions(), now - timedelta(days=20)
    put_into_use(then, editions)
    _share(then, editions)
    entered = sum(_Grid(grid, by, editions).enter(homes, then) for grid, by, homes in _grids(now))
    publish_division_rules(
        DivisionRules(least_mean=DEMO_MEAN), note="演示数据较少，降低比较门槛", by=SYSTEM, now=now,
        based_on=0,
    )  # fmt: skip
    run_rules(now=now, editions=read_editions())
    count_registers(now=now, editions=editions)
    say_it(f"The registers hold {entered} made-up records.")
    return entered


def put_into_use(now: datetime, editions: Editions) -> None:
    """Put the registers into use that are not yet: among made-up people only."""
    for register in current_contract(editions).registers:
        if is_live(register.code):
            continue
        written = write_assessment(
            register=register.code, **_WORDS, by=SYSTEM, now=now, editions=editions
        )
        decide_assessment(written.pk, approved=True, reason="同意启用（演示）", by=SYSTEM, now=now)


def _share(now: datetime, editions: Editions) -> None:
    today = local_date(now)
    for receiver, sheet, fields, purpose, basis in SHARED:
        share(
            sheet=sheet,
            fields=fields,
            receiver=receiver,
            purpose=purpose,
            basis=basis,
            frequency="on_request",
            valid_from=today,
            valid_until=today + timedelta(days=365),
            by=SYSTEM,
            now=now,
            editions=editions,
        )


def _grids(now: datetime) -> Iterator[tuple[AreaFacts, Actor, Sequence[Household]]]:
    """Yield grids with the worker who enters them and the homes to enter."""
    atlas, today = load_atlas(), local_date(now)
    community = next((one for one in COMMUNITIES if atlas.area(one.code, today)), None)
    if community is None:
        return
    alone = (Community(community.code, community.name),)
    homes = generate(sum(HOMES) * 20, SEED, communities=alone, today=today)
    buildings = groupby(homes, key=lambda home: home.dwelling.building_serial)
    wanted = iter(HOMES)
    for grid in atlas.children(community.code):
        unit = atlas.platform_unit(grid.code, today)
        person = holder_of_grid(unit.id, now) if unit else None
        by = actor_for(person.account_id, person.post_id, now) if person else None
        if by is None or grid.centre is None or by.area_code != grid.code:
            continue
        many = next(wanted, 0)
        if not many:
            return
        inside: list[Household] = []
        while len(inside) < many and (building := next(buildings, None)) is not None:
            # Each grid has buildings of its own.
            inside += islice(building[1], min(MOST_IN_ONE, many - len(inside)))
        yield grid, by, inside


class _Grid:
    """One grid's homes, entered by its worker."""

    def __init__(self, grid: AreaFacts, by: Actor, editions: Editions) -> None:
        self.grid, self.by, self.editions = grid, by, editions
        self.chance = Random(f"{SEED}{grid.code}")  # noqa: S311 - a play, no secret
        self.entered = 0

    def enter(self, homes: Sequence[Household], since: datetime) -> int:
        """Enter the homes building by building; return how many records."""
        by_building = groupby(homes, key=lambda home: home.dwelling.building_serial)
        for number, (serial, inside) in enumerate(by_building):
            together = list(inside)
            building = self._building(serial, together, since)
            if number == 0:
                self._bureau_differs(building, since)
                self._service_point(building, since)
            for home in together:
                self._home(home, building, since + timedelta(hours=number))
        return self.entered

    def _building(self, serial: int, homes: Sequence[Household], now: datetime) -> Record:
        home = homes[0].dwelling
        centre = self.grid.centre
        assert centre is not None  # grids without a place are left out
        lng = centre.lng + self.chance.uniform(-0.0004, 0.0004)
        lat = centre.lat + self.chance.uniform(-0.0004, 0.0004)
        return self._open("building", f"building {serial}", now, {
            "building_code": f"{self.grid.code}-{serial:04}",
            "name": f"{home.estate or home.road}{home.building}栋",
            "address": f"{home.road}{home.number}号{home.estate}{home.building}栋",
            "point": {"lng": round(lng, 6), "lat": round(lat, 6)},
            "structure": "3",
            "floors": str(max(one.dwelling.floor for one in homes) + 1),
            "use": "1",
            "self_built_business": "no",
            "gas_kind": self.chance.choice(("pipe", "bottle")),
        })  # fmt: skip

    def _home(self, home: Household, building: Record, now: datetime) -> None:
        dwelling = self._open("dwelling", f"dwelling {home.serial}", now, {
            "building": building.uid,
            "unit_no": home.dwelling.unit,
            "floor_no": str(home.dwelling.floor),
            "dwelling_no": home.dwelling.room,
            "area_m2": str(home.dwelling.area_m2),
            "occupancy": home.occupancy,
        })  # fmt: skip
        people = [
            (person, self._person(person, dwelling, now + timedelta(minutes=10)))
            for person in home.members
        ]
        head = people[0][1]
        later = now + timedelta(minutes=20)
        household = self._open("household", f"household {home.serial}", later, {
            "household_no": f"{self.grid.code[-6:]}{home.serial:05}",
            "household_kind": home.kind,
            "dwelling": dwelling.uid,
            "head": head.uid,
            "members": [
                {"uid": str(record.uid), "relation": person.relation} for person, record in people
            ],
        })  # fmt: skip
        self._visit(household, now + timedelta(hours=1))
        for person, record in people:
            if _age(person.born_on, local_date(now)) >= 80:
                self._open("care_file", f"care {person.serial}", now + timedelta(minutes=30), {
                    "person": record.uid, "group": ["3"], "visit_cycle": "7", "needs": ["meal"],
                })  # fmt: skip

    def _visit(self, household: Record, now: datetime) -> None:
        """Most homes were visited when they were entered; some declined, some were out."""
        state = self.chance.choices(("done", "refused", "absent"), (8, 1, 1))[0]
        if self.chance.random() < 0.8:
            make_visit(
                uuid5(NAMESPACE, f"visit {household.uid}"),
                area_code=self.grid.code,
                purpose="opinion",
                state=state,
                at=now,
                home=household.uid,
                by=self.by,
                now=now,
            )

    def _service_point(self, building: Record, now: datetime) -> None:
        """Stand a service point beside the first building of the first grid (R-097)."""
        if Record.objects.filter(sheet="place").exists():
            return
        self._open("place", "service point", now, {
            "name": "便民服务点",
            "address": building.open["address"],
            "point": building.open["point"],
            "kind": "27",
            "safety_contact": {"name": "苏样例", "phone": "10000008027"},
            "inspection_cycle": "30",
            "opening_hours": "工作日 8:30–17:30",
        })  # fmt: skip

    def _person(self, person: Person, dwelling: Record, now: datetime) -> Record:
        typed: dict[str, Any] = {
            "name": person.name,
            "id_type": "111",
            "id_number": person.number,
            "sex": person.sex,
            "born": f"{person.born_on:%Y-%m}",
            "residence_kind": "1",
            "dwelling": dwelling.uid,
        }
        if person.phone:
            typed["phone"] = person.phone
        return self._open("resident", f"person {person.serial}", now, typed)

    def _open(self, sheet: str, key: str, now: datetime, typed: dict[str, Any]) -> Record:
        self.entered += 1
        return open_record(
            uuid5(NAMESPACE, f"{self.grid.code} {key}"),
            sheet=sheet,
            typed=typed,
            evidence="seen" if sheet in ("building", "dwelling") else "told",
            by=self.by,
            now=now,
            editions=self.editions,
            consent="self" if sheet == "care_file" else "",
            although_there=True,
        )

    def _bureau_differs(self, building: Record, now: datetime) -> None:
        """Let the housing bureau count another number of floors: a difference to settle."""
        officer = _officer("zhujian", now)
        if officer is None:
            return
        say(
            uuid5(NAMESPACE, f"{building.uid} floors"),
            record=building.uid,
            typed={"floors": str(int(building.open["floors"]) + 1)},
            evidence="department_file",
            evidence_note="竣工图（示例）",
            by=officer,
            now=now + timedelta(days=3),
            editions=self.editions,
        )


def _officer(department: str, now: datetime) -> Actor | None:
    unit = load_atlas().unit_by_code(department)
    people = people_at_units([unit.id], now, (Role.DEPARTMENT_OFFICER,)) if unit else {}
    for person in next(iter(people.values()), ()):
        return actor_for(person.account_id, person.post_id, now)
    return None


def _age(born_on: date, today: date) -> int:
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
