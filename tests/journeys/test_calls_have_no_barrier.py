"""Pages of calls by axe, on a desk in Chinese and on a phone in English, with rows in them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from gege.hotline.calls.entering import enter_call
from gege.hotline.calls.writing import Person, Story, report
from gege.hotline.models import Call, PhoneSystem
from tests.cast import GRID
from tests.journeys.calls_by_webhook import CALLER, exchange
from tests.journeys.screen import County
from tests.journeys.test_no_page_has_a_barrier import SIZES, problems

PAGES = {
    "hotline_operator": (
        "/hotline/",
        "/hotline/calls",
        "/hotline/calls?show=missed&day=2020-01-01",
        "/hotline/calls/new",
        "/hotline/calls/{talking}",
        "/hotline/calls/{ringing}",
        "/hotline/calls/{reported}",
        "/hotline/calls/{talking}/caller",
    ),
    "administrator": (
        "/setup/telephones/",
        "/setup/telephones/new",
        "/setup/telephones/{system}",
        "/setup/telephones/{system}/stop",
    ),
}


@pytest.mark.parametrize(("size", "language"), list(zip(SIZES, ("zh-hans", "en"), strict=True)))
def test_calls_have_no_barrier(county: County, size: str, language: str) -> None:
    width, height = SIZES[size]
    places = furnish(county)
    # Axe writes styles into the page to measure contrast, which the page itself may not.
    window: dict[str, Any] = {"viewport": {"width": width, "height": height}, "bypass_csp": True}
    found: list[str] = []
    for who, paths in PAGES.items():
        account = county.cast.account(who)
        account.language = language
        account.save(update_fields=["language"])
        person = county.person(who, **window)
        if who == "hotline_operator":
            person.visit("/hotline/")  # the call at this seat opens once by itself
        for path in paths:
            person.visit(path.format(**places))
            found += problems(person.page, f"{who} {path}", language)
            person.shot(f"{size}-{language}-{path.strip('/').replace('/', '-')}")
        if who == "hotline_operator":
            person.visit(f"/hotline/calls/{places['talking']}")
            person.page.fill("#call_place", "解放路")
            person.page.locator("#places input").first.wait_for()
            person.page.locator("#call_title").fill("")
            person.page.click("button.is-first[value=report]")
            person.page.locator(".wrong").wait_for()
            found += problems(person.page, "a form with faults", language)
            person.shot(f"{size}-{language}-faults")
    assert found == [], "\n".join(["", *found])


def furnish(county: County) -> dict[str, Any]:
    """A call of each kind: reported by hand, missed, ringing, and one at the operator's seat."""
    now, by = timezone.now(), county.cast.hotline_operator
    line, uid = exchange(county), uuid4()
    story = Story("路灯不亮，一到晚上整条东街都是黑的，老人小孩不敢出门", "A01", grid_code=GRID)
    person = Person(name="居民甲", number=CALLER)
    enter_call(uid, lambda one: report(one, story, person, by=by, now=now), by=by, now=now)
    line.ring("missed", ago=90)
    line.tell("abandoned", "missed", ago=40)
    line.ring("ringing", "10000000166", ago=4)
    line.ring("talking", ago=20)
    line.tell("answered", "talking", ago=12, extension="8001")
    made = {one.ref: one.uid for one in Call.objects.exclude(ref="")}
    system = PhoneSystem.objects.get().uid
    return {**made, "reported": uid, "system": system}
