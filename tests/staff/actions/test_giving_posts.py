"""Giving, covering and ending posts."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from gege.staff.api import (
    SYSTEM,
    Post,
    Refusal,
    Role,
    deactivate,
    end_post,
    give_post,
    substitute,
)
from gege.trail.api import Entry
from tests.cast import COMMUNITY, COUNTY, GRID, HOUSING, SECOND_GRID, VACANT_GRID, Cast, add_person

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)


def refused(code: str) -> "pytest.RaisesExc[Refusal]":
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def _give(cast: Cast, who: str = "stranger", grid: str = VACANT_GRID, **more: Any) -> Post:
    terms: dict[str, Any] = {
        "by": cast.administrator,
        "now": NOW,
        "account_id": cast.people[who].account_id,
        "role": Role.GRID_WORKER,
        "unit_id": cast.unit_id(grid),
        **more,
    }
    return give_post(**terms)


def _cover(cast: Cast, who: str = "second_grid_worker", grid: str = GRID, **more: Any) -> Post:
    terms: dict[str, Any] = {
        "by": cast.administrator,
        "now": NOW,
        "account_id": cast.people[who].account_id,
        "unit_id": cast.unit_id(grid),
        "valid_from": DAY,
        "valid_to": DAY + timedelta(days=7),
        **more,
    }
    return substitute(**terms)


def test_a_post_holds_from_today_and_is_in_the_trail(cast: Cast) -> None:
    post = _give(cast, note="新任")
    assert (post.valid_from, post.valid_to, post.substitute) == (DAY, None, False)
    line = Entry.objects.filter(stream=f"account:{cast.stranger.account_id}").latest("seq")
    assert line.deed == "give_post"
    assert line.post == f"administrator@{COUNTY}"
    assert line.payload == (
        f'{{"after":{{"from":"2026-11-23","note":"新任","post":{post.pk},"role":"grid_worker",'
        f'"substitute":false,"to":null,"unit":"{VACANT_GRID}"}},"before":{{}}}}'
    )


@pytest.mark.row("R-015")
def test_a_second_responsible_worker_is_refused_by_name(cast: Cast) -> None:
    with refused("grid_taken") as caught:
        _give(cast, grid=GRID)
    assert caught.value.names == {"unit": "解放路社区第1网格", "name": "王网格"}
    assert caught.value.field == "unit"
    assert "王网格" in caught.value.text


@pytest.mark.row("R-015")
def test_of_two_administrators_who_fill_one_grid_one_is_told(committed_cast: Cast) -> None:
    cast = committed_cast
    second = add_person("second-administrator", "蒋二管", Role.ADMINISTRATOR, cast.unit_id(COUNTY))
    started = threading.Barrier(2)
    outcomes: list[str] = []

    def fill(by: Any, who: str) -> None:
        try:
            started.wait(timeout=10)
            _give(cast, who, by=by)
            outcomes.append("given")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    pairs = ((cast.administrator, "stranger"), (second, "station_clerk"))
    threads = [threading.Thread(target=fill, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["given", "grid_taken"]


@pytest.mark.row("R-015")
def test_a_worker_may_be_named_for_the_day_after_the_other_ends(cast: Cast) -> None:
    end_post(
        by=cast.administrator,
        now=NOW,
        post_id=cast.grid_worker.post_id or 0,
        on=date(2026, 12, 1),
    )
    with refused("grid_taken"):
        _give(cast, grid=GRID, valid_from=date(2026, 11, 30))
    post = _give(cast, grid=GRID, valid_from=date(2026, 12, 1))
    assert post.valid_from == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("own_posts", {"who": "administrator"}),
        ("no_account", {"account_id": 0}),
        ("unknown_role", {"role": "emperor"}),
        ("unknown_role", {"role": Role.SYSTEM}),
        ("no_unit", {"unit_id": 0}),
        ("role_misplaced", {"grid": COMMUNITY}),
        ("role_misplaced", {"role": Role.DEPARTMENT_OFFICER}),
        ("role_misplaced", {"role": Role.GRID_WORKER, "grid": HOUSING}),
        ("starts_in_the_past", {"valid_from": date(2026, 11, 22)}),
        ("ends_before_start", {"valid_to": date(2026, 11, 23)}),
        ("ends_before_start", {"valid_to": date(2026, 11, 1)}),
    ],
)
def test_an_impossible_post_is_refused(cast: Cast, code: str, more: dict[str, Any]) -> None:
    posts, lines = Post.objects.count(), Entry.objects.count()
    with refused(code):
        _give(cast, **more)
    assert (Post.objects.count(), Entry.objects.count()) == (posts, lines)


def test_a_post_before_its_unit_is_refused(cast: Cast) -> None:
    with refused("unit_not_in_force"):
        _give(cast, by=SYSTEM, valid_from=date(2019, 12, 31))


def test_the_same_post_is_not_given_twice(cast: Cast) -> None:
    with refused("same_post"):
        _give(cast, "station_clerk", COMMUNITY, role=Role.STATION_CLERK)


def test_a_deactivated_person_gets_no_post(cast: Cast) -> None:
    deactivate(by=cast.administrator, now=NOW, account_id=cast.stranger.account_id or 0)
    with refused("inactive"):
        _give(cast)


@pytest.mark.row("R-015", "R-019")
def test_a_substitute_is_flagged_and_signs_as_one(cast: Cast) -> None:
    post = _cover(cast)
    assert post.substitute
    line = Entry.objects.filter(stream=f"account:{cast.second_grid_worker.account_id}").latest(
        "seq"
    )
    assert line.deed == "substitute"


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("own_cover", {"who": "grid_worker"}),
        ("own_posts", {"who": "administrator"}),
        ("cover_too_long", {"valid_to": DAY + timedelta(days=93)}),
        ("ends_before_start", {"valid_to": DAY}),
        ("starts_in_the_past", {"valid_from": DAY - timedelta(days=1)}),
        ("role_misplaced", {"grid": COMMUNITY}),
    ],
)
def test_an_impossible_cover_is_refused(cast: Cast, code: str, more: dict[str, Any]) -> None:
    with refused(code):
        _cover(cast, **more)


def test_a_second_substitute_at_once_is_refused_by_name(cast: Cast) -> None:
    _cover(cast)
    with refused("cover_taken") as caught:
        _cover(cast, "stranger")
    assert caught.value.names["name"] == "李二格"
    _cover(cast, "stranger", valid_from=DAY + timedelta(days=7), valid_to=DAY + timedelta(days=9))


def test_ending_a_post_at_once_frees_the_grid(cast: Cast) -> None:
    post = end_post(
        by=cast.administrator, now=NOW, post_id=cast.grid_worker.post_id or 0, reason="调岗"
    )
    assert post.valid_to == DAY
    _give(cast, grid=GRID)


@pytest.mark.parametrize(
    ("code", "on"),
    [("ends_in_the_past", date(2026, 11, 22)), ("already_ended", date(2026, 12, 2))],
)
def test_an_impossible_end_is_refused(cast: Cast, code: str, on: date) -> None:
    post_id = cast.grid_worker.post_id or 0
    end_post(by=cast.administrator, now=NOW, post_id=post_id, on=date(2026, 12, 1))
    with refused(code):
        end_post(by=cast.administrator, now=NOW, post_id=post_id, on=on)


def test_an_end_can_be_brought_forward(cast: Cast) -> None:
    post_id = cast.second_grid_worker.post_id or 0
    end_post(by=cast.administrator, now=NOW, post_id=post_id, on=date(2026, 12, 1))
    post = end_post(by=cast.administrator, now=NOW, post_id=post_id)
    assert (post.valid_to, post.unit_id) == (DAY, cast.unit_id(SECOND_GRID))


def test_a_post_to_come_that_is_ended_never_holds(cast: Cast) -> None:
    coming = _give(cast, valid_from=date(2027, 1, 1))
    post = end_post(by=cast.administrator, now=NOW, post_id=coming.pk)
    assert post.valid_to == post.valid_from == date(2027, 1, 1)
    _give(cast, "station_clerk")


def test_nobody_ends_the_own_post_and_an_unknown_post_is_refused(cast: Cast) -> None:
    with refused("own_posts"):
        end_post(by=cast.administrator, now=NOW, post_id=cast.administrator.post_id or 0)
    with refused("no_post"):
        end_post(by=cast.administrator, now=NOW, post_id=0)


def test_the_last_administrator_keeps_the_post(cast: Cast) -> None:
    with refused("last_administrator"):
        end_post(by=SYSTEM, now=NOW, post_id=cast.administrator.post_id or 0)
    add_person("second-administrator", "蒋二管", Role.ADMINISTRATOR, cast.unit_id(COUNTY))
    end_post(by=SYSTEM, now=NOW, post_id=cast.administrator.post_id or 0)


def test_an_administrator_whose_post_ends_sooner_is_no_successor(cast: Cast) -> None:
    second = add_person("second-administrator", "蒋二管", Role.ADMINISTRATOR, cast.unit_id(COUNTY))
    end_post(by=SYSTEM, now=NOW, post_id=second.post_id or 0, on=date(2026, 12, 1))
    with refused("last_administrator"):
        end_post(
            by=SYSTEM,
            now=NOW,
            post_id=cast.administrator.post_id or 0,
            on=date(2027, 1, 1),
        )
