"""The list of requests: the standard's filters, its pages, and the same cost for one and many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.matters import api as matters
from gege.matters.api import Matter
from tests.matters.play import ROUTINE, Play
from tests.openapi.conftest import Opener
from tests.openapi.test_open311 import created, get, said


def numbers(browser: Browser, **query: str) -> list[str]:
    response = get(browser, "v2/requests.json", **query)
    assert response.status_code == 200, response.content.decode()
    return [one["service_request_id"] for one in response.json()]


@pytest.fixture
def four(play: Play, browser: Browser, open_system: Opener) -> list[Matter]:
    """Four requests, the newest first: of the last 4, 3, 2 and 1 hours; the third is closed."""
    system = open_system()
    made = [created(browser, system) for _ in range(3)]
    made.append(created(browser, system, service_code=ROUTINE))
    for hours, one in zip((4, 3, 2, 1), made, strict=True):
        at = timezone.now() - timedelta(hours=hours)
        Matter.objects.filter(pk=one.pk).update(reported_at=at)
    made = [Matter.objects.defer("search").get(pk=one.pk) for one in made]
    play.now = timezone.now()
    play.do(
        matters.handle_in_place,
        made[2],
        play.cast.grid_worker,
        outcome="done",
        words="坑洼已经填平",
    )
    if made[2].state != "closed":
        play.do(matters.verify, made[2], play.cast.station_clerk)
    return made[::-1]


def test_the_newest_come_first(four: list[Matter], browser: Browser) -> None:
    assert numbers(browser) == [one.number for one in four]


def test_status_and_service_narrow_the_list(four: list[Matter], browser: Browser) -> None:
    routine, closed = four[0], four[1]
    assert numbers(browser, status="closed") == [closed.number]
    assert numbers(browser, status="open,closed") == [one.number for one in four]
    assert numbers(browser, status="open") == [four[0].number, four[2].number, four[3].number]
    assert numbers(browser, service_code=ROUTINE) == [routine.number]
    assert numbers(browser, service_code=f"{ROUTINE},{closed.kind}", status="closed") == [
        closed.number
    ]


def test_days_narrow_the_list(four: list[Matter], browser: Browser) -> None:
    cut = (timezone.now() - timedelta(hours=2, minutes=30)).isoformat()
    assert numbers(browser, start_date=cut) == [one.number for one in four[:2]]
    assert numbers(browser, end_date=cut) == [one.number for one in four[2:]]
    # A plus sign that a client forgot to escape arrives as a blank.
    assert numbers(browser, start_date=cut.replace("+", " ")) == [one.number for one in four[:2]]
    old = timezone.now() - timedelta(days=200)
    assert numbers(browser, start_date=old.isoformat()) == []


def test_numbers_override_every_other_filter(four: list[Matter], browser: Browser) -> None:
    wanted = f"{four[3].number},{four[0].number},20200101-0000017"
    assert numbers(browser, service_request_id=wanted, status="closed") == [
        four[3].number,
        four[0].number,
    ]


def test_pages_hold_everything_once(four: list[Matter], browser: Browser) -> None:
    pages = [numbers(browser, page=str(page), page_size="3") for page in (1, 2, 3)]
    assert pages == [[one.number for one in four[:3]], [four[3].number], []]


def test_an_empty_parameter_is_as_good_as_none(four: list[Matter], browser: Browser) -> None:
    query = {"status": "", "service_code": "", "start_date": "", "page": "", "jurisdiction_id": ""}
    assert len(numbers(browser, **query)) == 4


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"status": "broken"}, "status may be open or closed."),
        ({"start_date": "yesterday"}, "start_date must be a time in ISO 8601"),
        ({"start_date": "2026-01-01T00:00:00"}, "start_date must be a time in ISO 8601"),
        ({"end_date": "9999-12-31T23:59:59Z"}, "end_date must be a time in ISO 8601"),
        (
            {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
            "start_date and end_date may lie 90 days apart at most.",
        ),
        (
            {"start_date": "2026-03-01T00:00:00Z", "end_date": "2026-02-01T00:00:00Z"},
            "start_date lies after end_date.",
        ),
        ({"page": "0"}, "page must be a whole number"),
        ({"page": "1e3"}, "page must be a whole number"),
        ({"page_size": "1001"}, "page_size must be a whole number"),
        ({"page": "5000", "page_size": "1000"}, "Only the newest 50000 are paged through"),
        ({"service_code": "'; DROP TABLE matters_matter; --"}, "service_code cannot be read."),
        ({"service_code": "B01\x00"}, "service_code cannot be read."),
        ({"service_request_id": ",".join(f"2026112{n}-0000017" for n in range(999))}, "x"),
    ],
)
def test_what_cannot_be_read_is_named(
    play: Play, browser: Browser, query: dict[str, str], told: str
) -> None:
    response = get(browser, "v2/requests.json", **query)
    assert response.status_code == 400
    assert [one["code"] for one in response.json()] == [400]
    assert told == "x" or said(response)[0].startswith(told)


def test_one_request_costs_as_many_statements_as_three(
    play: Play, browser: Browser, open_system: Opener
) -> None:
    system = open_system()

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert get(browser, "v2/requests.json", system).status_code == 200
        return len(asked)

    created(browser, system)
    cost()
    one = cost()
    created(browser, system)
    created(browser, system)
    assert cost() == one <= 10


def test_a_number_of_another_day_is_nobody(four: list[Matter], browser: Browser) -> None:
    from gege.kernel.numbers import format_number  # inline: for this test only

    day = matters.local_date(four[0].reported_at) - timedelta(days=1)
    wrong = format_number(day, four[0].pk)
    assert get(browser, f"v2/requests/{wrong}.json").status_code == 404
