"""More time (延期): asked before the due time, decided by whoever issued the instruction."""

from datetime import datetime

from gege.kernel.working_time import Limit, TimeUnit
from gege.matters.actions.entries import reason as reasoned
from gege.matters.actions.instruct import keep_warning
from gege.matters.actions.step import Step, step
from gege.matters.errors import Invalid
from gege.matters.models import ExtensionRequest, Instruction, Matter
from gege.matters.rules.clocks import extension_fits
from gege.matters.rules.words import Move
from gege.staff.api import Actor

MOST_DAYS = 60


def ask_extension(
    number: str, *, days: int, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """Ask for `days` more working days. Nothing changes until somebody grants it."""
    why = reasoned(reason)
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("days", "between", least=1, most=MOST_DAYS)
    with step(number, Move.ASK_EXTENSION, by=by, now=now, seen=seen) as one:
        live = one.instruction()
        if not _fits(one, live, days):
            raise Invalid("days", "extension_too_long")
        ExtensionRequest.objects.create(
            matter=one.matter,
            instruction=live,
            asked_at=now,
            asked_by_id=by.account_id,
            days=days,
            reason=why,
        )
        one.say(days=days, reason=why)
        one.tell(one.matter.instructor_id, "extension_asked", reason=why)
    return one.matter


def extend(
    number: str, *, words: str = "", by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """Grant the open request. The original due time stays on the instruction for ever."""
    with step(number, Move.EXTEND, by=by, now=now, seen=seen) as one:
        request = _decide(one, granted=True, words=words)
        matter = one.matter
        assert matter.due_at is not None  # an instruction is live
        new_due = _later(one, request.days)
        request.old_due_at, request.new_due_at = matter.due_at, new_due
        request.save(update_fields=["old_due_at", "new_due_at"])
        matter.warn_at = keep_warning(one, new_due, new_due - matter.due_at)
        matter.due_at = new_due
        Instruction.objects.filter(pk=request.instruction_id).update(due_at=new_due)
        one.tell(matter.lead_id, "extended")
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


def _later(one: Step, days: int) -> datetime:
    assert one.matter.due_at is not None  # an instruction is live
    due = one.setting.calendar.due(one.matter.due_at, Limit(days, TimeUnit.WORKING_DAYS))
    one.matter.provisional = one.matter.provisional or due.provisional
    return due.at


def _fits(one: Step, live: Instruction, days: int) -> bool:
    """All extensions together stay within the cap; one working day is always possible."""
    thresholds = one.book.thresholds
    fits = extension_fits(thresholds, live.original_due_at, live.issued_at, _later(one, days))
    return fits or (days == 1 and live.due_at == live.original_due_at)
