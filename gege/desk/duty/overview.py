"""The first page of duty: who is on duty where, and what waits for oneself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gege.desk.api import Turns
from gege.desk.duty.mine import my_duty
from gege.desk.duty.roles import READERS
from gege.desk.duty.shown import today, unit_name
from gege.desk.duty.tabs import tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.typed_text import whole_number
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, duty
from gege.territory.api import load_atlas

SIZE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A desk of the list."""

    desk: duty.DutyDesk
    name: str
    now: tuple[duty.OnDuty, ...]
    next: tuple[duty.OnDuty, ...]
    until: object
    torn: int
    silent: bool
    empty: bool
    ends_soon: bool


@open_to(*READERS)
@require_safe
@as_sheets("duty-desks")
def overview(request: ActorRequest) -> HttpResponse:
    """Show every desk in sight with who is there now; first of all what is the person's own."""
    now, day = timezone.now(), today()
    after = _number(request.GET.get("after", ""))
    found = duty.desk_lines(request.actor, now, after=after, size=SIZE)
    more = len(found) > SIZE
    ahead, atlas = duty.current_rules().ahead_days, load_atlas()
    lines = [
        Line(
            one.desk,
            unit_name(one.desk.unit_id, atlas),
            one.now,
            one.next,
            one.until,
            one.torn,
            any(here.signed_in_at is None and here.alarm_stage for here in one.now),
            one.until is None or one.until < day,
            one.until is not None and 0 <= (one.until - day).days <= ahead,
        )
        for one in found[:SIZE]
    ]
    context: dict[str, Any] = {
        "lines": lines,
        "turns": Turns(
            first="/duty/" if after else "", next=f"?after={after + SIZE}" if more else ""
        ),
        "tabs": tabs_for(request, "overview", now),
        "mine": my_duty(request, now),
        "may_open": _may_open(request),
    }
    return render(request, "desk/duty/overview.html", context)


def _may_open(request: ActorRequest) -> bool:
    """Tell whether there is a unit that this person may open a desk at."""
    if request.actor.role is Role.COUNTY_SUPERVISOR:
        return True
    unit = request.actor.unit_id
    if unit is None or not duty.may_open(request.actor, unit):
        return False
    return not duty.DutyDesk.objects.filter(unit_id=unit, closed_at=None).exists()


def _number(text: str) -> int:
    return whole_number(text, 9999) or 0
