"""What can be wrong with a deed on a client; each error knows a word that `names.py` says."""

from gege.kernel.worded_errors import EntryError, WordedError


class ClientError(WordedError):
    """A deed that was not done; nothing was changed."""

    word = "client_error"


class NotFound(ClientError):  # noqa: N818 - an answer, not a fault
    """There is no such client for this person."""

    word = "not_found"


class Refused(ClientError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow it."""


class Invalid(EntryError, ClientError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""
