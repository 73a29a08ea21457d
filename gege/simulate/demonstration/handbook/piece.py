"""The shape of a demonstration article."""

from typing import NamedTuple


class Piece(NamedTuple):
    """An article: `owner` is a department's code, empty for the county centre.

    `fate` is what becomes of it in the demonstration, see `shelve.py`.
    """

    kind: str
    title: str
    title_en: str
    body: str
    source: str
    keywords: str
    owner: str
    fate: str = ""
