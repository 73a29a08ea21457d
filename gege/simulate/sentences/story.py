"""The shape of what is said about one kind of matter."""

from typing import NamedTuple


class Story(NamedTuple):
    """Titles and descriptions of a report, and what is written when it is done."""

    titles: tuple[str, ...]
    tells: tuple[str, ...]
    results: tuple[str, ...]
