"""Write the words of a briefing, and conclude: each conclusion is to become a task (R-070)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from gege.staff.api import Actor
from gege.supervision.actions.briefings.step import (
    LONGEST_CONCLUSION,
    LONGEST_PART,
    BriefingStep,
    briefing_step,
    written,
)
from gege.supervision.errors import Invalid, NotFound
from gege.supervision.models import Briefing, Conclusion, Order
from gege.supervision.queries.scope import visible_orders
from gege.supervision.rules.briefing_words import PARTS, BriefingDeed, Chapter
from gege.supervision.rules.words import OPEN, OrderKind
from gege.territory.api import load_atlas

MOST_CONCLUSIONS: Final = 40
_DESKS: Final = frozenset({"county_centre", "township_centre", "station", "department"})


@dataclass(frozen=True, slots=True)
class Concluded:
    """What is concluded in a chapter, and its task.

    `order` is the uid of an open order that stands; else `kind`, `to` (a unit's code), `task` (what
    is to be done) and `days` (working days, 0 for as many as the rules say) are of the one to be
    issued when the briefing is published. All of it may still be missing in a draft.
    """

    chapter: str
    words: str
    order: str = ""
    kind: str = ""
    to: str = ""
    task: str = ""
    days: int = 0


def write_words(
    uid: UUID, words: Mapping[str, str], *, by: Actor, now: datetime, seen: int | None = None
) -> Briefing:
    """Write the words above the chapters and in each; what is not given stays."""
    unknown = set(words) - set(PARTS)
    if unknown:
        raise Invalid(sorted(unknown)[0], "unknown_part")
    clean = {part: written(part, text, most=LONGEST_PART) for part, text in words.items()}
    with briefing_step(uid, BriefingDeed.WRITE, by=by, now=now, seen=seen) as step:
        one = step.briefing
        changed = {part: text for part, text in clean.items() if one.words.get(part, "") != text}
        one.words = {**one.words, **changed}
        step.sign()
        step.say(words=changed)
    return step.briefing


def conclude(
    uid: UUID,
    entry: Concluded,
    *,
    by: Actor,
    now: datetime,
    conclusion: UUID | None = None,
    seen: int | None = None,
) -> Conclusion:
    """Write a conclusion, or change one. Raises Invalid naming the entry."""
    with briefing_step(uid, BriefingDeed.CONCLUDE, by=by, now=now, seen=seen) as step:
        row = _row(step, conclusion)
        if entry.chapter not in list(Chapter):
            raise Invalid("chapter", "unknown_part")
        row.chapter = entry.chapter
        row.words = written("words", entry.words, most=LONGEST_CONCLUSION, least=2)
        _give_task(row, entry, step.briefing, by)
        row.at, row.by_name = now, by.name
        row.save()
        step.sign()
        step.say(chapter=row.chapter, words=row.words, to=row.task_to, task=row.task_words)
        step.say(order=row.order.number if row.order else "")
    return row


def drop_conclusion(
    uid: UUID, conclusion: UUID, *, by: Actor, now: datetime, seen: int | None = None
) -> Briefing:
    """Take a conclusion out of a draft."""
    with briefing_step(uid, BriefingDeed.CONCLUDE, by=by, now=now, seen=seen) as step:
        row = _row(step, conclusion)
        step.sign()
        step.say(dropped=row.words)
        row.delete()
    return step.briefing


def take_over(old: Briefing, new: Briefing, *, by: Actor, now: datetime) -> None:
    """Copy the conclusions of a published version, with the orders that they became."""
    rows = Conclusion.objects.filter(briefing=old).order_by("id")
    Conclusion.objects.bulk_create(
        Conclusion(
            briefing=new,
            chapter=row.chapter,
            words=row.words,
            order_id=row.order_id,
            at=row.at,
            by_name=row.by_name,
        )
        for row in rows
    )


def _row(step: BriefingStep, conclusion: UUID | None) -> Conclusion:
    rows = Conclusion.objects.filter(briefing=step.briefing)
    if conclusion is None:
        if rows.count() >= MOST_CONCLUSIONS:
            raise Invalid("words", "too_many_conclusions", most=MOST_CONCLUSIONS)
        return Conclusion(briefing=step.briefing)
    row = rows.select_related("order").filter(uid=conclusion).first()
    if row is None:
        raise NotFound
    return row


def _give_task(row: Conclusion, entry: Concluded, one: Briefing, by: Actor) -> None:
    row.order = _order(entry.order, one, by, row.order_id) if entry.order else None
    row.task_kind = row.task_to = row.task_words = ""
    row.task_days = 0
    if row.order is not None or not (entry.task or entry.to):
        return
    if entry.kind not in list(OrderKind):
        raise Invalid("kind", "unknown_kind")
    if entry.kind == OrderKind.FOLLOW_UP and len(one.area_code) != 6:
        raise Invalid("kind", "not_of_a_township")
    unit = load_atlas().unit_by_code(entry.to)
    if unit is None or unit.kind not in _DESKS:
        raise Invalid("to", "unknown_unit")
    if entry.kind == OrderKind.COORDINATION and unit.id == one.unit_id:
        raise Invalid("to", "own_unit")
    if not 0 <= entry.days <= 250:
        raise Invalid("days", "days")
    row.task_kind, row.task_to, row.task_days = entry.kind, entry.to, entry.days
    row.task_words = written("task", entry.task, most=1000, least=2)


def _order(text: str, one: Briefing, by: Actor, kept: int | None) -> Order:
    """Return an order that a person sees and that is open, or that the conclusion has already."""
    try:
        uid = UUID(text)
    except ValueError:
        raise Invalid("order", "unknown_order") from None
    found = visible_orders(by).filter(uid=uid).first()
    if found is None or (found.state not in OPEN and found.pk != kept):
        raise Invalid("order", "unknown_order")
    return found
