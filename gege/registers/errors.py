"""What can be wrong with a deed on a register. `names.py` makes a sentence of each word."""

from collections.abc import Mapping

from gege.kernel.worded_errors import EntryError, WordedError
from gege.registers.rules.values import Wrong


class RegisterError(WordedError):
    """A deed that was not done; nothing was changed."""

    word = "register_error"


class NotFound(RegisterError):  # noqa: N818 - an answer, not a fault
    """There is no such thing for this person. Out of scope and absent look the same."""

    word = "not_found"


class Stale(RegisterError):  # noqa: N818 - an answer, not a fault
    """Somebody changed it after this person last saw it."""

    word = "stale"


class Refused(RegisterError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow it now; the word says why."""

    word = "refused"


class Invalid(EntryError, RegisterError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""


class Faults(RegisterError):  # noqa: N818 - an answer, not a fault
    """Several fields cannot be taken: each with its word. Nothing was changed."""

    word = "faults"

    def __init__(self, fields: Mapping[str, Wrong]) -> None:
        self.fields = dict(fields)
        super().__init__("faults", names=", ".join(self.fields))

    def __str__(self) -> str:
        return "; ".join(f"{name}: {wrong.word}" for name, wrong in self.fields.items())
