"""Steps whose time is over: accepting, instructing, acknowledging, verifying, calling back (R-068).

The holder is told once when a step is late. Where it has taken twice its time, the platform above
is told, once as well. After that it stands in their lists as late and nothing more is sent. What
nobody can act on goes to the platform above at once, as with the lights.
"""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction

from gege.matters.actions.step import Step
from gege.matters.actions.timers import (
    BATCH,
    TRY_AGAIN_AFTER,
    Announcement,
    claimed,
    tell_if_stranded,
)
from gege.matters.models import Matter
from gege.matters.queries.setting import Setting, setting
from gege.matters.rules.clocks import STAGE_OF, step_late_at
from gege.matters.rules.moves import WRITERS, tier_above
from gege.matters.rules.words import LADDER, Severity, State, Tier
from gege.matters.zone import LOCAL
from gege.territory.api import UnitFacts

_log: Final = logging.getLogger(__name__)


def announce_steps(*, now: datetime) -> int:
    """Announce the steps that are late since the last run; return how many matters were seen.

    Each matter is its own transaction. After a standstill of the worker each late step is told of
    once, as it stands now: what was missed in between is not sent behind it.
    """
    due = list(
        Matter.objects.filter(next_step_at__lte=now)
        .order_by("next_step_at", "pk")
        .values_list("pk", flat=True)[:BATCH]
    )
    for pk in due:
        try:
            with transaction.atomic():
                matter = claimed(pk)
                if matter is not None and matter.next_step_at and matter.next_step_at <= now:
                    _announce(matter, setting(now))
        except Exception:
            _log.exception("the late step of matter %s could not be announced", pk)
            Matter.objects.filter(pk=pk).update(next_step_at=now + TRY_AGAIN_AFTER)
    return len(due)


def _announce(matter: Matter, where: Setting) -> None:
    state, due = State(matter.state), matter.step_due_at
    if due is None or state not in STAGE_OF:
        Matter.objects.filter(pk=matter.pk).update(next_step_at=None)
        return
    again_at = step_late_at(state, _twice(matter, where, due))
    again = again_at is not None and where.now >= again_at
    one = Announcement(matter, "step_late_again" if again else "step_late", where)
    one.say(step=STAGE_OF[state], due=due)
    when = due.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
    if not tell_if_stranded(one):
        if matter.next_step_at != again_at:
            one.tell(matter.holder_id, f"late_{STAGE_OF[state]}", due=when)
        if again:
            one.tell(_above(one).id, "late_again", holder=one.holder.name_zh, due=when)
    matter.next_step_at = None if again else again_at
    one.finish()


def _twice(matter: Matter, where: Setting, due: datetime) -> datetime:
    """Return when the step has taken as long again as it might."""
    book, state = where.book_of(matter), State(matter.state)
    tier = where.tier(matter.holder_id)
    limit = book.limit(STAGE_OF[state], matter.kind, Severity(matter.severity), tier)
    return where.calendar.due(due, limit).at


def _above(one: Step) -> UnitFacts:
    """Return whose business a late step is next: the instructor's, else the level above."""
    matter = one.matter
    tier = tier_above(one.tier) or Tier.COUNTY
    if matter.state == State.DISPATCHED and matter.instructor_id not in (None, matter.holder_id):
        assert matter.instructor_id is not None  # asked in the line above
        instructing = one.setting.tier(matter.instructor_id)
        tier = instructing if instructing in LADDER else tier
    return one.staffed(tier, WRITERS, frozenset())
