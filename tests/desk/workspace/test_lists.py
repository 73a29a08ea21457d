"""What each role sees in the lists, exactly; nothing beyond its scope."""

from __future__ import annotations

import pytest

from gege.matters import api as matters
from tests.cast import GRID, HOUSING, NEIGHBOUR_GRID, TOWN
from tests.desk.workspace.conftest import Desk, Scene

_OWN = ("grid", "station", "township", "county", "department", "closed")
_EVERYTHING = (*_OWN, "neighbour", "elsewhere")
SEEN = {
    "grid_worker": _OWN,
    "second_grid_worker": (),
    "station_clerk": _OWN,
    "second_station_clerk": ("neighbour",),
    "township_operator": (*_OWN, "neighbour"),
    "county_supervisor": _EVERYTHING,
    "county_dispatcher": _EVERYTHING,
    "hotline_operator": _EVERYTHING,
    "electronic_supervisor": _EVERYTHING,
    "department_officer": ("department", "closed"),
    "other_department_officer": (),
    "town_branch_officer": (),
    "stranger": ("elsewhere",),
    "strange_township_operator": ("elsewhere",),
}
MINE = {
    "grid_worker": ("grid",),
    "second_grid_worker": (),
    "station_clerk": ("station",),
    "second_station_clerk": ("neighbour",),
    "township_operator": ("township",),
    "county_supervisor": ("county",),
    "county_dispatcher": ("county",),
    "hotline_operator": ("county",),
    "department_officer": ("department",),
    "other_department_officer": (),
    "town_branch_officer": (),
    "stranger": ("elsewhere",),
    "strange_township_operator": (),
}


@pytest.mark.row("R-031")
def test_everybody_sees_the_matters_of_their_scope_and_no_other(desk: Desk, scene: Scene) -> None:
    every = {who: set(desk.numbers(who, "/matters?box=all")) for who in SEEN}
    assert every == {who: scene.numbers(*names) for who, names in SEEN.items()}
    still_open = {who: set(desk.numbers(who, "/matters?box=open")) for who in SEEN}
    assert still_open == {who: every[who] - scene.numbers("closed") for who in SEEN}


def test_mine_to_act_on_is_what_the_own_unit_holds(desk: Desk, scene: Scene) -> None:
    held = {who: scene.numbers(*names) for who, names in MINE.items()}
    assert {who: set(desk.numbers(who, "/matters?box=mine")) for who in MINE} == held
    assert {who: set(desk.numbers(who, "/matters")) for who in MINE} == held


@pytest.mark.row("R-085")
def test_electronic_supervision_has_nothing_to_act_on(desk: Desk, scene: Scene) -> None:
    response = desk.get("electronic_supervisor", "/matters?box=mine")
    assert response.context["rows"] == []
    assert desk.get("electronic_supervisor", "/matters").context["heading"] == "逾期"


def test_an_administrator_reads_no_list(desk: Desk, scene: Scene) -> None:
    codes = [
        desk.get("administrator", address).status_code
        for address in ("/matters", "/matters/export.xlsx", "/stranded")
    ]
    assert codes == [404, 404, 404]


def test_who_is_not_logged_in_is_sent_to_log_in(desk: Desk) -> None:
    response = desk.play.cast.client("grid_worker").__class__().get("/matters?box=all")
    assert (response.status_code, response["Location"]) == (
        302,
        "/login?next=%2Fmatters%3Fbox%3Dall",
    )


def test_near_due_and_overdue_follow_the_light(desk: Desk, scene: Scene) -> None:
    due = scene.department.due_at
    warned = scene.department.warn_at
    assert due is not None
    assert warned is not None
    desk.play.now = warned
    assert desk.numbers("county_supervisor", "/matters?box=near_due") == [scene.department.number]
    assert desk.numbers("county_supervisor", "/matters?box=overdue") == []
    desk.play.now = due
    desk.play.wait(minutes=1)
    assert desk.numbers("county_supervisor", "/matters?box=near_due") == []
    assert desk.numbers("county_supervisor", "/matters?box=overdue") == [scene.department.number]
    assert desk.numbers("stranger", "/matters?box=overdue") == []


def test_a_watched_matter_is_on_the_own_list_of_its_watcher_only(desk: Desk, scene: Scene) -> None:
    matters.watch(scene.closed.number, on=True, by=desk.play.cast.station_clerk)
    assert desk.numbers("station_clerk", "/matters?box=watched") == [scene.closed.number]
    assert desk.numbers("township_operator", "/matters?box=watched") == []


def test_what_was_just_reported_is_in_the_list_at_once(desk: Desk) -> None:
    assert desk.numbers("grid_worker", "/matters") == []
    matter = desk.play.report()
    assert desk.numbers("grid_worker", "/matters") == [matter.number]
    assert desk.numbers("grid_worker", "/matters?q=路面有坑") == [matter.number]


NARROWED = (
    ("state=handling", ("department",)),
    ("state=accepted,handling", ("county", "department")),
    ("light=green", ("closed",)),
    ("light=none&state=reported", ("grid", "station", "township", "neighbour", "elsewhere")),
    ("kind=B01", _EVERYTHING),
    ("kind=C01", ()),
    ("family=management", _EVERYTHING),
    ("family=service", ()),
    ("channel=counter", _EVERYTHING),
    ("channel=hotline", ()),
    (f"area={TOWN}", (*_OWN, "neighbour")),
    (f"area={GRID}", _OWN),
    (f"area={NEIGHBOUR_GRID}", ("neighbour",)),
    ("since=2026-11-24&until=2026-11-24", _EVERYTHING),
    ("since=2026-11-25", ()),
    ("until=2026-11-23", ()),
    ("q=邻社区", ("neighbour",)),
    ("q=沿口镇", (*_OWN, "neighbour")),
    ("q=%EF%BC%A0%EF%BC%A0", ()),
    ("state=&light=&kind=&area=&holder=&since=&until=&q=", _EVERYTHING),
)


def test_a_filter_narrows_the_list(desk: Desk, scene: Scene) -> None:
    client = desk.client("county_dispatcher")
    for query, found in NARROWED:
        rows = client.get(f"/matters?box=all&{query}").context["rows"]
        assert {row.number for row in rows} == scene.numbers(*found), query


def test_a_list_is_narrowed_to_a_holder(desk: Desk, scene: Scene) -> None:
    holder = desk.play.cast.unit_id(HOUSING)
    shown = desk.numbers("county_dispatcher", f"/matters?box=open&holder={holder}")
    assert shown == [scene.department.number]


def test_an_exact_number_opens_its_matter(desk: Desk, scene: Scene) -> None:
    number = scene.department.number
    for written in (number, number.replace("-", ""), f" {number} "):
        response = desk.client("station_clerk").get("/matters", {"q": written})
        assert (response.status_code, response["Location"]) == (302, f"/matters/{number}")
    response = desk.client("stranger").get("/matters", {"q": number})
    assert (response.status_code, response.context["rows"]) == (200, [])


def test_mine_stands_by_the_next_step_due_and_others_by_the_newest(desk: Desk) -> None:
    play = desk.play
    later = play.report(kind="B01")
    play.wait(hours=2)
    sooner = play.report(kind="A07", severity="grave")
    assert desk.numbers("grid_worker", "/matters?box=mine") == [sooner.number, later.number]
    oldest = desk.numbers("grid_worker", "/matters?box=mine&order=oldest")
    assert oldest == [later.number, sooner.number]
    assert desk.numbers("grid_worker", "/matters?box=open") == [sooner.number, later.number]


def test_pages_by_key_show_every_matter_once(desk: Desk) -> None:
    made = {desk.play.report(title=f"第{number}件").number for number in range(112)}
    matters.Matter.objects.filter(title__in=["第3件", "第110件"]).update(step_due_at=None)
    for order in ("due", "newest", "oldest"):
        address: str | None = f"/matters?box=mine&order={order}"
        shown: list[str] = []
        pages = 0
        while address:
            response = desk.get("grid_worker", address)
            shown += [row.number for row in response.context["rows"]]
            following = response.context["turns"].next
            address = f"/matters{following}" if following else None
            pages += 1
        assert (pages, len(shown), set(shown)) == (3, 112, made)


@pytest.mark.parametrize("who", ["grid_worker", "county_dispatcher", "department_officer"])
def test_a_list_costs_the_same_with_one_three_and_sixty_matters(desk: Desk, who: str) -> None:
    address = "/matters?box=all&q=坑"
    costs = []
    for many in (1, 2, 57):
        for _ in range(many):
            desk.play.report() if many > 2 else desk.play.in_hand()
        costs.append(desk.statements(who, address))
    assert len(set(costs)) == 1
    # Some of them are the counts of the rail.
    assert costs[0] <= 10


def test_names_come_from_the_atlas_in_the_readers_language(desk: Desk, scene: Scene) -> None:
    client = desk.client("county_dispatcher")
    account = desk.play.cast.account("county_dispatcher")
    row = client.get("/matters?box=open&state=handling").context["rows"][0]
    assert (row.place, row.holder) == ("沿口镇 · 解放路社区 · 第1网格", "住建")
    account.language = "en"
    account.save()
    row = client.get("/matters?box=open&state=handling").context["rows"][0]
    assert row.place == "Yankou Town · Jiefanglu Community · Grid 1"
    assert row.holder == "Housing and Construction Bureau"


@pytest.mark.parametrize(
    ("who", "empty"),
    [("second_grid_worker", "没有事项等您处理"), ("electronic_supervisor", "没有逾期事项")],
)
def test_an_empty_list_says_what_would_appear(desk: Desk, who: str, empty: str) -> None:
    response = desk.get(who, "/matters")
    assert empty in response.content.decode()


def test_a_late_step_is_said_beside_the_light_of_the_work(desk: Desk) -> None:
    """The light is the work's; a row that is "in progress" and overdue says which step is late."""
    matter = desk.play.report(title="无人受理")
    desk.play.wait(hours=2)
    (row,) = desk.get("grid_worker", "/matters?box=mine").context["rows"]
    assert (row.light, row.marks) == ("none", ())
    desk.play.wait(days=1)
    (row,) = desk.get("grid_worker", "/matters?box=mine").context["rows"]
    assert (row.light, [str(mark) for mark in row.marks]) == ("none", ["受理超时"])
    assert "受理超时" in desk.get("grid_worker", matter.get_absolute_url()).text
