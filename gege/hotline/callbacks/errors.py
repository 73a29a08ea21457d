"""What can be wrong with a callback; `words.py` makes a sentence of each error's word."""

from gege.hotline.rules.callback_table import Refusal
from gege.kernel.worded_errors import EntryError, WordedError


class CallbackError(WordedError):
    """A deed that was not done; nothing was changed."""

    word = "callback_error"


class NotFound(CallbackError):  # noqa: N818 - an answer, not a fault
    """There is no such callback for this person."""

    word = "not_found"


class Refused(CallbackError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))


class Invalid(EntryError, CallbackError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""
