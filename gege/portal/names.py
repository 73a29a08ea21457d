"""The words of the portal: plain, for everybody; no term of the offices."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.matters import api as matters
from gege.matters.api import words as w
from gege.portal.errors import PortalError

Words = Mapping[str, Promise | str]

INTENTS: Final[Words] = {
    w.Intent.REQUEST: _("I need something done"),
    w.Intent.CALL: _("I have a question, or want to tell you something"),
    w.Intent.IDEA: _("I have an idea or an opinion"),
}
STATES: Final[Words] = {
    w.State.REPORTED: _("We have received it. Somebody will take it up."),
    w.State.ACCEPTED: _("We have taken it up and are finding out who can do it."),
    w.State.DISPATCHED: _("It was given to the unit below, which will begin soon."),
    w.State.HANDLING: _("The unit below is working on it."),
    w.State.PAUSED: _("The work has to wait for something. It will go on."),
    w.State.RETURNED: _("It is being decided who does it."),
    w.State.DISPUTED: _("It is being decided who does it."),
    w.State.COMPLETED: _("The unit says it is done. Somebody else is checking that now."),
    w.State.VERIFIED: _("It is done and was checked. Please tell us whether it is solved."),
    w.State.CLOSED: _("It is finished."),
    w.State.DECLINED: _("We cannot take it up. The answer below says why."),
}
PUBLIC_STATES: Final[Words] = {
    **{state: pgettext_lazy("public state", "In work") for state in w.State},
    w.State.REPORTED: pgettext_lazy("public state", "Received"),
    w.State.ACCEPTED: pgettext_lazy("public state", "Taken up"),
    w.State.VERIFIED: pgettext_lazy("public state", "Done"),
    w.State.CLOSED: pgettext_lazy("public state", "Done"),
    w.State.DECLINED: pgettext_lazy("public state", "Ended"),
    w.State.MERGED: pgettext_lazy("public state", "Ended"),
}
RATINGS: Final[Words] = {
    w.Satisfaction.SATISFIED: _("Satisfied"),
    w.Satisfaction.BASICALLY: _("Fairly satisfied"),
    w.Satisfaction.DISSATISFIED: _("Not satisfied"),
}
TOPICS: Final[Words] = {
    "education": pgettext_lazy("topic", "Schools"),
    "employment": pgettext_lazy("topic", "Work"),
    "social_security": pgettext_lazy("topic", "Social security"),
    "health": pgettext_lazy("topic", "Health"),
    "environment": pgettext_lazy("topic", "Surroundings"),
    "other": pgettext_lazy("topic", "Other"),
}
PROBLEMS: Final[Words] = {
    "not_found": _("We find nothing under this number and code. Please compare both."),
    "too_often": _("Too many tries. Please wait %(minutes)s minutes, or call the hotline."),
    "choose": _("Please choose one."),
    "needed": _("Please fill this in."),
    "too_long": _("Please write at most %(most)s characters."),
    "holds_a_number": _("This holds what looks like somebody's number. Everybody would read it."),
    "listed_already": _("This matter is on the list already."),
    "overtaken": _("Somebody changed this meanwhile. Please look again."),
    "too_fast": _("That was very fast. Please look at it once more and send it again."),
    "too_old": _("The page was open for a long time. Please send it again."),
    "forged": _("The page could not be read. Please send it again."),
}
MATTER_PROBLEMS: Final[Words] = {
    "stale": _("Something changed meanwhile. Please look again."),
    "wrong_state": _("This is not possible at the moment. Please look again."),
    "reopen_too_late": _("It ended too long ago. Please report it anew."),
    "nobody_to_reopen_with": _("The unit that did it no longer exists. Please report it anew."),
    "callback_needs_phone": _("To be called back, please give a telephone number."),
    "text_needs_mobile": _("To be asked by text, please give a mobile number."),
    "file_type": _("Please choose photographs only (JPEG, PNG or WebP)."),
    "file_broken": _("The photograph cannot be opened. Please choose another one."),
    "needed": _("Please fill this in."),
}


def sentence_of(error: PortalError) -> str:
    """Return what an error of the portal says."""
    text = str(PROBLEMS.get(error.word, error.word))
    return text % error.values if error.values else text


def sentence_of_matter(error: matters.MatterError) -> str:
    """Return what an error of matters says to a resident."""
    own = MATTER_PROBLEMS.get(error.word)
    return str(own) if own else matters.sentence_of(error)
