"""What the words of supervision read like, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.kernel.worded_errors import WordedError
from gege.matters.api import names as matter_names
from gege.supervision import camera_names, group_names
from gege.supervision.rules import words as w
from gege.supervision.rules.orders import Refusal

KINDS: Final[Mapping[str, Promise | str]] = {
    w.OrderKind.FOLLOW_UP: _("Follow-up order"),
    w.OrderKind.COORDINATION: _("Request for coordination"),
}

ORIGINS: Final[Mapping[str, Promise | str]] = {
    w.Origin.PERSON: _("Issued by the county's supervision"),
    w.Origin.INSTRUCTION: _("With the instruction, at the same moment"),
    w.Origin.DECISION: _("Decision of the leading group"),
    w.Origin.BRIEFING: _("Conclusion of a briefing"),
    w.Origin.DIGEST: _("Digest of residents’ opinions"),
}

DEMANDS: Final[Mapping[str, Promise | str]] = {
    w.Demand.MAJOR: _("a kind of major matters"),
    w.Demand.GRAVE: _("a grave matter"),
    w.Demand.RULED: _("the county ruled whose it is"),
    w.Demand.REOPENED: _("a resident disagreed and it was reopened"),
}

STATES: Final[Mapping[str, Promise | str]] = {
    w.OrderState.ISSUED: pgettext_lazy("order", "Issued"),
    w.OrderState.RECEIVED: pgettext_lazy("order", "Signed for"),
    w.OrderState.REPLIED: pgettext_lazy("order", "Answered"),
    w.OrderState.CLOSED: pgettext_lazy("order", "Closed"),
    w.OrderState.WITHDRAWN: pgettext_lazy("order", "Taken back"),
}

DEEDS: Final[Mapping[str, Promise | str]] = {
    w.OrderDeed.ISSUE: pgettext_lazy("order", "Issue"),
    w.OrderDeed.RECEIVE: pgettext_lazy("order", "Sign for it"),
    w.OrderDeed.PROGRESS: pgettext_lazy("order", "Tell how far it is"),
    w.OrderDeed.REPLY: pgettext_lazy("order", "Answer"),
    w.OrderDeed.SEND_BACK: pgettext_lazy("order", "Send back"),
    w.OrderDeed.URGE: pgettext_lazy("order", "Urge"),
    w.OrderDeed.CLOSE: pgettext_lazy("order", "Close with a result"),
    w.OrderDeed.WITHDRAW: pgettext_lazy("order", "Take back"),
    w.OrderDeed.MOVE: pgettext_lazy("order", "The due time moved with the matter's"),
    "attach": pgettext_lazy("order", "Keep a file"),
    w.Reminder.RECEIPT: _("The time to sign for it is over"),
    w.Reminder.NEAR_DUE: _("Turned yellow"),
    w.Reminder.OVERDUE: _("Turned red"),
    w.Reminder.AGAIN: _("Reminded again"),
    "chain_sms": _("No answer yet: sent by SMS to"),
    "chain_email": _("No answer yet: sent by e-mail to"),
    "chain_voice": _("No answer yet: to be called"),
    "chain_answered": _("The notice was acknowledged by"),
    "chain_not_reached": _("Called and not reached"),
    "chain_nobody": _("Nobody of the call chain answered"),
}

STEPS: Final[Mapping[str, Promise | str]] = {
    w.OrderDeed.ISSUE: pgettext_lazy("order", "Issued"),
    w.OrderDeed.RECEIVE: pgettext_lazy("order", "Signed for"),
    w.OrderDeed.PROGRESS: pgettext_lazy("order", "How far it was"),
    w.OrderDeed.REPLY: pgettext_lazy("order", "Answered"),
    w.OrderDeed.SEND_BACK: pgettext_lazy("order", "Sent back"),
    w.OrderDeed.URGE: pgettext_lazy("order", "Urged"),
    w.OrderDeed.CLOSE: pgettext_lazy("order", "Closed"),
    w.OrderDeed.WITHDRAW: pgettext_lazy("order", "Taken back"),
}
"""What was done, as a line of the time line."""

_OF_FILES: Final = (
    "file_too_large",
    "file_empty",
    "file_type",
    "file_broken",
    "picture_too_large",
    "already_attached",
)
"""What is said of a file is said as matters say it: they look at its bytes."""

SENTENCES: Final[Mapping[str, Promise | str]] = {
    "supervision_error": _("This could not be done."),
    "not_found": _("There is no such order."),
    "stale": _("Somebody changed the order meanwhile. Look at it again."),
    Refusal.WRONG_STATE: _("As the order stands now this is not possible."),
    Refusal.NOT_YOURS: _("This is for others to do."),
    Refusal.OWN_REPLY: _("Somebody else than who answered closes it."),
    Refusal.DECISION_STANDS: _("What the leading group decided is not taken back."),
    "needed": _("Please write at least two characters."),
    "too_long": _("This is too long: at most %(most)s characters."),
    "in_the_future": _("This day is still to come."),
    "days": _("Between 1 and 250 working days."),
    "unknown_unit": _("There is no such unit, or it has no desk."),
    "unknown_matter": _("There is no such matter."),
    "own_unit": _("That is your own unit."),
    "not_concerned": _("This unit does not see the matter: it neither handles nor assists in it."),
    "too_many_files_here": _("At most %(most)s files."),
    **{word: matter_names.PROBLEMS[word] for word in _OF_FILES},
    **camera_names.SENTENCES,
    **group_names.SENTENCES,
}


def sentence_of(error: WordedError) -> str:
    """Return what a refusal says to the person."""
    text = str(SENTENCES.get(error.word, SENTENCES["supervision_error"]))
    return text % error.values if error.values and "%(" in text else text


def name_of(vocabulary: Mapping[str, Promise | str], word: str) -> str:
    """Return the name of a word; the word itself where this version does not know it."""
    return str(vocabulary.get(word, word))
