"""Triage (分流): settle what kind of matter it is and how grave, before anybody is instructed."""

from datetime import datetime

from gege.matters.actions.entries import choice
from gege.matters.actions.offering import Offered, keep_offer
from gege.matters.actions.step import step
from gege.matters.errors import Invalid
from gege.matters.models import Matter
from gege.matters.rules.words import Intent, Move, Severity
from gege.staff.api import Actor


def triage(
    number: str,
    *,
    kind: str,
    severity: str,
    intent: str,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    offered: Offered | None = None,
) -> Matter:
    """Correct kind, severity and intent. The matter keeps its edition and its clocks.

    `offered` is what was suggested to the person who chose: it is kept and changes nothing.
    """
    with step(number, Move.TRIAGE, by=by, now=now, seen=seen) as one:
        if not one.book.has(kind) or (one.book.kind(kind).retired and kind != one.matter.kind):
            raise Invalid("kind", "unknown_kind", value=kind[:20])
        found = one.book.kind(kind)
        matter = one.matter
        matter.kind, matter.family = found.code, found.family
        if matter.first_at is None:
            matter.first_time = found.first_time
        matter.severity = choice("severity", severity, Severity)
        matter.intent = choice("intent", intent, Intent)
        one.say(suggested=list(keep_offer(matter, offered, chosen=kind, now=now)) or None)
    return one.matter
