"""What can be wrong with a deed. Each error knows a word that `names.py` turns into a sentence."""

from collections.abc import Mapping
from typing import Any

from gege.matters.rules.moves import Refusal


class MatterError(Exception):
    """A deed that was not done; nothing was changed."""

    word = "matter_error"

    def __init__(self, word: str | None = None, **values: Any) -> None:
        self.word = word or self.word
        self.values: Mapping[str, Any] = values
        super().__init__(self.word)


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


class Invalid(MatterError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""

    def __init__(self, field: str, word: str, **values: Any) -> None:
        self.field = field
        super().__init__(word, **values)
