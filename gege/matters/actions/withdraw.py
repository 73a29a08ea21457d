"""What whoever reported a matter still says to it: more words, or that they take it back.

Both are done by a resident without an account (decision 0025). Their words are notes for whoever
works on the matter; nobody else who reported the same reads them.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from gege.matters.actions.entries import words as cleaned
from gege.matters.actions.remarks import add_remark
from gege.matters.actions.step import step
from gege.matters.models import Matter, Reporting
from gege.matters.queries.facts import Situation
from gege.matters.queries.scope import matter_by_number
from gege.matters.queries.setting import setting
from gege.matters.rules.words import DeclineReason, Move, State
from gege.staff.api import Actor

LONGEST: Final = 1000
_BEFORE_WORK: Final = frozenset({State.REPORTED, State.ACCEPTED})
_TAKEN_BACK: Final = "报告人撤回了这件事。"


def add_words(number: str, *, words: str, by: Actor, now: datetime) -> Matter:
    """Let the reporter add something; whoever holds the matter is told."""
    text = cleaned("words", words, most=LONGEST, least=2)
    with step(number, Move.NOTE, by=by, now=now) as one:
        add_remark(one, text, public=False)
        one.tell(one.matter.holder_id, "resident_added", reason=text[:200])
    return one.matter


def withdraw(
    number: str, *, reporting_id: int, words: str = "", by: Actor, now: datetime
) -> Matter:
    """Take a report back: name and telephone are erased, and nobody calls back any more.

    A matter that nobody has begun to work on and nobody else reported ends with it. Any other
    goes on, for what was reported may still be there; its holder is told. Raises MatterError.
    """
    said = cleaned("words", words, most=LONGEST)
    with transaction.atomic():
        matter = matter_by_number(number, by, lock=True)
        ends = _ends_with(matter, reporting_id, by, now)
        with step(number, Move.DECLINE if ends else Move.NOTE, by=by, now=now) as one:
            _erase(reporting_id)
            add_remark(one, f"{_TAKEN_BACK}{said}", public=False)
            one.say(why=str(DeclineReason.WITHDRAWN))
            one.tell(one.matter.holder_id, "resident_added", reason=f"{_TAKEN_BACK}{said}"[:200])
            if ends:
                one.go(State.DECLINED)
    return one.matter


def _ends_with(matter: Matter, reporting_id: int, by: Actor, now: datetime) -> bool:
    """Tell whether nothing is left of a matter once this report is taken back."""
    if State(matter.state) not in _BEFORE_WORK:
        return False
    where = setting(now)
    if where.book_of(matter).kind(matter.kind).major:
        return False
    return [row.pk for row in Situation(matter, by, where).reporters] == [reporting_id]


def _erase(reporting_id: int) -> None:
    Reporting.objects.filter(pk=reporting_id).update(
        anonymous=True, name="", phone="", wants_callback=False, by_text=False, confidential=False
    )
