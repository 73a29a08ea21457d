"""What was heard goes into the matter: its own call-back, its closing, or its reopening."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from gege.hotline.models import Callback
from gege.hotline.rules.callback_table import Found, Result, Solved, Why, contact_of
from gege.matters import api as matters
from gege.matters.api import MatterError, Refused
from gege.matters.api import words as matter_words
from gege.staff.api import Actor, Role

NOT_SAID: Final = "来电人表示没有解决"


@dataclass(frozen=True, slots=True)
class Came:
    """What became of the matter: `closed`, `reopened`, `back_to_work`, `kept`, or a refusal."""

    word: str = "kept"
    refusal: str = ""


def tell_matter(one: Callback, result: Result, *, by: Actor, now: datetime) -> Came:
    """Do the matter's own deed for what was found; raises MatterError.

    A sampled matter is closed already: who says that it is not solved has it reopened, while the
    rulebook allows that.
    """
    if one.matter is None or one.reporting is None:
        return Came()
    number = one.matter.number
    unsolved = result.found is Found.REACHED and result.solved is Solved.NO
    words = result.words.strip() or (NOT_SAID if unsolved else "")
    if one.why == Why.SAMPLE:
        return _reopened(number, words, by, now) if unsolved else Came()
    contact = contact_of(result.found, result.solved)
    matters.call_back(
        number,
        reporting_id=one.reporting.pk,
        contact=contact,
        satisfaction=result.satisfaction or matter_words.Satisfaction.NOT_ASKED,
        words=words[:300],
        by=by,
        now=now,
    )
    if unsolved:
        return Came("back_to_work")
    return _closed(number, by, now) if by.role is not Role.RESIDENT else Came()


def _closed(number: str, by: Actor, now: datetime) -> Came:
    """Close the matter where nobody else has to be heard; by its rule, or not at all."""
    try:
        with transaction.atomic():
            matters.close(number, by=by, now=now)
    except Refused:
        return Came()
    return Came("closed")


def _reopened(number: str, words: str, by: Actor, now: datetime) -> Came:
    try:
        with transaction.atomic():
            matters.reopen(number, reason=words, by=by, now=now)
    except MatterError as error:
        return Came("kept", error.word)
    return Came("reopened")
