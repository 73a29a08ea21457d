"""When a matter may be called done, and when it may be closed (R-103, R-110, section 1.8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gege.kernel.working_time import Limit, TimeUnit, WorkingCalendar
from gege.matters.rules.rulebook import Kind, Thresholds
from gege.matters.rules.words import Contact, Intent, Outcome, State, Tier

ALLOWED_OUTCOMES: Final = {
    Intent.IDEA: (Outcome.CONSIDERED,),
    Intent.CALL: (Outcome.RESPONDED, Outcome.DONE),
    Intent.REQUEST: (Outcome.DONE, Outcome.REFUSED),
}
"""An idea needs a written consideration, a call a response, a request a result or a refusal."""

SHORTEST_ANSWER: Final = 4
"""Characters: "已办结" alone answers nobody."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """One reporter of a matter as closing sees them; each keeps an own callback (R-077)."""

    wants_callback: bool
    contact: Contact | None = None
    tries: int = 0
    last_try_at: datetime | None = None


def outcome_problem(intent: Intent, outcome: Outcome | None, text: str) -> str | None:
    """Return why a matter cannot be completed with this outcome: a word for `names.py`."""
    if outcome is None or outcome not in ALLOWED_OUTCOMES[intent]:
        return "outcome_does_not_answer"
    if len(text.strip()) < SHORTEST_ANSWER:
        return "refusal_needs_reason" if outcome is Outcome.REFUSED else "answer_too_short"
    return None


def after_completion(kind: Kind, handled_by: Tier, reporters: Iterable[Reporter]) -> State:
    """Return where a completed matter goes.

    Routine work of the locality is not verified (R-063); it is closed at once when nobody waits
    for a callback. Everything else waits for somebody else's eyes.
    """
    if not (kind.routine and handled_by in (Tier.GRID, Tier.STATION)):
        return State.COMPLETED
    return after_verification(reporters)


def after_verification(reporters: Iterable[Reporter]) -> State:
    """Return VERIFIED while somebody waits for a callback, else CLOSED."""
    return State.VERIFIED if any(one.wants_callback for one in reporters) else State.CLOSED


def confirmed(
    reporters: Iterable[Reporter],
    thresholds: Thresholds,
    calendar: WorkingCalendar,
    now: datetime,
) -> bool:
    """Tell whether a verified matter may be closed.

    Every reporter who wants a callback has confirmed, wished not to be asked, or was tried at least
    twice without an answer and stayed silent for three working days after the last try. A number
    that is somebody else's is tried once.
    """
    return all(_heard(one, thresholds, calendar, now) for one in reporters if one.wants_callback)


def silent_until(last_try: datetime, thresholds: Thresholds, calendar: WorkingCalendar) -> datetime:
    """Return when silence after the last try counts as consent."""
    return calendar.due(last_try, Limit(thresholds.silent_days, TimeUnit.WORKING_DAYS)).at


def reopen_until(closed_at: datetime, thresholds: Thresholds) -> datetime:
    """Return until when a resident's disagreement reopens a closed matter."""
    return closed_at + timedelta(days=thresholds.reopen_days)


def _heard(one: Reporter, thresholds: Thresholds, calendar: WorkingCalendar, now: datetime) -> bool:
    if one.contact in (Contact.CONFIRMED, Contact.DECLINED):
        return True
    if one.contact is Contact.UNSOLVED or one.last_try_at is None:
        return False
    if one.tries < thresholds.contact_tries and one.contact is not Contact.WRONG_NUMBER:
        return False
    return now >= silent_until(one.last_try_at, thresholds, calendar)
