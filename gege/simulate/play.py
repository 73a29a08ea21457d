"""Playing the county: day after day, through the real deeds, by the simulated clock."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from enum import StrEnum
from functools import partial
from typing import Final

from django.db import connection
from django.utils import timezone

from gege.matters.api import LOCAL, Matter, local_date, open_rows
from gege.notices.api import Notice, deliver, mark_read
from gege.simulate.arrivals import plan_day
from gege.simulate.outdoors.season import Season
from gege.simulate.people import CAST
from gege.simulate.people.administrator import plan_leave
from gege.simulate.people.residents import after_the_end
from gege.simulate.script import draw
from gege.simulate.stage import Case, Stage
from gege.simulate.tally import Tally
from gege.trail.api import Entry

PER_DAY: Final = 20.0
MESSAGES_AT_ONCE: Final = 500
GARBAGE_AT: Final = 50_000
"""Objects. The agenda and the atlas are large and live long: looking through them is dear."""
READING_DAYS: Final = frozenset({4})
"""On Fridays everybody reads the notices of the week."""
_POST_HOURS: Final = (0, 8, 9, 11, 13, 15, 17, 19, 21)


class Pace(StrEnum):
    """`fast` plays at once; `real` waits for every moment of the wall clock."""

    FAST = "fast"
    REAL = "real"


@dataclass(frozen=True, slots=True)
class Wish:
    """What to play: from a moment, for so many days, with so many reports on a mean day.

    `field_days` are the last days on which field work is played as well: patrols, visits.
    """

    start: datetime
    days: int
    seed: int = 7
    per_day: float = PER_DAY
    pace: Pace = Pace.FAST
    field_days: int = 0

    @property
    def end(self) -> datetime:
        return self.start + timedelta(days=self.days)


def stage_for(wish: Wish, *, strict: bool | None = None) -> Stage:
    """Set the stage with the county as it is; everything of the first day is yet to come.

    A strict play ends at the first refusal: a fast one is, unless told otherwise.
    """
    return Stage(
        seed=wish.seed,
        now=wish.start,
        cast=CAST,
        curtain=after_the_end,
        strict=wish.pace is Pace.FAST if strict is None else strict,
    )


def play(
    wish: Wish, *, stage: Stage | None = None, tell: Callable[[date, Tally], None] | None = None
) -> Tally:
    """Play and return what was done. `tell` hears of every day that begins.

    The database waits for no disk while it plays: a crash could lose the last moments of the
    play, never a part of a deed.
    """
    stage = stage or stage_for(wish)
    begun = time.monotonic()
    thresholds = gc.get_threshold()
    gc.set_threshold(GARBAGE_AT, *thresholds[1:])
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    season = Season(stage, seed=wish.seed, end=wish.end, days=min(wish.field_days, wish.days))
    _plan_days(stage, wish, season, tell)
    _adopt(stage, wish.start)
    while (at := stage.agenda.next_at()) is not None and at <= wish.end:
        if wish.pace is Pace.REAL:
            time.sleep(max((at - timezone.now()).total_seconds(), 0))
        stage.agenda.step()
    _post(stage, wish.end)
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")
    gc.set_threshold(*thresholds)
    stage.tally.seconds = time.monotonic() - begun
    return stage.tally


def _plan_days(
    stage: Stage, wish: Wish, season: Season, tell: Callable[[date, Tally], None] | None
) -> None:
    day = local_date(wish.start)
    while day <= local_date(wish.end):
        at = max(datetime.combine(day, clock_time(), tzinfo=LOCAL), wish.start)
        stage.agenda.put(at, partial(_begin_day, stage, wish, season, day, tell))
        for hour in _POST_HOURS:
            post_at = datetime.combine(day, clock_time(hour, 1), tzinfo=LOCAL)
            if wish.start <= post_at <= wish.end:
                stage.agenda.put(post_at, lambda now: _post(stage, now))
        day += timedelta(days=1)


def _begin_day(
    stage: Stage,
    wish: Wish,
    season: Season,
    day: date,
    tell: Callable[[date, Tally], None] | None,
    now: datetime,
) -> None:
    stage.look_around(now)
    stage.roster.read(now)
    stage.forget(now)
    plan_leave(stage, day, now)
    plan_day(stage, day, wish.per_day, wish.end, since=now)
    season.begin_day(day, now)
    reading = day.weekday() in READING_DAYS or day == local_date(wish.end)
    if reading and wish.pace is Pace.FAST:
        read_notices(now)
    if tell is not None:
        tell(day, stage.tally)


def _post(stage: Stage, now: datetime) -> None:
    """Deliver the notices that wait in the outbox."""
    count = MESSAGES_AT_ONCE
    while count == MESSAGES_AT_ONCE:
        count = deliver(now=now, most=MESSAGES_AT_ONCE)
        stage.tally.notices += count


def read_notices(now: datetime) -> None:
    """Let everybody read what they were told so far."""
    unread = Notice.objects.filter(read_at=None).order_by("account_id")
    for account_id in unread.values_list("account_id", flat=True).distinct():
        mark_read(account_id, now=now)


def _adopt(stage: Stage, now: datetime) -> None:
    """Go on with the matters that are open already; not when the play begins before their end.

    A play of days that have been played already brings its own matters beside the others.
    """
    if Entry.objects.filter(at__gt=now).exists():
        return
    rows = open_rows(Matter.objects.filter(reported_at__lte=now)).defer("search").order_by("id")
    for matter in rows:
        kind = stage.book.kind(matter.kind)
        case = Case(matter, draw(kind, patrol=False, kinds=("",), chance=stage.chance))
        stage.cases[matter.pk] = case
        stage.follow(case, now)
