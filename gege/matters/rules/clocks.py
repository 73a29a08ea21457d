"""The two clocks of a matter, and the limits of its steps (R-068, R-083, R-086, R-087).

The supervised clock runs from the instruction to the completion; the resident's clock from the
report to the closing. No edit resets either: only a new instruction starts a new supervised
clock, and a ruling that confirms a unit keeps that unit's first due time.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gege.kernel.working_time import Due, Limit, TimeUnit, WorkingCalendar
from gege.matters.rules.rulebook import Rulebook, Thresholds
from gege.matters.rules.words import FirstTime, Move, Severity, Stage, State, Tier


@dataclass(frozen=True, slots=True)
class Deadline:
    """A supervised clock as set: when it started, when it is due, when yellow begins."""

    issued_at: datetime
    limit: Limit
    due_at: datetime
    warn_at: datetime
    provisional: bool


def deadline(
    book: Rulebook,
    calendar: WorkingCalendar,
    *,
    kind: str,
    severity: Severity,
    tier: Tier,
    issued_at: datetime,
) -> Deadline:
    """Return the clock that an instruction starts."""
    limit = book.limit(Stage.HANDLE, kind, severity, tier)
    due = calendar.due(issued_at, limit)
    warn = calendar.warn_at(issued_at, due.at, limit, book.thresholds.near_due)
    return Deadline(issued_at, limit, due.at, warn, due.provisional)


def moved(calendar: WorkingCalendar, due_at: datetime, limit: Limit, by: timedelta) -> datetime:
    """Return a due time moved by a pause: in wall time for clock hours, else in working time."""
    if limit.unit is TimeUnit.CLOCK_HOURS:
        return due_at + by
    return calendar.shift(due_at, by)


def stood_still(
    calendar: WorkingCalendar, limit: Limit, paused_at: datetime, resumed_at: datetime
) -> timedelta:
    """Return how long a pause stopped the clock, in the clock's own time."""
    if limit.unit is TimeUnit.CLOCK_HOURS:
        return resumed_at - paused_at
    return calendar.working_between(paused_at, resumed_at)


STAGE_OF = {
    State.REPORTED: Stage.ACCEPT,
    State.ACCEPTED: Stage.DISPATCH,
    State.RETURNED: Stage.DISPATCH,
    State.DISPUTED: Stage.DISPATCH,
    State.DISPATCHED: Stage.ACKNOWLEDGE,
    State.COMPLETED: Stage.VERIFY,
    State.VERIFIED: Stage.CALL_BACK,
}


@dataclass(frozen=True, slots=True)
class StepDue:
    """Until when a step must be made, and the limit to count again if its days are provisional."""

    at: datetime
    recount: str = ""


def step_due(
    book: Rulebook,
    calendar: WorkingCalendar,
    *,
    state: State,
    kind: str,
    severity: Severity,
    tier: Tier,
    now: datetime,
    due_at: datetime | None,
) -> StepDue | None:
    """Return until when the holder must make the next step; None when nobody must.

    Work in hand is due by the supervised clock, which is counted again by itself.
    """
    if state in (State.HANDLING, State.PAUSED):
        return StepDue(due_at) if due_at is not None else None
    stage = STAGE_OF.get(state)
    if stage is None:
        return None
    limit = book.limit(stage, kind, severity, tier)
    due = calendar.due(now, limit)
    return StepDue(due.at, recount_of(due, limit))


def step_late_at(state: State, step_due_at: datetime | None) -> datetime | None:
    """Return when a step is late; None where no step runs.

    A step is due *at* its minute: it is late a microsecond after. Work in hand has the supervised
    clock, which announces itself by its light.
    """
    if step_due_at is None or state not in STAGE_OF:
        return None
    return step_due_at + timedelta(microseconds=1)


def late_step(state: State, step_due_at: datetime | None, now: datetime) -> Stage | None:
    """Return the step that is late at a moment; None while it is in time, or none runs."""
    late_at = step_late_at(state, step_due_at)
    return STAGE_OF[state] if late_at is not None and now >= late_at else None


def recount_of(due: Due, limit: Limit) -> str:
    """Return the limit to count again once its days are announced; "" when they are."""
    return f"{limit.amount} {limit.unit}" if due.provisional else ""


def counted_again(calendar: WorkingCalendar, since: datetime, recount: str) -> tuple[Due, str]:
    """Count a kept limit on the calendar of today; return it with what is to count again."""
    amount, unit = recount.split()
    limit = Limit(int(amount), TimeUnit(unit))
    due = calendar.due(since, limit)
    return due, recount_of(due, limit)


_STOPPED_BY: dict[FirstTime, frozenset[Move]] = {
    FirstTime.COLLECT: frozenset(
        {Move.ACCEPT, Move.HANDLE_IN_PLACE, Move.ESCALATE, Move.DISPATCH, Move.DECLINE}
    ),
    FirstTime.START: frozenset({Move.ACKNOWLEDGE, Move.HANDLE_IN_PLACE}),
    FirstTime.RESPOND: frozenset({Move.REPLY, Move.CALL_BACK, Move.DECLINE}),
    FirstTime.MEDIATE: frozenset({Move.ACKNOWLEDGE, Move.HANDLE_IN_PLACE}),
    FirstTime.REMOVE: frozenset({Move.COMPLETE, Move.HANDLE_IN_PLACE}),
}


def stops_first_time(clock: FirstTime, move: Move, to: State) -> bool:
    """Tell whether a move stops the matter's "first time" clock.

    Collected when a platform takes the opinion up; a livelihood item and a mediation are started
    when somebody has them in hand; a request is responded to by the first public reply, contact
    or answer; a hazard is removed when the work is completed.
    """
    if move in _STOPPED_BY[clock]:
        return True
    if clock in (FirstTime.START, FirstTime.MEDIATE):
        return to is State.HANDLING
    if clock is FirstTime.RESPOND:
        return move in (Move.COMPLETE, Move.HANDLE_IN_PLACE)
    return False


def extension_fits(thresholds: Thresholds, limit: timedelta, extended: timedelta) -> bool:
    """Tell whether all extensions together stay within the cap on the limit they extend."""
    return extended <= limit * thresholds.extension_cap_percent / 100
