"""What is generated: people, households and dwellings, without any label."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A dwelling with its address in parts; `building_serial` is the same within one building.

    `grid_code` has 15 digits. In a village `group` stands for road, estate, unit and room.
    """

    serial: int
    building_serial: int
    community_code: str
    community: str
    grid_code: str
    road: str
    number: str
    estate: str
    building: str
    unit: str
    floor: int
    room: str
    group: str
    area_m2: int

    @property
    def address(self) -> str:
        """The address in one spelling, from the road or village down."""
        if self.group:
            return f"{self.community}村{self.group}组{self.number}号"
        plot = f"{self.road}{self.number}号{self.estate}{self.building}栋"
        return f"{plot}{self.unit}单元{self.room}室"


@dataclass(frozen=True, slots=True)
class Person:
    """A resident. `relation` is a code of GB/T 4761 to the head, `sex` of GB/T 2261.1.

    `number` is a sound citizen number of the prefix 990000; `phone` is empty for some, and one
    number may be shared within a family.
    """

    serial: int
    household: int
    relation: str
    name: str
    sex: str
    born_on: date
    number: str
    phone: str


@dataclass(frozen=True, slots=True)
class Household:
    """A household, its head first; `kind` as in the register: 1 a family, 3 a shared tenancy.

    `occupancy` of the dwelling: 1 by its owner, 2 rented.
    """

    serial: int
    kind: str
    occupancy: str
    dwelling: Dwelling
    members: tuple[Person, ...]
