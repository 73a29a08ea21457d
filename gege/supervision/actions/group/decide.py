"""A decision of a meeting; with an owner and a day it is an order at the same moment (R-012)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gege.matters.api import local_date, setting
from gege.staff.api import Actor
from gege.supervision.actions.entries import text_of
from gege.supervision.actions.group.meet import MeetingStep, meeting_step
from gege.supervision.actions.issue import LONGEST_TITLE, opened, unit_with_desk
from gege.supervision.actions.until_day import times_until_day
from gege.supervision.errors import Invalid
from gege.supervision.models import Decision, Order
from gege.supervision.rules.group import LONGEST_DAYS, MOST_DECISIONS
from gege.supervision.rules.group_words import MeetingDeed
from gege.supervision.rules.words import OrderKind, Origin


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What was decided. `owner` is a unit's code and `due_on` a day: both or neither; without
    them it is written down and followed by nobody."""

    title: str
    words: str
    owner: str = ""
    due_on: date | None = None


def decide(
    uid: UUID, entry: NewDecision, *, by: Actor, now: datetime, seen: int | None = None
) -> Decision:
    """Write down a decision and issue its order in the same transaction.

    The order is of origin `DECISION` with the meeting's day: it stands in the list of the
    supervision, is not taken back, and closes with a result only. Raises NotFound, Stale,
    Refused, Invalid naming the entry.
    """
    title = text_of("title", entry.title, most=LONGEST_TITLE, least=2)
    words = text_of("words", entry.words, most=1000, least=2, lines=True)
    with meeting_step(uid, MeetingDeed.DECIDE, by=by, now=now, seen=seen) as step:
        last = Decision.objects.filter(meeting=step.meeting).order_by("-number").first()
        number = last.number + 1 if last else 1
        if number > MOST_DECISIONS:
            raise Invalid("title", "too_many_decisions", most=MOST_DECISIONS)
        order = _order(step, entry, title, words, by=by, now=now)
        decision = Decision.objects.create(
            meeting=step.meeting,
            number=number,
            title=title,
            words=words,
            order=order,
            due_on=entry.due_on,
            at=now,
            by_name=by.name,
        )
        step.more |= {"decision": number, "title": title, "words": words}
        if order is not None:
            step.more |= {"order": order.number, "owner": entry.owner, "due_on": entry.due_on}
    return decision


def _order(
    step: MeetingStep, entry: NewDecision, title: str, words: str, *, by: Actor, now: datetime
) -> Order | None:
    if bool(entry.owner) != (entry.due_on is not None):
        raise Invalid("due_on" if entry.owner else "owner", "day_and_owner")
    if entry.due_on is None:
        return None
    where, today = setting(now), local_date(now)
    if entry.due_on <= today:
        raise Invalid("due_on", "day_is_past")
    if (entry.due_on - today).days > LONGEST_DAYS:
        raise Invalid("due_on", "day_too_far")
    unit = unit_with_desk(entry.owner, where, field="owner")
    order = Order(
        kind=OrderKind.FOLLOW_UP,
        origin=Origin.DECISION,
        title=title,
        words=words,
        decided_on=step.meeting.held_on,
        **times_until_day(entry.due_on, where),
    )
    return opened(order, unit, by=by, now=now)
