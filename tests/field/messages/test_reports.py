"""`report` messages: done once, in the right grid, at the right time."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from gege.field.models import Receipt
from gege.matters.api import Matter, Reporting
from gege.trail.api import Entry
from tests.cast import GRID, OTHER_GRID, SECOND_GRID, Cast, centre_of
from tests.field.phone import Phone, phone_of

FULL = {
    "title": "井盖缺失",
    "kind": "B01",
    "edition": 1,
    "description": "路口第二个",
    "grid": GRID,
    "lng": centre_of(GRID)[0],
    "lat": centre_of(GRID)[1],
    "accuracy": 12.5,
    "point": None,
    "address": "解放路12号",
    "severity": "urgent",
    "intent": "request",
    "patrol": None,
    "visit": None,
    "anonymous": False,
    "name": "居民甲",
    "phone": "10000000001",
    "wants_callback": True,
}


@pytest.mark.row("R-039", "R-064")
def test_a_report_becomes_a_matter_with_all_that_was_written(phone: Phone) -> None:
    answer = phone.do("report", FULL)
    matter = Matter.objects.get()
    assert answer == {
        "key": answer["key"],
        "status": "done",
        "number": matter.number,
        "version": 1,
        "subject": f"matter:{matter.number}",
    }
    reporter = Reporting.objects.get(matter=matter)
    assert (matter.title, matter.kind, matter.area_code, matter.channel, matter.severity) == (
        "井盖缺失",
        "B01",
        GRID,
        "handheld",
        "urgent",
    )
    assert (matter.lng, matter.lat, matter.address) == (FULL["lng"], FULL["lat"], "解放路12号")
    assert (reporter.name, reporter.phone, reporter.wants_callback) == (
        "居民甲",
        "10000000001",
        True,
    )


@pytest.mark.row("R-039")
def test_the_same_report_any_number_of_times_is_one(phone: Phone) -> None:
    report = phone.report()
    first = phone.send(report)[0]
    again = first | {"again": True}
    assert phone.send(report, report) == [again, again]
    assert (Matter.objects.count(), Receipt.objects.count()) == (1, 1)


def test_another_report_under_the_same_key_is_refused_and_changes_nothing(phone: Phone) -> None:
    report = phone.report()
    phone.send(report)
    other = report | {"body": report["body"] | {"title": "别的事"}}
    answer = phone.send(other)[0]
    assert (answer["status"], answer["code"]) == ("refused", "key_used")
    assert list(Matter.objects.values_list("title", flat=True)) == ["路面有坑"]


def test_a_key_of_somebody_else_tells_nothing(phone: Phone, county: Cast) -> None:
    report = phone.report()
    phone.send(report)
    other = phone_of(county, "second_grid_worker")
    answer = other.send(report)[0]
    assert answer == {
        "key": report["key"],
        "status": "refused",
        "code": "key_used",
        "text": answer["text"],
        "field": "key",
    }
    assert Matter.objects.count() == 1


@pytest.mark.row("R-063")
def test_it_counts_from_the_doing_though_the_clock_is_wrong_by_a_day(phone: Phone) -> None:
    phone.ahead = timedelta(days=-1)
    done = timezone.now() - timedelta(hours=2)
    report = phone.report(made_at=(done + phone.ahead).isoformat())
    phone.send(report)
    matter = Matter.objects.get()
    assert abs(matter.reported_at - done) < timedelta(seconds=5)
    assert matter.recorded_at > done + timedelta(hours=1)
    assert matter.happened_at is None
    line = json.loads(Entry.objects.get(stream=matter.stream).payload)
    assert "done_at" in line


@pytest.mark.row("R-063")
def test_what_was_written_long_ago_counts_from_the_bound_and_says_when_it_was(
    phone: Phone,
) -> None:
    done = timezone.now() - timedelta(days=6)
    phone.send(phone.report(made_at=done.isoformat(), skew_ms=0))
    matter = Matter.objects.get()
    bound = timezone.now() - timedelta(hours=72)
    assert abs(matter.reported_at - bound) < timedelta(seconds=30)
    assert matter.happened_at == done


def test_only_the_own_grid_is_reported_into(phone: Phone) -> None:
    answers = phone.send(*(phone.report(grid=grid) for grid in (SECOND_GRID, OTHER_GRID, "5")))
    assert [(one["status"], one["code"], one["field"]) for one in answers] == [
        ("refused", "not_your_area", "grid_code"),
        ("refused", "not_your_area", "grid_code"),
        ("refused", "unknown_grid", "grid_code"),
    ]
    assert Matter.objects.count() == 0


MALFORMED: dict[str, tuple[dict[str, Any], str, str]] = {
    "no title": ({"title": "  "}, "title", "needed"),
    "a number for a title": ({"title": 7}, "title", "not_text"),
    "a long title": ({"title": "坑" * 121}, "title", "too_long"),
    "no kind": ({"kind": None}, "kind", "needed"),
    "a kind that never was": ({"kind": "ZZ9"}, "kind", "unknown_kind"),
    "a field of ours": ({"state": "closed"}, "state", "unknown_field"),
    "half a place": ({"lng": 106.2, "lat": None}, "lng", "half_a_place"),
    "a place in words": ({"lng": "106", "lat": "30"}, "lng", "not_a_number"),
    "no place on earth": ({"lng": 999.0, "lat": 99.0}, "point", "point_not_a_position"),
    "exchanged": ({"lng": 30.345, "lat": 106.285}, "point", "point_swapped"),
    "a yes in words": ({"wants_callback": "yes"}, "wants_callback", "unknown_choice"),
    "an edition in words": ({"edition": "first"}, "edition", "not_a_number"),
    "no urgency of ours": ({"severity": "panic"}, "severity", "unknown_choice"),
    "a patrol that is no key": ({"patrol": "today"}, "patrol", "not_a_key"),
    "a visit that is nobody's": ({"visit": str(uuid4())}, "", "not_found"),
    "a callback without a number": (
        {"anonymous": False, "name": "甲", "wants_callback": True},
        "phone",
        "callback_needs_phone",
    ),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_what_cannot_be_taken_names_its_field_and_leaves_nothing(phone: Phone, case: str) -> None:
    wrong, field, code = MALFORMED[case]
    sound = phone.report()
    bad = phone.report(**wrong)
    refused, done = phone.send(bad, sound)
    assert (refused["status"], refused["code"], refused.get("field", "")) == (
        "refused",
        code,
        field,
    ), refused
    assert refused["text"] not in ("", code)
    assert done["status"] == "done"
    assert Matter.objects.count() == 1
    assert phone.send(bad) == [refused | {"again": True}]


def test_signs_that_no_database_keeps_are_dropped(phone: Phone) -> None:
    answer = phone.do("report", {"title": "路\u0000面\ud800坏了", "kind": "B01", "grid": GRID})
    assert answer["status"] == "done"
    assert Matter.objects.get().title == "路面坏了"


@pytest.mark.row("R-069")
def test_a_major_event_reaches_the_county_in_the_same_batch(phone: Phone) -> None:
    report = phone.report(kind="D05", title="厂房起火")
    alarm = phone.message(
        "move",
        {
            "matter": {"key": report["key"]},
            "move": "skip_level",
            "fields": {"reason": "火势蔓延"},
        },
        after=report["key"],
    )
    assert [one["status"] for one in phone.send(report, alarm)] == ["done", "done"]
    matter = Matter.objects.get()
    assert (matter.skipped, matter.to_county, matter.severity) == (True, True, "grave")
