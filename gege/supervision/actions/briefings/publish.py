"""Propose, send back, publish and discard a briefing: whoever wrote it does not publish (R-070)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from gege.staff.api import Actor
from gege.supervision.actions.briefings.step import (
    LONGEST_NOTE,
    BriefingStep,
    briefing_step,
    written,
)
from gege.supervision.actions.issue import LONGEST_TITLE, NewOrder, issue
from gege.supervision.errors import Invalid, Refused
from gege.supervision.models import Briefing, Conclusion
from gege.supervision.queries.briefings import conclusions_of
from gege.supervision.rules.briefing_words import BriefingDeed, BriefingState
from gege.supervision.rules.words import OrderKind, Origin
from gege.territory.api import load_atlas

_TOLD: Final = {6: ("township_centre", "department"), 9: ("station",)}
"""Which units are told of what is published: of the county, of a township."""


def propose_briefing(uid: UUID, *, by: Actor, now: datetime, seen: int | None = None) -> Briefing:
    """Ask for its publishing; from then on the proposer stands for its words too."""
    with briefing_step(uid, BriefingDeed.PROPOSE, by=by, now=now, seen=seen) as step:
        one = step.briefing
        _refuse_without_task(conclusions_of(one))
        step.sign()
        one.proposed_at, one.proposed_by, one.note = now, by.name, ""
        step.tell("briefing_proposed", unit_id=one.unit_id)
        above = load_atlas().platform_unit(one.area_code[:6])
        if above is not None and above.id != one.unit_id:
            step.tell("briefing_proposed", unit_id=above.id)
    return step.briefing


def send_briefing_back(
    uid: UUID, *, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> Briefing:
    """Send a proposed briefing back to its writers with a reason."""
    why = written("reason", reason, most=LONGEST_NOTE, least=2)
    with briefing_step(uid, BriefingDeed.SEND_BACK, by=by, now=now, seen=seen) as step:
        step.briefing.note = why
        step.say(reason=why)
        step.tell("briefing_sent_back", unit_id=step.briefing.unit_id, reason=why)
    return step.briefing


def publish_briefing(uid: UUID, *, by: Actor, now: datetime, seen: int | None = None) -> Briefing:
    """Publish a proposed briefing; the tasks of its conclusions are issued in this transaction.

    A version published before is replaced. Raises Refused where a conclusion has no task, or its
    task is an order of the supervision and the person is not of it.
    """
    with briefing_step(uid, BriefingDeed.PUBLISH, by=by, now=now, seen=seen) as step:
        one = step.briefing
        conclusions = conclusions_of(one)
        _refuse_without_task(conclusions)
        issued = [_issued(row, step) for row in conclusions if row.order_id is None]
        one.published_at, one.published_by = now, by.name
        _replace(one, by, now)
        step.say(orders=issued, conclusions=len(conclusions), number=one.number)
        for unit in load_atlas().units():
            told = unit.kind in _TOLD[len(one.area_code)]
            if told and unit.area_code.startswith(one.area_code):
                step.tell("briefing_published", unit_id=unit.id)
    return step.briefing


def discard_briefing(uid: UUID, *, by: Actor, now: datetime, seen: int | None = None) -> Briefing:
    """Put a draft away. A new one of the same days may be made."""
    with briefing_step(uid, BriefingDeed.DISCARD, by=by, now=now, seen=seen) as step:
        pass
    return step.briefing


def _refuse_without_task(conclusions: list[Conclusion]) -> None:
    for row in conclusions:
        if not row.has_task:
            raise Refused("conclusion_without_task", words=row.words[:40])


def _issued(row: Conclusion, step: BriefingStep) -> str:
    """Issue the task of a conclusion and link it; return the order's number."""
    entry = NewOrder(
        OrderKind(row.task_kind),
        row.task_to,
        row.task_words,
        title=row.words[:LONGEST_TITLE],
        days=row.task_days,
        origin=Origin.BRIEFING,
    )
    try:
        row.order = issue(entry, by=step.by, now=step.now)
    except Invalid as wrong:
        # The unit was dissolved meanwhile: the writers have to name another one.
        raise Refused("task_not_possible", words=row.words[:40]) from wrong
    except Refused as wrong:
        raise Refused("orders_of_the_supervision", words=row.words[:40]) from wrong
    row.task_kind = row.task_to = row.task_words = ""
    row.task_days = 0
    row.save()
    return row.order.number


def _replace(one: Briefing, by: Actor, now: datetime) -> None:
    rows = Briefing.objects.select_for_update().filter(
        area_code=one.area_code,
        span=one.span,
        first=one.first,
        last=one.last,
        state=BriefingState.PUBLISHED,
    )
    for old in rows:
        step = BriefingStep(old, str(BriefingDeed.REPLACE), by, now)
        old.state = BriefingState.REPLACED
        step.say(next=one.number)
        step.finish()
