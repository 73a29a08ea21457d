"""What can be wrong with a deed. Each error knows a word that `names.py` turns into a sentence."""

from collections.abc import Mapping
from typing import Any


class HandbookError(Exception):
    """A deed that was not done; nothing was changed."""

    word = "handbook_error"

    def __init__(self, word: str | None = None, **values: Any) -> None:
        self.word = word or self.word
        self.values: Mapping[str, Any] = values
        super().__init__(self.word)


class NotFound(HandbookError):  # noqa: N818 - an answer, not a fault
    """There is no such article for this person. Hidden and absent look the same."""

    word = "not_found"


class Refused(HandbookError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow the deed."""

    word = "not_yours"


class Stale(HandbookError):  # noqa: N818 - an answer, not a fault
    """Somebody changed the article after this person last saw it."""

    word = "stale"


class Invalid(HandbookError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""

    def __init__(self, field: str, word: str, **values: Any) -> None:
        self.field = field
        super().__init__(word, **values)
