"""The watch: sign-in, handover by both, the alarm of a silent shift, swaps, leave (R-073)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from gege.notices.api import Chain, Delivery, run_chains
from gege.staff.api import Actor, duty
from gege.staff.duty.models import Absence, Handover, Shift, Swap
from gege.staff.models import Account
from gege.territory.api import AREAS, bump
from gege.territory.models import Unit
from gege.trail.api import Entry
from tests.cast import COUNTY
from tests.staff.duty.watch import MONDAY, SUNDAY, Watch


@pytest.fixture
def week(watch: Watch) -> Watch:
    """A published week, at eight on its Monday: nobody has signed in yet."""
    watch.published()
    watch.at(MONDAY, 8)
    return watch


def person(watch: Watch, number: int) -> Actor:
    """The person of the shift of that number."""
    return watch.actor(watch.shifts()[number].account_id)


@pytest.mark.row("R-073")
def test_the_person_of_a_shift_signs_in_from_half_an_hour_before_until_its_end(week: Watch) -> None:
    first = week.shifts()[0]
    for early, who, word in (
        (31, person(week, 0), "too_early"),
        (10, person(week, 1), "not_found"),
        (-8 * 60, person(week, 0), "over"),
    ):
        with pytest.raises(duty.DutyError) as refused:
            duty.sign_in(first.uid, by=who, now=week.now - timedelta(minutes=early))
        assert refused.value.word == word
    signed = duty.sign_in(first.uid, by=person(week, 0), now=week.now - timedelta(minutes=30))
    again = duty.sign_in(first.uid, by=person(week, 0), now=week.now + timedelta(hours=1))
    assert signed.signed_in_at == again.signed_in_at
    assert duty.raise_alarms(now=week.wait(hours=2)) == 0


@pytest.mark.row("R-073")
def test_a_handover_is_signed_by_both(week: Watch) -> None:
    first, second = week.shifts()[:2]
    leaving, coming = person(week, 0), person(week, 1)
    duty.sign_in(first.uid, by=leaving, now=week.now)
    with pytest.raises(duty.Refused, match="not_yet"):
        duty.hand_over(first.uid, "一切正常", [], by=leaving, now=week.wait(hours=6))
    week.at(MONDAY, 15, 50)
    with pytest.raises(duty.Invalid, match="notes_needed"):
        duty.hand_over(first.uid, " ", [], by=leaving, now=week.now)
    made = duty.hand_over(first.uid, "东门水管待修", ["GD-1 路灯"], by=leaving, now=week.now)
    assert week.told("duty_handed_over") == [(coming.account_id, None)]
    with pytest.raises(duty.Refused, match="own_handover"):
        duty.take_over(made.uid, by=leaving, now=week.now)
    with pytest.raises(duty.Refused, match="not_signed_in"):
        duty.take_over(made.uid, by=coming, now=week.now)
    with pytest.raises(duty.NotFound):
        duty.take_over(made.uid, by=week.cast.stranger, now=week.now)
    duty.sign_in(second.uid, by=coming, now=week.now)
    assert [
        one.uid for one in duty.waiting_handovers(coming.account_id or 0, week.at(MONDAY, 16))
    ] == [made.uid]
    duty.take_over(made.uid, by=coming, now=week.now, remark="已阅")
    kept = Handover.objects.get()
    assert (kept.leaving_id, kept.coming_id, kept.items, kept.notes, kept.came_at) == (
        leaving.account_id,
        coming.account_id,
        ["GD-1 路灯"],
        "东门水管待修",
        week.now,
    )
    for again in (
        lambda: duty.take_over(made.uid, by=coming, now=week.now),
        lambda: duty.hand_over(first.uid, "又一次", [], by=leaving, now=week.now),
    ):
        with pytest.raises(duty.Refused, match="taken_over"):
            again()
    assert duty.ask_for_handovers(now=week.at(MONDAY, 17)) == 1
    assert week.told("duty_handover_late") == []


@pytest.mark.row("R-073")
def test_a_handover_that_is_not_signed_is_asked_for_from_both(week: Watch) -> None:
    duty.sign_in(week.shifts()[0].uid, by=person(week, 0), now=week.now)
    assert duty.ask_for_handovers(now=week.at(MONDAY, 16, 29)) == 0
    assert duty.ask_for_handovers(now=week.at(MONDAY, 16, 30)) == 1
    both = sorted(one.account_id or 0 for one in week.shifts()[:2])
    assert week.told("duty_handover_late") == [(one, None) for one in both]
    assert duty.ask_for_handovers(now=week.wait(minutes=10)) == 0


@pytest.mark.row("R-073")
@pytest.mark.row("R-075")
def test_a_silent_shift_reaches_the_person_the_head_and_through_the_chain_the_principal(
    week: Watch,
) -> None:
    cast, first = week.cast, week.shifts()[0]
    Account.objects.filter(id__in=week.people).update(phone="")
    Account.objects.filter(id=cast.county_supervisor.account_id).update(phone="")
    Unit.objects.filter(id=cast.unit_id(COUNTY)).update(
        responsible_leader="秦主任", duty_phone="0826-6210000"
    )
    bump(AREAS)
    duty.change_entry(
        COUNTY,
        duty.Given("0826-6210000", "秦主任", "10000000999", ""),
        by=cast.county_supervisor,
        now=week.now,
    )
    week.head(cast.county_supervisor)
    told: list[tuple[int, list[tuple[str, tuple[int | None, int | None]]]]] = []
    templates = ("duty_missed", "duty_missed_head", "duty_missed_unit")
    for minute in range(0, 60, 5):
        duty.raise_alarms(now=week.at(MONDAY, 8, minute))
        here = [(name, one) for name in templates for one in week.told(name)]
        if not told or told[-1][1] != here:
            told.append((minute, here))
    head, unit = cast.county_supervisor.account_id, cast.unit_id(COUNTY)
    person_told = ("duty_missed", (first.account_id, None))
    head_told = ("duty_missed_head", (head, None))
    assert told == [
        (0, []),
        (15, [person_told]),
        (25, [person_told, head_told]),
        (35, [person_told, head_told, ("duty_missed_unit", (None, unit))]),
    ]
    for _ in range(4):
        run_chains(now=week.wait(minutes=10))
    calls = Delivery.objects.filter(channel="voice").values_list("shown", flat=True)
    assert list(calls) == [f"秦主任 ({cast.units[COUNTY].name_zh})"]
    deeds = [
        (one.deed, json.loads(one.payload).get("words", ""))
        for one in Entry.objects.filter(stream=week.desk.stream, deed__startswith="chain").order_by(
            "seq"
        )
    ]
    assert ("chain_voice", f"秦主任 ({cast.units[COUNTY].name_zh})") in deeds
    # Who signs in late ends every chain.
    duty.sign_in(first.uid, by=person(week, 0), now=week.now)
    Chain.objects.update(ended_at=None, next_at=week.now)
    run_chains(now=week.wait(minutes=10))
    assert set(Chain.objects.values_list("ended_how", flat=True)) <= {"moved_on"}


def test_an_alarm_without_a_head_goes_to_the_unit_next(week: Watch) -> None:
    duty.raise_alarms(now=week.at(MONDAY, 8, 15))
    duty.raise_alarms(now=week.at(MONDAY, 8, 25))
    assert week.told("duty_missed_unit") == [(None, week.cast.unit_id(COUNTY))]
    assert duty.raise_alarms(now=week.at(MONDAY, 9)) == 0


def test_a_shift_published_after_it_began_is_asked_for_later(watch: Watch) -> None:
    roster = watch.draw()
    watch.at(MONDAY, 10)
    duty.publish_roster(roster.uid, by=watch.cast.county_dispatcher, now=watch.now)
    assert duty.raise_alarms(now=watch.at(MONDAY, 10, 14)) == 0
    assert duty.raise_alarms(now=watch.at(MONDAY, 10, 15)) == 1


@pytest.mark.row("R-073")
def test_a_swap_is_asked_accepted_approved_and_told_to_both(week: Watch) -> None:
    week.head(week.cast.county_supervisor)
    given, taken = week.shifts()[4], week.shifts()[6]
    asker, colleague = person(week, 4), person(week, 6)
    swap = duty.ask_swap(
        given.uid, colleague.account_id or 0, "孩子家长会", by=asker, now=week.now, taken=taken.uid
    )
    with pytest.raises(duty.Refused, match="swap_is_open"):
        duty.ask_swap(given.uid, colleague.account_id or 0, "再问", by=asker, now=week.now)
    with pytest.raises(duty.NotFound):
        duty.answer_swap(swap.uid, True, by=asker, now=week.now)
    with pytest.raises(duty.NotFound):
        duty.decide_swap(swap.uid, True, by=colleague, now=week.now)
    assert duty.answer_swap(swap.uid, True, by=colleague, now=week.now).state == "accepted"
    assert week.shifts()[4].account_id == asker.account_id
    duty.decide_swap(swap.uid, True, by=week.cast.county_supervisor, now=week.now)
    after = week.shifts()
    assert (after[4].account_id, after[6].account_id) == (colleague.account_id, asker.account_id)
    assert [one for one in duty.faults_of_roster(after[4].roster, week.desk) if one.grave] == []
    told = {one for one, _unit in week.told("duty_swap_done")}
    assert told == {asker.account_id, colleague.account_id}


def test_without_a_head_the_colleagues_word_is_enough(week: Watch) -> None:
    given, asker, colleague = week.shifts()[3], person(week, 3), person(week, 4)
    duty.be_away(
        week.desk.uid, colleague.account_id or 0, SUNDAY, SUNDAY, by=colleague, now=week.now
    )
    theirs = colleague.account_id or 0
    last = week.shifts()[18].uid
    with pytest.raises(duty.Uncovered):
        duty.ask_swap(last, theirs, "有事", by=person(week, 18), now=week.now)
    swap = duty.ask_swap(given.uid, colleague.account_id or 0, "有事", by=asker, now=week.now)
    assert duty.answer_swap(swap.uid, True, by=colleague, now=week.now).state == "done"
    assert week.shifts()[3].account_id == colleague.account_id


@pytest.mark.parametrize("end", ["decline", "withdraw", "refuse"])
def test_a_swap_that_is_not_wanted_changes_nothing(week: Watch, end: str) -> None:
    week.head(week.cast.county_supervisor)
    before = [one.account_id for one in week.shifts()]
    asker, colleague = person(week, 4), person(week, 5)
    swap = duty.ask_swap(
        week.shifts()[4].uid, colleague.account_id or 0, "有事", by=asker, now=week.now
    )
    if end == "decline":
        duty.answer_swap(swap.uid, False, by=colleague, now=week.now, note="我也有事")
    elif end == "withdraw":
        duty.withdraw_swap(swap.uid, by=asker, now=week.now)
    else:
        duty.answer_swap(swap.uid, True, by=colleague, now=week.now)
        duty.decide_swap(
            swap.uid, False, by=week.cast.county_supervisor, now=week.now, note="人手不够"
        )
    assert [one.account_id for one in week.shifts()] == before
    for deed in (duty.answer_swap, duty.decide_swap):
        who = colleague if deed is duty.answer_swap else week.cast.county_supervisor
        with pytest.raises(duty.Refused, match="answered"):
            deed(swap.uid, True, by=who, now=week.now)


def test_a_swap_of_a_shift_that_is_another_one_now_lapses(week: Watch) -> None:
    asker, colleague = person(week, 4), person(week, 5)
    shift = week.shifts()[4]
    swap = duty.ask_swap(shift.uid, colleague.account_id or 0, "有事", by=asker, now=week.now)
    duty.assign_shift(
        shift.uid,
        person(week, 3).account_id,
        by=week.cast.county_dispatcher,
        now=week.now,
        reason="调整",
    )
    with pytest.raises(duty.Refused, match="answered"):
        duty.answer_swap(swap.uid, True, by=colleague, now=week.now)
    assert Swap.objects.get().state == "lapsed"


@pytest.mark.row("R-073")
def test_leave_shows_what_it_tears_open_at_once(week: Watch) -> None:
    who = person(week, 5)
    _absence, torn = duty.be_away(
        week.desk.uid, who.account_id or 0, MONDAY + timedelta(days=1), SUNDAY, by=who, now=week.now
    )
    # Theirs are the nights after midnight: the last lies behind the leave.
    mine = [one for one in week.shifts() if one.account_id == who.account_id]
    open_now = duty.torn_shifts(week.desk, week.now)
    assert [one.uid for one, _why in open_now] == [one.uid for one in torn]
    assert list(torn) == mine[:6]
    assert {one for one, _unit in week.told("duty_torn")}.isdisjoint({who.account_id})
    days = duty.month_of(week.desk, MONDAY, SUNDAY)
    assert [one.whole for one in days].count(False) >= 5
    duty.end_absence(_absence.uid, week.desk.uid, by=who, now=week.now)
    assert all(one.whole for one in duty.month_of(week.desk, MONDAY, SUNDAY))


def test_a_leave_is_written_once_by_the_person_or_the_desk(week: Watch) -> None:
    who, other = person(week, 0), person(week, 2)
    for by, word in ((other, "not_found"), (week.cast.stranger, "not_found")):
        with pytest.raises(duty.DutyError) as refused:
            duty.be_away(week.desk.uid, who.account_id or 0, MONDAY, MONDAY, by=by, now=week.now)
        assert refused.value.word == word
    duty.be_away(week.desk.uid, other.account_id or 0, SUNDAY, SUNDAY, by=other, now=week.now)
    with pytest.raises(duty.Refused, match="away_already"):
        duty.be_away(
            week.desk.uid,
            other.account_id or 0,
            MONDAY,
            SUNDAY,
            by=week.cast.county_dispatcher,
            now=week.now,
        )
    assert Absence.objects.count() == 1


def test_a_roster_that_ends_is_told_in_time(week: Watch) -> None:
    week.head(week.cast.county_supervisor)
    duty.look_ahead(now=week.at(MONDAY + timedelta(days=2), 8, 20))
    assert week.told("duty_ends") == []
    duty.look_ahead(now=week.at(MONDAY + timedelta(days=3), 8, 20))
    assert week.told("duty_ends") == [(week.cast.county_supervisor.account_id, None)]


Deed = Callable[[Watch], object]
DEEDS: dict[str, Deed] = {
    "sign_in": lambda w: duty.sign_in(w.shifts()[0].uid, by=person(w, 0), now=w.now),
    "hand_over": lambda w: duty.hand_over(
        w.shifts()[0].uid, "无", [], by=person(w, 0), now=w.at(MONDAY, 15, 30)
    ),
    "take_over": lambda w: duty.take_over(
        Handover.objects.get().uid, by=person(w, 1), now=w.at(MONDAY, 16)
    ),
    "ask_swap": lambda w: duty.ask_swap(
        w.shifts()[5].uid, w.shifts()[6].account_id or 0, "有事", by=person(w, 5), now=w.now
    ),
    "answer_swap": lambda w: duty.answer_swap(
        Swap.objects.get().uid, True, by=person(w, 5), now=w.now
    ),
    "withdraw_swap": lambda w: duty.withdraw_swap(
        Swap.objects.get().uid, by=person(w, 4), now=w.now
    ),
    "be_away": lambda w: duty.be_away(
        w.desk.uid, w.people[0], MONDAY, SUNDAY, by=w.cast.county_dispatcher, now=w.now
    ),
}


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_without_its_line_in_the_ledger_no_deed_is_done(
    week: Watch, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    if name in ("hand_over", "take_over"):
        duty.sign_in(week.shifts()[0].uid, by=person(week, 0), now=week.now)
    if name == "take_over":
        week.at(MONDAY, 15, 45)
        duty.hand_over(week.shifts()[0].uid, "无", [], by=person(week, 0), now=week.now)
        duty.sign_in(week.shifts()[1].uid, by=person(week, 1), now=week.now)
    if name in ("answer_swap", "withdraw_swap"):
        colleague = week.shifts()[5].account_id or 0
        duty.ask_swap(week.shifts()[4].uid, colleague, "有事", by=person(week, 4), now=week.now)
    before = stored()

    def broken(**given: object) -> None:
        raise RuntimeError("the trail is broken")

    monkeypatch.setattr("gege.staff.duty.writing.record", broken)
    with pytest.raises(RuntimeError, match="the trail is broken"):
        DEEDS[name](week)
    assert stored() == before


def test_an_alarm_that_cannot_be_written_is_tried_again(
    week: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**given: object) -> None:
        raise RuntimeError("the trail is broken")

    with monkeypatch.context() as patch:
        patch.setattr("gege.staff.duty.writing.record", broken)
        duty.raise_alarms(now=week.at(MONDAY, 8, 15))
    assert (week.told("duty_missed"), week.shifts()[0].alarm_stage) == ([], 0)
    duty.raise_alarms(now=week.at(MONDAY, 8, 16))
    assert week.told("duty_missed") == [(week.shifts()[0].account_id, None)]


def stored() -> list[object]:
    """Everything that the watch keeps, row by row."""
    return [
        list(one.objects.order_by("pk").values_list()) for one in (Shift, Handover, Swap, Absence)
    ]
