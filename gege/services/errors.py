"""What can be wrong with a deed. Each error knows a word that `names.py` turns into a sentence."""

from gege.kernel.worded_errors import EntryError, WordedError


class HandbookError(WordedError):
    """A deed that was not done; nothing was changed."""

    word = "handbook_error"


class NotFound(HandbookError):  # noqa: N818 - an answer, not a fault
    """There is no such article for this person. Hidden and absent look the same."""

    word = "not_found"


class Refused(HandbookError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow the deed."""

    word = "not_yours"


class Stale(HandbookError):  # noqa: N818 - an answer, not a fault
    """Somebody changed the article after this person last saw it."""

    word = "stale"


class Invalid(EntryError, HandbookError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""
