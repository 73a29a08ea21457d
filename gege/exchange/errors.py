"""What can be wrong with a deed of the exchange; each error knows a word that `names.py` says."""

from gege.kernel.worded_errors import EntryError, WordedError


class ExchangeError(WordedError):
    """A deed that was not done; nothing was changed."""

    word = "exchange_error"


class NotFound(ExchangeError):  # noqa: N818 - an answer, not a fault
    """There is no such thing for this person or this system."""

    word = "not_found"


class Refused(ExchangeError):  # noqa: N818 - an answer, not a fault
    """The rules do not allow it now."""


class Invalid(EntryError, ExchangeError):  # noqa: N818 - an answer, not a fault
    """An entry cannot be taken; `field` names it on the form."""


class Away(ExchangeError):  # noqa: N818 - an answer, not a fault
    """A source or a receiver did not answer as it should: a word, or what it said itself."""

    def __init__(self, word: str, said: str = "") -> None:
        self.said = (said or word)[:200]
        super().__init__(word)
