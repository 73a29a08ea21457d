"""Pages of duty by axe, on a phone in Chinese and at a desk in English, with rows in them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gege.staff.api import Role, duty
from tests.cast import COUNTY, HOUSING, TOWN, add_person
from tests.journeys.screen import County
from tests.journeys.test_no_page_has_a_barrier import SIZES, problems

PAGES = {
    "county_dispatcher": (
        "/",
        "/duty/",
        "/duty/desks/{desk}",
        "/duty/desks/{desk}/month",
        "/duty/desks/{desk}/handovers",
        "/duty/desks/{desk}/leave",
        "/duty/desks/{desk}/draw-up",
        "/duty/rosters/{draft}",
        "/duty/shifts/{shift}",
        "/duty/shifts/{shift}/hand-over",
        "/duty/shifts/{ahead}/swap",
        "/duty/handovers/{handover}",
        "/duty/swaps/{swap}",
        "/duty/directory",
        "/duty/directory/" + TOWN,
        "/duty/directory/print",
        "/duty/calendar",
        "/setup/duty",
    ),
    "county_supervisor": (f"/duty/directory/{TOWN}/change",),
}


@pytest.mark.parametrize(("size", "language"), [("phone", "zh-hans"), ("desk", "en")])
def test_duty_has_no_barrier(county: County, size: str, language: str) -> None:
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
        for path in paths:
            person.visit(path.format(**places))
            found += problems(person.page, f"{who} {path}", language)
            person.shot(f"{size}-{language}-{who}-{path.strip('/').replace('/', '-')}")
    assert found == [], "\n".join(["", *found])


def furnish(county: County) -> dict[str, object]:
    """A county desk in the middle of its week: signed in, handed over, a swap, a leave, a draft."""
    cast, now, day = county.cast, timezone.now(), timezone.localdate()
    by = cast.county_dispatcher
    second = add_person("second-one", "欧阳慕容派遣", Role.COUNTY_DISPATCHER, cast.unit_id(COUNTY))
    people = [one.account_id or 0 for one in (by, second, cast.hotline_operator)]
    plan = duty.DeskPlan(head_id=cast.county_supervisor.account_id)
    desk = duty.open_desk(cast.unit_id(COUNTY), plan, by=cast.county_supervisor, now=now)
    for code in (TOWN, HOUSING):
        duty.open_desk(cast.unit_id(code), duty.DeskPlan(), by=cast.county_supervisor, now=now)
    first = day - timedelta(days=1)
    roster = duty.draw_up(desk.uid, first, day + timedelta(days=5), by=by, now=now, people=people)
    shifts = list(duty.Shift.objects.filter(roster=roster).order_by("starts"))
    # The dispatcher has the shift that runs now, and a second one stands before them.
    running = next(one for one in shifts if one.starts <= now < one.ends)
    before = shifts[shifts.index(running) - 1] if running is not shifts[0] else shifts[-1]
    duty.Shift.objects.filter(id=running.pk).update(account_id=people[0])
    duty.Shift.objects.filter(id=before.pk).update(account_id=people[1])
    neighbour = shifts[shifts.index(running) + 1]
    duty.Shift.objects.filter(id=neighbour.pk).update(account_id=people[2])
    duty.publish_roster(roster.uid, by=by, now=now - timedelta(days=1))
    duty.sign_in(before.uid, by=second, now=before.starts)
    items = ["GD-20261126-000001-7 解放路 12 号门前井盖缺失，已摆放警示锥", "电话回访 3 件"]
    made = duty.hand_over(
        before.uid, "水务局回电：明早六时恢复供水。", items, by=second, now=before.ends
    )
    ahead = next(one for one in shifts if one.account_id == people[0] and one.starts > now)
    ahead.refresh_from_db()
    mine = duty.Shift.objects.filter(account_id=people[0], starts__gt=now).order_by("starts")
    swap = duty.ask_swap(mine[0].uid, people[1], "孩子家长会", by=by, now=now)
    away = day + timedelta(days=4)
    duty.be_away(desk.uid, people[2], away, away, by=by, now=now, note="培训")
    later = day + timedelta(days=6)
    draft = duty.draw_up(desk.uid, later, later + timedelta(days=6), by=by, now=now, people=people)
    torn = duty.Shift.objects.filter(roster=draft).order_by("starts").first()
    assert torn is not None
    duty.Shift.objects.filter(id=torn.pk).update(account=None)
    given = duty.Given("0826-6210001", "刘书记", "10000000111", "陈联络")
    duty.change_entry(TOWN, given, by=cast.county_supervisor, now=now)
    duty.look_at_entry(TOWN, duty.How.TEST_CALL, by=by, now=now - timedelta(days=2))
    return {
        "desk": desk.uid,
        "draft": draft.uid,
        "shift": running.uid,
        "ahead": mine[0].uid,
        "handover": made.uid,
        "swap": swap.uid,
    }
