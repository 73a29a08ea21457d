"""Merge a duplicate (重复件): one task goes on, every reporter keeps an own callback."""

from datetime import datetime

from django.db import transaction

from gege.kernel.numbers import parse_number
from gege.matters.actions.step import Step, step
from gege.matters.errors import Invalid, NotFound
from gege.matters.models import Matter
from gege.matters.queries.scope import matter_by_number
from gege.matters.rules.words import Move, State
from gege.staff.api import Actor


@transaction.atomic
def merge(number: str, *, parent: str, by: Actor, now: datetime, seen: int | None = None) -> Matter:
    """Let a matter follow another, older or newer, that is still open.

    Both rows are locked in the order of their ids, so two merges never wait for each other. What
    was merged into this matter follows it to the new parent.
    """
    _lock_both(number, parent)
    with step(number, Move.MERGE, by=by, now=now, seen=seen) as one:
        target = _target(one, parent)
        Matter.objects.filter(parent=one.matter).update(parent=target)
        one.end_instruction("merged")
        one.matter.parent_id = target.pk
        one.go(State.MERGED)
        one.say(parent=target.number)
        one.tell(target.holder_id, "merged", parent=target.number)
    return one.matter


def _target(one: Step, parent: str) -> Matter:
    try:
        target = matter_by_number(parent, one.by)
    except NotFound:
        raise Invalid("parent", "no_such_matter", value=parent[:30]) from None
    if target.pk == one.matter.pk:
        raise Invalid("parent", "itself")
    if target.ended:
        raise Invalid("parent", "parent_ended")
    return target


def _lock_both(number: str, parent: str) -> None:
    ids = [found.serial for text in (number, parent) if (found := parse_number(text))]
    rows = Matter.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    list(rows.values_list("pk", flat=True))
