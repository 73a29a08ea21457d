"""The page of one view: what belongs together, drawn for this viewer (R-006, R-048)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.registers.around.work import (
    due_services,
    open_matters,
    tells_matters,
    visits_and_links,
)
from gege.desk.registers.record import AROUND, opened, reveal_part
from gege.desk.registers.tabs import READING, tabs_for
from gege.registers.api import (
    Reach,
    RecordSheet,
    Shown,
    Sight,
    Type,
    building_plan,
    current_contract,
    linked_records,
    naming,
    own_values,
    reader,
    stays_of,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import names_of
from gege.territory.api import Editions, load_atlas, read_editions

_PLANNING: Final = ("grid_worker", "station_clerk", "township_operator", "county_supervisor")


@open_to(*READING)
@never_cache
@require_safe
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a record with what belongs to it, as far as this post may see each part."""
    one = opened(request, uid)
    if one.sheet.code not in AROUND:
        raise Http404
    now, language, editions = timezone.now(), get_language() or "", read_editions()
    record, sheet = one.record, one.sheet.code
    reach = reader(request.actor, timezone.localdate(now)).reach(
        one.sheet, one.register, record.area_code
    )
    context: dict[str, Any] = {
        "tabs": tabs_for(request, "records"),
        "record": record,
        "heading": one.title,
        "sheet": one.sheet.words.in_language(language),
        "code": sheet,
        "place": load_atlas().label(record.area_code, language),
        "grid": record.area_code if len(record.area_code) == 15 else "",
        "facts": _facts(one, language),
        "matters": open_matters(record, request, reach, now),
        "due": due_services(record, request, reach, now=now, editions=editions, language=language),
        "tells_matters": tells_matters(record, reach),
        **reveal_part(one, current_contract(editions), language),
    }
    context |= _parts(one, request, reach, now, editions, language)
    return render(request, "desk/registers/around/page.html", context)


def _parts(
    one: RecordSheet,
    request: ActorRequest,
    reach: Reach,
    now: datetime,
    editions: Editions,
    language: str,
) -> dict[str, Any]:
    """Return what only some sheets have."""
    record, by = one.record, request.actor
    told: dict[str, Any] = {"by": by, "now": now, "editions": editions, "language": language}
    links = {shown.field.name: shown.links for shown in one.fields}
    homes = [*links.get("dwelling", ()), *links.get("building", ())]
    if record.sheet == "household":
        visits, cadres = visits_and_links(record, request, timezone.localdate(now))
        return {
            "members": [*links.get("members", ())],
            "head": {link.uid for link in links.get("head", ())},
            "homes": homes,
            "visits": visits,
            "cadres": cadres,
            "cadre": _cadre(one),
            "may_plan": str(by.role) in _PLANNING and not record.valid_to,
        }
    if record.sheet == "dwelling":
        above = linked_records(record, "building")
        return {
            "homes": homes,
            "stays": stays_of(record, **told),
            "owners": links.get("owner_record", ()),
            "around": naming(above, ("hazard",), **told),
        }
    if record.sheet == "building":
        return {
            "plan": building_plan(record, by=by, now=now, editions=editions),
            "around": naming([record], ("hazard", "place"), **told),
            "may_call": True,
        }
    return {
        "homes": homes,
        "owners": links.get("organisation", ()),
        "around": naming([record], ("hazard", "place"), **told),
        "inspections": _inspections(one, language, editions),
    }


def _facts(one: RecordSheet, language: str) -> list[dict[str, Any]]:
    return [
        {
            "label": shown.field.words.in_language(language),
            "text": shown.text,
            "question": shown.question,
            "derived": shown.field.is_derived,
        }
        for shown in one.fields
        if shown.text and not shown.field.is_link and not _apart(shown)
    ]


def _apart(shown: Shown) -> bool:
    """Tell whether a field has a section of its own."""
    return shown.field.name == "inspections" or shown.field.type in (Type.STAFF, Type.POINT)


def _cadre(one: RecordSheet) -> str:
    """Return the name of the cadre that the register itself names (1+N)."""
    seen = next((shown for shown in one.fields if shown.field.name == "linked_cadre"), None)
    if seen is None or seen.seen.sight is not Sight.WHOLE or not seen.text.isdecimal():
        return ""
    account = int(seen.text[:12])
    return names_of([account]).get(account, "")


def _inspections(one: RecordSheet, language: str, editions: Editions) -> list[dict[str, Any]]:
    """Return the inspections of a place, the newest first, where the reader sees them whole."""
    seen = next((shown for shown in one.fields if shown.field.name == "inspections"), None)
    if seen is None or seen.seen.sight is not Sight.WHOLE:
        return []
    codes = current_contract(editions).code_lists
    results = {part.name: part.codes for part in seen.field.parts}
    rows = own_values(one.record, ("inspections",)).get("inspections") or []
    return [
        {
            "on": row.get("on"),
            "result": codes[results["result"]].label(str(row["result"]), language)
            if row.get("result") and results.get("result")
            else "",
            "note": row.get("note", ""),
        }
        for row in sorted(rows, key=lambda row: str(row.get("on", "")), reverse=True)[:20]
    ]
