"""What can be wrong with a deed on a call; each error knows a word that `words.py` says."""

from gege.kernel.worded_errors import EntryError, WordedError


class CallError(WordedError):
    """A deed that was not done; nothing was changed."""

    word = "call_error"


class NotFound(CallError):  # noqa: N818 - an answer, not a fault
    """There is no such call, seat or telephone system for this person."""

    word = "not_found"


class Refused(CallError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow it."""


class Invalid(EntryError, CallError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""
