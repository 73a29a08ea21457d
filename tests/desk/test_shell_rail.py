"""The rail: who sees which entry, which one is current, how counts are written."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from gege.desk import navigation
from gege.desk.context import Rail
from gege.desk.navigation import Entry, Group, Line, Waiting
from gege.staff.api import Account, Post
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _empty_rail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_readers", [])


def request_for(address: str, role: str = "station_clerk") -> HttpRequest:
    request = RequestFactory().get(address)
    request.actor = SimpleNamespace(role=role)  # type: ignore[attr-defined]
    return request


def labels(address: str, role: str = "station_clerk") -> list[str]:
    return [str(line.label) for line in Rail(request_for(address, role)).lines]


def current(address: str) -> list[str]:
    return [str(line.label) for line in Rail(request_for(address)).lines if line.current]


def test_an_entry_is_for_its_roles_in_its_order() -> None:
    navigation.add(
        Entry("b", "second", "style-guide", rank=2),
        Entry("a", "first", "style-guide", rank=1, roles=frozenset({"station_clerk"})),
        Entry("c", "never", "no-such-address"),
    )
    assert (labels("/"), labels("/", "grid_worker")) == (["first", "second"], ["second"])


def test_the_entry_that_names_the_page_most_exactly_is_current() -> None:
    navigation.add(
        Entry("all", "all", "style-guide"),
        Entry("red", "red", "style-guide", query="light=red"),
    )
    assert [
        current("/desk/style"),
        current("/desk/style?light=red&sort=due"),
        current("/desk/style/part"),
        current("/elsewhere"),
    ] == [["all"], ["red"], ["all"], []]


def test_nobody_has_no_rail_and_costs_no_count() -> None:
    asked: list[HttpRequest] = []

    def reader(request: HttpRequest) -> dict[str, int]:
        asked.append(request)
        return {"notices": 3}

    navigation.count_with(reader)
    navigation.add(Entry("all", "all", "style-guide"))
    nobody = Rail(RequestFactory().get("/"))
    somebody = Rail(request_for("/"))
    assert (nobody.lines, nobody.notices, asked) == ([], 0, [])
    assert (somebody.notices, len(somebody.lines), len(asked)) == (3, 1, 1)


@pytest.mark.parametrize(("count", "written"), [(None, ""), (0, "0"), (999, "999"), (1000, "999+")])
def test_a_large_count_tells_only_that_it_is_large(count: int | None, written: str) -> None:
    assert Line("k", "x", "/", Group.FIRST, count, "", current=False).shown == written


def groups(address: str, counts: dict[str, int] | None = None) -> list[tuple[str, int, bool, bool]]:
    navigation.count_with(lambda _request: counts or {})
    return [
        (one.key, len(one.lines), one.folds, one.open) for one in Rail(request_for(address)).groups
    ]


def test_a_short_rail_has_headings_and_folds_nothing() -> None:
    navigation.add(
        Entry("rules", "rules", "style-guide", group=Group.SETTING_UP, rank=1),
        Entry("home", "home", "style-guide", rank=9),
        Entry("orders", "orders", "style-guide", group=Group.OVERSIGHT, rank=2),
    )
    assert groups("/else") == [
        ("first", 1, False, True),
        ("oversight", 1, False, True),
        ("set-up", 1, False, True),
    ]


def test_a_long_rail_closes_what_is_rare_and_not_where_one_is() -> None:
    navigation.add(
        Entry("home", "home", "home"),
        *(Entry(f"m{n}", "m", "home", group=Group.MATTERS) for n in range(16)),
        Entry("orders", "orders", "style-guide", group=Group.OVERSIGHT),
        Entry("map", "map", "home", group=Group.FIGURES),
        Entry("sent", "sent", "home", group=Group.LINE),
    )
    assert groups("/desk/style", {"map": 2, "sent": 0}) == [
        ("first", 1, False, True),
        ("matters", 16, True, True),
        ("oversight", 1, True, True),
        ("figures", 1, True, False),
        ("line", 1, True, False),
    ]
    assert [one.waiting for one in Rail(request_for("/desk/style")).groups] == [0, 0, 0, 2, 0]


def test_a_phone_shows_four_entries_and_the_rest_on_asking() -> None:
    navigation.add(*(Entry(str(n), str(n), "style-guide", rank=n) for n in range(7)))
    rail = Rail(request_for("/"))
    assert ([line.label for line in rail.first], len(rail.rest)) == (["0", "1", "2", "3"], 3)


def test_an_entry_stays_current_on_the_pages_behind_its_tabs() -> None:
    navigation.add(
        Entry("outdoors", "outdoors", "style-guide", covers=("/outdoors/",)),
        Entry("red", "red", "style-guide", query="light=red"),
    )
    assert [current("/outdoors/visits"), current("/desk/style?light=red"), current("/else")] == [
        ["outdoors"],
        ["red"],
        [],
    ]


@pytest.mark.django_db
def test_rows_of_all_readers_are_counted_in_one_statement(
    cast: Cast, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, posts = Account.objects.all(), Post.objects.all()
    monkeypatch.setattr(navigation, "MOST_SHOWN", 4)
    navigation.count_with(lambda _request: {"told": 3, "people": Waiting((people,))})
    navigation.count_with(
        lambda _request: {"both": Waiting((posts.filter(pk=-1), people.filter(is_active=True)))}
    )
    navigation.count_with(
        lambda _request: {
            "nothing": Waiting((people.none(),)),
            "quiet": Waiting((people.filter(pk=-1),), quiet=True),
        }
    )
    assert cast
    with django_assert_num_queries(1):
        found = navigation.counts_for(request_for("/"))
    assert found == {"told": 3, "people": 5, "both": 5, "nothing": 0}
