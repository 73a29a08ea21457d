"""What is said of anything typed or sent, whatever the topic."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, Promise | str]] = {
    "not_found": _("There is no such record."),
    "stale": _(
        "Somebody changed this while you had it open. Nothing of yours was saved; look at it "
        "again and decide anew."
    ),
    "refused": _("This is not possible now."),
    "uid_used": _("Somebody else has sent something under this key; please make it anew."),
    "needed": _("Please fill this in."),
    "too_short": _("Please write at least %(least)s characters."),
    "too_long": _("Please write at most %(most)s characters."),
    "between": _("Please enter a number from %(least)s to %(most)s."),
    "unknown_choice": _("This is not one of the choices."),
    "unknown_grid": _("There is no grid with this code today."),
    "not_your_area": _("This lies outside your area."),
    "not_your_role": _("Your post may not do this."),
    "in_the_future": _("This time lies in the future."),
    "too_long_ago": _("This time lies too far back."),
    "point_swapped": _("Latitude and longitude are exchanged; please exchange them."),
    "point_not_a_position": _("This is not a position on earth."),
    "administrators_only": _("Only an administrator may do this."),
}
