"""The list of callbacks: each box in one statement, its pages by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet

from gege.hotline.callbacks.deeds import visible
from gege.hotline.models import Callback
from gege.hotline.rules.callback_table import OPEN, State
from gege.staff.api import Actor

PAGE: Final = 50


class Box(StrEnum):
    """Which callbacks are asked for."""

    NOW = "now"
    LATER = "later"
    DONE = "done"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for."""

    box: Box = Box.NOW
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page, and the key of the next."""

    rows: Sequence[Callback]
    next_key: str = ""


def condition(asked: Filter, now: datetime) -> Q:
    """Return what a filter lets through."""
    boxes = {
        Box.NOW: Q(state=State.WAITING, next_at__lte=now),
        Box.LATER: Q(state=State.ASKED) | Q(state=State.WAITING, next_at__gt=now),
        Box.DONE: ~Q(state__in=sorted(OPEN)),
        Box.UNREACHABLE: Q(state=State.UNREACHABLE),
    }
    found = boxes[asked.box]
    if asked.why:
        found &= Q(why=asked.why)
    return found


def callbacks(by: Actor, asked: Filter, *, now: datetime, after: str = "") -> Found:
    """Return one page of a person's list, open ones by due time, others the newest first."""
    rows = visible(by).filter(condition(asked, now))
    rows = rows.select_related("matter", "call").defer("matter__search")
    opened = asked.box in (Box.NOW, Box.LATER)
    if opened:
        rows = rows.filter(state__in=sorted(OPEN)).order_by("due_at", "id")
    else:
        rows = rows.filter(done_at__isnull=False).order_by("-done_at", "-id")
    key = _key(after)
    if key is not None:
        at, pk = key
        beyond = (
            Q(due_at__gt=at) | Q(due_at=at, id__gt=pk)
            if opened
            else Q(done_at__lt=at) | Q(done_at=at, id__lt=pk)
        )
        rows = rows.filter(beyond)
    found = list(rows[: PAGE + 1])
    more = found[PAGE - 1] if len(found) > PAGE else None
    return Found(found[:PAGE], _written(more, opened) if more is not None else "")


def waiting_rows(by: Actor, now: datetime) -> QuerySet[Callback]:
    """Return the callbacks that wait for somebody to call."""
    return visible(by).filter(condition(Filter(), now))


def by_uid(by: Actor) -> QuerySet[Callback]:
    """Return the callbacks a person may open, with what their page shows."""
    rows = visible(by).select_related("matter", "reporting", "call")
    return rows.defer("matter__search")


def _written(one: Callback, opened: bool) -> str:
    at = one.due_at if opened else one.done_at
    assert at is not None  # the list is in its order
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}_{one.pk}"


def _key(text: str) -> tuple[datetime, int] | None:
    at, _line, pk = text.partition("_")
    try:
        return datetime.fromisoformat(at).astimezone(UTC), int(pk[:18])
    except (ValueError, OverflowError):
        return None
