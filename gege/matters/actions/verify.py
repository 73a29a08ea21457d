"""Verify (核查): somebody who neither handled nor dispatched looks at the result."""

from datetime import datetime, timedelta
from typing import Final

from gege.matters.actions.complete import hand_over
from gege.matters.actions.entries import reason as reasoned
from gege.matters.actions.entries import words as cleaned
from gege.matters.actions.step import Step, step
from gege.matters.models import Instruction, Matter, Reporting
from gege.matters.rules.clocks import moved, stood_still
from gege.matters.rules.closing import after_verification
from gege.matters.rules.words import Contact, Move, State, Tier
from gege.staff.api import Actor


def verify(
    number: str, *, words: str = "", by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """Find the work done: the matter goes to the callback, or is closed when nobody waits."""
    text = cleaned("words", words, most=500)
    with step(number, Move.VERIFY, by=by, now=now, seen=seen) as one:
        one.say(words=text)
        handled_by = Tier(one.matter.settled_tier)
        hand_over(one, after_verification(one.situation.to_call), handled_by)
    return one.matter


def send_back(
    number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """Find the work not done: the same unit goes on under the same clock (decision 0002)."""
    why = reasoned(reason)
    with step(number, Move.SEND_BACK, by=by, now=now, seen=seen) as one:
        back_to_work(one)
        one.say(reason=why)
        one.tell(one.matter.lead_id, "sent_back", reason=why)
    return one.matter


def back_to_work(one: Step) -> None:
    """Give a settled matter back to the unit that handled it, under the same clock.

    The time that others took to look is not the unit's: the due time moves by it. What was late
    stays late by as much (decision 0002).
    """
    matter = one.matter
    assert matter.lead_id is not None  # it was handled under an instruction
    stood = timedelta(0)
    if matter.due_at is not None and matter.settled_at is not None:
        stood = stood_still(one.setting.calendar, one.limit, matter.settled_at, one.now)
        one.move_due(moved(one.setting.calendar, matter.due_at, one.limit, stood))
    matter.settled_at, matter.outcome, matter.settled_tier = None, "", ""
    unit = one.setting.living(matter.lead_id)
    matter.lead_id = unit.id
    _revive(one, stood)
    one.follow_on("revived")
    _call_anew(one)
    one.go(State.HANDLING, unit)


def _revive(one: Step, stood: timedelta) -> None:
    """Let the last instruction run on, and keep how long it stood."""
    last = Instruction.objects.filter(matter=one.matter).order_by("-id").first()
    if last is not None:
        Instruction.objects.filter(pk=last.pk).update(
            ended_at=None,
            ended_how="",
            late=False,
            lead_id=one.matter.lead_id,
            due_at=one.matter.due_at,
            stood=last.stood + stood,
        )


_FOR_GOOD: Final = (Contact.CONFIRMED, Contact.WRONG_NUMBER)


def _call_anew(one: Step) -> None:
    """Forget earlier tries: silence about the first result says nothing about the next one."""
    waiting = [row.pk for row in one.situation.reporters if row.contact not in _FOR_GOOD]
    Reporting.objects.filter(pk__in=waiting).update(tries=0, last_try_at=None)
