"""The words of hand-overs on screen."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.hotline.emergency.errors import HandOverError
from gege.hotline.rules.handing_over import Outcome, State

Words = Mapping[str, Promise | str]

STATES: Final[Words] = {
    State.STARTED: pgettext_lazy("hand-over", "Dialling"),
    State.CONNECTED: pgettext_lazy("hand-over", "Connected"),
    State.ENDED: pgettext_lazy("hand-over", "Ended"),
}
OUTCOMES: Final[Words] = {
    Outcome.TAKEN_OVER: pgettext_lazy("hand-over", "Taken over"),
    Outcome.NO_ANSWER: pgettext_lazy("hand-over", "Nobody answered"),
    Outcome.REFUSED: pgettext_lazy("hand-over", "Not taken over, with the reason"),
    Outcome.CALLER_LEFT: pgettext_lazy("hand-over", "The caller hung up"),
    Outcome.NOT_NEEDED: pgettext_lazy("hand-over", "Not needed"),
}
PROBLEMS: Final[Words] = {
    "over": _("This hand-over has ended."),
    "connected_already": _("It is connected already."),
    "never_connected": _("Nobody can have taken over what was never connected."),
    "say_why": _("Say why they did not take over."),
    "choose": _("Say what came of it."),
    "unknown_line": _("This is none of the emergency lines of the settings."),
    "no_duty_phone": _("No duty telephone of this unit is known."),
    "no_such_matter": _("There is no such matter."),
    "not_found": _("There is no such hand-over."),
}


def sentence_of(error: HandOverError) -> str:
    """Return what an error says."""
    return str(PROBLEMS.get(error.word, error.word))
