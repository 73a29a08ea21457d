"""What can be wrong with a deed outdoors. `names.py` makes a sentence of each word."""

from gege.kernel.worded_errors import EntryError, WordedError


class FieldError(WordedError):
    """A deed that was not done; nothing was changed."""

    word = "field_error"


class NotFound(FieldError):  # noqa: N818 - an answer, not a fault
    """There is no such thing for this person. Out of scope and absent look the same."""

    word = "not_found"


class Stale(FieldError):  # noqa: N818 - an answer, not a fault
    """Somebody changed it after this person last saw it."""

    word = "stale"


class Refused(FieldError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow it now; the word says why."""

    word = "refused"


class Invalid(EntryError, FieldError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""
