"""The list of visits, and its spreadsheet with everything of the household masked."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.fieldwork.addresses import Address
from gege.desk.fieldwork.tabs import VISITING, tabs_for
from gege.desk.fieldwork.visits.filters import chips_of, read
from gege.desk.fieldwork.visits.shown import Shower, masked_door
from gege.desk.sheets import MOST, Value, file_of
from gege.desk.taking_out.pages import as_sheets, note_taken_out
from gege.fieldwork.api import Visit, VisitBox, VisitList, found_visits, names, visits
from gege.kernel.masks import masked_name
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, may_write
from gege.territory.api import load_atlas

HEADINGS: Final = (
    ("目的 Purpose", 18),
    ("状态 State", 20),
    ("地点 Place", 40),
    ("门牌 Door", 10),
    ("姓名 Name", 10),
    ("计划日期 Planned for", 14),
    ("走访时间 Visited", 18),
    ("走访人 By", 14),
    ("居民确认 Confirmed", 26),
)


@open_to(*VISITING)
@never_cache
@require_safe
@as_sheets("visits", whole="visits:export")
def listed(request: ActorRequest) -> HttpResponse:
    """List visits of the area; the filters live in the address."""
    atlas, language, today = load_atlas(), get_language() or "", timezone.localdate()
    asked = read(Address(request.GET, request.actor, atlas))
    found = VisitList(())
    if not asked.address.unreadable:
        found = visits(request.actor, asked.filter, today=today, after=asked.address.after)
    shower = Shower(request.actor, atlas, language, today)
    chips = chips_of(asked, language)
    may_plan = may_write(request.actor.role) and request.actor.role is not Role.DEPARTMENT_OFFICER
    context = {
        "tabs": tabs_for(request, "visits"),
        "chips": chips,
        "keep": [("link", str(asked.filter.link))] if asked.filter.link else [],
        "unreadable": [one.label for one in chips if one.name in asked.address.unreadable],
        "wrong": bool(asked.address.unreadable),
        "narrowed": asked.narrowed,
        "box": str(asked.filter.box),
        "by_day": asked.filter.box in (VisitBox.DUE, VisitBox.OVERDUE),
        "unconfirmed": asked.filter.box is VisitBox.UNCONFIRMED,
        "rows": [shower.row(one) for one in found.rows],
        "turns": asked.address.turns(found.next_key),
        "may_plan": may_plan,
        "may_record": may_write(request.actor.role),
    }
    return render(request, "desk/visits/list.html", context)


@open_to(*VISITING)
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Return the list as a spreadsheet: doors and names masked for everybody, words left out."""
    atlas, language, today = load_atlas(), get_language() or "", timezone.localdate()
    asked = read(Address(request.GET, request.actor, atlas))
    if asked.address.unreadable:
        raise Http404
    shower = Shower(request.actor, atlas, language, today)
    rows = found_visits(request.actor, asked.filter, today=today)[: MOST + 1]
    lines = [list(_line(one, shower)) for one in rows.iterator()]
    kind = request.GET.get("as", "")
    note_taken_out(request, "visits", "door, who, name", kind, min(len(lines), MOST))
    return file_of(kind, HEADINGS, lines, title="Visits", name="visits")


def _line(one: Visit, shower: Shower) -> Iterator[Value]:
    yield str(names.name_of(names.PURPOSES, one.purpose))
    yield str(names.name_of(names.VISIT_STATES, one.state))
    yield shower.place(one.area_code, one.point.name if one.point else "")
    yield masked_door(one.door)
    yield masked_name(one.who)
    due: date | None = one.due_on
    yield due
    done: datetime | None = one.done_at
    yield done
    yield one.by_name
    yield str(shower.confirmed(one))
