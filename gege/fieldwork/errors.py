"""What can be wrong with a deed outdoors. `names.py` makes a sentence of each word."""

from collections.abc import Mapping
from typing import Any


class FieldError(Exception):
    """A deed that was not done; nothing was changed."""

    word = "field_error"

    def __init__(self, word: str | None = None, **values: Any) -> None:
        self.word = word or self.word
        self.values: Mapping[str, Any] = values
        super().__init__(self.word)


class NotFound(FieldError):  # noqa: N818 - an answer, not a fault
    """There is no such thing for this person. Out of scope and absent look the same."""

    word = "not_found"


class Stale(FieldError):  # noqa: N818 - an answer, not a fault
    """Somebody changed it after this person last saw it."""

    word = "stale"


class Refused(FieldError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow it now; the word says why."""

    word = "refused"


class Invalid(FieldError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""

    def __init__(self, field: str, word: str, **values: Any) -> None:
        self.field = field
        super().__init__(word, **values)
