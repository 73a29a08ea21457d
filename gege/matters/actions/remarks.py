"""Internal notes and public replies."""

from datetime import datetime

from gege.matters.actions.answering import answer_by_message
from gege.matters.actions.entries import words as cleaned
from gege.matters.actions.step import Step, step
from gege.matters.models import Matter, Remark
from gege.matters.rules.words import Move
from gege.staff.api import Actor


def note(
    number: str, *, words: str, by: Actor, now: datetime, at: datetime | None = None
) -> Matter:
    """Add an internal note; the resident never sees it."""
    text = cleaned("words", words, most=2000, least=1)
    with step(number, Move.NOTE, by=by, now=now, at=at) as one:
        add_remark(one, text, public=False)
    return one.matter


def reply(
    number: str, *, words: str, by: Actor, now: datetime, at: datetime | None = None
) -> Matter:
    """Answer the resident publicly; the first answer stops the response clock (R-083)."""
    text = cleaned("words", words, most=2000, least=2)
    with step(number, Move.REPLY, by=by, now=now, at=at) as one:
        add_remark(one, text, public=True)
        answer_by_message(one, text)
    return one.matter


def add_remark(one: Step, words: str, *, public: bool) -> None:
    """Keep words with the matter, inside the step of the deed that says them."""
    one.say(words=words)
    Remark.objects.create(
        matter=one.matter,
        public=public,
        words=words,
        at=one.now,
        account_id=one.by.account_id,
        name=one.by.name,
        unit=one.by.unit_name,
    )
