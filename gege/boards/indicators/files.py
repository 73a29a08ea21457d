"""The records of an indicator as a sheet, from which anybody can count the number again.

No person stands in it: no words, no names, no address; the number leads to the matter for whoever
may read it. Moments are written whole, in the county's time, for a minute may decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.desk.api import csv_of
from gege.matters.api import LOCAL, Matter, rulebook
from gege.territory.api import Atlas

BATCH: Final = 2000
_MOMENTS: Final[Sequence[tuple[str, Promise | str]]] = (
    ("happened_at", pgettext_lazy("column", "Happened")),
    ("recorded_at", pgettext_lazy("column", "Recorded")),
    ("reported_at", pgettext_lazy("column", "Reported")),
    ("accepted_at", pgettext_lazy("column", "Accepted")),
    ("instructed_at", pgettext_lazy("column", "Instructed")),
    ("first_at", pgettext_lazy("column", "Clock stopped")),
    ("first_due_at", pgettext_lazy("column", "Clock due")),
    ("due_at", pgettext_lazy("column", "Due")),
    ("warn_at", pgettext_lazy("column", "Near due from")),
    ("settled_at", pgettext_lazy("column", "Completed")),
    ("closed_at", pgettext_lazy("column", "Closed")),
)
_WORDS: Final[Sequence[tuple[str, Promise | str]]] = (
    ("number", _("Number")),
    ("kind", _("Kind")),
    ("family", _("Family")),
    ("severity", _("Severity")),
    ("first_time", _("Clock")),
    ("state", _("State")),
    ("area_code", _("Grid")),
    ("unit", _("Unit that handled")),
    ("settled_tier", pgettext_lazy("tier", "Settled at")),
    ("escalated", pgettext_lazy("column", "Escalated")),
    ("to_county", _("To the county")),
    ("returns", _("Returns")),
    ("reopenings", _("Reopenings")),
    ("contact", _("Callback")),
    ("satisfaction", _("Satisfaction")),
    ("entry_hours", _("Hours to record")),
)
COLUMNS: Final = (*_WORDS, *_MOMENTS, ("as_of", pgettext_lazy("column", "As of")))
"""The columns: the name that a program reads, the words that an official reads."""
_READ: Final = (
    "pk", "kind", "family", "severity", "first_time", "state", "area_code", "lead_id",
    "settled_tier", "escalated", "to_county", "returns", "reopenings", "contact", "satisfaction",
    "rulebook", *(name for name, _words in _MOMENTS),
)  # fmt: skip


def lines(rows: QuerySet[Matter], atlas: Atlas, now: datetime) -> Iterator[list[str | int | None]]:
    """Return a line for each record, the newest first; read in batches by key."""
    found = rows.order_by("-pk").only(*_READ)
    before: int | None = None
    while batch := list((found if before is None else found.filter(pk__lt=before))[:BATCH]):
        for one in batch:
            yield _line(one, atlas, now)
        before = batch[-1].pk


def csv_parts(rows: QuerySet[Matter], atlas: Atlas, now: datetime) -> Iterator[bytes]:
    """Return the whole CSV in parts, with a head of names that a program reads."""
    yield csv_of([(name, 0) for name, _words in COLUMNS], [])
    mark = len("\ufeff".encode())
    part: list[list[str | int | None]] = []
    for line in lines(rows, atlas, now):
        part.append(line)
        if len(part) == BATCH:
            yield _body(part, mark)
            part = []
    if part:
        yield _body(part, mark)


def _body(part: list[list[str | int | None]], mark: int) -> bytes:
    """Return lines without the head: an empty one is written and cut off."""
    return csv_of([], part)[mark:].removeprefix(b"\r\n")


def _line(one: Matter, atlas: Atlas, now: datetime) -> list[str | int | None]:
    unit = atlas.unit(one.lead_id) if one.lead_id is not None else None
    return [
        one.number,
        one.kind,
        one.family,
        one.severity,
        one.first_time,
        one.state,
        one.area_code,
        unit.code if unit else "",
        one.settled_tier,
        int(one.escalated),
        int(one.to_county),
        one.returns,
        one.reopenings,
        one.contact,
        one.satisfaction,
        rulebook(one.rulebook).thresholds.entry_delay_hours,
        *(_moment(getattr(one, name)) for name, _words in _MOMENTS),
        _moment(now),
    ]


def _moment(at: datetime | None) -> str:
    return at.astimezone(LOCAL).isoformat(sep=" ") if at is not None else ""
