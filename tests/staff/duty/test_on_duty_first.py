"""Whoever is on duty is tried first and makes the calls; without a roster nothing changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from gege.notices import api as notices
from gege.notices.api import Delivery, Draft, NoticeRules, run_chains
from gege.notices.rules import Channel
from gege.staff.api import SYSTEM, Account, duty
from tests.cast import COUNTY, HOUSING
from tests.staff.duty.watch import MONDAY, Watch


@pytest.fixture
def week(watch: Watch) -> Watch:
    """A published week; everybody can be called, and nothing goes by SMS."""
    watch.published()
    for number, account in enumerate(Account.objects.order_by("id"), 1):
        Account.objects.filter(id=account.pk).update(phone=f"100000003{number:02d}")
    rules = NoticeRules(by_sms=(), chain=(Channel.VOICE,))
    notices.publish_notice_rules(rules, note="by call", by=SYSTEM.signature(), now=watch.now)
    return watch


def urged(watch: Watch, code: str) -> None:
    values = {"unit": "县政府", "number": "1", "title": "停水", "reason": "群众反映"}
    draft = Draft("urged", "1", to_unit_id=watch.cast.unit_id(code), values=values, urgent=True)
    with transaction.atomic():
        notices.post([draft], now=watch.now)
    watch.deliver()


def called(watch: Watch, times: int) -> list[str]:
    """Whom the chain put on the list of calls, in order."""
    for _ in range(times):
        run_chains(now=watch.wait(minutes=10))
    rows = Delivery.objects.filter(channel=Channel.VOICE).order_by("id")
    return list(rows.values_list("shown", flat=True))


def tries_without_duty(watch: Watch) -> list[str]:
    watch.at(MONDAY, 9)
    duty.Shift.objects.all().delete()
    urged(watch, COUNTY)
    return called(watch, 2)


@pytest.mark.row("R-075")
def test_the_chain_begins_with_who_is_signed_in(week: Watch) -> None:
    week.at(MONDAY, 17)
    # By turns the second dispatcher has the afternoon; by posts the supervisor would come first.
    second = next(one for one in week.shifts() if one.starts <= week.now < one.ends)
    duty.sign_in(second.uid, by=week.actor(second.account_id), now=week.now)
    urged(week, COUNTY)
    assert called(week, 1) == [week.second.name]
    everybody = called(week, 1)
    assert everybody == [week.second.name, week.cast.county_supervisor.name]


@pytest.mark.row("R-075")
def test_without_a_roster_the_order_stays_as_it_was(week: Watch) -> None:
    assert tries_without_duty(week) == [
        week.cast.county_supervisor.name,
        week.cast.county_dispatcher.name,
    ]
    assert week.told("call_to_make") == []


@pytest.mark.row("R-075")
def test_a_call_to_make_is_told_to_who_is_on_duty_at_the_county(week: Watch, settings: Any) -> None:
    week.at(MONDAY, 9)
    urged(week, HOUSING)
    assert called(week, 1) == [week.cast.department_officer.name]
    on_roster = week.shifts()[0].account_id
    assert week.told("call_to_make") == [(on_roster, None)]


def test_who_is_signed_in_goes_before_who_is_only_on_the_roster(week: Watch) -> None:
    roster, first = week.shifts()[0].roster, week.shifts()[0]
    extra = duty.add_shift(
        roster.uid,
        first.starts,
        first.ends,
        week.people[2],
        by=week.cast.county_dispatcher,
        now=week.now,
        reason="汛期",
    )
    week.at(MONDAY, 9)
    assert duty.clerks_on_duty(week.now) == (first.account_id, week.people[2])
    duty.sign_in(extra.uid, by=week.cast.hotline_operator, now=week.now)
    assert duty.clerks_on_duty(week.now) == (week.people[2],)


@pytest.mark.usefixtures("standing_clock")
def test_the_list_of_calls_says_who_is_on_duty(watch: Watch) -> None:
    watch.now = timezone.now()
    day = timezone.localdate()
    client = watch.cast.client("county_supervisor")
    assert "正在值班" not in client.get("/notices/calls").content.decode()
    watch.published(day - timedelta(days=1), day)
    here = next(one for one in watch.shifts() if one.starts <= watch.now < one.ends)
    name = watch.actor(here.account_id).name
    assert f"正在值班：{name}。" in client.get("/notices/calls").content.decode()
