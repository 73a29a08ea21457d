"""Decline (不予受理), with a reason that the reporter reads."""

from datetime import datetime

from gege.matters.actions.entries import choice, reason
from gege.matters.actions.remarks import add_remark
from gege.matters.actions.step import step
from gege.matters.models import Matter
from gege.matters.rules.words import DeclineReason, Move, State
from gege.staff.api import Actor


def decline(
    number: str, *, why: str, words: str, by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """End a matter that is not for this platform. `words` become a public reply (R-054)."""
    ground = choice("why", why, DeclineReason)
    answer = reason(words, "words")
    with step(number, Move.DECLINE, by=by, now=now, seen=seen) as one:
        one.go(State.DECLINED)
        one.say(why=ground, words=answer)
        add_remark(one, answer, public=True)
    return one.matter
