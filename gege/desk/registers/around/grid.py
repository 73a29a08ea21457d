"""The page of one grid: what it holds, who looks after it, and what is due (R-048)."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.registers.tabs import ASKED, READING, tabs_for
from gege.fieldwork.api import VisitBox, VisitFilter, visits
from gege.fieldwork.api import names as field_names
from gege.kernel.area_codes import Level
from gege.registers.api import NotFound, finding_names, grid_view, open_findings
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import holder_of_grid
from gege.territory.api import load_atlas, read_editions

_MOST: Final = 10


@open_to(*READING)
@never_cache
@require_safe
def grid(request: ActorRequest, code: str) -> HttpResponse:
    """Show one grid in reach: counts, worker, and what is due there."""
    language, now, editions = get_language() or "", timezone.now(), read_editions()
    atlas, today, by = load_atlas(), timezone.localdate(), request.actor
    area = atlas.area(code, today)
    if area is None or area.level != Level.GRID:
        raise Http404
    try:
        seen = grid_view(code, by=by, now=now, editions=editions)
    except NotFound:
        raise Http404 from None
    unit = atlas.platform_unit(code, today)
    worker = holder_of_grid(unit.id, now) if unit is not None else None
    due = visits(by, VisitFilter(box=VisitBox.DUE, area_code=code), today=today, size=_MOST)
    findings, _more = (
        open_findings(by=by, now=now, editions=editions, language=language, area_code=code)
        if by.role in ASKED
        else ((), 0)
    )
    context = {
        "tabs": tabs_for(request, "records"),
        "heading": atlas.label(code, language),
        "counts": [
            (
                one.sheet.words.in_language(language),
                one.number,
                f"{reverse('registers:list', args=[one.sheet.code])}?{urlencode({'area': code})}",
            )
            for one in seen.counts
        ],
        "hazards": seen.hazards,
        "questions": seen.questions,
        "worker": worker,
        "visits": [
            (
                field_names.PURPOSES[one.purpose],
                reverse("visits:page", args=[one.uid]),
                one.due_on,
                one.due_on is not None and one.due_on < today,
            )
            for one in due.rows
        ],
        "findings": [
            (finding_names.RULES[one.rule.code], reverse("registers:finding", args=[one.id]), one)
            for one in findings[:_MOST]
        ],
    }
    return render(request, "desk/registers/around/grid.html", context)
