"""More time (延期): asked before the due time, decided by whoever issued the instruction."""

from datetime import datetime

from gege.kernel.working_time import Due, Limit, TimeUnit
from gege.matters.actions.entries import reason as reasoned
from gege.matters.actions.entries import words as cleaned
from gege.matters.actions.step import Step, step
from gege.matters.errors import Invalid
from gege.matters.models import ExtensionRequest, Instruction, Matter
from gege.matters.rules.clocks import extension_fits
from gege.matters.rules.moves import OVERSEERS, tier_above
from gege.matters.rules.words import Move, Tier
from gege.staff.api import Actor

MOST_DAYS = 60


def ask_extension(
    number: str,
    *,
    days: int,
    reason: str,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Ask for `days` more working days. Nothing changes until somebody grants it."""
    why = reasoned(reason)
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("days", "between", least=1, most=MOST_DAYS)
    with step(number, Move.ASK_EXTENSION, by=by, now=now, seen=seen, at=at) as one:
        live = one.instruction()
        if not _fits(one, live, days):
            raise Invalid("days", "extension_too_long")
        ExtensionRequest.objects.create(
            matter=one.matter,
            instruction=live,
            asked_at=one.now,
            asked_by_id=by.account_id,
            days=days,
            reason=why,
        )
        one.say(days=days, reason=why)
        one.tell(_decider(one), "extension_asked", reason=why)
    return one.matter


def extend(
    number: str, *, words: str = "", by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """Grant the open request. The original due time stays on the instruction for ever."""
    text = cleaned("words", words, most=500)
    with step(number, Move.EXTEND, by=by, now=now, seen=seen) as one:
        request = _decide(one, granted=True, words=text)
        later = _later(one, request.days)
        request.old_due_at, request.new_due_at = one.matter.due_at, later.at
        request.save(update_fields=["old_due_at", "new_due_at"])
        one.move_due(later.at)
        one.matter.provisional = one.matter.provisional or later.provisional
        Instruction.objects.filter(pk=request.instruction_id).update(due_at=later.at)
        one.tell(one.matter.lead_id, "extended")
    return one.matter


def refuse_extension(
    number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """Refuse the open request; the clock runs on as it was."""
    why = reasoned(reason)
    with step(number, Move.REFUSE_EXTENSION, by=by, now=now, seen=seen) as one:
        _decide(one, granted=False, words=why)
        one.tell(one.matter.lead_id, "extension_refused", reason=why)
    return one.matter


def _decide(one: Step, *, granted: bool, words: str) -> ExtensionRequest:
    request = one.situation.request
    assert request is not None  # the table asks for one
    request.decided_at, request.decided_by_id = one.now, one.by.account_id
    request.granted, request.decision = granted, words
    request.save(update_fields=["decided_at", "decided_by_id", "granted", "decision"])
    one.say(granted=granted, days=request.days, words=words)
    return request


def _later(one: Step, days: int) -> Due:
    assert one.matter.due_at is not None  # an instruction is live
    return one.setting.calendar.due(one.matter.due_at, Limit(days, TimeUnit.WORKING_DAYS))


def _fits(one: Step, live: Instruction, days: int) -> bool:
    """All extensions together stay within the cap; a first one of one day is always possible.

    Counted as the limit itself is, so that neither a holiday nor a pause eats an extension up.
    """
    calendar, unit = one.setting.calendar, TimeUnit(live.limit_unit)
    granted = ExtensionRequest.objects.filter(instruction=live, granted=True)
    earlier = [
        calendar.time_between(row.old_due_at, row.new_due_at, unit)
        for row in granted
        if row.old_due_at and row.new_due_at
    ]
    assert one.matter.due_at is not None  # an instruction is live
    more = calendar.time_between(one.matter.due_at, _later(one, days).at, unit)
    whole = calendar.time_between(live.issued_at, live.original_due_at, unit)
    if days == 1 and not earlier:
        return True
    return extension_fits(one.book.thresholds, whole, sum(earlier, more))


def _decider(one: Step) -> int:
    """Whoever issued the instruction; for work taken on oneself, the platform above."""
    matter = one.matter
    if matter.instructor_id is not None and matter.instructor_id != matter.lead_id:
        return one.setting.living(matter.instructor_id).id
    return one.staffed(tier_above(one.tier) or Tier.COUNTY, OVERSEERS, frozenset()).id
