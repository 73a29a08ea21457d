"""A roster with a gap is refused, mended and published; the watch is handed over by both; a silent
shift is followed up on a clock that the test holds (R-073)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gege.notices.api import deliver
from gege.staff.api import duty
from tests.cast import COUNTY
from tests.journeys.screen import County, Person


@pytest.mark.row("R-073")
def test_duty_is_kept_without_a_gap(county: County) -> None:
    dispatcher, operator = county.person("county_dispatcher"), county.person("hotline_operator")
    desk = opened(county)
    drawn_up_and_published(dispatcher, desk)
    running, following, silent = watched(county, desk)
    people = {
        county.cast.county_dispatcher.account_id: dispatcher,
        county.cast.hotline_operator.account_id: operator,
    }
    leaving, coming = people[running.account_id], people[following.account_id]
    handed_over(leaving, coming, running, desk)
    followed_up(county, people[silent.account_id], silent)


def opened(county: County) -> duty.DutyDesk:
    """The supervisor opens the county's desk with two shifts a day."""
    supervisor = county.person("county_supervisor").visit("/duty/")
    supervisor.page.click('a[href="/duty/desks/new"]')
    supervisor.page.click(f'a[href="?unit={COUNTY}"]')
    supervisor.fill("form", {"pattern": "08:00-20:00, 20:00-08:00"})
    with supervisor.page.expect_navigation():
        supervisor.page.click("form.form button.is-first")
    assert supervisor.says("值班岗已设立")
    return duty.DutyDesk.objects.get()


def drawn_up_and_published(person: Person, desk: duty.DutyDesk) -> None:
    """Three days by turns of two people; one shift without anybody is refused by name."""
    day = timezone.localdate()
    person.visit(f"/duty/desks/{desk.uid}/draw-up")
    turns = person.page.locator("input.turn")
    for place in range(turns.count()):
        label = person.page.locator(f'label[for="{turns.nth(place).get_attribute("id")}"]')
        named = label.inner_text()
        turns.nth(place).fill("1" if "吴派遣" in named else "2" if "何热线" in named else "")
    days = {"first": day - timedelta(days=1), "last": day + timedelta(days=1)}
    person.fill("form", {name: one.isoformat() for name, one in days.items()})
    with person.page.expect_navigation():
        person.page.click("form.form button.is-first")
    assert person.says("每一分钟都有人值班")
    roster = person.page.url
    last = duty.Shift.objects.order_by("starts").last()
    assert last is not None
    assign(person, last, "")
    assert person.says("缺 1 人。")
    assert person.page.locator('.page-head [aria-disabled="true"]').inner_text().startswith("发布")
    assign(person, last, str(last.account_id))
    assert person.page.url == roster
    with person.page.expect_navigation():
        person.page.click('form[action$="/publish"] button')
    assert person.says("值班表已发布")
    assert set(duty.Shift.objects.values_list("live", flat=True)) == {True}


def assign(person: Person, shift: duty.Shift, account: str) -> None:
    person.visit(f"/duty/shifts/{shift.uid}/assign")
    person.page.select_option("select[name=account]", account)
    with person.page.expect_navigation():
        person.page.click("form.form button.is-first")


def watched(county: County, desk: duty.DutyDesk) -> list[duty.Shift]:
    """The shift that runs, moved so that it ends in ten minutes, and the two behind it."""
    now = timezone.now()
    found = list(duty.Shift.objects.filter(desk=desk, ends__gt=now).order_by("starts")[:3])
    change = now + timedelta(minutes=10)
    duty.Shift.objects.filter(id=found[0].pk).update(ends=change)
    duty.Shift.objects.filter(id=found[1].pk).update(starts=change)
    return found


def handed_over(leaving: Person, coming: Person, running: duty.Shift, desk: duty.DutyDesk) -> None:
    """Signed in at the workspace, handed over with notes, taken over by the next person."""
    leaving.visit("/")
    with leaving.page.expect_navigation():
        leaving.page.click(".my-duty form button")
    assert leaving.says("已签到")
    leaving.page.click(f'a[href="/duty/shifts/{running.uid}/hand-over"]')
    leaving.page.fill("textarea[name=notes]", "水务局回电：明早六时恢复供水。")
    with leaving.page.expect_navigation():
        leaving.page.click("form.form button.is-first")
    assert leaving.says("尚未接班")
    coming.visit("/")
    with coming.page.expect_navigation():
        coming.page.click(".my-duty form button")
    assert coming.says("水务局回电：明早六时恢复供水。")
    with coming.page.expect_navigation():
        coming.page.click("form.form button.is-first")
    assert coming.says("双方均已签认")
    coming.visit(f"/duty/desks/{desk.uid}/handovers")
    assert not coming.says("尚未接班")
    assert duty.Handover.objects.get().came_at is not None


def followed_up(county: County, person: Person, silent: duty.Shift) -> None:
    """Nobody signs in for the third shift: the person is told, then the whole unit."""
    assert duty.raise_alarms(now=silent.starts + timedelta(minutes=14)) == 0
    now = silent.starts + timedelta(minutes=15)
    assert duty.raise_alarms(now=now) == 1
    deliver(now=now)
    assert person.visit("/notices").says("尚未签到")
    person.page.click(f'a[href="/duty/shifts/{silent.uid}"]')
    assert person.page.url.endswith(f"/duty/shifts/{silent.uid}")
    now += timedelta(minutes=10)
    assert duty.raise_alarms(now=now) == 1
    deliver(now=now)
    assert county.person("county_supervisor").visit("/notices").says("无人签到值班")
