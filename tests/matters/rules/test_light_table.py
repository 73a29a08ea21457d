"""The light of a matter, row by row and to the minute (domain 2.4.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.working_time import (
    CalendarDay,
    DayKind,
    Limit,
    NearDue,
    TimeUnit,
    WorkingCalendar,
)
from gege.matters.api import LOCAL, Clock, Light, State, lateness_of, light_of
from gege.matters.rules.lights import next_change

WARN, DUE = (datetime(2026, 11, 24, hour, tzinfo=LOCAL) for hour in (14, 18))
MINUTE = timedelta(minutes=1)
MOMENTS = [
    WARN - MINUTE, WARN, WARN + MINUTE, DUE - MINUTE, DUE, DUE + MINUTE, DUE + timedelta(days=9)
]  # fmt: skip
RUNNING = (State.DISPATCHED, State.HANDLING)
N, G, Y, R = Light.NONE, Light.GREEN, Light.YELLOW, Light.RED


def lights(state: State, *, settled: datetime | None = None, due: bool = True) -> list[Light]:
    clock = Clock(state, DUE if due else None, WARN if due else None, settled)
    return [light_of(clock, now) for now in MOMENTS]


@pytest.mark.row("R-087")
@pytest.mark.row("R-091")
@pytest.mark.parametrize("state", [State.REPORTED, State.ACCEPTED])
def test_before_an_instruction_there_is_no_light(state: State) -> None:
    assert lights(state, due=False) == [N] * 7
    assert lights(state) == [N] * 7


@pytest.mark.row("R-090")
@pytest.mark.row("R-091")
@pytest.mark.parametrize("state", RUNNING)
def test_an_instructed_matter_turns_yellow_at_its_minute_and_red_after_its_due_time(
    state: State,
) -> None:
    assert lights(state) == [N, Y, Y, Y, Y, R, R]


@pytest.mark.row("R-091")
def test_a_paused_matter_has_no_light() -> None:
    assert lights(State.PAUSED) == [N] * 7


@pytest.mark.row("R-089")
def test_closed_on_its_due_minute_is_green_for_ever() -> None:
    assert lights(State.CLOSED, settled=DUE) == [G] * 7


@pytest.mark.row("R-091")
@pytest.mark.parametrize("state", [State.COMPLETED, State.VERIFIED, State.CLOSED])
def test_completed_a_minute_late_stays_red_for_ever(state: State) -> None:
    assert lights(state, settled=DUE + MINUTE) == [R] * 7


@pytest.mark.row("R-089")
@pytest.mark.parametrize("state", [State.COMPLETED, State.VERIFIED])
def test_completed_in_time_has_no_light_while_others_look_at_it(state: State) -> None:
    assert lights(state, settled=DUE) == [N] * 7


@pytest.mark.parametrize("state", [State.RETURNED, State.DISPUTED, State.DECLINED, State.MERGED])
def test_returned_disputed_declined_and_merged_have_no_light(state: State) -> None:
    assert lights(state) == [N] * 7


def test_every_state_stands_in_this_table() -> None:
    shown = {
        *RUNNING, State.REPORTED, State.ACCEPTED, State.PAUSED, State.CLOSED, State.COMPLETED,
        State.VERIFIED, State.RETURNED, State.DISPUTED, State.DECLINED, State.MERGED,
    }  # fmt: skip
    assert shown == set(State)


@pytest.mark.row("R-091")
def test_lateness_is_counted_to_the_completion_or_to_now() -> None:
    late = Clock(State.CLOSED, DUE, WARN, DUE + timedelta(hours=3))
    running = Clock(State.HANDLING, DUE, WARN, None)
    assert lateness_of(late, DUE + timedelta(days=30)) == timedelta(hours=3)
    assert lateness_of(running, DUE + timedelta(hours=5)) == timedelta(hours=5)
    assert lateness_of(running, DUE) == timedelta(0)
    assert lateness_of(Clock(State.RETURNED, DUE, WARN, None), DUE + MINUTE) == timedelta(0)


def holidays(first: date, last: date) -> dict[date, CalendarDay]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: CalendarDay(day, DayKind.HOLIDAY, provisional=False) for day in days}


WORKED = {
    day: CalendarDay(day, DayKind.ADJUSTED_WORKDAY, provisional=False)
    for day in (date(2026, 9, 20), date(2026, 10, 10))
}
CALENDAR = WorkingCalendar(
    holidays(date(2026, 10, 1), date(2026, 10, 7))
    | holidays(date(2027, 1, 1), date(2027, 1, 3))
    | WORKED
)


def when(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)


def clock_of(issued: str, limit: Limit) -> Clock:
    start = when(issued)
    due = CALENDAR.due(start, limit).at
    return Clock(State.HANDLING, due, CALENDAR.warn_at(start, due, limit, NearDue()), None)


DAYS, HOURS, CLOCK = TimeUnit.WORKING_DAYS, TimeUnit.WORKING_HOURS, TimeUnit.CLOCK_HOURS


@pytest.mark.row("R-090")
@pytest.mark.row("R-091")
@pytest.mark.parametrize(
    ("issued", "limit", "last_none", "first_yellow", "last_yellow", "first_red"),
    [
        # Wednesday before the October holiday; Thursday 8 October is the next working day.
        ("2026-09-30 10:00", Limit(1, DAYS),
         "2026-10-08 15:59", "2026-10-08 16:00", "2026-10-08 18:00", "2026-10-08 18:01"),
        # Saturday 10 October is worked: three days after the holiday are 8, 9 and 10.
        ("2026-09-30 17:59", Limit(3, DAYS),
         "2026-10-10 11:17", "2026-10-10 11:18", "2026-10-10 18:00", "2026-10-10 18:01"),
        # Eight working hours from the afternoon run through seven free days.
        ("2026-09-30 16:00", Limit(8, HOURS),
         "2026-10-08 14:59", "2026-10-08 15:00", "2026-10-08 17:00", "2026-10-08 17:01"),
        # Clock hours know no holiday.
        ("2026-09-30 16:00", Limit(24, CLOCK),
         "2026-10-01 11:11", "2026-10-01 11:12", "2026-10-01 16:00", "2026-10-01 16:01"),
        # Across 2027-01-01: Thursday 31 December to Monday 4 January.
        ("2026-12-31 09:00", Limit(1, DAYS),
         "2027-01-04 15:59", "2027-01-04 16:00", "2027-01-04 18:00", "2027-01-04 18:01"),
        ("2026-12-31 17:00", Limit(2, HOURS),
         "2026-12-31 16:59", "2026-12-31 17:00", "2027-01-04 09:30", "2027-01-04 09:31"),
    ],
)  # fmt: skip
def test_the_light_across_holidays_to_the_minute(
    issued: str, limit: Limit, last_none: str, first_yellow: str, last_yellow: str, first_red: str
) -> None:
    clock = clock_of(issued, limit)
    moments = (last_none, first_yellow, last_yellow, first_red)
    assert [light_of(clock, when(text)) for text in moments] == [N, Y, Y, R]


MOMENT = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
CLOCKS = st.builds(
    lambda state, due, warn, settled: Clock(
        state, due, due - warn if due and warn is not None else None, settled
    ),
    st.sampled_from(State),
    st.none() | MOMENT,
    st.none() | st.timedeltas(timedelta(0), timedelta(days=9)),
    st.none() | MOMENT,
)


@pytest.mark.row("R-091")
@given(CLOCKS, MOMENT, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_light_changes_only_at_the_moment_that_was_foretold(
    clock: Clock, now: datetime, later: timedelta
) -> None:
    if clock.settled_at is None and clock.state in (State.COMPLETED, State.VERIFIED, State.CLOSED):
        return
    change = next_change(clock, now)
    if change is None or now + later < change:
        assert light_of(clock, now + later) is light_of(clock, now)
    if change is not None:
        assert change > now
        assert light_of(clock, change) is not light_of(clock, change - timedelta(microseconds=1))


@given(CLOCKS, MOMENT)
def test_nobody_is_ever_late_by_less_than_nothing(clock: Clock, now: datetime) -> None:
    assert lateness_of(clock, now) >= timedelta(0)
