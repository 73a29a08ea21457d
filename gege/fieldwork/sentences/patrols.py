"""What is said of patrols, excuses and the rules of the field."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, Promise | str]] = {
    "patrol_running": _(
        "Your patrol of %(since)s is still running; end it first, then begin a new one."
    ),
    "not_your_patrol": _("Only the person who walks a patrol may write to it."),
    "outside_patrol": _("This time does not lie between the start and the end of the patrol."),
    "ends_before_start": _("A patrol cannot end before it began."),
    "ended_differently": _("This patrol was ended already, at another time."),
    "other_grid": _("This point is not in the grid of the patrol."),
    "point_ended": _("This point was given up on %(day)s."),
    "too_many_positions": _("At most %(most)s positions are taken at once."),
    "not_a_day_ahead": _("An excuse is for a day from %(first)s to %(last)s."),
    "excused_already": _("There is an excuse for this half-day already."),
    "weather_only": _("Only the weather excuses all grids of a community at once."),
    "decided_already": _("Somebody has decided on this excuse already."),
    "own_excuse": _("Nobody decides on his own excuse."),
    "refusal_needs_words": _("Say why it is refused, in a few words."),
    "matter_not_there": _("There is no matter with this number within your area."),
    "found_elsewhere": _("This matter was found on another patrol already."),
    "rules_problem": _("These rules cannot be used: %(problem)s."),
    "rules_moved_on": _("Somebody published another edition meanwhile; look at it first."),
    "changes_nothing": _("This changes nothing, so there is nothing to publish."),
}
