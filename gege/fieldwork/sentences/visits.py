"""What is said of visits, confirmations and the households cadres keep in touch with."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, Promise | str]] = {
    "visit_without_purpose": _("Say what the visit is for; without a purpose there is no visit."),
    "visit_other_point": _("This point is not in the area of the visit."),
    "visit_no_link": _("This household is not one of those kept in touch with there."),
    "visit_no_household": _("This is no household of the register in the area of the visit."),
    "visit_due_passed": _("This day has passed; choose today or a later one."),
    "visit_next_before": _("The next visit must be on a later day than this one."),
    "visit_next_too_far": _("The next visit cannot be more than 400 days ahead."),
    "visit_place_needed": _("Say where it is: a building, a door, or whom it is for."),
    "visit_nobody_there": _("This person holds no post in the area of the visit."),
    "visit_not_planned": _("This visit is not planned any more."),
    "visit_not_made": _("This visit has not been made yet."),
    "link_has_a_plan": _("A visit to this household is planned already."),
    "link_ended": _("This link has ended already."),
    "raised_elsewhere": _("This matter was raised on another visit already."),
    "visit_nothing_to_confirm": _("Only a doorstep service that was done is confirmed."),
    "visit_confirmed_already": _("This service is confirmed already."),
    "visit_denied": _("The resident said it was not done; only a call of the station settles it."),
    "visit_code_wrong": _("This is not the resident's code. Entries left: %(left)s."),
    "visit_code_used_up": _(
        "The code was entered wrongly too often; only a call of the station confirms it now."
    ),
    "visit_own_confirmation": _("Nobody confirms his own visit; ask a colleague at the station."),
}
