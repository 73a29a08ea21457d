"""Walls that hang are seen and ended from elsewhere, by those of the unit that opened them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from gege.staff.api import Refusal, end_wall, open_walls
from gege.staff.models import Account, Post, WallScreen
from gege.trail.api import Entry
from tests.cast import COUNTY, SINCE, Cast
from tests.matters.play import Play

pytestmark = [pytest.mark.row("R-085"), pytest.mark.row("R-091")]
WALLS = "/supervision/walls"
LIGHTS = "/supervision/lights?wall=1"


def hung(cast: Cast, who: str = "county_supervisor", page: str = LIGHTS) -> Client:
    client = cast.client(who)
    answer = client.post(f"/supervision/wall?page={page}", {"hours": "12"})
    assert answer.headers["Location"] == page
    return client


def the_wall() -> WallScreen:
    return WallScreen.objects.get()


def test_a_wall_is_listed_and_ended_from_elsewhere(cast: Cast, play: Play) -> None:
    wall, desk = hung(cast), cast.client("county_dispatcher")
    listed = desk.get(WALLS).content.decode()
    assert all(word in listed for word in ("周监管", "亮灯", f"{WALLS}/{the_wall().uid}/end"))
    answer = desk.post(f"{WALLS}/{the_wall().uid}/end", follow=True)
    assert "已退出" in answer.content.decode()
    assert "周监管" not in answer.content.decode()
    assert wall.get(LIGHTS).headers["Location"].startswith("/login")
    assert wall.get("/supervision/lights?part=board").headers["Location"].startswith("/login")
    line = Entry.objects.get(deed="end_wall")
    assert (line.stream, line.name) == (
        f"account:{cast.county_supervisor.account_id}",
        cast.county_dispatcher.name,
    )
    assert LIGHTS in line.payload
    assert desk.get("/supervision/lights").status_code == 200


def test_who_ended_it_second_is_told(cast: Cast, play: Play) -> None:
    hung(cast)
    desk, address = cast.client("county_supervisor"), f"{WALLS}/{the_wall().uid}/end"
    desk.post(address)
    told = desk.post(address, follow=True).content.decode()
    assert "早已退出" in told
    assert Entry.objects.filter(deed="end_wall").count() == 1


@pytest.mark.parametrize(
    "who",
    ["stranger", "strange_township_operator", "township_operator", "department_officer"],
)
def test_who_is_not_of_the_unit_knows_of_no_wall(cast: Cast, play: Play, who: str) -> None:
    wall, other = hung(cast), cast.client(who)
    page = other.get(WALLS)
    assert page.status_code == 200
    assert "周监管" not in page.content.decode()
    assert "周监管" not in other.get(f"{WALLS}?as=csv").content.decode()
    assert other.post(f"{WALLS}/{the_wall().uid}/end").status_code == 404
    assert wall.get(LIGHTS).status_code == 200


def test_who_opens_none_ends_none(cast: Cast, play: Play) -> None:
    wall = hung(cast)
    address = f"{WALLS}/{the_wall().uid}/end"
    assert cast.client("administrator").get(WALLS).status_code == 404
    assert cast.client("administrator").post(address).status_code == 404
    watching = cast.client("electronic_supervisor")
    assert address not in watching.get(WALLS).content.decode()
    assert watching.post(address).status_code == 404
    for who in ("administrator", "electronic_supervisor"):
        with pytest.raises(Refusal, match="大屏"):
            end_wall(by=cast.actor(who), now=timezone.now(), uid=the_wall().uid)
    assert wall.get(WALLS).headers["Location"] == LIGHTS
    assert wall.post(address).status_code == 404
    assert wall.get(LIGHTS).status_code == 200


def test_who_moved_on_still_ends_their_own(cast: Cast, play: Play) -> None:
    hung(cast, "township_operator")
    today = timezone.localdate()
    mine = Post.objects.filter(account_id=cast.township_operator.account_id or 0)
    mine.update(role="county_dispatcher", unit_id=cast.unit_id(COUNTY), valid_from=SINCE)
    assert mine.get().valid_from < today
    desk = cast.client("township_operator")
    assert "刘乡镇" in desk.get(WALLS).content.decode()
    desk.post(f"{WALLS}/{the_wall().uid}/end")
    assert the_wall().ended_at is not None


def test_what_is_over_in_any_way_is_not_listed(cast: Cast, play: Play) -> None:
    now = timezone.now()
    hung(cast)
    by = cast.county_dispatcher
    assert open_walls(by, now + timedelta(hours=11)).count() == 1
    assert not open_walls(by, now + timedelta(hours=13)).exists()
    Account.objects.filter(id=cast.county_supervisor.account_id or 0).update(is_active=False)
    assert not open_walls(by, now).exists()
    Account.objects.filter(id=cast.county_supervisor.account_id or 0).update(is_active=True)
    second = hung(cast, page="/map")
    assert [one.home for one in open_walls(by, timezone.now())] == ["/map", LIGHTS]
    second.post("/logout")
    assert [one.home for one in open_walls(by, timezone.now())] == [LIGHTS]
    gone = WallScreen.objects.get(home="/map").uid
    with pytest.raises(Refusal, match="早已退出"):
        end_wall(by=by, now=timezone.now(), uid=gone)


def test_walls_of_the_past_are_forgotten(cast: Cast, play: Play) -> None:
    hung(cast)
    past = timezone.now() - timedelta(days=9)
    WallScreen.objects.update(opened_at=past, until=past + timedelta(hours=2))
    hung(cast, page="/map")
    assert the_wall().home == "/map"


def test_hostile_addresses_of_walls(cast: Cast, play: Play) -> None:
    hung(cast)
    desk = cast.client("county_supervisor")
    assert desk.get(f"{WALLS}/{the_wall().uid}/end").status_code == 405
    for one in (uuid4(), "x", "0", "..", "9" * 400):
        assert desk.post(f"{WALLS}/{one}/end").status_code == 404
    for after in ("x", "-1", "9" * 40, "\x00"):
        assert desk.get(WALLS, {"after": after}).status_code == 200
    assert Client().post(f"{WALLS}/{the_wall().uid}/end").headers["Location"].startswith("/login")
    assert the_wall().ended_at is None


def test_an_end_that_cannot_be_written_does_not_happen(
    cast: Cast, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    wall = hung(cast)
    monkeypatch.setattr("gege.staff.actions.end_wall.note", broken)
    with pytest.raises(RuntimeError):
        cast.client("county_supervisor").post(f"{WALLS}/{the_wall().uid}/end")
    assert the_wall().ended_at is None
    assert Session.objects.filter(session_key=the_wall().session_key).exists()
    assert wall.get(LIGHTS).status_code == 200


def test_the_list_costs_the_same_however_long(
    cast: Cast, play: Play, django_assert_num_queries: Any
) -> None:
    for _one in range(3):
        hung(cast)
    with django_assert_num_queries(1):
        assert [one.account.display_name for one in open_walls(cast.county_supervisor,
                timezone.now())] == ["周监管"] * 3  # fmt: skip
