"""What can be wrong with a deed. Each error knows a word that `names.py` turns into a sentence."""

from gege.kernel.worded_errors import EntryError, WordedError


class SupervisionError(WordedError):
    """A deed that was not done; nothing was changed."""

    word = "supervision_error"


class NotFound(SupervisionError):  # noqa: N818 - an answer, not a fault
    """There is no such order for this person. Hidden and absent look the same."""

    word = "not_found"


class Refused(SupervisionError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow the deed."""

    word = "not_yours"


class Stale(SupervisionError):  # noqa: N818 - an answer, not a fault
    """Somebody moved the order after this person last saw it."""

    word = "stale"


class Invalid(EntryError, SupervisionError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""
