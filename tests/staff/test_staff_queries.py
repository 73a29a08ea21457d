"""Reads about people: who acts, who sits where, and what each read costs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from gege.staff.api import (
    SYSTEM,
    Role,
    account_with_posts,
    actor_for,
    deactivate,
    end_post,
    give_post,
    holder_of_grid,
    holders_of_grids,
    names_of,
    people_at,
    people_at_units,
    responsible_worker,
    substitute,
    vacant_grids,
)
from gege.territory.api import load_atlas
from tests.cast import (
    GRID,
    NEIGHBOUR_GRID,
    OTHER_GRID,
    SECOND_GRID,
    VACANT_GRID,
    Cast,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def _cover(cast: Cast, days: int = 5) -> None:
    substitute(
        by=SYSTEM,
        now=NOW,
        account_id=cast.second_grid_worker.account_id or 0,
        unit_id=cast.unit_id(GRID),
        valid_from=TODAY,
        valid_to=TODAY + timedelta(days=days),
    )


def test_account_posts_and_units_come_in_one_statement(
    cast: Cast, django_assert_num_queries: object
) -> None:
    _cover(cast)
    account_id = cast.second_grid_worker.account_id or 0
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = account_with_posts(account_id, NOW)
        assert found is not None
        account, held = found
        facts = (account.display_name, account.get_session_auth_hash() != "", account.language)
    assert facts == ("李二格", True, "zh-hans")
    assert [(actor.unit_code, actor.substitute) for actor in held] == [
        (SECOND_GRID, False),
        (GRID, True),
    ]


def test_the_chosen_post_counts_while_it_holds(cast: Cast) -> None:
    _cover(cast, days=1)
    account_id = cast.second_grid_worker.account_id or 0
    cover = account_with_posts(account_id, NOW)[1][1]  # type: ignore[index]
    assert actor_for(account_id, cover.post_id, NOW) == cover
    tomorrow = actor_for(account_id, cover.post_id, NOW + timedelta(days=1))
    assert tomorrow is not None
    assert (tomorrow.unit_code, tomorrow.substitute) == (SECOND_GRID, False)


def test_the_post_of_somebody_else_is_never_chosen(cast: Cast) -> None:
    actor = actor_for(cast.stranger.account_id or 0, cast.administrator.post_id, NOW)
    assert actor == cast.stranger


def test_a_post_ends_at_midnight_of_the_county(cast: Cast) -> None:
    end_post(by=SYSTEM, now=NOW, post_id=cast.grid_worker.post_id or 0, on=date(2026, 11, 24))
    last_minute = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)
    account_id = cast.grid_worker.account_id or 0
    assert actor_for(account_id, None, last_minute) is not None
    assert actor_for(account_id, None, last_minute + timedelta(minutes=1)) is None


def test_a_deactivated_or_unknown_account_acts_as_nobody(cast: Cast) -> None:
    account_id = cast.grid_worker.account_id or 0
    deactivate(by=SYSTEM, now=NOW, account_id=account_id)
    assert actor_for(account_id, cast.grid_worker.post_id, NOW) is None
    assert account_with_posts(account_id, NOW) is None
    assert account_with_posts(0, NOW) is None


def test_an_account_without_posts_is_found_and_acts_as_nobody(cast: Cast) -> None:
    end_post(by=SYSTEM, now=NOW, post_id=cast.grid_worker.post_id or 0)
    account_id = cast.grid_worker.account_id or 0
    found = account_with_posts(account_id, NOW)
    assert found is not None
    assert (found[0].pk, found[1]) == (account_id, ())
    assert actor_for(account_id, None, NOW) is None


@pytest.mark.row("R-015")
def test_the_substitute_holds_the_grid_and_the_worker_stays_responsible(cast: Cast) -> None:
    _cover(cast)
    grid = cast.unit_id(GRID)
    responsible, holder = responsible_worker(grid, NOW), holder_of_grid(grid, NOW)
    assert responsible is not None
    assert holder is not None
    assert (responsible.name, responsible.substitute) == ("王网格", False)
    assert (holder.name, holder.substitute) == ("李二格", True)
    assert [person.name for person in people_at(grid, NOW)] == ["王网格", "李二格"]
    later = holder_of_grid(grid, NOW + timedelta(days=5))
    assert later is not None
    assert later.name == "王网格"


def test_people_of_many_units_cost_one_statement(
    cast: Cast, django_assert_num_queries: object
) -> None:
    units = [unit.pk for unit in cast.units.values()]
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = people_at_units(units, NOW)
    assert sum(len(people) for people in found.values()) == len(cast.people)
    with django_assert_num_queries(1):  # type: ignore[operator]
        holders = holders_of_grids(units, NOW)
    assert {unit_id: person.name for unit_id, person in holders.items()} == {
        cast.unit_id(GRID): "王网格",
        cast.unit_id(SECOND_GRID): "李二格",
    }


def test_people_can_be_narrowed_to_roles(cast: Cast) -> None:
    county = cast.county_supervisor.unit_id or 0
    found = people_at_units([county], NOW, (Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR))
    assert [person.role for person in found[county]] == [
        Role.COUNTY_SUPERVISOR,
        Role.COUNTY_DISPATCHER,
    ]


def test_names_are_found_for_people_who_left_too(
    cast: Cast, django_assert_num_queries: object
) -> None:
    gone = cast.grid_worker.account_id or 0
    deactivate(by=SYSTEM, now=NOW, account_id=gone)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert names_of([gone, cast.stranger.account_id or 0, 0]) == {
            gone: "王网格",
            cast.stranger.account_id: "褚外人",
        }


@pytest.mark.row("R-015", "R-019")
def test_vacant_grids_are_listed_with_who_stands_in(
    cast: Cast, django_assert_num_queries: object
) -> None:
    end_post(by=SYSTEM, now=NOW, post_id=cast.grid_worker.post_id or 0)
    _cover(cast)
    atlas = load_atlas()
    with django_assert_num_queries(1):  # type: ignore[operator]
        vacant = vacant_grids(atlas, NOW)
    assert [(grid.unit.code, [one.name for one in grid.substitutes]) for grid in vacant] == [
        (GRID, ["李二格"]),
        (VACANT_GRID, []),
        (NEIGHBOUR_GRID, []),
        (OTHER_GRID, []),
    ]


@pytest.mark.row("R-015")
def test_a_grid_given_to_somebody_is_no_longer_vacant(cast: Cast) -> None:
    give_post(
        by=SYSTEM,
        now=NOW,
        account_id=cast.station_clerk.account_id or 0,
        role=Role.GRID_WORKER,
        unit_id=cast.unit_id(VACANT_GRID),
    )
    codes = [grid.unit.code for grid in vacant_grids(load_atlas(), NOW)]
    assert codes == [NEIGHBOUR_GRID, OTHER_GRID]


def test_the_cast_acts_today(cast: Cast) -> None:
    for actor in cast.people.values():
        assert actor_for(actor.account_id or 0, actor.post_id, timezone.now()) == actor
