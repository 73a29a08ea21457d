"""A list page by page, by the key of its last line: page a hundred is as dear as page one."""

from collections.abc import Iterable
from typing import Any, Protocol, Self, TypeVar

from gege.kernel.typed_text import whole_number

Row = TypeVar("Row", covariant=True)


class Rows(Protocol[Row]):
    """What a list must know: to leave out lines, and to give some of them."""

    def filter(self, *args: Any, **kwargs: Any) -> Self:
        """Return the lines that meet conditions."""

    def __getitem__(self, lines: slice, /) -> Iterable[Row]:
        """Return some of the lines."""


def newest_first(rows: Rows[Row], *, after: str, size: int) -> tuple[list[Row], str]:
    """Return a page of rows in falling order of their ids, and the key of the next, "" on the last.

    `after` is the key as it came in an address; one that is no key begins anew. One statement.
    """
    key = whole_number(after)
    if key is not None:
        rows = rows.filter(pk__lt=key)
    found: list[Any] = list(rows[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""
