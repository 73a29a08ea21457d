"""The words of roll-calls on screen."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.registers.rules.roll_calls import Found, Reason

Text = str | Promise

REASONS: Final[Mapping[str, Text]] = {
    Reason.FIRE: pgettext_lazy("roll-call", "Fire"),
    Reason.FLOOD: pgettext_lazy("roll-call", "Flood or storm"),
    Reason.GAS: pgettext_lazy("roll-call", "Gas leak"),
    Reason.COLLAPSE: pgettext_lazy("roll-call", "Danger of collapse"),
    Reason.SEARCH: pgettext_lazy("roll-call", "Search for a person"),
    Reason.OTHER: pgettext_lazy("roll-call", "Another emergency"),
    Reason.DRILL: pgettext_lazy("roll-call", "Drill"),
}
FOUND: Final[Mapping[str, Text]] = {
    Found.SAFE: pgettext_lazy("roll-call", "Safe"),
    Found.AWAY: pgettext_lazy("roll-call", "Not there"),
    Found.MISSING: pgettext_lazy("roll-call", "Missing"),
}
SENTENCES: Final[Mapping[str, Text]] = {
    "roll_not_joined": _("Say first under which incident you read this roll-call."),
    "roll_forgotten": _("Who was on this roll-call is not kept any more."),
    "roll_closed": _("This roll-call is closed. Open a new one."),
    "roll_is_open": _("The roll of this building is being called already."),
    "no_incident_here": _(
        "There is no open matter of yours with this number near the building. Report the incident"
        " first, or ask the grid worker or the station to open the roll-call."
    ),
    "not_on_duty": _("Others of your unit are on duty now. Whoever is on duty opens it."),
    "drill_by_the_station": _("A drill is opened by the grid worker or the station."),
    "not_on_the_roll": _("Somebody who is not on this roll was ticked. Nothing was changed."),
    "seen_at_another_time": _("It cannot have been seen at this time."),
    "number_out_of_range": _("This number cannot be right."),
}
