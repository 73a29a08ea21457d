"""The number to call: it stays where it was left, and each look at it is written down."""

from datetime import datetime

from django.utils.translation import gettext as _

from gege.hotline.calls.callers import caller_of
from gege.hotline.models import Callback
from gege.hotline.rules.callback_table import Why
from gege.hotline.texts.marks import mark_of
from gege.kernel.telephones import telephone
from gege.staff.api import Actor
from gege.trail.api import note_access


def number_of(one: Callback) -> str:
    """Return the number as it was left; "" when it is not kept any more. Not for a screen."""
    if one.reporting is not None:
        return one.reporting.phone
    return caller_of(one.call).number if one.call is not None else ""


def name_of(one: Callback) -> str:
    """Return the name that was left with it."""
    if one.reporting is not None:
        return one.reporting.name
    return caller_of(one.call).name if one.call is not None else ""


def revealed(one: Callback, *, by: Actor, now: datetime) -> tuple[str, str]:
    """Return number and name for whoever makes the call; the look is written down."""
    purpose = {
        Why.MATTER: _("to ask whether it is solved"),
        Why.SAMPLE: _("to ask whether it is solved, as one of the sample"),
        Why.PROMISED: _("to give the answer that was promised"),
        Why.MISSED: _("to call back whoever was not answered"),
    }[Why(one.why)]
    note_access(
        by=by.signature(),
        now=now,
        subject=one.matter.number if one.matter is not None else one.stream,
        fields="name, phone",
        purpose=purpose,
    )
    return number_of(one), name_of(one)


def mark_for(one: Callback) -> str:
    """Return the keyed mark by which the texts of this number are known; "" without a number."""
    number = telephone(number_of(one))
    return mark_of(number) if number else ""
