"""The supervised clock, the limits of the steps and the five "first time" clocks."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from gege.kernel.working_time import Limit, TimeUnit, WorkingCalendar
from gege.matters.api import LOCAL, Move, State, Thresholds, Tier, default_rulebook
from gege.matters.rules.clocks import (
    deadline,
    extension_fits,
    moved,
    step_due,
    stood_still,
    stops_first_time,
)
from gege.matters.rules.words import FirstTime, Severity

BOOK, CALENDAR = default_rulebook(), WorkingCalendar({})
DAYS, CLOCK = TimeUnit.WORKING_DAYS, TimeUnit.CLOCK_HOURS


def when(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)


@pytest.mark.row("R-087")
def test_an_instruction_starts_the_clock() -> None:
    issued = when("2026-11-24 09:00")
    clock = deadline(
        BOOK, CALENDAR, kind="B01", severity=Severity.NORMAL, tier=Tier.STATION, issued_at=issued
    )
    assert (clock.issued_at, clock.limit) == (issued, Limit(3, DAYS))
    assert (clock.warn_at, clock.due_at) == (when("2026-11-27 11:18"), when("2026-11-27 18:00"))


def test_a_pause_over_a_weekend_costs_working_time_only_the_working_days() -> None:
    limit, due = Limit(3, DAYS), when("2026-11-27 18:00")
    stood = stood_still(CALENDAR, limit, when("2026-11-20 18:00"), when("2026-11-23 12:00"))
    assert stood == timedelta(hours=3, minutes=30)
    assert moved(CALENDAR, due, limit, stood) == when("2026-11-30 12:00")


def test_a_pause_costs_clock_hours_every_hour() -> None:
    limit, due = Limit(24, CLOCK), when("2026-11-20 20:00")
    stood = stood_still(CALENDAR, limit, when("2026-11-20 18:00"), when("2026-11-23 12:00"))
    assert stood == timedelta(hours=66)
    assert moved(CALENDAR, due, limit, stood) == when("2026-11-23 14:00")


@pytest.mark.row("R-068")
@pytest.mark.parametrize(
    ("state", "due"),
    [
        # Four working hours from ten in the morning end two hours after the midday rest.
        (State.REPORTED, "2026-11-24 16:30"),
        (State.ACCEPTED, "2026-11-24 16:30"),
        (State.RETURNED, "2026-11-24 16:30"),
        (State.DISPUTED, "2026-11-24 16:30"),
        (State.DISPATCHED, "2026-11-24 16:30"),
        (State.COMPLETED, "2026-11-26 18:00"),
        (State.VERIFIED, "2026-11-27 18:00"),
        (State.HANDLING, "2026-12-01 18:00"),
        (State.PAUSED, "2026-12-01 18:00"),
        (State.CLOSED, None),
        (State.DECLINED, None),
        (State.MERGED, None),
    ],
)
def test_every_open_state_says_until_when_the_next_step_is_due(
    state: State, due: str | None
) -> None:
    found = step_due(
        BOOK,
        CALENDAR,
        state=state,
        kind="B01",
        severity=Severity.NORMAL,
        tier=Tier.STATION,
        now=when("2026-11-24 10:00"),
        due_at=when("2026-12-01 18:00"),
    )
    assert (found.at if found else None) == (when(due) if due else None)


@pytest.mark.row("R-083")
@pytest.mark.parametrize(
    ("clock", "moves"),
    [
        (FirstTime.COLLECT, {"accept", "handle_in_place", "escalate", "dispatch", "decline"}),
        (FirstTime.START, {"acknowledge", "handle_in_place"}),
        (FirstTime.RESPOND, {"reply", "call_back", "decline", "complete", "handle_in_place"}),
        (FirstTime.MEDIATE, {"acknowledge", "handle_in_place"}),
        (FirstTime.REMOVE, {"complete", "handle_in_place"}),
    ],
)
def test_each_first_time_clock_is_stopped_by_its_own_moves(
    clock: FirstTime, moves: set[str]
) -> None:
    assert {str(move) for move in Move if stops_first_time(clock, move, State.REPORTED)} == moves


@pytest.mark.row("R-083")
def test_work_in_hand_is_a_livelihood_item_started_and_a_mediation_opened() -> None:
    started = [one for one in FirstTime if stops_first_time(one, Move.TRIAGE, State.HANDLING)]
    assert started == [FirstTime.START, FirstTime.MEDIATE]


@pytest.mark.parametrize(("hours", "fits"), [(34, True), (35, True), (36, False)])
def test_extensions_together_stay_within_the_limit_they_extend(hours: int, fits: bool) -> None:
    limit = timedelta(hours=35)
    assert extension_fits(Thresholds(), limit, timedelta(hours=hours)) is fits
    assert extension_fits(Thresholds(extension_cap_percent=50), limit, limit / 2) is True
    assert extension_fits(Thresholds(extension_cap_percent=50), limit, limit) is False
