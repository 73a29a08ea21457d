"""Reads of calls: what is on the line, what waits to be written up, the list, one call.

The hotline, the duty centre that stands in for it and the county's supervisor read calls.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gege.hotline.calls.callers import caller_of
from gege.hotline.calls.errors import NotFound
from gege.hotline.calls.hear import TAKERS
from gege.hotline.models import Call, CallEvent
from gege.hotline.rules.call_table import CallState, Given
from gege.kernel.typed_text import whole_number
from gege.matters.api import LOCAL, Matter, matters_of_phone
from gege.staff.api import Actor, Role
from gege.trail.api import Entry

READERS: Final = (*TAKERS, Role.COUNTY_SUPERVISOR)
PAGE: Final = 50
MOST_ON_THE_LINE: Final = 30
_ON: Final = (CallState.RINGING, CallState.TALKING)


@dataclass(frozen=True, slots=True)
class CallFilter:
    """What a list is narrowed to; an empty field narrows nothing.

    `show` is a state, "unwritten" for answered calls of which nothing is written down, or a word
    of what came of them.
    """

    day: date | None = None
    show: str = ""
    taker_id: int | None = None


@dataclass(frozen=True, slots=True)
class CallPage:
    """One page by key, the newest first."""

    rows: tuple[Call, ...]
    next_key: str = ""


def visible(by: Actor) -> QuerySet[Call]:
    """Return the calls that a person may read: all, or none."""
    return Call.objects.all() if by.role in READERS else Call.objects.none()


def on_the_line(by: Actor) -> list[Call]:
    """Return what rings and what is being talked now, the oldest first."""
    rows = visible(by).filter(state__in=_ON).order_by("rang_at", "id")
    return list(rows[:MOST_ON_THE_LINE])


def ringing(by: Actor) -> QuerySet[Call]:
    """Return the calls that ring now."""
    return visible(by).filter(state=CallState.RINGING)


def to_write_up(by: Actor) -> list[Call]:
    """Return a person's own answered calls of which nothing is written down, the oldest first."""
    rows = visible(by).filter(taker_id=by.account_id, given="", answered_at__isnull=False)
    return list(rows.order_by("rang_at", "id")[:MOST_ON_THE_LINE])


def calls_page(by: Actor, chosen: CallFilter, *, after: str = "", size: int = PAGE) -> CallPage:
    """Return one page of the calls, by when they rang."""
    rows = visible(by)
    if chosen.day is not None:
        midnight = datetime.combine(chosen.day, time(), tzinfo=LOCAL)
        rows = rows.filter(rang_at__gte=midnight, rang_at__lt=midnight + timedelta(days=1))
    if chosen.taker_id is not None:
        rows = rows.filter(taker_id=chosen.taker_id)
    rows = _shown(rows, chosen.show)
    at, pk = _key(after)
    if at is not None:
        rows = rows.filter(Q(rang_at__lt=at) | Q(rang_at=at, pk__lt=pk))
    found = list(
        rows.select_related("matter").only(*_COLUMNS).order_by("-rang_at", "-id")[: size + 1]
    )
    last = found[size - 1] if len(found) > size else None
    key = f"{last.rang_at.isoformat()}_{last.pk}" if last else ""
    return CallPage(tuple(found[:size]), key)


def call_by_uid(uid: UUID, by: Actor) -> Call:
    """Return one call; raises NotFound for whoever reads none."""
    call = visible(by).select_related("matter").defer("matter__search").filter(uid=uid).first()
    if call is None:
        raise NotFound
    return call


def events_of(call: Call) -> list[CallEvent]:
    """Return what the telephone system told, in the order of what happened."""
    return list(CallEvent.objects.filter(call=call).order_by("at", "id"))


def lines_of(call: Call) -> list[Entry]:
    """Return the ledger of a call, the newest first."""
    return list(Entry.objects.filter(stream=call.stream).order_by("-seq"))


def items_of(call: Call, by: Actor) -> list[Matter]:
    """Return what was reported under the caller's number, if they were given one."""
    number = caller_of(call).number if call.number_mark else ""
    return matters_of_phone(number, by=by) if number else []


def earlier_calls(call: Call, by: Actor, most: int = 5) -> list[Call]:
    """Return the last calls from the same number."""
    if not call.number_mark:
        return []
    rows = visible(by).filter(number_mark=call.number_mark).exclude(pk=call.pk)
    return list(rows.select_related("matter").only(*_COLUMNS).order_by("-rang_at")[:most])


def takers(by: Actor, since: datetime) -> list[tuple[int, str]]:
    """Return who took calls lately, by name."""
    rows = visible(by).filter(rang_at__gte=since, taker_id__isnull=False)
    found = rows.order_by("taker_name").values_list("taker_id", "taker_name").distinct()[:200]
    return [(pk, name) for pk, name in found if pk is not None]


_COLUMNS: Final = (
    "uid",
    "came",
    "state",
    "rang_at",
    "answered_at",
    "ended_at",
    "abandoned_at",
    "waited_seconds",
    "taker_id",
    "taker_name",
    "withheld",
    "number_shown",
    "standing",
    "given",
    "matter__reported_at",
)


def _shown(rows: QuerySet[Call], word: str) -> QuerySet[Call]:
    if not word:
        return rows
    if word == "unwritten":
        return rows.filter(given="", answered_at__isnull=False)
    if word in set(CallState):
        return rows.filter(state=word)
    return rows.filter(given=word) if word in set(Given) else rows.none()


def _key(after: str) -> tuple[datetime | None, int]:
    stamp, _, pk = after.partition("_")
    number = whole_number(pk)
    if number is None:
        return None, 0
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return None, 0
    return (at, number) if at.tzinfo is not None else (None, 0)
