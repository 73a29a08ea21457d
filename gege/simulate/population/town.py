"""Where the invented people live: buildings along roads and in estates, houses of villages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from gege.simulate.population.records import Dwelling


@dataclass(frozen=True, slots=True)
class Community:
    """A community or village: its code of 12 digits, and how much of the county lives there."""

    code: str
    name: str
    share: float = 1.0
    is_village: bool = False


COMMUNITIES: Final = (
    Community("511622100001", "解放路", 1.2),
    Community("511622100002", "城北"),
    Community("511622100003", "建设北路", 1.1),
    Community("511622100004", "定远街", 0.8),
    Community("511622100005", "印山"),
    Community("511622100006", "河东"),
    Community("511622100007", "城南", 1.3),
    Community("511622100008", "石桥", 0.7),
    Community("511622100009", "利民", 0.9),
    Community("511622100010", "迎宾"),
)
"""The ten communities of the county seat (2016), as in the demonstration."""

_BEGINNING_WORDS: Final = """
和平 民主 人民 建国 胜利 新华 朝阳 滨江 公园 文化
体育 红星 东风 育才 兴业 金山 银河 翠湖 桃园 柳林
"""
_SIDES: Final = ("", "东", "西", "南", "北", "中")
_ROADS: Final = ("路", "街", "巷", "大道")
_ESTATE_WORDS: Final = (
    "阳光 金色 滨江 世纪 翡翠 锦绣 龙腾 盛世 丽景 碧水 幸福 和谐 康居 宏达 天府 嘉和"
)
_BEGINNINGS: Final = _BEGINNING_WORDS.split()
_ESTATES: Final = _ESTATE_WORDS.split()
_ESTATE_ENDS: Final = ("花园", "小区", "家园", "苑", "城", "公寓", "华庭", "名都")
GRID_DWELLINGS: Final = 420
"""Dwellings of a grid, before the next sequence number begins (300 to 500 households)."""


def dwellings(
    chance: Random, communities: Sequence[Community], expected: int
) -> Iterator[Dwelling]:
    """Yield about `expected` dwellings, community after community by their shares.

    The last community goes on without an end.
    """
    whole = sum(one.share for one in communities)
    serial, buildings = 0, 0
    taken, estates = set[tuple[str, str]](), set[str]()
    for place, community in enumerate(communities):
        last = place == len(communities) - 1
        wanted = round(expected * community.share / whole)
        first = serial
        groups = set[tuple[str, str]]() if community.is_village else taken
        endless = _of_community(chance, community, serial, buildings, groups, estates)
        for dwelling in endless:
            if serial - first >= wanted and not last:
                break
            yield dwelling
            serial += 1
            buildings = dwelling.building_serial + 1


def _of_community(
    chance: Random,
    community: Community,
    serial: int,
    building: int,
    taken: set[tuple[str, str]],
    estates: set[str],
) -> Iterator[Dwelling]:
    """Yield dwellings without an end, building after building; no address comes twice."""
    first = serial
    while True:
        houses = _village(chance, taken) if community.is_village else _plot(chance, taken, estates)
        for offset, (road, number, estate, name, unit, floor, room, group) in houses:
            grid = (serial - first) // GRID_DWELLINGS % 999 + 1
            yield Dwelling(
                serial,
                building + offset,
                community.code,
                community.name,
                f"{community.code}{grid:03d}",
                road,
                number,
                estate,
                name,
                unit,
                floor,
                room,
                group,
                60 + int(chance.random() * 80),
            )
            serial += 1
            last = building + offset
        building = last + 1


_House = tuple[str, str, str, str, str, int, str, str]


def _plot(
    chance: Random, taken: set[tuple[str, str]], estates: set[str]
) -> Iterator[tuple[int, _House]]:
    """A plot of a road: one to eight buildings, six floors without a lift or up to thirty."""
    while True:
        side, end = chance.choice(_SIDES), chance.choice(_ROADS)
        road, number = chance.choice(_BEGINNINGS) + side + end, str(chance.randint(1, 399))
        if (road, number) not in taken:
            break
    taken.add((road, number))
    estate = ""
    if chance.random() < 0.4:
        estate = chance.choice(_ESTATES) + chance.choice(_ESTATE_ENDS)
        estate = "" if estate in estates else estate
        estates.add(estate)
    floors = 6 if chance.random() < 0.7 else chance.randint(11, 30)
    doors = 2 if floors == 6 else 4
    for block in range(chance.randint(1, 8)):
        for unit in range(1, chance.randint(1, 3) + 1):
            for floor in range(1, floors + 1):
                for door in range(1, doors + 1):
                    room = f"{floor}{door:02d}"
                    yield block, (road, number, estate, str(block + 1), str(unit), floor, room, "")


def _village(chance: Random, taken: set[tuple[str, str]]) -> Iterator[tuple[int, _House]]:
    """A group of a village: houses with a number each."""
    group = str(len(taken) + 1)
    taken.add((group, ""))
    for house in range(chance.randint(15, 45)):
        yield house, ("", str(house + 1), "", "", "", 1, "", group)
