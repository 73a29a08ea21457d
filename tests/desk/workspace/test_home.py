"""The start page of every post, and the counts of every page."""

from __future__ import annotations

import pytest

from gege.desk.workspace.rail import rail_counts
from gege.matters import api as matters
from gege.matters.api import Box
from gege.staff.api import Role
from tests.cast import GRID
from tests.desk.workspace.conftest import Desk, Scene

EVERYBODY = (
    "grid_worker",
    "station_clerk",
    "township_operator",
    "county_supervisor",
    "county_dispatcher",
    "department_officer",
    "hotline_operator",
    "electronic_supervisor",
    "administrator",
)


def test_the_start_page_shows_what_waits_for_the_post(desk: Desk, scene: Scene) -> None:
    shown = {}
    for who in ("grid_worker", "station_clerk", "township_operator", "county_dispatcher"):
        (section,) = desk.get(who, "/").context["sections"]
        shown[who] = {row.number for row in section.rows}
    assert shown == {
        "grid_worker": scene.numbers("grid"),
        "station_clerk": scene.numbers("station"),
        "township_operator": scene.numbers("township"),
        "county_dispatcher": scene.numbers("county"),
    }


def test_the_hotline_sees_who_is_to_be_called_back(desk: Desk) -> None:
    waiting = desk.play.verified()
    first, _second = desk.get("hotline_operator", "/").context["sections"]
    assert [row.number for row in first.rows] == [waiting.number]
    assert desk.numbers("hotline_operator", first.wanted.address) == [waiting.number]


@pytest.mark.row("R-085")
def test_electronic_supervision_sees_what_is_late_and_has_no_deed(desk: Desk, scene: Scene) -> None:
    assert scene.department.due_at is not None
    desk.play.now = scene.department.due_at
    desk.play.wait(hours=1)
    context = desk.get("electronic_supervisor", "/").context
    overdue, near_due = context["sections"]
    assert [row.number for row in overdue.rows] == [scene.department.number]
    assert (near_due.rows, context["first"]) == ((), None)
    assert [figure.href for figure in context["figures"]] == [
        "/matters?box=near_due",
        "/matters?box=overdue",
        "/matters?box=watched",
    ]


def test_every_count_links_to_a_list_of_that_length(desk: Desk, scene: Scene) -> None:
    matters.watch(scene.closed.number, on=True, by=desk.play.cast.station_clerk)
    assert scene.department.due_at is not None
    desk.play.now = scene.department.due_at
    desk.play.wait(hours=1)
    figures = desk.get("station_clerk", "/").context["figures"]
    counted = [figure.value for figure in figures]
    assert counted == [1, 0, 1, 1]
    assert [len(desk.numbers("station_clerk", figure.href)) for figure in figures] == counted


def test_counts_are_those_of_the_lists_for_everybody(desk: Desk, scene: Scene) -> None:
    for name, actor in desk.play.cast.people.items():
        if actor.role is Role.ADMINISTRATOR:
            continue
        counted = matters.counts(actor, now=desk.play.now)
        for box in (Box.MINE, Box.NEAR_DUE, Box.OVERDUE, Box.WATCHED):
            rows = matters.matters(actor, matters.Filter(box=box), now=desk.play.now)
            assert counted[box] == rows.count(), (name, box)


def test_counting_stops_at_a_limit(desk: Desk) -> None:
    for _ in range(5):
        desk.play.report()
    found = matters.counts(desk.play.cast.grid_worker, now=desk.play.now, most=3)
    assert found[Box.MINE] == 4


def test_an_administrator_sees_the_set_up_and_no_matter(desk: Desk, scene: Scene) -> None:
    response = desk.get("administrator", "/")
    checks = {check.name: check.well for check in response.context["checks"]}
    assert checks == {
        "区划": True,
        "网格边界": True,
        "工作日历": False,
        "规则": True,
        "网格员": False,
        "单位联系人": False,
        "通知": True,
    }
    text = response.content.decode()
    for matter in (scene.grid, scene.county):
        assert matter.number not in text
        assert matter.title not in text
    rail = {line.href for line in response.context["rail"].lines}
    assert {href for href in rail if href.startswith(("/matters", "/stranded"))} == set()


def test_the_rail_counts_once_per_request_in_two_statements(
    desk: Desk, scene: Scene, rf, django_assert_num_queries
) -> None:
    request = rf.get("/")
    request.actor = desk.play.cast.county_dispatcher
    with django_assert_num_queries(2):
        found = rail_counts(request)
    with django_assert_num_queries(0):
        assert rail_counts(request) == found
    assert found["mine"] == 1


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_start_page_costs_few_statements_however_much_waits(desk: Desk, who: str) -> None:
    costs = []
    for many in (1, 2, 27):
        for _ in range(many):
            desk.play.report(grid_code=GRID)
        costs.append(desk.statements(who, "/"))
    assert len(set(costs)) == 1
    # The county's rail counts what waits at the line, between platforms and in oversight.
    assert costs[0] <= 14
