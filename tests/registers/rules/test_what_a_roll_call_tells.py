"""What a roll-call tells of people, field by field, and how rooms are drawn."""

from __future__ import annotations

import pytest

from gege.registers.declared.shipped import shipped_contract
from gege.registers.rules.building_plan import Room, drawn, floor_of
from gege.registers.rules.roll_calls import PURPOSE, lies_in, told
from gege.registers.rules.sight import Reach, Sight

pytestmark = pytest.mark.row("R-048")
PEOPLE = ("resident", "care_file", "health_file", "assistance_file", "employment_file",
          "family_file", "legal_file")  # fmt: skip


def _told(*, child: bool, drill: bool, reach: Reach = Reach.OWN_GRID) -> dict[str, str]:
    contract = shipped_contract()
    found = {
        f"{code}.{field.name}": told(field, reach, child=child, drill=drill)
        for code in PEOPLE
        for field in contract.sheets[code].fields
    }
    return {name: str(sight) for name, sight in found.items() if sight is not Sight.ABSENT}


def test_of_everything_that_is_kept_about_people_five_fields_are_told() -> None:
    assert _told(child=False, drill=False) == {
        "resident.name": "whole",
        "resident.dwelling": "whole",
        "resident.phone": "masked",
        "resident.language_help": "whole",
        "health_file.emergency_note": "whole",
    }
    assert _told(child=False, drill=True) == {
        "resident.name": "masked",
        "resident.dwelling": "masked",
        "resident.phone": "masked",
    }


@pytest.mark.parametrize("drill", [False, True])
def test_of_a_child_the_family_name_is_told(drill: bool) -> None:
    assert _told(child=True, drill=drill) == {"resident.name": "masked"}


@pytest.mark.parametrize(
    "reach",
    [Reach.OWN_REGISTER, Reach.GRANTED, Reach.SUPERVISION, Reach.OWN_DATA, Reach.NONE],
)
def test_whoever_calls_no_roll_is_told_nothing(reach: Reach) -> None:
    assert _told(child=False, drill=False, reach=reach) == {}


def test_the_purpose_is_declared() -> None:
    assert PURPOSE in shipped_contract().purposes


@pytest.mark.parametrize(
    ("building", "incident", "near"),
    [
        ("511622100001001", "511622100001001", True),
        ("511622100001002", "511622100001001", True),
        ("511622100001001", "511622100001", True),
        ("511622100001001", "511622100", True),
        ("511622100002001", "511622100001001", False),
        ("511622102001001", "511622100", False),
    ],
)
def test_an_incident_is_near_a_building_of_its_area_or_community(
    building: str, incident: str, near: bool
) -> None:
    assert lies_in(building, incident) is near


@pytest.mark.parametrize(
    ("told_floor", "door", "floor"),
    [(3, "501", 3), (None, "501", 5), (None, "1203", 12), (None, "7", None), (None, "001", None),
     (None, "A-2", None), (None, "", None), (-1, "x", -1)],
)  # fmt: skip
def test_a_floor_is_told_or_read_from_the_door(
    told_floor: int | None, door: str, floor: int | None
) -> None:
    assert floor_of(Room("", "", told_floor, door, None, None)) == floor


def test_rooms_are_drawn_from_the_top_down_and_in_the_order_of_their_numbers() -> None:
    rooms = [Room("", unit, None, door, None, None)
             for unit, door in (("2", "201"), ("10", "102"), ("2", "1001"), ("2", "202"),
                                ("", "铺面"))]  # fmt: skip
    units, floors = drawn(rooms)
    assert [one.name for one in units] == ["2", "10", ""]
    assert [(floor.number, [[room.door for room in unit] for unit in floor.units])
            for floor in floors] == [
        (10, [["1001"], [], []]),
        (2, [["201", "202"], [], []]),
        (1, [[], ["102"], []]),
        (None, [[], [], ["铺面"]]),
    ]  # fmt: skip
