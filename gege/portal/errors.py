"""What can be wrong on the portal; each word has a sentence in `names.py`."""

from typing import Any


class PortalError(Exception):
    """Nothing was changed. `field` names the entry, if it is one entry's fault."""

    def __init__(self, word: str, field: str = "", **values: Any) -> None:
        self.word = word
        self.field = field
        self.values = values
        super().__init__(word)


class NotFound(PortalError):  # noqa: N818 - an answer, not a fault
    """Wrong number, wrong code and somebody else's matter look the same."""

    def __init__(self) -> None:
        super().__init__("not_found")


class TooOften(PortalError):  # noqa: N818 - an answer, not a fault
    """The bound of a span is used up; `wait` seconds are left of it."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__("too_often", minutes=max(1, -(-wait // 60)))
