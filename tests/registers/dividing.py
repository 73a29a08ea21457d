"""Grids with uneven work, for the tests of the division report and its rule."""

from __future__ import annotations

from gege.registers.api import DivisionRules, Record, publish_division_rules
from gege.staff.api import SYSTEM
from tests.cast import GRID, SECOND_GRID, VACANT_GRID, centre_of
from tests.registers.keeping_records import NOW
from tests.registers.queries.kept import keep

HOUSES, HOMES = 4, 6


def small_rules() -> None:
    """Compare from five households on average on: a county of tests has no more."""
    publish_division_rules(
        DivisionRules(least_mean=5), note="测试用县", by=SYSTEM, now=NOW, based_on=0
    )


def families(grid: str, many: int, building: Record | None = None) -> list[Record]:
    """Enter households of a grid, in a building when one is given."""
    made = []
    for number in range(many):
        more = {}
        if building is not None:
            home = keep("dwelling", area=grid, building=building, dwelling_no=f"{number + 1}01")
            more = {"dwelling": home}
        made.append(keep("household", area=grid, household_no=f"H-{grid[-3:]}-{number}", **more))
    return made


def uneven() -> list[Record]:
    """Let grid 1 have 24 households in four buildings, and the others 12 and 3."""
    lng, lat = centre_of(GRID)
    buildings = [
        keep(
            "building", name=f"{number}栋", address=f"解放路{number}号",
            point={"lng": lng - 0.003 + number * 0.0015, "lat": lat},
        )
        for number in range(1, HOUSES + 1)
    ]  # fmt: skip
    for one in buildings:
        families(GRID, HOMES, one)
    families(SECOND_GRID, 12)
    families(VACANT_GRID, 3)
    return buildings
