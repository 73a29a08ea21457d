"""A board of lights counts what its reader may see; a number opens exactly its matters."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.boards.lights.board import behind, board_of
from gege.matters import api as matters
from gege.matters.api import LOCAL, Light
from gege.staff.api import Actor
from tests.cast import CIVIL_AFFAIRS, GRID, HOUSING, OTHER_GRID, TOWN, Cast
from tests.matters.play import Play

pytestmark = [pytest.mark.row("R-089", "R-090", "R-091")]


@pytest.fixture
def play(play: Play) -> Play:
    """One red at the housing bureau, one yellow there, one without a light in each town, and one
    that was closed in time this morning. The clock stands where the second is near due."""
    play.at("2026-11-10 09:00")
    play.in_hand(title="红灯的事")
    play.at("2026-11-20 09:00")
    yellow = play.in_hand(title="黄灯的事")
    play.report(title="外镇的事", by=play.cast.stranger, grid_code=OTHER_GRID)
    assert yellow.warn_at is not None
    play.now = yellow.warn_at
    done = play.report(title="绿灯的事", kind="A01")
    play.do(matters.accept, done, play.cast.grid_worker)
    play.complete(done, play.cast.grid_worker)
    if done.state != "closed":
        play.do(matters.verify, done, play.cast.station_clerk)
    play.report(title="没有灯的事")
    return play


def _sums(play: Play, by: Actor, **query: str) -> dict[str, int]:
    shown, _reach = board_of(by, query, now=play.now)
    open_ones = {one.light: one.count for one in shown.cells}
    return open_ones | {"all": shown.total.count, "green": shown.green.count}


def test_every_tier_sees_its_own_lights(play: Play) -> None:
    cast = play.cast
    whole = {"red": 1, "yellow": 1, "none": 2, "all": 4, "green": 1}
    assert _sums(play, cast.county_supervisor) == whole
    assert _sums(play, cast.electronic_supervisor) == whole
    town = {"red": 1, "yellow": 1, "none": 1, "all": 3, "green": 1}
    assert _sums(play, cast.township_operator) == town
    assert _sums(play, cast.grid_worker) == town
    assert _sums(play, cast.county_supervisor, area=TOWN) == town
    housing = {"red": 1, "yellow": 1, "none": 0, "all": 2, "green": 0}
    assert _sums(play, cast.department_officer) == housing
    assert _sums(play, cast.county_dispatcher, unit=HOUSING) == housing
    nothing = dict.fromkeys(housing, 0)
    assert _sums(play, cast.other_department_officer) == nothing
    assert _sums(play, cast.stranger) == nothing | {"none": 1, "all": 1}


def test_every_number_opens_exactly_its_matters(play: Play) -> None:
    for who in ("county_supervisor", "township_operator", "department_officer", "stranger"):
        by = play.cast.actor(who)
        shown, _reach = board_of(by, {}, now=play.now)
        numbers = [*shown.cells, shown.total, shown.green, shown.closed]
        lines = [line for table in shown.tables for line in table.lines]
        numbers += [cell for line in lines for cell in (*line.cells, line.total)]
        assert len(numbers) > 6
        for cell in numbers:
            pairs = re.findall(r"(\w+)=([\w-]*)", cell.href.partition("?")[2])
            listed = behind(by, dict(pairs), now=play.now)
            assert len(listed.rows) == cell.count, cell.href


def test_it_says_what_changes_next_and_who_holds_it(play: Play) -> None:
    yellow = matters.Matter.objects.get(title="黄灯的事")
    shown, _reach = board_of(play.cast.county_supervisor, {}, now=play.now)
    assert [(one.title, one.light, one.at, one.holder) for one in shown.turning] == [
        ("黄灯的事", "red", yellow.due_at, "住建")
    ]
    play.at("2026-11-20 10:00")
    shown, _reach = board_of(play.cast.county_supervisor, {}, now=play.now)
    assert [(one.title, one.light, one.at) for one in shown.turning] == [
        ("黄灯的事", "yellow", yellow.warn_at)
    ]


def test_it_asks_again_when_the_first_light_changes(play: Play) -> None:
    yellow = matters.Matter.objects.get(title="黄灯的事")
    assert yellow.due_at is not None
    play.now = yellow.due_at.astimezone(LOCAL)
    play.wait(seconds=-20)
    shown, _reach = board_of(play.cast.county_supervisor, {}, now=play.now)
    assert shown.seconds == 21
    play.wait(seconds=21)
    assert play.light(yellow) is Light.RED
    assert _sums(play, play.cast.county_supervisor)["red"] == 2


@pytest.mark.parametrize(
    "query",
    [
        "area=511622102",
        "area=nonsense",
        f"unit={CIVIL_AFFAIRS}",
        "unit=nobody",
        f"area={GRID}&unit={HOUSING}",
        "light=blue",
        "tier=moon",
        "holder=nobody",
    ],
)
def test_what_lies_outside_or_does_not_exist_is_not_there(play: Play, query: str) -> None:
    client = play.cast.client("township_operator")
    assert client.get(f"/supervision/lights/matters?{query}").status_code == 404
    officer = play.cast.client("department_officer")
    assert officer.get(f"/supervision/lights/matters?{query}").status_code == 404


def test_a_page_of_the_list_is_asked_for_by_its_key(play: Play) -> None:
    client = play.cast.client("county_supervisor")
    for after in ("-1", "1e3", "9" * 30, "'"):
        answer = client.get("/supervision/lights/matters", {"after": after})
        assert answer.status_code == 200


def test_a_board_costs_the_same_whatever_there_is(play: Play) -> None:
    client = play.cast.client("county_supervisor")
    few = _asked(client)
    for number in range(3):
        play.in_hand(title=f"又一件{number}")
    assert _asked(client) == few


def _asked(client: Client) -> list[int]:
    counts = []
    for address in ("/supervision/lights", "/supervision/lights/matters"):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    return counts


def test_the_page_works_without_script(cast: Cast, play: Play) -> None:
    page = unescape(cast.client("county_supervisor").get("/supervision/lights").content.decode())
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page
    part = cast.client("county_supervisor").get("/supervision/lights?part=board").content.decode()
    assert part.lstrip().startswith('<div id="board"')
    assert "<html" not in part
    assert timezone.localtime(timezone.now()).strftime("%Y-%m-%d") in part
