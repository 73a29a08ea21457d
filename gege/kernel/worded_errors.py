"""Answers of deeds that were not done: a word that a room makes a sentence of, and its values."""

from collections.abc import Mapping
from typing import Any


class WordedError(Exception):
    """A deed that was not done; nothing was changed. Each room has a family of its own.

    `word` is looked up among the room's sentences, `values` fill its placeholders.
    """

    word = "error"

    def __init__(self, word: str | None = None, **values: Any) -> None:
        self.word = word or self.word
        self.values: Mapping[str, Any] = values
        super().__init__(self.word)


class EntryError(WordedError):
    """An entry cannot be taken; `field` names it on the form."""

    def __init__(self, field: str, word: str, **values: Any) -> None:
        self.field = field
        super().__init__(word, **values)
