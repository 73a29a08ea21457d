"""The light of a matter: one table, computed, never stored (R-089 to R-091)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gege.matters.rules.words import Light, State

_BEFORE_INSTRUCTION = frozenset({State.REPORTED, State.ACCEPTED})
_VOID = frozenset({State.DECLINED, State.MERGED, State.RETURNED, State.DISPUTED})
_SETTLED = frozenset({State.COMPLETED, State.VERIFIED, State.CLOSED})


@dataclass(frozen=True, slots=True)
class Clock:
    """The supervised clock of a matter, as data.

    `due_at` is None as long as no instruction was issued; `warn_at` is when yellow begins;
    `settled_at` is when the work was completed (办结).
    """

    state: State
    due_at: datetime | None
    warn_at: datetime | None
    settled_at: datetime | None


def light_of(clock: Clock, now: datetime) -> Light:
    """Return the light at a moment.

    | state                                    | light                          |
    | ---------------------------------------- | ------------------------------ |
    | reported or accepted, no instruction     | none                           |
    | returned, disputed, declined, merged     | none                           |
    | paused                                   | none (the page shows a badge)  |
    | completed, verified, closed, not late    | green once closed; else none   |
    | completed, verified, closed, late        | red for ever                   |
    | instructed, before `warn_at`             | none                           |
    | instructed, from `warn_at` to `due_at`   | yellow                         |
    | instructed, after `due_at`               | red                            |

    A matter is due *at* its minute: finishing exactly then is in time.
    """
    if clock.state in _VOID or clock.state in _BEFORE_INSTRUCTION or clock.due_at is None:
        return Light.NONE
    if clock.state in _SETTLED:
        settled = clock.settled_at or now
        if settled > clock.due_at:
            return Light.RED
        return Light.GREEN if clock.state is State.CLOSED else Light.NONE
    if clock.state is State.PAUSED:
        return Light.NONE
    if now > clock.due_at:
        return Light.RED
    if clock.warn_at is not None and now >= clock.warn_at:
        return Light.YELLOW
    return Light.NONE


def lateness_of(clock: Clock, now: datetime) -> timedelta:
    """Return how late the work is or was; zero when it is not."""
    if light_of(clock, now) is not Light.RED or clock.due_at is None:
        return timedelta(0)
    end = clock.settled_at if clock.state in _SETTLED and clock.settled_at else now
    return max(end - clock.due_at, timedelta(0))


def next_change(clock: Clock, now: datetime) -> datetime | None:
    """Return when the light will change by itself; None when it never will.

    A light is yellow *at* `warn_at` and red only *after* `due_at`, so the change to red is a
    microsecond later.
    """
    running = clock.state in {State.DISPATCHED, State.HANDLING}
    if not running or clock.due_at is None:
        return None
    if clock.warn_at is not None and now < clock.warn_at:
        return clock.warn_at
    if now <= clock.due_at:
        return clock.due_at + timedelta(microseconds=1)
    return None
