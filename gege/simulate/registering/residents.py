"""Made-up residents by the hundred thousand: homes and families in the demonstration's grids.

The same seed makes the same people. They are made, checked and written some thousand at a time, so
memory does not grow with their number.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from time import perf_counter
from typing import Any, Final
from uuid import UUID

from gege.kernel.county_day import local_date
from gege.registers.api import MadeUp, Record, enter_made_up, made_up_uid
from gege.simulate.population.households import PER_HOUSEHOLD, generate
from gege.simulate.population.records import Dwelling, Household
from gege.simulate.population.town import COMMUNITIES, Community
from gege.territory.api import AreaFacts, load_atlas, read_editions

CHUNK: Final = 1_000
"""Households that are written together."""
_OTHER_HOMES: Final = 1_000_000
"""Numbers of homes begin here, beside those that the demonstration entered by hand."""


class NoRoomError(Exception):
    """There is no community to put people into, or they are there already."""


@dataclass(frozen=True, slots=True)
class Town:
    """Where people are put: communities of the atlas, with their grids."""

    communities: tuple[Community, ...]
    grids: dict[str, tuple[AreaFacts, ...]]

    @classmethod
    def of_atlas(cls, today: date) -> "Town":
        """Return the communities that stand in the atlas. Raises NoRoomError without any."""
        atlas = load_atlas()
        grids = {
            one.code: tuple(grid for grid in atlas.children(one.code) if grid.centre is not None)
            for one in COMMUNITIES
            if atlas.area(one.code, today) is not None
        }
        found = tuple(one for one in COMMUNITIES if grids.get(one.code))
        if not found:
            raise NoRoomError("none of the demonstration's communities is here")
        return cls(found, grids)

    def households(self, residents: int, seed: int, today: date) -> Iterator[Household]:
        """Yield the households of so many residents; the same arguments, the same people."""
        return generate(residents, seed, communities=self.communities, today=today)


def register_residents(
    residents: int, seed: int, *, now: datetime, say_it: Callable[[str], None] = lambda _: None
) -> int:
    """Enter residents with their families, dwellings and buildings; return how many people.

    Raises NoRoomError when there is no place for them, or they are there already.
    """
    if Record.objects.filter(uid=made_up_uid("resident", 0)).exists():
        raise NoRoomError("made-up residents are there already")
    today, editions = local_date(now), read_editions()
    town = Town.of_atlas(today)
    places = _Places(town, residents)
    entered, begun = 0, perf_counter()
    households = town.households(residents, seed, today)
    while some := list(islice(households, CHUNK)):
        lines = list(places.lines(some))
        places.buildings |= {
            uid: record
            for uid, record in enter_made_up(
                lines, places.buildings, now=now, editions=editions
            ).items()
            if record.sheet == "building"
        }
        places.forget_all_but(some[-1].dwelling.building_serial)
        entered += sum(len(one.members) for one in some)
        rate = entered / (perf_counter() - begun)
        say_it(f"{entered} made-up residents, {rate:.0f} a second")
    return entered


@dataclass(slots=True)
class _Places:
    """Into which grid each building goes, and what is typed about it and its people."""

    town: Town
    residents: int
    buildings: dict[UUID, Record] = field(default_factory=dict)
    _grid: AreaFacts | None = None
    _building: int = -1
    _homes: dict[str, int] = field(default_factory=dict)

    def lines(self, households: Sequence[Household]) -> Iterable[MadeUp]:
        """Return what to enter, in the order in which things refer to each other."""
        sheets: dict[str, list[MadeUp]] = {
            "building": [], "dwelling": [], "resident": [], "household": []
        }  # fmt: skip
        for home in households:
            for line in self._of_home(home):
                sheets[line.sheet].append(line)
        return [line for some in sheets.values() for line in some]

    def forget_all_but(self, serial: int) -> None:
        """Forget the buildings that are full; the last one goes on in the next chunk."""
        last = made_up_uid("building", serial)
        self.buildings = {uid: one for uid, one in self.buildings.items() if uid == last}

    def _of_home(self, home: Household) -> Iterator[MadeUp]:
        place = home.dwelling
        code = place.community_code
        if place.building_serial != self._building:
            self._building = place.building_serial
            self._grid = self._grid_of(code)
            yield self._line("building", place.building_serial, _building(place, self._grid))
        self._homes[code] = self._homes.get(code, 0) + 1
        yield self._line("dwelling", home.serial, {
            "building": made_up_uid("building", place.building_serial),
            "unit_no": place.unit or "1",
            "floor_no": str(place.floor),
            "dwelling_no": place.room or place.number,
            "area_m2": str(place.area_m2),
            "occupancy": home.occupancy,
        })  # fmt: skip
        for person in home.members:
            typed = {
                "name": person.name,
                "id_type": "111",
                "id_number": person.number,
                "sex": person.sex,
                "born": f"{person.born_on:%Y-%m}",
                "residence_kind": "1",
                "dwelling": made_up_uid("dwelling", home.serial),
            }
            phone = {"phone": person.phone} if person.phone else {}
            yield self._line("resident", person.serial, typed | phone)
        yield self._line("household", home.serial, {
            "household_no": f"M{_OTHER_HOMES + home.serial}",
            "household_kind": home.kind,
            "dwelling": made_up_uid("dwelling", home.serial),
            "head": made_up_uid("resident", home.members[0].serial),
            "members": [
                {"uid": str(made_up_uid("resident", one.serial)), "relation": one.relation}
                for one in home.members
            ],
        })  # fmt: skip

    def _line(self, sheet: str, number: int, typed: dict[str, Any]) -> MadeUp:
        assert self._grid is not None  # a home stands in a building, and a building in a grid
        return MadeUp(sheet, number, self._grid.code, typed)

    def _grid_of(self, community: str) -> AreaFacts:
        """Fill the grids of a community one after the other, each with about as many homes."""
        grids = self.town.grids[community]
        shares = {one.code: one.share for one in self.town.communities}
        expected = self.residents / PER_HOUSEHOLD * shares[community] / sum(shares.values())
        place = int(self._homes.get(community, 0) * len(grids) / max(expected, 1))
        return grids[min(place, len(grids) - 1)]


def _building(home: Dwelling, grid: AreaFacts) -> dict[str, Any]:
    centre = grid.centre
    assert centre is not None  # grids without a place are left out
    east, north = home.building_serial * 37 % 17 - 8, home.building_serial * 53 % 17 - 8
    named = f"{home.estate or home.road or home.community}{home.building or home.number}栋"
    return {
        "building_code": f"M{grid.code}-{home.building_serial:06}",
        "name": named,
        "address": home.address.split("单元")[0][: -len(home.unit) or None] or named,
        "point": {
            "lng": round(centre.lng + east * 0.00004, 6),
            "lat": round(centre.lat + north * 0.00004, 6),
        },
        "structure": "3",
        "floors": "30" if home.floor > 6 else "6",
        "use": "1",
        "self_built_business": "no",
        "gas_kind": "pipe" if home.building_serial % 4 else "bottle",
    }
