"""Why a message was not done, beside what the deeds themselves say."""

from typing import Any


class Malformed(Exception):  # noqa: N818 - an answer, not a fault
    """The message is not what was agreed; `field` names the part."""

    def __init__(self, field: str, word: str = "malformed", **values: Any) -> None:
        super().__init__(word)
        self.field, self.word, self.values = field, word, values


class Waiting(Exception):  # noqa: N818 - an answer, not a fault
    """What it needs is not here yet; the phone keeps it and sends it later."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Overtaken(Exception):  # noqa: N818 - an answer, not a fault
    """Somebody moved it meanwhile; `present` is how it stands now, for the worker to decide."""

    def __init__(self, text: str, present: dict[str, Any], number: str = "") -> None:
        super().__init__(text)
        self.text, self.present, self.number = text, present, number
