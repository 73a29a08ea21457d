"""Repeated matters: which kinds come from which places again and again (R-070)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.matter.readers import READERS as OF_MATTERS
from gege.desk.parts import Chip, Choice, Crumb, Turns
from gege.desk.taking_out.pages import as_sheets
from gege.desk.workspace.rows import Lines, own_area
from gege.kernel.typed_text import whole_number
from gege.matters import api as matters
from gege.matters.api import LEAST, PERIODS, Asking, Place, Repeated, Setting
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor, Role

READERS: Final = tuple(
    role for role in OF_MATTERS if role not in (Role.GRID_WORKER, Role.HOTLINE_OPERATOR)
)
USUAL: Final = 90
_LONGEST_KEY: Final = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One place and kind as the list shows it."""

    place: str
    address: str
    kind: str
    times: int
    reports: int
    open: int
    first_at: datetime
    last_at: datetime
    href: str


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("repeated")
def listed(request: ActorRequest) -> HttpResponse:
    """List places and kinds that repeat, the most frequent first."""
    now = timezone.now()
    where = matters.setting(now)
    asking = _asked(request, where)
    after = request.GET.get("after", "").replace("\x00", "")[:_LONGEST_KEY]
    found = matters.repeated(request.actor, asking, now=now, after=after)
    kept = {
        "days": str(asking.days),
        "by": "address" if asking.by_address else "",
        "kind": asking.kind,
        "area": asking.area_code,
    }
    kept = {name: value for name, value in kept.items() if value}
    context = {
        "rows": [_line(one, asking, where) for one in found.rows],
        "chips": _chips(asking, where, request.actor),
        "least": LEAST,
        "turns": Turns(
            first=f"?{urlencode(kept)}" if after else "",
            next=f"?{urlencode(kept | {'after': found.next_key})}" if found.next_key else "",
        ),
        "now": now,
    }
    return render(request, "desk/triage_help/repeated.html", context)


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("repeated-records")
def records(request: ActorRequest) -> HttpResponse:
    """List exactly the matters that a line of the list counts."""
    now = timezone.now()
    where = matters.setting(now)
    area, kind = request.GET.get("area", "")[:15], request.GET.get("kind", "")[:20]
    address = request.GET.get("address")
    if where.atlas.area(area) is None or not kind or "\x00" in f"{kind}{address}":
        raise Http404
    days = _days(request)
    place = Place(area, kind, address[:200] if address is not None else None)
    found, more = matters.records_of(
        request.actor, place, days, now=now, after=request.GET.get("after", "")[:20]
    )
    language = get_language() or "zh-hans"
    kept = {"area": area, "kind": kind, "days": str(days)}
    kept |= {"address": place.address} if place.address is not None else {}
    back = reverse("triage:repeated")
    context = {
        "rows": Lines(where, language, own_area(request.actor)).rows(found),
        "title": " · ".join(
            filter(None, (_kind(kind, where), where.atlas.label(area, language), place.address))
        ),
        "period": _last_days(days),
        "crumbs": [Crumb(_("Repeated matters"), back), Crumb(_kind(kind, where))],
        "turns": Turns(
            first=f"?{urlencode(kept)}" if request.GET.get("after") else "",
            next=f"?{urlencode(kept | {'after': more})}" if more else "",
        ),
        "now": now,
        "calendar": where.calendar,
    }
    return render(request, "desk/triage_help/records.html", context)


def _asked(request: ActorRequest, where: Setting) -> Asking:
    """Read the address; what it does not know narrows nothing."""
    kind, area = request.GET.get("kind", "")[:20], request.GET.get("area", "")[:15]
    known = len(area) in (9, 12, 15) and where.atlas.area(area) is not None
    return Asking(
        days=_days(request),
        by_address=request.GET.get("by", "") == "address",
        kind=kind if where.book.has(kind) else "",
        area_code=area if known else "",
    )


def _days(request: ActorRequest) -> int:
    days = whole_number(request.GET.get("days", ""))
    return days if days in PERIODS else USUAL


def _line(one: Repeated, asking: Asking, where: Setting) -> Line:
    place = one.place
    asked: dict[str, Any] = {"area": place.area_code, "kind": place.kind, "days": asking.days}
    if place.address is not None:
        asked["address"] = place.address
    return Line(
        place=where.atlas.label(place.area_code, get_language() or "zh-hans"),
        address=place.address or "",
        kind=_kind(place.kind, where),
        times=one.times,
        reports=one.reports,
        open=one.open,
        first_at=one.first_at,
        last_at=one.last_at,
        href=f"{reverse('triage:repeated-records')}?{urlencode(asked)}",
    )


def _kind(code: str, where: Setting) -> str:
    """Return the name of a kind; its code where this edition knows it no longer."""
    language = get_language() or "zh-hans"
    return where.book.kind(code).name(language) if where.book.has(code) else code


def _chips(asking: Asking, where: Setting, by: Actor) -> list[Chip]:
    language = get_language() or "zh-hans"
    kinds = [Choice(one.code, one.name(language)) for one in where.book.live_kinds]
    chips = [
        Chip(
            "days",
            _("In the last"),
            str(asking.days),
            choices=[Choice(str(one), _last_days(one)) for one in PERIODS],
        ),
        Chip(
            "by",
            _("a place is"),
            "address" if asking.by_address else "",
            choices=[Choice("", _("a grid")), Choice("address", _("an address as written"))],
        ),
        Chip("kind", _("kind"), asking.kind, choices=[Choice("", _("any kind")), *kinds]),
    ]
    towns = _areas(where, by)
    if len(towns) > 1:
        chips.append(
            Chip("area", _("area"), asking.area_code, choices=[Choice("", _("all")), *towns])
        )
    return chips


def _areas(where: Setting, by: Actor) -> list[Choice]:
    """Return the areas one tier below the reader's, to narrow the list to."""
    language = get_language() or "zh-hans"
    county = where.atlas.county()
    code = by.area_code if not by.is_department else (county.code if county else "")
    area = where.atlas.area(code)
    if area is None:
        return []
    below = where.atlas.children(code)
    return [Choice(one.code, one.name(language)) for one in below]


def _last_days(days: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
