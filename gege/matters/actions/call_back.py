"""Call back (回访): ask each reporter whether it is solved (R-110, 2.6)."""

from datetime import datetime

from gege.matters.actions.entries import choice
from gege.matters.actions.entries import words as cleaned
from gege.matters.actions.step import Step, step
from gege.matters.actions.verify import back_to_work
from gege.matters.errors import Invalid, Refused
from gege.matters.models import Matter, Reporting
from gege.matters.rules.confidence import may_know
from gege.matters.rules.moves import Refusal
from gege.matters.rules.words import Contact, Move, Satisfaction, State
from gege.staff.api import Actor, Role

_GRAVEST = (
    Contact.UNSOLVED,
    Contact.UNREACHABLE,
    Contact.WRONG_NUMBER,
    Contact.DECLINED,
    Contact.CONFIRMED,
)
_HEARD = frozenset({Contact.CONFIRMED, Contact.UNSOLVED})


def call_back(
    number: str,
    *,
    reporting_id: int,
    contact: str,
    satisfaction: str = Satisfaction.NOT_ASKED,
    words: str = "",
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> Matter:
    """Keep what one reporter said. "Not solved" sends the matter back to work at once.

    Residents say it themselves on the portal, also after the closing; whoever disagrees then has
    it reopened instead (decision 0025).
    """
    found = choice("contact", contact, Contact)
    rating = choice("satisfaction", satisfaction, Satisfaction)
    text = cleaned("words", words, most=300)
    with step(number, Move.CALL_BACK, by=by, now=now, seen=seen) as one:
        row = _reporter(one, reporting_id)
        if found is not Contact.CONFIRMED and State(one.matter.state) is State.CLOSED:
            raise Refused(Refusal.WRONG_STATE)
        tried = by.role is not Role.RESIDENT
        row.contact, row.tries = found, row.tries + tried
        row.last_try_at = now if tried else row.last_try_at
        row.words = text
        if found in _HEARD:
            row.satisfaction = rating
        row.save(update_fields=["contact", "tries", "last_try_at", "words", "satisfaction"])
        _sum_up(one)
        one.say(contact=found, satisfaction=row.satisfaction, words=text, tries=row.tries)
        if found is Contact.UNSOLVED:
            back_to_work(one)
            one.tell(one.matter.lead_id, "sent_back", reason=text)
    return one.matter


def close(number: str, *, by: Actor, now: datetime, seen: int | None = None) -> Matter:
    """Close (结案): every reporter confirmed, or stayed silent after two tries."""
    with step(number, Move.CLOSE, by=by, now=now, seen=seen) as one:
        one.go(State.CLOSED)
        one.tell(one.matter.lead_id, "closed")
    return one.matter


def _reporter(one: Step, reporting_id: int) -> Reporting:
    for row in one.situation.reporters:
        if row.pk != reporting_id:
            continue
        if one.by.role is Role.RESIDENT:
            return row
        if row.wants_callback and may_know(str(one.by.role), confidential=row.confidential):
            return row
    raise Invalid("reporting_id", "unknown_reporter")


def _sum_up(one: Step) -> None:
    """Put the gravest answer of all reporters on the matter, for its figures."""
    answers = {row.contact for row in one.situation.reporters if row.contact}
    one.matter.contact = next((str(word) for word in _GRAVEST if word in answers), "")
    ratings = {row.satisfaction for row in one.situation.reporters if row.satisfaction}
    order = (Satisfaction.DISSATISFIED, Satisfaction.BASICALLY, Satisfaction.SATISFIED)
    one.matter.satisfaction = next((str(word) for word in order if word in ratings), "")
