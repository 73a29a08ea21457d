"""What can be wrong with a hand-over; `words.py` makes a sentence of each error's word."""

from gege.kernel.worded_errors import EntryError, WordedError


class HandOverError(WordedError):
    """A deed that was not done; nothing was changed."""

    word = "hand_over_error"


class NotFound(HandOverError):  # noqa: N818 - an answer, not a fault
    """There is no such hand-over for this person."""

    word = "not_found"


class Refused(HandOverError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow it."""


class Invalid(EntryError, HandOverError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""
