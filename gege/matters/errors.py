"""What can be wrong with a deed. Each error knows a word that `names.py` turns into a sentence."""

from gege.kernel.worded_errors import EntryError, WordedError
from gege.matters.rules.moves import Refusal


class MatterError(WordedError):
    """A deed that was not done; nothing was changed."""

    word = "matter_error"


class NotFound(MatterError):  # noqa: N818 - an answer, not a fault
    """There is no such matter for this person. Out of scope and absent look the same."""

    word = "not_found"


class Refused(MatterError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow the move."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(str(refusal))


class Stale(MatterError):  # noqa: N818 - an answer, not a fault
    """Somebody moved the matter after this person last saw it."""

    word = "stale"


class Invalid(EntryError, MatterError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""
