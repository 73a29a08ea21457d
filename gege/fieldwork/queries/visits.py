"""Reads of visits and of the households cadres keep in touch with. All start from scope.

Nothing here counts refusals, by household or otherwise: to decline is a normal answer (R-106).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from gege.fieldwork.errors import NotFound
from gege.fieldwork.models import Concern, ContactLink, Visit
from gege.fieldwork.queries.scope import has_scope, may_see, scope_of
from gege.fieldwork.rules.words import Confirm, Purpose, VisitState
from gege.kernel.area_codes import is_within
from gege.matters.api import LOCAL
from gege.staff.api import Actor, Role
from gege.trail.api import Entry

PAGE: Final = 50
MOST_DUE: Final = 200
MOST_MADE: Final = 60
_RELATED: Final = ("point", "link")


class VisitBox(StrEnum):
    """The ready-made lists of visits."""

    DUE = "due"
    OVERDUE = "overdue"
    MADE = "made"
    UNCONFIRMED = "unconfirmed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """What a list is narrowed to. An empty field narrows nothing; `until` is exclusive."""

    box: VisitBox = VisitBox.ALL
    purpose: str = ""
    state: str = ""
    area_code: str = ""
    mine: bool = False
    link: UUID | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class VisitList:
    """One page by key; `next_key` is "" at the end."""

    rows: tuple[Visit, ...]
    next_key: str = ""


@dataclass(frozen=True, slots=True)
class VisitPage:
    """One visit: the numbers of the matters it raised, the next one, its lines of the ledger."""

    visit: Visit
    concerns: tuple[str, ...]
    following: Visit | None
    steps: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link, when its household was last visited and until when it is next (local days)."""

    link: ContactLink
    last_at: datetime | None
    due_on: date | None


def visible_visits(by: Actor) -> QuerySet[Visit]:
    """Return the visits a person may see: of the area, and the own ones within it."""
    return Visit.objects.filter(_seen(by))


def visible_links(by: Actor) -> QuerySet[ContactLink]:
    """Return the links a person may see: of the area, and the own ones within it."""
    return ContactLink.objects.filter(_seen(by))


def may_write_at(by: Actor, area_code: str, *, account_id: int | None = None) -> bool:
    """Tell whether a person may plan or make a visit: in the area, or his own contacts there."""
    if by.is_system or (may_see(by, area_code) and by.role is not Role.ELECTRONIC_SUPERVISOR):
        return True
    mine = account_id is not None and account_id == by.account_id
    return mine and by.role is not Role.ADMINISTRATOR and is_within(area_code, by.area_code)


def reads_personal(by: Actor, area_code: str, account_id: int | None) -> bool:
    """Tell whether door, name, telephone and words stand open: to whoever looks after the grid,
    to its station, and to the person whose own visit or link it is."""
    if account_id is not None and account_id == by.account_id:
        return may_write_at(by, area_code, account_id=account_id)
    return by.role in (Role.GRID_WORKER, Role.STATION_CLERK) and may_see(by, area_code)


def visit_by_uid(uid: UUID, by: Actor, *, lock: bool = False) -> Visit:
    """Return one visit in scope, locked for a deed when asked; raises NotFound."""
    rows = visible_visits(by) if not by.is_system else Visit.objects.all()
    rows = rows.select_for_update() if lock else rows.select_related(*_RELATED)
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def link_by_uid(uid: UUID, by: Actor, *, lock: bool = False) -> ContactLink:
    """Return one link in scope, locked for a deed when asked; raises NotFound."""
    rows = visible_links(by) if not by.is_system else ContactLink.objects.all()
    found = (rows.select_for_update() if lock else rows).filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def visits_due(
    by: Actor, area_codes: Collection[str], today: date, *, ahead_days: int = 14
) -> tuple[Visit, ...]:
    """Return the day list of a worker (R-099): planned visits of his grids that are overdue or
    due within some days, and those planned for him by name; the oldest due first."""
    anybody = Q(area_code__in=list(area_codes), account_id=None)
    rows = visible_visits(by).filter(anybody | Q(account_id=by.account_id or 0))
    rows = rows.filter(state=VisitState.PLANNED, due_on__lte=today + timedelta(days=ahead_days))
    return tuple(rows.select_related(*_RELATED).order_by("due_on", "id")[:MOST_DUE])


def visits_made(by: Actor) -> tuple[Visit, ...]:
    """Return the last visits a person made, by when they were put down.

    More than a reader shows: one that was planned long ago may have been made a minute ago.
    """
    rows = visible_visits(by).filter(account_id=by.account_id or 0, done_at__isnull=False)
    return tuple(rows.select_related(*_RELATED).order_by("-id")[:MOST_MADE])


def visits(
    by: Actor, chosen: VisitFilter, *, today: date, after: str = "", size: int = PAGE
) -> VisitList:
    """Return a page of visits in one statement: planned ones by their day, others newest first."""
    rows = _after(found_visits(by, chosen, today=today), chosen.box, after)
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    return VisitList(tuple(found), _key(found[-1], chosen.box) if more else "")


def found_visits(by: Actor, chosen: VisitFilter, *, today: date) -> QuerySet[Visit]:
    """Return all visits of a list, in its order, from what the person may see."""
    rows = visible_visits(by).filter(_box(chosen.box, today))
    exact = {"purpose": chosen.purpose, "state": chosen.state}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if chosen.area_code:
        rows = rows.filter(area_code__startswith=chosen.area_code)
    if chosen.mine:
        rows = rows.filter(account_id=by.account_id or 0)
    if chosen.link:
        rows = rows.filter(link__uid=chosen.link)
    day = "due_on" if chosen.box in _BY_DAY else "done_at"
    if chosen.since:
        rows = rows.filter(**{f"{day}__gte": _bound(chosen.since, day)})
    if chosen.until:
        rows = rows.filter(**{f"{day}__lt": _bound(chosen.until, day)})
    order = ("due_on", "id") if chosen.box in _BY_DAY else ("-id",)
    return rows.select_related(*_RELATED).order_by(*order)


def visit_page(uid: UUID, by: Actor) -> VisitPage:
    """Return one visit with what came of it; raises NotFound out of scope."""
    one = visit_by_uid(uid, by)
    concerns = Concern.objects.filter(visit=one).select_related("matter").order_by("id")
    following = Visit.objects.filter(previous=one).order_by("id").first()
    steps = Entry.objects.filter(stream=stream_of(one)).order_by("-seq")
    numbers = tuple(concern.matter.number for concern in concerns)
    return VisitPage(one, numbers, following, tuple(steps))


def links_of(account_id: int, today: date, *, area_codes: Collection[str]) -> tuple[LinkLine, ...]:
    """Return the households a cadre keeps in touch with in the areas of the posts, the next due
    first. A link in an area that the cadre has left stands with its station and not here."""
    inside = Q(pk__in=())
    for code in area_codes:
        inside |= Q(area_code__startswith=code or "-")
    rows = _living(ContactLink.objects.filter(inside, account_id=account_id), today)
    lines = _lines(list(rows.select_related("account", "point").order_by("id")))
    return tuple(sorted(lines, key=lambda one: (one.due_on or date.max, one.link.pk)))


def links(
    by: Actor, *, today: date, area_code: str = "", after: str = "", size: int = PAGE
) -> tuple[tuple[LinkLine, ...], str]:
    """Return a page of the links of an area, the newest first, and the key of the next page."""
    rows = _living(visible_links(by), today)
    if area_code:
        rows = rows.filter(area_code__startswith=area_code)
    if _is_key(after):
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.select_related("account", "point").order_by("-id")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return _lines(found), str(found[-1].pk) if more else ""


def stream_of(visit: Visit) -> str:
    """Return the name of a visit's stream in the ledger."""
    return f"visit:{visit.uid}"


_BY_DAY: Final = (VisitBox.DUE, VisitBox.OVERDUE)


def _seen(by: Actor) -> Q:
    nothing = Q(pk__in=())
    if by.is_system or by.role is Role.ADMINISTRATOR:
        return nothing
    own = Q(account_id=by.account_id or 0, area_code__startswith=by.area_code or "-")
    if not has_scope(by):
        return own
    # An empty condition is the whole county; joined to another one it would vanish.
    area = scope_of(by)
    return area | own if area else area


def _box(box: VisitBox, today: date) -> Q:
    return {
        VisitBox.DUE: Q(state=VisitState.PLANNED),
        VisitBox.OVERDUE: Q(state=VisitState.PLANNED, due_on__lt=today),
        VisitBox.MADE: Q(done_at__isnull=False),
        VisitBox.UNCONFIRMED: Q(
            purpose=Purpose.SERVICE,
            state=VisitState.DONE,
            confirm_how__in=(Confirm.NOT_YET.value, Confirm.DENIED.value),
        ),
        VisitBox.ALL: Q(),
    }[box]


def _after(rows: QuerySet[Visit], box: VisitBox, key: str) -> QuerySet[Visit]:
    """Continue behind a key; a key that cannot be read starts from the beginning."""
    stamp, _, pk = key.rpartition("_")
    if not _is_key(pk):
        return rows
    if box not in _BY_DAY:
        return rows.filter(pk__lt=int(pk))
    try:
        due = date.fromisoformat(stamp)
    except ValueError:
        return rows
    return rows.filter(Q(due_on__gt=due) | Q(due_on=due, pk__gt=int(pk)))


def _key(visit: Visit, box: VisitBox) -> str:
    return f"{visit.due_on.isoformat() if visit.due_on and box in _BY_DAY else ''}_{visit.pk}"


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12


def _bound(day: date, column: str) -> date | datetime:
    return day if column == "due_on" else datetime.combine(day, time(), tzinfo=LOCAL)


def _living(rows: QuerySet[ContactLink], today: date) -> QuerySet[ContactLink]:
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=today))


def _lines(found: list[ContactLink]) -> tuple[LinkLine, ...]:
    """Add the last contact and the planned one of many links, in two statements."""
    ids = [one.pk for one in found]
    made = Visit.objects.filter(link_id__in=ids, done_at__isnull=False)
    last = dict(made.values_list("link_id").annotate(last=Max("done_at")))
    planned = Visit.objects.filter(link_id__in=ids, state=VisitState.PLANNED)
    due = dict(planned.values_list("link_id", "due_on"))
    return tuple(LinkLine(one, last.get(one.pk), due.get(one.pk)) for one in found)
