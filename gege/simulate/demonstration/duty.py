"""Duty in the demonstration: rosters around the last day, the watch kept, the directory verified.

The county's centre has three shifts a day, every township one. A few entries of the directory are
left as they fell behind: two too old, one changed since, one that nobody answered at.
"""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Final

from gege.matters.api import LOCAL, local_date
from gege.simulate.stage import Stage
from gege.staff.api import Actor, Role, duty
from gege.territory.api import load_atlas

BEHIND: Final = timedelta(days=6)
AHEAD: Final = timedelta(days=8)
LATE_SHIFT: Final = 8
"""The county's shift of that number was begun late, after the alarm."""
STALE, CHANGED, FAILED = (2, 9), 5, 7
"""Places in the directory of the entries that are red in the end."""
NOTES: Final = (
    "一切正常。",
    "水务局回电：明早六时恢复供水，已告知来电群众。",
    "雨后巡查，城北低洼处无积水。",
    "两件回访未接通，请早班再拨。",
    "县应急局通知：夜间大风，注意广告牌。",
)


def fill_directory(*, by: Actor, now: datetime) -> None:
    """Write every unit's numbers into the directory and verify them for the first time."""
    for place, line in enumerate(_lines(now)):
        numbers = line.numbers
        given = duty.Given(
            numbers.duty_phone or f"1000003{place:04d}",
            numbers.leader or "某负责人（演示）",
            f"1000002{place:04d}",
            numbers.contact or "某联络员（演示）",
        )
        code = line.unit.code
        duty.change_entry(code, given, by=by, now=now)
        duty.look_at_entry(code, duty.How.TEST_CALL, by=by, now=now + timedelta(minutes=place))


def keep_watch(stage: Stage, end: datetime) -> None:
    """Put down on the agenda the rosters, their watch and the test calls of the last weeks."""
    morning = datetime.combine(local_date(end - BEHIND - timedelta(days=1)), time(9), LOCAL)
    stage.agenda.put(morning, partial(_publish, stage, end))
    for place, line in enumerate(_lines(end)):
        if place in STALE:
            continue
        at = end - timedelta(days=2 + place % 18, hours=place % 5)
        stage.agenda.put(at, partial(_call, stage, line.unit.code, place))


def _lines(now: datetime) -> list[duty.EntryLine]:
    return duty.lines_of_directory(now, duty.current_rules())


def _call(stage: Stage, code: str, place: int, now: datetime) -> None:
    by = _supervisor(stage, now)
    if place == FAILED:
        duty.look_at_entry(code, duty.How.NOT_REACHED, by=by, now=now, note="三次无人接听")
        return
    duty.look_at_entry(code, duty.How.TEST_CALL, by=by, now=now)
    if place == CHANGED:
        line = duty.line_of_unit(code, now, duty.current_rules())
        assert line is not None  # the place was counted in the same directory
        other = duty.Given(
            "10000039999", line.numbers.leader, line.numbers.leader_phone, line.numbers.contact
        )
        duty.change_entry(code, other, by=by, now=now)
    stage.tally.deeds["look_at_entry"] += 1


def _publish(stage: Stage, end: datetime, now: datetime) -> None:
    """Open every desk and publish its roster."""
    by, day = _supervisor(stage, now), local_date(end)
    for unit in load_atlas().units():
        if unit.kind not in ("county_centre", "township_centre") or unit.valid_to is not None:
            continue
        county = unit.kind == "county_centre"
        people = [one for one in stage.roster.at(unit.id, now) if one.role in _ON_DUTY]
        if not people:
            continue
        pattern = duty.THREE_SHIFTS if county else "08:00-08:00"
        head = by.account_id if county else None
        plan = duty.DeskPlan(pattern=pattern, head_id=head)
        desk = duty.open_desk(unit.id, plan, by=by, now=now)
        accounts = [one.account_id or 0 for one in people]
        roster = duty.draw_up(desk.uid, day - BEHIND, day + AHEAD, by=by, now=now, people=accounts)
        duty.publish_roster(roster.uid, by=by, now=now)
        stage.tally.deeds["publish_roster"] += 1
        _watch(stage, roster, {one.account_id: one for one in people}, end, late=county)
        if county:
            stage.agenda.put(end - timedelta(hours=3), partial(_ask_swap, roster, people))


_ON_DUTY: Final = (Role.COUNTY_DISPATCHER, Role.HOTLINE_OPERATOR, Role.TOWNSHIP_OPERATOR)


def _watch(
    stage: Stage,
    roster: duty.Roster,
    people: dict[int | None, Actor],
    end: datetime,
    *,
    late: bool,
) -> None:
    """Put down who signs in, hands over and takes over, up to the end."""
    shifts = duty.shifts_of(roster)
    for place, shift in enumerate(shifts):
        person = people[shift.account_id]
        missed = late and place == LATE_SHIFT
        begins = shift.starts - timedelta(minutes=4 + place % 9)
        if missed:
            begins = shift.starts + timedelta(minutes=22)
            stage.agenda.put(shift.starts + timedelta(minutes=15), _alarm)
        if begins <= end:
            stage.agenda.put(begins, partial(_sign_in, stage, shift, person))
        last = place + 1 == len(shifts)
        if last or shift.ends + timedelta(minutes=6) > end:
            continue
        coming = people[shifts[place + 1].account_id]
        if coming.account_id == person.account_id:
            continue
        notes = NOTES[place % len(NOTES)]
        at = shift.ends + timedelta(minutes=1)
        stage.agenda.put(at, partial(_hand_over, shift, person, notes))
        later = timedelta(minutes=30 if late and place + 1 == LATE_SHIFT else 5)
        stage.agenda.put(shift.ends + later, partial(_take_over, shift, coming))


def _sign_in(stage: Stage, shift: duty.Shift, person: Actor, now: datetime) -> None:
    duty.sign_in(shift.uid, by=person, now=now)
    stage.tally.deeds["sign_in"] += 1


def _alarm(now: datetime) -> None:
    duty.raise_alarms(now=now)


def _hand_over(shift: duty.Shift, person: Actor, notes: str, now: datetime) -> None:
    duty.hand_over(shift.uid, notes, [], by=person, now=now)


def _take_over(shift: duty.Shift, person: Actor, now: datetime) -> None:
    made = duty.Handover.objects.get(shift__uid=shift.uid)
    duty.take_over(made.uid, by=person, now=now)


def _ask_swap(roster: duty.Roster, people: list[Actor], now: datetime) -> None:
    """A colleague asks the first dispatcher of the demonstration to do a shift."""
    ahead = [one for one in duty.shifts_of(roster) if one.starts > now + timedelta(days=3)]
    first, second = people[0], people[1]
    given = next(one for one in ahead if one.account_id == second.account_id)
    duty.ask_swap(given.uid, first.account_id or 0, "送孩子参加考试", by=second, now=now)


def _supervisor(stage: Stage, now: datetime) -> Actor:
    centre = stage.atlas.platform_unit(stage.home.code)
    assert centre is not None  # every county has its centre
    return stage.roster.of(centre.id, Role.COUNTY_SUPERVISOR, now)[0]
