"""An address of a community, read into its parts.

Spellings that must come out the same: 解放路12号3栋2单元501, 解放路12-3-2-501, ３幢二单元五楼1号,
解放路十二号3号楼2-5-1. Parts that a text does not say stay empty.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from gege.kernel.addresses.numerals import arabic
from gege.kernel.personal.placeholders import is_placeholder

_HAN: Final = "\u3400-\u9fff"
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\uff0d\u30fc_—~\\-]+")
_NOISE: Final = re.compile(r"[\s,，、。;；:：()（）\[\]【】\"'“”·]+")
_REGION: Final = re.compile(
    rf"(?:中国)?(?:[{_HAN}]{{2,6}}?(?:省|自治区))?"
    rf"(?:[{_HAN}]{{2,5}}?(?:市|自治州)(?![场区政]))?"
    rf"(?:[{_HAN}]{{1,5}}?(?:县(?![府城道路街])|(?<![小社])区(?![域府道路街])))?"
)
_TOWN: Final = re.compile(
    rf"([{_HAN}]{{1,5}}?(?:镇(?![{_HAN}]?[路街])|乡(?![{_HAN}]?[路街])|街道办事处|街道办|街道))"
)
_COMMUNITY: Final = re.compile(
    rf"([{_HAN}0-9]{{1,8}}?)(?:社区(?:居民委员会|居委会)?|居民委员会|居委会|村民委员会|村委会|"
    rf"(?<!新)村(?=[0-9]|$))"
)
_GROUP: Final = re.compile(r"第?([0-9]{1,3})(?:村民小组|居民小组|小组|组|社|队)")
_ROAD: Final = re.compile(
    rf"(?P<road>[{_HAN}]{{1,10}}?(?:大道|大街|[路街巷弄道](?![{_HAN}]{{0,2}}[路街巷弄]))"
    rf"(?:[东西南北中上下前后]?[0-9]{{0,2}}段|[0-9]{{1,2}}[巷弄])?"
    rf"(?:[{_HAN}]{{0,3}}[0-9]{{1,2}}[巷弄])?)(?=[0-9A-Z附{_HAN}]|$)"
)
_NUMBER: Final = re.compile(
    r"(?:(?P<main>[0-9]{1,4}[A-Z]?)(?:[-之附](?P<sub>[0-9]{1,3}))?号(?![楼栋幢])院?"
    r"(?:-?附?(?P<after>(?<=附)[0-9]{1,3})号?)?)|附(?P<only>[0-9]{1,3})号"
)
_MARK: Final = "号楼|号栋|号幢|栋楼|栋|幢|座|单元|门|梯|楼|层|室|号|房|户"
_PART: Final = re.compile(
    rf"第?(?P<value>-?[0-9]{{1,5}}[A-Z]?|[A-Z][0-9]{{0,2}}|[甲乙丙丁戊]|[东西南北中左右])"
    rf"(?P<mark>{_MARK})?-?"
)
_STRUCTURE: Final = re.compile(
    rf"第?(?:[0-9]|[A-Z][0-9]{{0,2}}(?:{_MARK}|-)|[甲乙丙丁戊东西南北中](?:{_MARK}))"
)
_BELOW: Final = re.compile(r"(?:负|地下|-)([0-9])(?=[楼层])")
_QUARTER: Final = re.compile(rf"[{_HAN}]{{1,4}}(?:新区|开发区|园区)(?=[{_HAN}]+[路街巷道])")
# 12 STANLEY STREET, as addresses in Latin letters begin.
_ABROAD: Final = re.compile(
    r"(?P<number>[0-9]{1,5}[A-Z]?)[ ,]+(?P<road>[A-Z]{3,}[A-Z .']*)(?![^,])"
)
_ESTATE_ENDS: Final = re.compile(r"(?:住宅小区|小区|住宅区|生活区)$")
_BUILDING: Final = frozenset(("号楼", "号栋", "号幢", "栋楼", "栋", "幢", "座"))
_UNIT: Final = frozenset(("单元", "门", "梯"))
_ROOM: Final = frozenset(("室", "房", "户"))


class Address(NamedTuple):
    """The parts of an address; each is empty where the text does not say it.

    `number` may have a second part (12附3). `room` counts its floor, as 501 does; `floor` is B1
    for the first below ground. `doubtful`: numbers without words, which might be meant otherwise.
    """

    town: str = ""
    community: str = ""
    group: str = ""
    road: str = ""
    number: str = ""
    estate: str = ""
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    tail: str = ""
    doubtful: bool = False

    @property
    def places(self) -> tuple[str, ...]:
        """What names the plot: road with number, estate, or village with group; any may do."""
        by_road = self.road + self.number if self.road and self.number else ""
        by_group = f"{self.community}{self.group}组{self.number}" if self.group else ""
        return tuple(key for key in (by_road, self.estate, by_group) if key)

    @property
    def building_keys(self) -> tuple[str, ...]:
        """The building, by each name of its plot."""
        return tuple(f"{place}|{self.building}" for place in self.places)

    @property
    def room_keys(self) -> tuple[str, ...]:
        """The dwelling, by each name of its plot; empty when no room is said."""
        if not self.room:
            return ()
        return tuple(f"{place}|{self.building}|{self.unit}|{self.room}" for place in self.places)

    @property
    def canonical(self) -> str:
        """The address in one spelling, from the township down."""
        parts = (
            (self.town, ""),
            (self.community, ""),
            (self.group, "组"),
            (self.road, ""),
            (self.number, "号"),
            (self.estate, ""),
            (self.building, "栋"),
            (self.unit, "单元"),
            ("" if self.room else self.floor, "楼"),
            (self.room, "室"),
            (self.tail, ""),
        )
        return "".join(value + word for value, word in parts if value)


NOWHERE: Final = Address()


@lru_cache(maxsize=65_536)
def read_address(text: str) -> Address:
    """Read an address; `NOWHERE` for an empty cell or a placeholder.

    Province, city and county are left out: within one county they say nothing.
    """
    rest = _DASHES.sub("-", unicodedata.normalize("NFKC", text).upper()).replace("#", "号")
    if abroad := _ABROAD.match(rest):
        return Address(road=" ".join(abroad["road"].split()), number=abroad["number"].lstrip("0"))
    rest = arabic(_NOISE.sub("", rest).replace("号号", "号")).strip("-")
    rest = _BELOW.sub(r"B\1", rest)
    if not rest or is_placeholder(rest):
        return NOWHERE
    town, community, group, rest = _area(rest)
    road, number, rest = _street(rest)
    estate, rest = _estate(rest)
    found = Address(town, community, group, road, number, estate)
    return _inside(found, rest)


def _area(rest: str) -> tuple[str, str, str, str]:
    region = _REGION.match(rest)
    if region is not None:
        rest = rest[region.end() :]
    town = _TOWN.match(rest)
    if town is not None:
        rest = rest[town.end() :]
    quarter = _QUARTER.match(rest)
    if quarter is not None:
        rest = rest[quarter.end() :]
    community = _COMMUNITY.match(rest)
    if community is not None:
        rest = rest[community.end() :]
    group = _GROUP.match(rest)
    if group is not None:
        rest = rest[group.end() :]
    return (
        _short_town(town[1]) if town else "",
        community[1] if community else "",
        group[1].lstrip("0") if group else "",
        rest,
    )


def _short_town(town: str) -> str:
    return re.sub("街道办事处$|街道办$", "街道", town)


def _street(rest: str) -> tuple[str, str, str]:
    road = _ROAD.match(rest)
    if road is not None:
        rest = rest[road.end() :]
    number = _NUMBER.match(rest)
    name = road["road"] if road else ""
    if number is None or (road is None and _is_room(rest, number)):
        return name, "", rest
    rest = rest[number.end() :]
    if number["only"]:
        return name, f"附{number['only']}", rest
    sub = number["sub"] or number["after"]
    if not sub and (after := re.match(r"附([0-9]{1,3})号?", rest)):
        sub, rest = after[1], rest[after.end() :]
    written = number["main"].lstrip("0") or "0"
    return name, f"{written}附{sub.lstrip('0')}" if sub else written, rest


def _is_room(rest: str, number: re.Match[str]) -> bool:
    """Without a road, 3号 at the very end is a building or a room, and no number of a street."""
    return not number["sub"] and not number["only"] and not rest[number.end() :]


def _estate(rest: str) -> tuple[str, str]:
    start = _STRUCTURE.search(rest)
    cut = start.start() if start else len(rest)
    name = rest[:cut].strip("-")
    return _ESTATE_ENDS.sub("", name) or name, rest[cut:]


def _inside(found: Address, rest: str) -> Address:
    """Read building, unit, floor and room: first by their words, then by their order."""
    parts: list[tuple[str, str]] = []
    place = 0
    while match := _PART.match(rest, place):
        parts.append((match["value"].lstrip("0") or "0", match["mark"] or ""))
        place = match.end()
    slots = {"number": found.number, "building": "", "unit": "", "floor": "", "room": ""}
    doubtful, bare = False, list[str]()
    for index, (value, mark) in enumerate(parts):
        if not mark:
            bare.append(value)
            continue
        doubtful |= _by_order(slots, bare, found, mark)
        bare = []
        _by_word(slots, value, mark, found, parts[index + 1 :])
    doubtful |= _by_order(slots, bare, found, "")
    floor, room = _floor_and_room(slots["floor"], slots["room"])
    return found._replace(
        number=slots["number"],
        building=slots["building"],
        unit=slots["unit"],
        floor=floor,
        room=room,
        tail=rest[place:],
        doubtful=doubtful,
    )


def _by_word(
    slots: dict[str, str], value: str, mark: str, found: Address, after: list[tuple[str, str]]
) -> None:
    if mark in _BUILDING:
        slot = "building"
    elif mark in _UNIT:
        slot = "unit"
    elif mark in _ROOM:
        slot = "room"
    elif mark in ("楼", "层"):
        is_building = mark == "楼" and any(word in _UNIT for _value, word in after)
        slot = "building" if is_building and not slots["building"] else "floor"
    elif slots["building"] or slots["unit"] or slots["floor"]:
        slot = "room"
    elif (found.road or found.group) and not slots["number"]:
        slot = "number"
    elif after or not found.number:
        slot = "building"
    else:
        slot = "room"
    if not slots[slot]:
        slots[slot] = value


def _by_order(slots: dict[str, str], bare: list[str], found: Address, mark: str) -> bool:
    """Give numbers without words their places; tell whether they might be meant otherwise."""
    if not bare:
        return False
    whole = _is_whole(bare[-1])
    sure = not mark and (whole if len(bare) == 1 else bool(slots["building"] or slots["unit"]))
    sure |= len(bare) >= 4 or (len(bare) == 3 and bool(found.number or not found.road))
    order = _order(slots, bare, found, mark)
    for slot, value in zip(order, bare, strict=False):
        if not slots[slot]:
            slots[slot] = value
    return not sure


def _is_whole(value: str) -> bool:
    """501 counts its floor, 1 does not."""
    return len(value.rstrip("ABCDEFGH")) >= 3


def _order(slots: dict[str, str], bare: list[str], found: Address, mark: str) -> tuple[str, ...]:
    many, whole = len(bare), _is_whole(bare[-1])
    if mark in _UNIT:
        return ("building",) if slots["number"] or not found.road else ("number", "building")
    if mark in ("楼", "层") or mark in _ROOM or mark == "号":
        return ("building", "unit")[-many:] if not slots["unit"] else ("floor",)
    if slots["floor"]:
        return ("room",)
    if slots["unit"]:
        return ("floor", "room")[-many:]
    if slots["building"]:
        if many == 2:
            return ("unit", "room") if whole else ("floor", "room")
        return ("unit", "floor", "room") if many > 2 else ("room",)
    if found.road and not slots["number"]:
        return _from_number(many, whole)
    if many == 1:
        return ("room",) if whole else ("building",)
    if many == 2:
        return ("building", "room") if whole else ("building", "unit")
    return ("building", "unit", "room") if many == 3 else ("building", "unit", "floor", "room")


def _from_number(many: int, whole: bool) -> tuple[str, ...]:
    if many == 2:
        return ("number", "room") if whole else ("number", "building")
    if many == 3:
        return ("number", "unit", "room") if whole else ("number", "building", "unit")
    rest = ("building", "unit", "room") if many <= 4 else ("building", "unit", "floor", "room")
    return ("number", *rest)


def _floor_and_room(floor: str, room: str) -> tuple[str, str]:
    """Write 五楼1号 as room 501, and find the floor of room 501."""
    digits = room.rstrip("ABCDEFGH")
    if digits.isdigit() and len(digits) <= 2 and floor.isdigit():
        return floor, f"{floor}{int(digits):02d}{room[len(digits) :]}"
    if not floor and digits.isdigit() and 3 <= len(digits) <= 4:
        return digits[:-2], room
    return floor, room
