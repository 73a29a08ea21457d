"""A browser that hangs on a wall: boards for hours without a hand, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gege.staff.models import Post
from gege.trail.api import Entry
from tests.cast import Cast
from tests.matters.play import Play

pytestmark = [pytest.mark.row("R-085"), pytest.mark.row("R-091")]
LIGHTS = "/supervision/lights?wall=1"


def hung(cast: Cast, who: str = "county_supervisor", page: str = LIGHTS, hours: int = 12) -> Client:
    client = cast.client(who)
    answer = client.post(f"/supervision/wall?page={page}", {"hours": str(hours)})
    assert answer.headers["Location"] == page
    return client


def test_a_wall_stays_while_a_desk_is_logged_out(cast: Cast, play: Play, settings: Any) -> None:
    desk, wall = cast.client("county_supervisor"), hung(cast)
    for client in (desk, wall):
        assert client.get(LIGHTS).status_code == 200
        session = client.session
        session["seen"] = int((timezone.now() - timedelta(hours=5)).timestamp())
        session.save()
    assert desk.get(LIGHTS).headers["Location"].startswith("/login")
    page = wall.get(LIGHTS)
    assert page.status_code == 200
    shown = page.content.decode()
    assert "data-wall" in shown
    assert all(one not in shown for one in ('class="rail"', "/search", "/notices"))
    line = Entry.objects.get(deed="open_wall")
    assert (line.stream, line.name) == (
        f"account:{cast.county_supervisor.account_id}",
        cast.county_supervisor.name,
    )


def test_a_wall_is_over_after_its_hours(cast: Cast, play: Play) -> None:
    wall = hung(cast, hours=2)
    session = wall.session
    assert session.get_expiry_age() == 2 * 3600
    session["wall"] = session["wall"] | {"until": int(timezone.now().timestamp()) - 1}
    session.save()
    assert wall.get(LIGHTS).headers["Location"].startswith("/login")


def test_a_wall_opens_boards_only_and_sends_nothing(cast: Cast, play: Play) -> None:
    number = play.in_hand().number
    wall = hung(cast)
    closed = (
        "/",
        "/notices",
        f"/matters/{number}",
        "/supervision/lights/matters",
        "/supervision/orders",
        "/supervision/wall",
        "/overview?as=xlsx",
        "/supervision/lights?as=csv",
        "/account",
        "/setup/supervision",
    )
    for address in closed:
        answer = wall.get(address)
        assert (answer.status_code, answer.headers.get("Location")) in (
            (302, LIGHTS),
            (404, None),
        ), address
    for address in ("/supervision/orders/new", "/account/password", "/supervision/wall"):
        assert wall.post(address, {"hours": "1"}).status_code == 404
    for address in (LIGHTS, "/overview", "/supervision/lights?part=board", "/map"):
        assert wall.get(address).status_code == 200, address
    assert wall.post("/logout").headers["Location"] == "/login"
    assert wall.get(LIGHTS).headers["Location"].startswith("/login")


def test_a_wall_is_hung_with_sense(cast: Cast, play: Play, settings: Any) -> None:
    client = cast.client("county_supervisor")
    for hours in ("0", "-1", "169", "x", "", "9" * 30):
        assert client.post("/supervision/wall", {"hours": hours}).status_code == 422
    for page in ("//elsewhere.example/", "https://elsewhere.example/", "/account", "/nothing", "x",
                 "/supervision/lights?as=csv"):  # fmt: skip
        shown = client.get("/supervision/wall", {"page": page})
        assert shown.context["page"] == "/supervision/lights"
    settings.GEGE_WALL_HOURS = 0
    assert client.get("/supervision/wall").status_code == 404
    assert cast.client("administrator").get("/supervision/wall").status_code == 404
    assert not Entry.objects.filter(deed="open_wall").exists()


def test_a_wall_shows_nothing_once_its_person_has_no_post(cast: Cast, play: Play) -> None:
    wall = hung(cast)
    today = timezone.localdate()
    Post.objects.filter(account_id=cast.county_supervisor.account_id).update(
        valid_to=today, valid_from=today - timedelta(days=9)
    )
    assert wall.get(LIGHTS).headers["Location"].startswith("/login")
    assert "wall" not in wall.session


def test_a_wall_that_cannot_be_written_is_not_hung(
    cast: Cast, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("gege.staff.wall.record", broken)
    client = cast.client("county_supervisor")
    with pytest.raises(RuntimeError):
        client.post("/supervision/wall", {"hours": "2"})
    assert "wall" not in client.session
    assert client.get("/notices").status_code == 200
