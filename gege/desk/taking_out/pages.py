"""A list as xlsx or CSV: the page itself, read page after page, without its frame.

The file is made from what the page shows. So it has the same scope, filters and masks, and nothing
can stand in it that its reader could not read (R-043); a list that a reader may not open gives no
file, and whatever a page writes down of being read is written for each page of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gege.desk.sheets import Sheet, as_file
from gege.desk.taking_out.tables import Page, Table, read_page, without_empty_columns
from gege.trail.api import note_access

TYPES: Final = ("xlsx", "csv")
PARAMETER: Final = "as"
ITSELF: Final = "itself"
MOST: Final = 5_000
"""Lines of one file. A page is drawn for every fifty of them, so it is fewer than elsewhere."""
_PLACES: Final = (PARAMETER, "after", "before")
_MARK: Final = "gege_taken_out"
_KEPT: Final = "taken_out_as"
_SILENT: Final = "is_taken_out"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class TakenOut:
    """How a list is taken out: the name of its file, and which of its words belong to persons."""

    name: str
    personal: str = ""
    whole: str = ""


def as_sheets(name: str, *, personal: str = "", whole: str = "") -> Callable[[View], View]:
    """Offer a list as xlsx and CSV, beneath its table and under `?as=`.

    Stands below the mark of access. `personal` names what the list tells of persons, masked or
    not; where it is given, every taking out is a line of the access log. `whole` names the address
    that gives the list with more columns than the page has, or is `ITSELF` where the view answers
    `?as=` on its own: a longer list then, read without its pages.
    """
    how = TakenOut(name, personal, whole)

    def mark(view: Any) -> Any:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            setattr(request, _KEPT, how)
            kind = request.GET.get(PARAMETER, "")
            if kind not in TYPES or request.method != "GET" or whole:
                answer: HttpResponseBase = view(request, *args, **kwargs)
                return answer

            def draw(query: str) -> HttpResponseBase:
                page: HttpResponseBase = view(_asking(request, query), *args, **kwargs)
                return page

            return _taken(request, how, kind, draw)

        setattr(shown, _MARK, how)
        return shown

    return mark


def how_taken_out(view: Callable[..., Any]) -> TakenOut | None:
    """Return how the list of a view is taken out; None for a view that offers nothing."""
    found = getattr(view, _MARK, None)
    return found if isinstance(found, TakenOut) else None


def offers(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the files that a page offers: their kinds and addresses, with the page's filters."""
    how = getattr(request, _KEPT, None)
    if not isinstance(how, TakenOut):
        return []
    place = reverse(how.whole) if how.whole and how.whole != ITSELF else ""
    asked = _whole(request.GET)
    found = []
    for kind in TYPES:
        asked[PARAMETER] = kind
        found.append((kind, f"{place}?{asked.urlencode()}"))
    return found


def is_silent(request: HttpRequest) -> bool:
    """Tell whether a page is drawn for its table only: no rail is counted then."""
    return bool(getattr(request, _SILENT, False))


def _whole(given: QueryDict) -> QueryDict:
    """Return a query without its place in the list and without the kind of file."""
    asked = given.copy()
    for name in _PLACES:
        asked.pop(name, None)
    return asked


def _asking(request: HttpRequest, query: str) -> HttpRequest:
    """Return the same request for another page of the list."""
    again = copy(request)
    again.GET = QueryDict(query)
    again.META = {**request.META, "QUERY_STRING": query}
    setattr(again, _SILENT, True)
    return again


def _taken(
    request: HttpRequest,
    how: TakenOut,
    kind: str,
    draw: Callable[[str], HttpResponseBase],
) -> HttpResponseBase:
    first = draw(_whole(request.GET).urlencode())
    if not isinstance(first, HttpResponse) or first.status_code != 200:
        return first
    tables = _all_pages(read_page(first.content.decode()), draw, request.path)
    lines = sum(len(one.rows) for one in tables)
    if how.personal:
        note_taken_out(request, how.name, how.personal, kind, lines)
    name = _file_name(request, how, kind)
    more = _("There is more: narrow the list and take it out again.")
    sheets = [Sheet(one.title or how.name, one.heads, _at_most(one, more)) for one in tables]
    return as_file(kind, sheets or [Sheet(how.name, [])], name)


def _all_pages(page: Page, draw: Callable[[str], HttpResponseBase], path: str) -> list[Table]:
    """Return the tables of the first page, the one with a pager filled from all that follow."""
    tables = list(page.tables)
    whole = next((one for one in tables if one.paged), None)
    seen: set[str] = set()
    while whole is not None and page.next and len(whole.rows) <= MOST:
        parts = urlsplit(page.next)
        asked = QueryDict(parts.query, mutable=True)
        asked.pop(PARAMETER, None)
        query = asked.urlencode()
        if query in seen or (parts.path and parts.path != path):
            break
        seen.add(query)
        answer = draw(query)
        if not isinstance(answer, HttpResponse) or answer.status_code != 200:
            break
        page = read_page(answer.content.decode())
        further = next((one for one in page.tables if one.paged), None)
        if further is None:
            break
        whole.rows += further.rows
    for one in tables:
        without_empty_columns(one)
    return tables


def _at_most(table: Table, more: str) -> Iterator[list[Any]]:
    yield from table.rows[:MOST]
    if len(table.rows) > MOST:
        yield [more]


def note_taken_out(request: HttpRequest, name: str, personal: str, kind: str, lines: int) -> None:
    """Write who took persons' words out, of which list, and how many lines.

    `kind` is what was asked for; without a word that is known it is the first of `TYPES`. A list
    that is read without its pages (`whole`) calls it itself.
    """
    note_access(
        by=request.actor.signature(),  # type: ignore[attr-defined]
        now=timezone.now(),
        subject=f"list:{name}",
        fields=f"{personal} ({lines})"[:200],
        purpose=_("Taken out as a file: %(kind)s, %(lines)s lines")
        % {"kind": kind if kind in TYPES else TYPES[0], "lines": lines},
    )


def _file_name(request: HttpRequest, how: TakenOut, kind: str) -> str:
    unit = getattr(getattr(request, "actor", None), "unit_code", "")
    kept = [one for one in (how.name, unit, f"{timezone.localdate()}") if one]
    return f"{'-'.join(kept)}.{kind}"
