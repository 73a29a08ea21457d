"""A register's list as a sheet: the lines that the page shows, masked as they are there.

What is taken out tells no more than what is read (R-043): no value of a person that the page would
not show, and no record that it would not list.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Protocol

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gege.desk.sheets import Value, file_of
from gege.registers.api import RecordLine, RecordPage
from gege.territory.api import Atlas

MOST: Final = 10_000
AT_ONCE: Final = 1_000
"""Lines that are read together: memory does not grow with the list."""


class Reads(Protocol):
    """Reads the list from behind a line on."""

    def __call__(self, after: int, most: int) -> RecordPage: ...


def taken_out(
    code: str,
    kind: str,
    reads: Reads,
    atlas: Atlas,
    language: str,
    note: Callable[[str, int], None],
) -> HttpResponse:
    """Return the whole list as xlsx or CSV; past `MOST` lines the last one says so.

    `note` writes down that a sheet with fields of persons was taken out, and how many lines.
    """
    page = reads(0, AT_ONCE)
    headings = [
        (_("Record"), 40),
        (pgettext("registers", "Place"), 30),
        *((column, 20) for column in page.columns),
        (_("State"), 16),
        (pgettext("registers", "Changed"), 18),
    ]
    lines = 0

    def counted() -> Iterator[Iterable[Value]]:
        nonlocal lines
        for line in _lines(page, reads, atlas, language):
            lines += 1
            yield line

    answer = file_of(kind, headings, counted(), title=code, name=code, most=MOST)
    if any(one.is_personal for one in page.sheet.current):
        note("title, values", min(lines, MOST))
    return answer


def _lines(
    page: RecordPage, reads: Reads, atlas: Atlas, language: str
) -> Iterator[Iterable[Value]]:
    while True:
        codes = {line.area_code for line in page.lines}
        places = {area: atlas.label(area, language) for area in codes}
        for line in page.lines:
            yield _line(line, places)
        if not page.after:
            return
        page = reads(page.after, AT_ONCE)


def _line(line: RecordLine, places: Mapping[str, str]) -> list[Value]:
    states = [_("in question")] * line.disputed + [_("ended")] * line.ended
    state = ", ".join(states)
    return [line.title, places[line.area_code], *line.cells, state, line.changed_at]
