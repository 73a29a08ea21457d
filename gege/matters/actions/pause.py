"""Pause and resume the supervised clock (暂停计时), for an approved reason and within a cap."""

from datetime import datetime, timedelta

from gege.matters.actions.entries import choice
from gege.matters.actions.entries import reason as reasoned
from gege.matters.actions.step import Step, step
from gege.matters.errors import Invalid
from gege.matters.models import ClockPause, Instruction, Matter
from gege.matters.rules.clocks import moved, stood_still
from gege.matters.rules.words import Move, PauseReason, State
from gege.staff.api import Actor

MOST_DAYS = 365


def pause(
    number: str,
    *,
    why: str,
    words: str,
    days: int,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Stop the clock for at most `days` days; it resumes by itself when they are over."""
    ground = choice("why", why, PauseReason)
    text = reasoned(words, "words")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("days", "between", least=1, most=MOST_DAYS)
    with step(number, Move.PAUSE, by=by, now=now, seen=seen, at=at) as one:
        if one.matter.due_at is not None and one.now > one.matter.due_at:
            raise Invalid("why", "already_overdue")
        until = one.now + min(timedelta(days=days), one.situation.pause_left)
        ClockPause.objects.create(
            matter=one.matter,
            instruction=one.instruction(),
            reason=ground,
            words=text,
            paused_at=one.now,
            until=until,
        )
        one.matter.paused_at = one.now
        one.go(State.PAUSED)
        one.say(why=ground, words=text, until=until)
    return one.matter


def resume(
    number: str,
    *,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Let the clock run again; the due time moves by as long as it stood."""
    with step(number, Move.RESUME, by=by, now=now, seen=seen, at=at) as one:
        end_pause(one, one.now)
        one.go(State.HANDLING)
    return one.matter


def end_pause(one: Step, at: datetime) -> None:
    """Move the due time by the pause that ends at a moment."""
    matter = one.matter
    live = ClockPause.objects.get(matter=matter, resumed_at__isnull=True)
    end = min(at, live.until)
    assert matter.due_at is not None  # an instruction is live
    stood = stood_still(one.setting.calendar, one.limit, live.paused_at, end)
    one.move_due(moved(one.setting.calendar, matter.due_at, one.limit, stood))
    matter.paused_at = None
    live.resumed_at = end
    live.save(update_fields=["resumed_at"])
    Instruction.objects.filter(pk=live.instruction_id).update(due_at=matter.due_at)
    one.say(stood=stood)
