"""What can be wrong with a deed on duty. `names.py` has a sentence for each word."""

from gege.kernel.worded_errors import EntryError, WordedError


class DutyError(WordedError):
    """A deed that was not done; nothing was changed."""

    word = "duty_error"


class NotFound(DutyError):  # noqa: N818 - an answer, not a fault
    """There is no such thing for this person. Hidden and absent look the same."""

    word = "not_found"


class Refused(DutyError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow the deed."""

    word = "not_yours"


class Uncovered(Refused):
    """A roster would have faults that nobody may publish; `faults` names them all."""

    word = "uncovered"

    def __init__(self, faults: tuple[object, ...]) -> None:
        self.faults = faults
        super().__init__("uncovered", count=len(faults))


class Invalid(EntryError, DutyError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""
