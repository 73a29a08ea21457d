"""After a grid is divided its records lie in the parts, and open matters with the first (R-033)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from shapely.geometry import box

from gege.registers.actions.chronicle import write_version
from gege.registers.api import Finding, Record, follow_divisions, run_rules
from gege.registers.models import Turn
from gege.territory.api import Drawing, divide_grid, merge_grids, read_editions
from gege.trail.api import Entry
from tests.cast import COMMUNITY, GRID, SECOND_GRID, STEP, Cast, centre_of
from tests.registers.dividing import families, small_rules, uneven
from tests.registers.keeping_records import NOW, go_live
from tests.registers.queries.kept import end, keep

WEST, EAST = f"{COMMUNITY}011", f"{COMMUNITY}012"
DAY = date(2026, 6, 10)


def divide(cast: Cast, on: date = DAY) -> None:
    """Cut grid 1 in the middle, from north to south."""
    lng, lat = centre_of(GRID)
    half = STEP / 2
    halves = (
        box(lng - half, lat - half, lng, lat + half),
        box(lng, lat - half, lng + half, lat + half),
    )
    divide_grid(
        code=GRID,
        into=[
            Drawing(code, name, "", "general", code, polygon)
            for code, name, polygon in zip((WEST, EAST), ("西网格", "东网格"), halves, strict=True)
        ],
        on=on,
        by=cast.administrator.signature(),
        now=NOW,
    )


def areas(*records: Record) -> list[str]:
    found = Record.objects.in_bulk([one.pk for one in records])
    return [found[one.pk].area_code for one in records]


@pytest.fixture
def buildings(cast: Cast) -> list[Record]:
    go_live()
    small_rules()
    return uneven()


@pytest.mark.row("R-033")
def test_records_follow_their_building_and_the_rest_the_first_part(
    cast: Cast, buildings: list[Record]
) -> None:
    loose = keep("place", name="网吧", inspection_cycle=30)
    gone = keep("household", household_no="H-0")
    end(gone)
    run_rules(now=NOW, editions=read_editions())
    assert Finding.objects.filter(grid_code=GRID, state="open").exists()
    divide(cast)
    many = Record.objects.filter(area_code=GRID, valid_to__isnull=True).count()
    assert follow_divisions(now=NOW, editions=read_editions()) == many
    assert areas(*buildings, loose, gone) == [WEST, WEST, EAST, EAST, WEST, GRID]
    lived = Record.objects.filter(sheet="household", valid_to__isnull=True)
    assert lived.filter(area_code=WEST).count() == lived.filter(area_code=EAST).count() == 12
    turn = Turn.objects.filter(record=buildings[3]).latest("pk")
    assert turn.deed == "move"
    assert Entry.objects.filter(stream=f"register:{buildings[3].uid}", deed="move").count() == 1
    assert follow_divisions(now=NOW, editions=read_editions()) == 0
    run_rules(now=NOW, editions=read_editions())
    assert not Finding.objects.filter(area_code=GRID, state="open").exists()


def test_before_its_day_nothing_follows(cast: Cast, buildings: list[Record]) -> None:
    divide(cast, on=DAY + timedelta(days=5))
    assert follow_divisions(now=NOW, editions=read_editions()) == 0
    later = NOW + timedelta(days=5)
    assert follow_divisions(now=later, editions=read_editions()) > 0


def test_through_two_changes_records_come_to_what_lives(
    cast: Cast, buildings: list[Record]
) -> None:
    families(SECOND_GRID, 3)
    divide(cast)
    merge_grids(
        codes=[EAST, SECOND_GRID], code=f"{COMMUNITY}021", name_zh="新网格",
        on=DAY + timedelta(days=1), by=cast.administrator.signature(), now=NOW,
    )  # fmt: skip
    follow_divisions(now=NOW + timedelta(days=1), editions=read_editions())
    assert areas(*buildings) == [WEST, WEST, f"{COMMUNITY}021", f"{COMMUNITY}021"]
    assert not Record.objects.filter(area_code=SECOND_GRID, valid_to__isnull=True).exists()


def test_interrupted_it_goes_on_where_it_was(cast: Cast, buildings: list[Record]) -> None:
    divide(cast)
    calls: list[Any] = []

    def breaks(*some: Any, **more: Any) -> Any:
        calls.append(some)
        if len(calls) == 3:
            raise RuntimeError("broken")
        return write_version(*some, **more)

    with (
        patch("gege.registers.actions.follow_divisions.write_version", breaks),
        pytest.raises(RuntimeError),
    ):
        follow_divisions(now=NOW, editions=read_editions())
    assert areas(*buildings) == [GRID] * 4
    follow_divisions(now=NOW, editions=read_editions())
    assert areas(*buildings) == [WEST, WEST, EAST, EAST]
