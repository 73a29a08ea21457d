"""A resident's text that answers the question whether it is solved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gege.hotline.callbacks.gather import end
from gege.hotline.callbacks.outcome import tell_matter
from gege.hotline.models import Callback
from gege.hotline.rules.callback_table import Found, Result, Solved, State
from gege.hotline.rules.text_answers import Said, TextAnswer, answer_in
from gege.matters.api import words
from gege.staff.api import resident
from gege.trail.api import record

_RESULTS: Final = {
    Said.SATISFIED: (Found.REACHED, Solved.YES, str(words.Satisfaction.SATISFIED)),
    Said.BASICALLY: (Found.REACHED, Solved.YES, str(words.Satisfaction.BASICALLY)),
    Said.UNSOLVED: (Found.REACHED, Solved.NO, str(words.Satisfaction.DISSATISFIED)),
    Said.STOP: (Found.REFUSED, Solved.NOT_ASKED, ""),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a text: the number of the matter, and whether it was clear."""

    number: str
    clear: bool


def take_answer(mark: str, text: str, *, now: datetime) -> Heard | None:
    """Take a text of this sender as an answer; None when nothing was asked or it is none.

    Inside the transaction that takes the text. Raises MatterError where the matter moved on.
    """
    answer = answer_in(text)
    if answer is None:
        return None
    rows = Callback.objects.select_for_update(of=("self",)).filter(
        state=State.ASKED, phone_mark=mark, answer_by__gt=now
    )
    one = rows.select_related("matter", "reporting").first()
    if one is None or one.matter is None:
        return None
    if answer.said is Said.UNCLEAR:
        one.heard = answer.words[:200]
        one.save(update_fields=["heard"])
        _record(one, "unclear", now)
        return Heard(one.matter.number, clear=False)
    _apply(one, answer, now)
    return Heard(one.matter.number, clear=True)


def _apply(one: Callback, answer: TextAnswer, now: datetime) -> None:
    assert one.matter is not None  # asked about
    found, solved, satisfaction = _RESULTS[answer.said]
    by = resident(one.matter.pk)
    tell_matter(one, Result(found, solved, satisfaction, answer.words), by=by, now=now)
    if found is Found.REACHED:
        one.solved, one.satisfaction = solved, satisfaction
    one.words, one.done_by = answer.words[:300], by.name
    end(one, State.REACHED if found is Found.REACHED else State.REFUSED, now=now)
    _record(one, "answer", now)


def _record(one: Callback, deed: str, now: datetime) -> None:
    assert one.matter is not None  # asked about
    record(
        stream=one.stream,
        deed=deed,
        by=resident(one.matter.pk).signature(),
        now=now,
        after={"state": one.state, "solved": one.solved},
    )
