"""When the holder of a matter acts next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from gege.kernel.working_time import Limit, TimeUnit
from gege.matters.api import State, Tier, words

if TYPE_CHECKING:
    from gege.simulate.stage import Case, Stage

MINUTE: Final = timedelta(minutes=1)

# Minutes of working time before a step: least and most, by tier; sloth multiplies them.
_TAKE_UP: Final = {
    Tier.GRID: (4.0, 70.0),
    Tier.STATION: (10.0, 150.0),
    Tier.TOWNSHIP: (15.0, 170.0),
    Tier.COUNTY: (8.0, 130.0),
    Tier.DEPARTMENT: (15.0, 200.0),
}
_IN_HAND_FIRST: Final = (6.0, 40.0)
_GRAVE: Final = (2.0, 14.0)
_VERIFY: Final = (30.0, 560.0)
_CALL: Final = (40.0, 700.0)
_CLOSE: Final = (2.0, 30.0)
_UNTIL_MERGED: Final = (150.0, 240.0)


def next_turn(stage: Stage, case: Case, now: datetime) -> datetime | None:
    """Return when the holder's next step comes; None when time or somebody else moves it."""
    state = case.state
    if case.matter.ended:
        return None
    if state is State.HANDLING:
        return _work(stage, case, now)
    if state is State.PAUSED:
        return None
    if state is State.VERIFIED:
        return _call(stage, case, now)
    if case.parent is not None and state is State.REPORTED and "merge" not in case.once:
        return _in_office(stage, now, _UNTIL_MERGED, 1.0)
    if state is State.COMPLETED:
        return _in_office(stage, now, _VERIFY, case.script.sloth)
    if case.matter.severity == words.Severity.GRAVE:
        return now + stage.wait(*_GRAVE)
    tier = stage.tier(case)
    return _in_office(stage, now, _TAKE_UP[tier], case.script.sloth)


def share_of(stage: Stage, case: Case, share: float) -> datetime | None:
    """Return the moment at which a share of the supervised clock is over; None without one."""
    matter = case.matter
    start, due = matter.instructed_at, matter.due_at
    if start is None or due is None:
        return None
    if matter.limit_unit == TimeUnit.CLOCK_HOURS:
        return _whole(start + (due - start) * share)
    whole = stage.calendar.working_between(start, due)
    return _whole(stage.calendar.shift(start, max(whole, MINUTE) * share))


def _work(stage: Stage, case: Case, now: datetime) -> datetime:
    """Twists come at a part of the way, the completion at the script's pace."""
    pace = case.script.pace * (0.35 if case.matter.reopenings else 1.0)
    at = share_of(stage, case, pace * (0.45 if twists_left(case) else 1.0))
    soonest = now + stage.wait(*_IN_HAND_FIRST)
    return soonest if at is None or at < soonest else at + stage.wait(0, 9)


def twists_left(case: Case) -> bool:
    """Tell whether something comes before the completion."""
    script = case.script
    planned = {
        "note": script.notes,
        "reply": script.replies,
        "ask": script.asks_time,
        "pause": script.pauses,
        "urge": script.urged,
    }
    return any(wanted and twist not in case.once for twist, wanted in planned.items())


def _call(stage: Stage, case: Case, now: datetime) -> datetime:
    """A silent resident is waited for as long as the rules want; confirmed ones are closed."""
    matter = case.matter
    if matter.contact == words.Contact.CONFIRMED:
        return _in_office(stage, now, _CLOSE, 1.0)
    if "tried twice" in case.once:
        days = stage.book.thresholds.silent_days
        silent = stage.calendar.due(now, Limit(days, TimeUnit.WORKING_DAYS)).at
        return _in_office(stage, silent, _CALL, 0.4)
    return _in_office(stage, now, _CALL, case.script.sloth)


def _in_office(stage: Stage, now: datetime, minutes: tuple[float, float], sloth: float) -> datetime:
    least, most = minutes
    return _whole(stage.in_working_time(now, stage.wait(least * sloth, most * sloth)))


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)
