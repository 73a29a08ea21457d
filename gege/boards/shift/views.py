"""The page of the shift of work to the grids."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_safe

from gege.boards.shift.counting import (
    QUARTERS,
    Quarter,
    quarter_from,
    quarter_of,
    shifted,
    township_name,
)
from gege.desk.api import Chip, Choice, as_sheets
from gege.matters.api import local_date
from gege.staff.access import ActorRequest, open_to
from gege.supervision.api import DAILY_READERS
from gege.territory.api import load_atlas


@open_to(*DAILY_READERS)
@require_safe
@as_sheets("shift")
def shift(request: ActorRequest) -> HttpResponse:
    """Show what departments and townships gave to the grids in a quarter."""
    now, atlas, language = timezone.now(), load_atlas(), get_language() or ""
    today = local_date(now)
    quarter = quarter_from(request.GET.get("quarter", ""), today)
    context = {
        "now": now,
        "quarter": quarter,
        "last": min(quarter.last, today),
        "chips": [_chip(quarter, quarter_of(today))],
        "rows": [
            (
                one.unit.name(language) if one.unit else township_name(atlas, one.code, language),
                one,
                one.patrols.total_seconds() / 3600,
            )
            for one in shifted(quarter, atlas, today)
        ],
    }
    return render(request, "boards/shift.html", context)


def _chip(chosen: Quarter, present: Quarter) -> Chip:
    """Return the quarters to choose from: the last ones, and the one that was asked for."""
    offered = [present]
    while len(offered) < QUARTERS:
        offered.append(offered[-1].before())
    if chosen not in offered:
        offered.append(chosen)
    choices = [
        Choice(
            "" if one == present else one.code,
            pgettext("shift", "%(year)s, quarter %(number)s")
            % {"year": one.year, "number": one.number},
        )
        for one in offered
    ]
    value = "" if chosen == present else chosen.code
    return Chip("quarter", pgettext("filter", "in"), value, choices=choices)
