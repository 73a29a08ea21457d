"""One view of a household, dwelling, building, place and grid: three viewers, three sets."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.registers.api import Finding, Record
from tests.cast import GRID, SECOND_GRID, Cast
from tests.desk.registers.entering_pages import Desk
from tests.fieldwork.visiting import Visiting
from tests.matters.conftest import set_up_once
from tests.matters.play import CALLER, Play
from tests.registers.keeping_records import NOW, Home, enter, go_live
from tests.registers.queries.kept import TODAY, keep

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-048")]


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live("population", "households", "housing", "places", "facilities", "care")
    return Home(cast.grid_worker)


def view(record: Record) -> str:
    return f"/registers/records/{record.uid}/view"


@pytest.mark.row("R-006")
def test_a_household_shows_members_home_visits_and_matters(cast: Cast, home: Home) -> None:
    set_up_once()
    matter = Play(cast).report(address="解放路12号3幢501", title="水管漏水")
    visit = Visiting(cast).make(home=home.household.uid, now=timezone.now())
    shown = Desk(cast.client("station_clerk")).get(view(home.household))
    for part in ("王**", "本人", str(home.dwelling.uid), str(visit.uid), matter.number, "水管漏水"):
        assert part in shown, part
    assert "王小明" not in shown


@pytest.mark.row("R-006")
def test_what_would_tell_the_door_or_a_file_is_told_to_grid_and_station_only(
    cast: Cast, home: Home
) -> None:
    set_up_once()
    matter = Play(cast).report(address="解放路12号3栋501", title="水管漏水")
    file = keep("care_file", person=home.resident, visit_cycle="7")
    Finding.objects.create(rule="L13", record=file, area_code=GRID, opened_at=NOW, due_on=TODAY)
    due = f"/registers/findings/{Finding.objects.get().pk}"
    for who, told in (("grid_worker", True), ("station_clerk", True), ("township_operator", False),
                      ("county_supervisor", False), ("electronic_supervisor", False)):  # fmt: skip
        for record in (home.household, home.dwelling):
            shown = Desk(cast.client(who)).get(view(record))
            assert (matter.number in shown) == told, (who, record.sheet)
            assert (due in shown) == (told and record.sheet == "household"), (who, record.sheet)
            assert "照护" not in shown.partition("<main")[2] or told
    assert matter.number in Desk(cast.client("township_operator")).get(view(home.building))


@pytest.mark.row("R-006")
def test_what_people_of_a_household_reported_is_told_to_grid_and_station_only(
    cast: Cast, home: Home
) -> None:
    set_up_once()
    caller = home.person(cast.grid_worker, name="王老二", phone=CALLER.phone)
    enter(
        "household",
        {
            "household_no": "H-9", "household_kind": "1", "dwelling": home.dwelling.uid,
            "members": [{"uid": str(caller.uid), "relation": "02"}],
        },
        cast.grid_worker,
    )  # fmt: skip
    theirs = Record.objects.filter(sheet="household").latest("pk")
    play = Play(cast)
    openly = play.report(who=CALLER, title="路灯不亮", address="别处1号")
    said = {"name": "居民甲", "phone": CALLER.phone, "wants_callback": True}
    secret = play.report(
        who=type(CALLER)(anonymous=False, confidential=True, **said),
        title="举报",
        address="别处2号",
    )
    for who, told in (("grid_worker", True), ("station_clerk", True), ("township_operator", False)):
        shown = Desk(cast.client(who)).get(view(theirs))
        assert (openly.number in shown, secret.number in shown) == (told, False), who


def test_three_viewers_see_three_sets_of_a_household(cast: Cast, home: Home) -> None:
    home.person(cast.grid_worker, name="李小妹")
    shown = {
        who: Desk(cast.client(who)).get(view(home.household))
        for who in ("grid_worker", "township_operator", "electronic_supervisor")
    }
    assert ("王**" in shown["grid_worker"], 'name="purpose"' in shown["grid_worker"]) == (
        True,
        True,
    )
    assert ("王**" in shown["township_operator"], 'name="case"' in shown["township_operator"]) == (
        True,
        True,
    )
    assert "王" not in shown["electronic_supervisor"].partition("<main")[2].partition("</main>")[0]
    assert all("王小明" not in page for page in shown.values())


def test_a_building_is_drawn_by_unit_and_floor(cast: Cast, home: Home) -> None:
    for unit, door in (("2", "301"), ("1", "302"), ("1", "1001")):
        enter(
            "dwelling",
            {"building": home.building.uid, "unit_no": unit, "dwelling_no": door, "occupancy": "3"},
            cast.grid_worker,
        )
    shown = Desk(cast.client("grid_worker")).get(view(home.building))
    rows = plan(shown)
    assert [rows.index(door) for door in ("1001", "501", "302", "301")] == sorted(
        rows.index(door) for door in ("1001", "501", "302", "301")
    )
    assert "4 套房屋" in shown
    above = Desk(cast.client("township_operator")).get(view(home.building))
    assert "1001" not in plan(above)


def plan(page: str) -> str:
    """What a page's plan says, without its addresses: a uid may hold any digits."""
    return re.sub(r"<[^>]*>", " ", page.partition('class="table plan"')[2].partition("</table>")[0])


def test_a_building_shows_its_hazards_and_places_and_a_removed_hazard_is_none(
    cast: Cast, home: Home
) -> None:
    facts: dict[str, Any] = {
        "building": home.building.uid, "point": home.building.open["point"],
        "kind": "fire", "hazard_grade": "general", "found_on": "2026-06-01", "due_on": "2026-07-01",
    }  # fmt: skip
    enter("hazard", facts | {"place_words": "三楼楼道堆物"}, cast.grid_worker)
    gone = {"rectified_on": "2026-06-05", "rectified_by": "甲", "verified_on": "2026-06-06",
            "verified_by": "乙"}  # fmt: skip
    enter("hazard", facts | gone | {"place_words": "一楼电线"}, cast.grid_worker)
    shown = Desk(cast.client("grid_worker")).get(view(home.building))
    assert ("三楼楼道堆物" in shown, "一楼电线" in shown) == (True, False)
    assert "三楼楼道堆物" in Desk(cast.client("grid_worker")).get(view(home.dwelling))


def test_a_dwelling_shows_its_households_now_and_before(cast: Cast, home: Home) -> None:
    shown = Desk(cast.client("grid_worker")).get(view(home.dwelling))
    assert str(home.household.uid) in shown
    assert str(home.household.uid) not in Desk(cast.client("department_officer")).get(
        view(home.dwelling)
    )


def test_a_grid_shows_its_counts_and_who_looks_after_it(cast: Cast, home: Home) -> None:
    shown = Desk(cast.client("grid_worker")).get(f"/registers/grids/{GRID}")
    assert "王网格" in shown
    above = Desk(cast.client("county_supervisor")).get(f"/registers/grids/{GRID}")
    assert "少于10" in above.replace(" ", "")
    for who, code in (("grid_worker", SECOND_GRID), ("stranger", GRID), ("grid_worker", "x"),
                      ("grid_worker", "511622"), ("administrator", GRID)):  # fmt: skip
        assert cast.client(who).get(f"/registers/grids/{code}").status_code == 404, (who, code)


def test_a_stranger_has_no_view_and_a_resident_none_of_this_kind(cast: Cast, home: Home) -> None:
    for record in (home.household, home.dwelling, home.building):
        for who in ("stranger", "second_grid_worker", "hotline_operator", "administrator"):
            assert cast.client(who).get(view(record)).status_code == 404
    assert cast.client("grid_worker").get(view(home.resident)).status_code == 404


def test_a_view_costs_the_same_with_one_row_and_with_many(cast: Cast, home: Home) -> None:
    set_up_once()
    client = cast.client("station_clerk")
    pages = [view(home.household), view(home.building), view(home.dwelling),
             f"/registers/grids/{GRID}"]  # fmt: skip
    visiting, play = Visiting(cast), Play(cast)

    def more(number: int) -> None:
        visiting.make(home=home.household.uid, now=timezone.now())
        visiting.plan(home=home.household.uid, now=timezone.now(),
                      due_on=timezone.localdate())  # fmt: skip
        visiting.link(home=home.household.uid, door="", now=timezone.now())
        play.report(address="解放路12号3栋501", title=f"漏水{number}")
        Home(cast.grid_worker, name=f"赵{number}", door=f"60{number}")

    def cost(path: str) -> int:
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    more(1)
    first = {path: cost(path) for path in pages}
    for number in (2, 3):
        more(number)
    assert {path: cost(path) for path in pages} == first
