"""What can be wrong with a deed on a client; each error knows a word that `names.py` says."""

from typing import Any


class ClientError(Exception):
    """A deed that was not done; nothing was changed."""

    word = "client_error"

    def __init__(self, word: str | None = None, **values: Any) -> None:
        self.word = word or self.word
        self.values = values
        super().__init__(self.word)


class NotFound(ClientError):  # noqa: N818 - an answer, not a fault
    """There is no such client for this person."""

    word = "not_found"


class Refused(ClientError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow it."""


class Invalid(ClientError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""

    def __init__(self, field: str, word: str, **values: Any) -> None:
        self.field = field
        super().__init__(word, **values)
