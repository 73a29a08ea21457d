"""The entries of a campaign: lists by place, outcome and check, one entry, and who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from gege.fieldwork.errors import NotFound
from gege.fieldwork.models import Campaign, Entry, EntryFile
from gege.fieldwork.queries.scope import may_see, scope_of
from gege.fieldwork.rules.answers import UID
from gege.staff.api import Actor, Role

PAGE: Final = 50
NEAR: Final = frozenset({Role.GRID_WORKER, Role.STATION_CLERK})
"""Who reads doors and answers of the own area as they are; everybody else says what for."""


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What a list shows; empty values do not narrow. `all_of_a_door` shows overtaken ones too."""

    place: str = ""
    outcome: str = ""
    check: str = ""
    assignment: int | None = None
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class EntryPage:
    rows: tuple[Entry, ...]
    more: bool

    @property
    def next_key(self) -> int:
        return self.rows[-1].pk if self.rows else 0


def entries_of(campaign: Campaign, by: Actor) -> QuerySet[Entry]:
    """Return the entries of a campaign that lie in what a person may see."""
    return Entry.objects.filter(scope_of(by), campaign=campaign)


def entry_list(
    campaign: Campaign, by: Actor, which: EntryFilter, *, after: int | None = None
) -> EntryPage:
    """Return one page, the newest first; answers themselves are not read."""
    rows = entries_of(campaign, by).select_related("assignment__point").defer("xml")
    if which.place:
        rows = rows.filter(area_code__startswith=which.place)
    if which.outcome:
        rows = rows.filter(outcome=which.outcome)
    if which.check:
        rows = rows.filter(check_state=which.check)
    if which.assignment is not None:
        rows = rows.filter(assignment=which.assignment)
    if not which.overtaken:
        rows = rows.filter(latest=True)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = tuple(rows.order_by("-pk")[: PAGE + 1])
    return EntryPage(found[:PAGE], len(found) > PAGE)


def entry_by(uid: str, by: Actor) -> Entry:
    """Return one entry; raises NotFound out of scope."""
    rows = Entry.objects.select_related("campaign__form", "form", "assignment__point")
    entry = rows.filter(uid=uid).first() if UID.fullmatch(uid) else None
    if entry is None or not may_see(by, entry.area_code):
        raise NotFound
    return entry


def files_of(entry: Entry) -> list[EntryFile]:
    return list(EntryFile.objects.filter(entry=entry).order_by("name"))


def reads_openly(by: Actor, area_code: str) -> bool:
    """Tell whether somebody reads doors and answers of an area without saying what for."""
    return by.role in NEAR and bool(area_code) and may_see(by, area_code)
