"""Visits (R-099, R-106) and what residents confirm of them (R-061): questions of plain values."""

from datetime import date, timedelta
from typing import Final

from gege.fieldwork.rules.words import Confirm, Purpose, VisitState

MADE: Final = (VisitState.DONE, VisitState.REFUSED, VisitState.ABSENT)
"""What can come of a visit. They are equals: none asks for more words than another, none is
counted by household, and none is told to anybody."""

LATEST_NEXT: Final = timedelta(days=400)
CODE_DIGITS: Final = 6
TARGET_HOUSEHOLDS: Final = 10
"""How many households a cadre keeps in touch with ("1+N"); shown as an aim, never a bound."""
RHYTHM: Final = (7, 366)
"""The least and the most days between two contacts of a link."""


def is_overdue(due_on: date | None, today: date) -> bool:
    """Tell whether the last day of a planned visit has passed."""
    return due_on is not None and due_on < today


def next_contact(last: date, every_days: int, today: date) -> date:
    """Return the day of the next contact; one that has passed already is for today."""
    return max(last + timedelta(days=every_days), today)


def next_problem(next_on: date | None, made_on: date) -> str | None:
    """Return why a next visit cannot be on a day; None when it can, or there is none."""
    if next_on is None:
        return None
    if next_on <= made_on:
        return "visit_next_before"
    return "visit_next_too_far" if next_on - made_on > LATEST_NEXT else None


def wants_confirmation(purpose: str, state: str, confirm_how: str) -> bool:
    """Tell whether a doorstep service waits for the resident's word, or was denied."""
    open_words = (Confirm.NOT_YET, Confirm.DENIED)
    return purpose == Purpose.SERVICE and state == VisitState.DONE and confirm_how in open_words


def confirmation_problem(purpose: str, state: str, confirm_how: str, how: str) -> str | None:
    """Return why a resident's word cannot be taken in this way; None when it can.

    The worker's phone brings a tap, a code or a denial. A denial is taken back by a call of the
    station only, and so is nothing that was confirmed already.
    """
    if purpose != Purpose.SERVICE or state != VisitState.DONE:
        return "visit_nothing_to_confirm"
    if confirm_how not in (Confirm.NOT_YET, Confirm.DENIED):
        return "visit_confirmed_already"
    if confirm_how == Confirm.DENIED and how != Confirm.CALL:
        return "visit_denied"
    return None


def is_code(text: str) -> bool:
    """Tell whether a text has the shape of a confirmation code: six ASCII digits."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit()
