"""The words of callbacks on screen."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.hotline.callbacks.errors import CallbackError
from gege.hotline.rules.callback_table import Found, Solved, State, Why
from gege.matters import api as matters

Words = Mapping[str, Promise | str]

WHYS: Final[Words] = {
    Why.MATTER: _("Is the matter solved?"),
    Why.PROMISED: _("An answer was promised"),
    Why.MISSED: _("Nobody answered the call"),
    Why.SAMPLE: _("Sample: is it solved?"),
}
STATES: Final[Words] = {
    State.WAITING: pgettext_lazy("callback", "To call"),
    State.ASKED: pgettext_lazy("callback", "Asked by text"),
    State.REACHED: pgettext_lazy("callback", "Reached"),
    State.UNREACHABLE: pgettext_lazy("callback", "Not reachable"),
    State.REFUSED: pgettext_lazy("callback", "Wishes not to be asked"),
    State.WRONG_NUMBER: pgettext_lazy("callback", "Wrong number"),
    State.DROPPED: pgettext_lazy("callback", "Not needed any more"),
}
FOUND: Final[Words] = {
    Found.REACHED: pgettext_lazy("callback", "Reached"),
    Found.NOT_REACHED: pgettext_lazy("callback", "Not reached this time"),
    Found.REFUSED: pgettext_lazy("callback", "Wishes not to be asked"),
    Found.WRONG_NUMBER: pgettext_lazy("callback", "Wrong number"),
}
SOLVED: Final[Words] = {
    Solved.YES: pgettext_lazy("callback", "Solved"),
    Solved.NO: pgettext_lazy("callback", "Not solved"),
    Solved.NOT_ASKED: pgettext_lazy("callback", "Not asked"),
}
RATINGS: Final[Words] = {
    matters.words.Satisfaction.SATISFIED: pgettext_lazy("callback", "Satisfied"),
    matters.words.Satisfaction.BASICALLY: pgettext_lazy("callback", "Basically satisfied"),
    matters.words.Satisfaction.DISSATISFIED: pgettext_lazy("callback", "Dissatisfied"),
    matters.words.Satisfaction.NOT_ASKED: pgettext_lazy("callback", "Did not say"),
}
CAME: Final[Words] = {
    "closed": _("Everybody was heard: the matter is closed."),
    "reopened": _("Not solved: the matter was reopened."),
    "back_to_work": _("Not solved: the matter goes back to the unit that handled it."),
    "kept": _("The outcome is kept."),
}
PROBLEMS: Final[Words] = {
    "over": _("This callback is over. Look at the list again."),
    "somebody_has_it": _("Somebody else has taken this callback."),
    "not_taken": _("Take the callback before you call: it is one person's at a time."),
    "say_solved": _("Say whether it is solved."),
    "say_what": _("Say what is not solved, in the caller's words."),
    "say_what_came": _("Say what came of it."),
    "not_by_text": _("This cannot be answered by text."),
    "no_mobile": _("The number is no mobile and takes no text."),
    "not_found": _("There is no such callback."),
}
NOT_REOPENED: Final = _(
    "The matter could not be reopened (%(reason)s). Report what is not solved as a new matter."
)


def sentence_of(error: CallbackError) -> str:
    """Return what an error says."""
    return str(PROBLEMS.get(error.word, error.word))
