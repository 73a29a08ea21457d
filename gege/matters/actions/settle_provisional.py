"""Due times that were set on days nobody had announced yet, computed anew (domain 2.10)."""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction

from gege.kernel.working_time import Due, Limit, TimeUnit
from gege.matters.actions.instruct import first_returned
from gege.matters.actions.timers import BATCH, TimerStep, claimed
from gege.matters.models import PROVISIONAL, ClockPause, ExtensionRequest, Instruction, Matter
from gege.matters.queries.setting import Setting, setting
from gege.matters.rules.clocks import counted_again, moved, step_late_at, stood_still
from gege.matters.rules.words import State
from gege.matters.zone import LOCAL

_log: Final = logging.getLogger(__name__)


def settle_provisional(*, now: datetime, after: int = 0) -> tuple[int, int]:
    """Recompute the due times of the work, of the present step and of the "first time" clock.

    Handles one batch of matters with ids above `after`; returns the last id seen (0 when there
    was none) and of how many matters a due time changed. What has been judged already stays.
    """
    where = setting(now)
    rows = list(
        Matter.objects.filter(PROVISIONAL, closed_at=None, pk__gt=after)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    )
    changed = 0
    for pk in rows:
        try:
            with transaction.atomic():
                matter = claimed(pk)
                changed += _recompute(matter, where) if matter is not None else 0
        except Exception:
            _log.exception("the due time of matter %s could not be recomputed", pk)
    return (rows[-1] if rows else 0), changed


def _recompute(matter: Matter, where: Setting) -> int:
    one = TimerStep(matter, "calendar", where)
    work, step, first = _work(one), _step(one), _first(one)
    if not one.changed:
        return 0
    if work:
        one.tell(matter.holder_id, "due_changed")
    if step and matter.step_due_at is not None:
        due = matter.step_due_at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
        one.tell(matter.holder_id, "step_due_changed", due=due)
    one.finish()
    return int(work or step or first)


def _work(one: TimerStep) -> bool:
    """Compute the supervised due time anew, with all that was given and lost since."""
    matter, where = one.matter, one.setting
    live = Instruction.objects.filter(matter=matter, ended_at__isnull=True).first()
    if live is None or matter.due_at is None or not matter.provisional:
        return False
    first = (first_returned(matter, live.lead_id) if matter.final else None) or live
    limit = Limit(live.limit_amount, TimeUnit(live.limit_unit))
    fresh = where.calendar.due(first.issued_at, limit)
    original = max(fresh.at, live.issued_at)
    due = _moved_again(live, limit, Due(original, fresh.provisional), where)
    changed = due.at != matter.due_at
    if changed:
        one.move_due(due.at)
        Instruction.objects.filter(pk=live.pk).update(due_at=due.at, original_due_at=original)
    matter.provisional = due.provisional
    return changed


def _step(one: TimerStep) -> bool:
    """Count anew until when the present step must be made; a later time is announced again."""
    matter, state = one.matter, State(one.matter.state)
    if not matter.step_recount or matter.step_since is None:
        return False
    due, matter.step_recount = counted_again(
        one.setting.calendar, matter.step_since, matter.step_recount
    )
    if due.at == matter.step_due_at:
        return False
    untold = matter.next_step_at == step_late_at(state, matter.step_due_at)
    matter.step_due_at = due.at
    if untold or due.at >= one.now:
        matter.next_step_at = step_late_at(state, due.at)
    return True


def _first(one: TimerStep) -> bool:
    """Count the "first time" clock anew, as long as nothing has stopped it."""
    matter = one.matter
    if not matter.first_recount or matter.first_at is not None:
        return False
    due, matter.first_recount = counted_again(
        one.setting.calendar, matter.reported_at, matter.first_recount
    )
    changed = due.at != matter.first_due_at
    matter.first_due_at = due.at
    return changed


def _moved_again(live: Instruction, limit: Limit, due: Due, where: Setting) -> Due:
    """Return a due time with the instruction's extensions and standstills on top."""
    calendar = where.calendar
    for request in ExtensionRequest.objects.filter(instruction=live, granted=True).order_by("id"):
        later = calendar.due(due.at, Limit(request.days, TimeUnit.WORKING_DAYS))
        due = Due(later.at, due.provisional or later.provisional)
    stood = live.stood
    for one in ClockPause.objects.filter(instruction=live, resumed_at__isnull=False):
        assert one.resumed_at is not None  # filtered
        stood += stood_still(calendar, limit, one.paused_at, one.resumed_at)
    return Due(moved(calendar, due.at, limit, stood), due.provisional)
