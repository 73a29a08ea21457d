"""Rosters: drawn up, refused while a minute is uncovered, published, kept whole when changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gege.staff.api import duty
from gege.staff.duty.models import DutyDesk, Roster, Shift
from gege.staff.duty.names import fault_sentence
from gege.trail.api import Entry
from tests.cast import HOUSING, TOWN
from tests.staff.duty.watch import MONDAY, SUNDAY, Watch


@pytest.mark.row("R-073")
def test_a_week_by_turns_is_published_and_everybody_on_it_is_told(watch: Watch) -> None:
    roster = watch.published()
    shifts = watch.shifts()
    assert (roster.state, len(shifts), {one.live for one in shifts}) == ("published", 21, {True})
    assert [one.account_id for one in shifts[:4]] == [*watch.people, watch.people[0]]
    mine = watch.cast.county_dispatcher.account_id
    assert sorted(watch.told("duty_published")) == sorted(
        (one, None) for one in watch.people if one != mine
    )
    line = Entry.objects.filter(stream=watch.desk.stream).order_by("seq").last()
    assert line is not None
    assert line.deed == "publish_roster"


@pytest.mark.row("R-073")
def test_a_week_with_an_uncovered_minute_is_refused_and_the_gap_is_named(watch: Watch) -> None:
    roster = watch.draw()
    dispatcher = watch.cast.county_dispatcher
    first = watch.shifts()[0]
    Shift.objects.filter(id=first.pk).update(ends=first.ends - timedelta(minutes=1))
    with pytest.raises(duty.Uncovered) as refused:
        duty.publish_roster(roster.uid, by=dispatcher, now=watch.now)
    assert [fault_sentence(one) for one in refused.value.faults] == ["11-23 15:59–16:00：缺 1 人。"]
    roster.refresh_from_db()
    assert (roster.state, Shift.objects.filter(live=True).count()) == ("draft", 0)
    duty.add_shift(
        roster.uid,
        first.ends - timedelta(minutes=1),
        first.ends,
        watch.people[2],
        by=dispatcher,
        now=watch.now,
    )
    assert duty.publish_roster(roster.uid, by=dispatcher, now=watch.now).published


@pytest.mark.row("R-073")
def test_somebody_on_leave_or_without_a_post_keeps_a_roster_from_being_published(
    watch: Watch,
) -> None:
    dispatcher, roster = watch.cast.county_dispatcher, watch.draw()
    stranger = watch.cast.station_clerk.account_id or 0
    Shift.objects.filter(id=watch.shifts()[0].pk).update(account_id=stranger)
    _absence, torn = duty.be_away(
        watch.desk.uid, watch.people[1], MONDAY, MONDAY, by=watch.second, now=watch.now
    )
    assert torn == ()
    with pytest.raises(duty.Uncovered) as refused:
        duty.publish_roster(roster.uid, by=dispatcher, now=watch.now)
    found = [(one.word, one.account_id, one.why) for one in refused.value.faults]
    assert found == [
        ("not_able", stranger, "no_post"),
        ("not_able", watch.people[1], "on_leave"),
    ]


def test_who_is_on_leave_gets_no_turn(watch: Watch) -> None:
    duty.be_away(
        watch.desk.uid,
        watch.people[0],
        MONDAY,
        SUNDAY,
        by=watch.actor(watch.people[0]),
        now=watch.now,
    )
    watch.draw()
    assert {one.account_id for one in watch.shifts() if one.starts.date() < SUNDAY} == set(
        watch.people[1:]
    )


def test_the_week_before_is_copied(watch: Watch) -> None:
    watch.published()
    again = duty.draw_up(
        watch.desk.uid,
        MONDAY + timedelta(days=7),
        SUNDAY + timedelta(days=7),
        how=duty.REPEAT,
        by=watch.cast.county_dispatcher,
        now=watch.now,
    )
    copied = Shift.objects.filter(roster=again).order_by("starts")
    assert [one.account_id for one in copied] == [one.account_id for one in watch.shifts()[:21]]
    assert duty.publish_roster(again.uid, by=watch.cast.county_dispatcher, now=watch.now).published


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"first": MONDAY - timedelta(days=9)}, "in_the_past"),
        ({"first": SUNDAY, "last": MONDAY}, "ends_before_it_begins"),
        ({"last": MONDAY + timedelta(days=62)}, "too_many_days"),
        ({"people": []}, "nobody_chosen"),
        ({"how": "dice"}, "unknown_choice"),
        ({"how": duty.REPEAT}, "nothing_to_repeat"),
    ],
)
def test_a_roster_that_makes_no_sense_is_not_drawn_up(
    watch: Watch, given: dict[str, Any], word: str
) -> None:
    entry: dict[str, Any] = {"first": MONDAY, "last": SUNDAY, "people": watch.people} | given
    with pytest.raises(duty.DutyError) as refused:
        duty.draw_up(watch.desk.uid, by=watch.cast.county_dispatcher, now=watch.now, **entry)
    assert (refused.value.word, Roster.objects.count()) == (word, 0)


def test_days_have_one_roster(watch: Watch) -> None:
    watch.draw()
    with pytest.raises(duty.Refused, match="drafted_already"):
        watch.draw()
    duty.publish_roster(Roster.objects.get().uid, by=watch.cast.county_dispatcher, now=watch.now)
    with pytest.raises(duty.Refused, match="published_already"):
        watch.draw(SUNDAY, SUNDAY)


@pytest.mark.row("R-073")
def test_a_published_roster_is_changed_only_so_that_it_stays_covered(watch: Watch) -> None:
    watch.published()
    dispatcher, (first, second, *_) = watch.cast.county_dispatcher, watch.shifts()
    with pytest.raises(duty.Uncovered):
        duty.remove_shift(first.uid, by=dispatcher, now=watch.now, reason="不要了")
    with pytest.raises(duty.Uncovered):
        duty.assign_shift(first.uid, None, by=dispatcher, now=watch.now, reason="不要了")
    with pytest.raises(duty.Invalid, match="too_short"):
        duty.assign_shift(first.uid, watch.people[1], by=dispatcher, now=watch.now)
    assert [one.account_id for one in watch.shifts()[:2]] == watch.people[:2]
    duty.assign_shift(first.uid, watch.people[1], by=dispatcher, now=watch.now, reason="开会")
    assert watch.told("duty_taken_over") == [(watch.people[0], None)]
    assert watch.told("duty_given") == [(watch.people[1], None)]
    later = duty.divide_shift(
        first.uid,
        first.starts + timedelta(hours=3),
        watch.people[2],
        by=dispatcher,
        now=watch.now,
        reason="下乡",
    )
    assert (later.live, later.ends, later.starts - first.starts) == (
        True,
        second.starts,
        timedelta(hours=3),
    )
    assert [one for one in duty.faults_of_roster(later.roster, watch.desk) if one.grave] == []
    # One more person than asked for may come, and go again.
    extra = duty.add_shift(
        later.roster.uid,
        second.starts,
        second.ends,
        watch.people[0],
        by=dispatcher,
        now=watch.now,
        reason="台风",
    )
    duty.remove_shift(extra.uid, by=dispatcher, now=watch.now, reason="台风过了")
    assert len(watch.shifts()) == 22


def test_a_shift_that_has_begun_stays_but_may_be_relieved(watch: Watch) -> None:
    watch.published()
    dispatcher, first = watch.cast.county_dispatcher, watch.shifts()[0]
    watch.at(MONDAY, 8)
    duty.sign_in(first.uid, by=watch.actor(first.account_id), now=watch.now)
    with pytest.raises(duty.Refused, match="begun"):
        duty.assign_shift(first.uid, watch.people[2], by=dispatcher, now=watch.now, reason="病了")
    watch.wait(hours=2)
    with pytest.raises(duty.Invalid, match="not_within"):
        duty.divide_shift(
            first.uid,
            watch.now - timedelta(minutes=1),
            watch.people[2],
            by=dispatcher,
            now=watch.now,
            reason="病了",
        )
    duty.divide_shift(
        first.uid, watch.now, watch.people[2], by=dispatcher, now=watch.now, reason="病了"
    )
    assert [(one.account_id, one.signed_in_at is not None) for one in watch.shifts()[:2]] == [
        (watch.people[0], True),
        (watch.people[2], False),
    ]


def test_hours_are_not_changed_under_a_published_roster(watch: Watch) -> None:
    watch.published()
    with pytest.raises(duty.Refused, match="rosters_in_the_way"):
        duty.change_desk(
            watch.desk.uid,
            duty.DeskPlan(people=2),
            by=watch.cast.county_supervisor,
            now=watch.now,
            revision=1,
        )
    kept = DutyDesk.objects.get(id=watch.desk.pk)
    assert (kept.people, kept.revision) == (1, 1)
    head = watch.cast.county_supervisor.account_id
    changed = duty.change_desk(
        watch.desk.uid,
        duty.DeskPlan(head_id=head),
        by=watch.cast.county_supervisor,
        now=watch.now,
        revision=1,
    )
    assert changed.head_id == head
    with pytest.raises(duty.Refused, match="stale"):
        duty.change_desk(
            watch.desk.uid,
            duty.DeskPlan(),
            by=watch.cast.county_supervisor,
            now=watch.now,
            revision=1,
        )


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        ({"pattern": "08:00-12:00"}, "pattern_gap"),
        ({"pattern": "morning"}, "pattern_form"),
        ({"people": 0}, "range"),
        ({"days": frozenset()}, "no_days"),
        ({"head_id": 0}, "not_of_this_unit"),
    ],
)
def test_a_desk_that_makes_no_sense_is_not_opened(
    watch: Watch, plan: dict[str, Any], word: str
) -> None:
    with pytest.raises(duty.Invalid) as refused:
        watch.open(TOWN, **plan)
    assert (refused.value.word, DutyDesk.objects.count()) == (word, 1)


def test_each_unit_keeps_its_own_desk_and_strangers_meet_none(watch: Watch) -> None:
    watch.published()
    town = watch.open(TOWN)
    with pytest.raises(duty.Refused, match="desk_is_open"):
        watch.open(TOWN)
    cast = watch.cast
    seen = {
        who: sorted(one.unit.code for one in duty.desks_of(cast.actor(who)))
        for who in (
            "township_operator",
            "strange_township_operator",
            "county_dispatcher",
            "electronic_supervisor",
            "grid_worker",
            "department_officer",
        )
    }
    both = sorted([watch.desk.unit.code, TOWN])
    assert seen == {
        "township_operator": [TOWN],
        "strange_township_operator": [],
        "county_dispatcher": both,
        "electronic_supervisor": both,
        "grid_worker": [],
        "department_officer": [],
    }
    for who in (cast.strange_township_operator, cast.county_dispatcher, cast.electronic_supervisor):
        with pytest.raises(duty.NotFound):
            duty.draw_up(town.uid, MONDAY, SUNDAY, by=who, now=watch.now, people=watch.people)
    with pytest.raises(duty.NotFound):
        duty.open_desk(
            cast.unit_id(HOUSING), duty.DeskPlan(), by=cast.township_operator, now=watch.now
        )
    with pytest.raises(duty.NotFound):
        duty.publish_roster(uuid4(), by=cast.county_dispatcher, now=watch.now)


def test_a_desk_that_is_closed_watches_nobody(watch: Watch) -> None:
    watch.published()
    watch.at(MONDAY, 9)
    duty.close_desk(watch.desk.uid, "并入县应急局", by=watch.cast.county_supervisor, now=watch.now)
    assert (duty.raise_alarms(now=watch.wait(days=1)), duty.clerks_on_duty(watch.now)) == (0, ())
    with pytest.raises(duty.NotFound):
        watch.draw(SUNDAY + timedelta(days=1), SUNDAY + timedelta(days=2))


Deed = Callable[[Watch, Roster], object]
DEEDS: dict[str, Deed] = {
    "open_desk": lambda w, _r: w.open(TOWN),
    "change_desk": lambda w, _r: duty.change_desk(
        w.desk.uid, duty.DeskPlan(), by=w.cast.county_supervisor, now=w.now, revision=1
    ),
    "close_desk": lambda w, _r: duty.close_desk(
        w.desk.uid, "不再需要", by=w.cast.county_supervisor, now=w.now
    ),
    "draw_up": lambda w, _r: w.draw(SUNDAY + timedelta(days=1), SUNDAY + timedelta(days=1)),
    "drop_draft": lambda w, r: duty.drop_draft(r.uid, by=w.cast.county_dispatcher, now=w.now),
    "publish_roster": lambda w, r: duty.publish_roster(
        r.uid, by=w.cast.county_dispatcher, now=w.now
    ),
    "assign_shift": lambda w, _r: duty.assign_shift(
        w.shifts()[0].uid, w.people[1], by=w.cast.county_dispatcher, now=w.now
    ),
    "divide_shift": lambda w, _r: duty.divide_shift(
        w.shifts()[0].uid,
        w.shifts()[0].starts + timedelta(hours=1),
        w.people[1],
        by=w.cast.county_dispatcher,
        now=w.now,
    ),
    "add_shift": lambda w, r: duty.add_shift(
        r.uid,
        w.shifts()[0].starts,
        w.shifts()[0].ends,
        w.people[1],
        by=w.cast.county_dispatcher,
        now=w.now,
    ),
    "remove_shift": lambda w, _r: duty.remove_shift(
        w.shifts()[0].uid, by=w.cast.county_dispatcher, now=w.now
    ),
    "be_away": lambda w, _r: duty.be_away(
        w.desk.uid, w.people[0], MONDAY, SUNDAY, by=w.cast.county_dispatcher, now=w.now
    ),
    "make_feed": lambda w, _r: duty.make_feed(by=w.cast.county_dispatcher, now=w.now),
    "publish_duty_rules": lambda w, _r: duty.publish_duty_rules(
        duty.DutyRules(missed_minutes=5),
        note="更快",
        by=w.cast.administrator.signature(),
        now=w.now,
    ),
}


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_without_its_line_in_the_ledger_no_deed_is_done(
    watch: Watch, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    roster = watch.draw()
    before = stored()

    def broken(**given: object) -> None:
        raise RuntimeError("the trail is broken")

    for module in ("staff.duty.writing", "staff.duty.actions.keep_feed", "trail.publishing"):
        monkeypatch.setattr(f"gege.{module}.record", broken)
    with pytest.raises(RuntimeError, match="the trail is broken"):
        DEEDS[name](watch, roster)
    assert stored() == before


def stored() -> list[object]:
    """Everything that duty keeps, row by row."""
    tables = (DutyDesk, Roster, Shift, duty.Absence, duty.CalendarFeed, duty.DutyRulesEdition)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


def test_the_database_refuses_two_published_rosters_of_a_day(watch: Watch) -> None:
    roster = watch.published()
    twin = {"desk": watch.desk, "first": SUNDAY, "last": SUNDAY, "made_at": watch.now}
    Roster.objects.create(**twin)
    with pytest.raises(IntegrityError, match="never_overlap"), transaction.atomic():
        Roster.objects.create(**twin, state="published", published_at=watch.now)
    assert list(Roster.objects.filter(state="published")) == [roster]
