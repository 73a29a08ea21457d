"""Pages of a list: together they are the list, whatever stands in the address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.paging import newest_first


@dataclass(frozen=True)
class Line:
    pk: int


@dataclass(frozen=True)
class Lines:
    """Rows as a query gives them: in falling order of their keys."""

    pks: tuple[int, ...]

    def filter(self, *args: Any, **kwargs: Any) -> Lines:
        return Lines(tuple(pk for pk in self.pks if pk < kwargs["pk__lt"]))

    def __getitem__(self, lines: slice, /) -> Iterable[Line]:
        return [Line(pk) for pk in self.pks[lines]]


@given(st.frozensets(st.integers(1, 10_000), max_size=40), st.integers(1, 9))
def test_the_pages_together_are_the_list(keys: frozenset[int], size: int) -> None:
    rows, told, after = Lines(tuple(sorted(keys, reverse=True))), [], ""
    while True:
        page, after = newest_first(rows, after=after, size=size)
        told += [one.pk for one in page]
        if not after:
            break
        assert len(page) == size
    assert told == list(rows.pks)


def test_what_is_no_key_begins_anew() -> None:
    rows = Lines((3, 2, 1))
    first = newest_first(rows, after="", size=2)
    assert first == ([Line(3), Line(2)], "2")
    assert [newest_first(rows, after=one, size=2) for one in ("x", "-1", "９９9x", "1e3")] == (
        [first] * 4
    )
