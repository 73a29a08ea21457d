"""The start page: the workspace of the post a person acts under."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gege.desk.api import Figure, MatterRow
from gege.desk.duty.mine import my_duty
from gege.desk.registers.shares import headline_figures
from gege.desk.taking_out.pages import as_sheets
from gege.desk.workspace.boxes import EMPTY, MEANINGS, NAMES, ORDERS, Nothing, boxes_of
from gege.desk.workspace.notices import Line, lines_of
from gege.desk.workspace.rail import MOST, rail_counts, units_of
from gege.desk.workspace.reporting import report_deed
from gege.desk.workspace.rows import Lines, own_area
from gege.desk.workspace.setup import checks
from gege.matters.api import LOCAL, Box, Filter, State, names, page, setting
from gege.notices.api import notices_of
from gege.staff.access import ActorRequest, open_to_signed_in
from gege.staff.api import Actor, Role, role_name

SHOWN: Final = 20
_COUNTY: Final = frozenset(
    (Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER, Role.ELECTRONIC_SUPERVISOR)
)
NEWS: Final = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """A list on a start page: what it holds, its heading, what it says when it is empty."""

    filter: Filter
    heading: str | Promise
    nothing: Nothing

    @property
    def address(self) -> str:
        state = f"&state={','.join(self.filter.states)}" if self.filter.states else ""
        return f"/matters?box={self.filter.box}{state}&order={self.filter.order}"


@dataclass(frozen=True, slots=True)
class Section:
    """The same list with what was found."""

    wanted: Wanted
    rows: tuple[MatterRow, ...]
    more: bool

    @property
    def mine(self) -> bool:
        """Whether the own unit holds every line."""
        return self.wanted.filter.box is Box.MINE


def _box(box: Box) -> Wanted:
    return Wanted(Filter(box=box, order=ORDERS[box]), NAMES[box], EMPTY[box])


_TO_CALL: Final = Wanted(
    Filter(box=Box.OPEN, states=(State.VERIFIED,), order=ORDERS[Box.MINE]),
    _("Residents to call back"),
    Nothing(
        _("Nobody waits for a call"),
        _("A matter that was verified appears here until its reporters were called back."),
    ),
)
_USUAL: Final = (_box(Box.MINE),)
_OF_ROLE: Final[Mapping[Role, tuple[Wanted, ...]]] = {
    Role.COUNTY_SUPERVISOR: (_box(Box.MINE), _box(Box.OVERDUE)),
    Role.HOTLINE_OPERATOR: (_TO_CALL, _box(Box.MINE)),
    Role.ELECTRONIC_SUPERVISOR: (_box(Box.OVERDUE), _box(Box.NEAR_DUE)),
}


@open_to_signed_in
@require_safe
@as_sheets("workspace")
def home(request: ActorRequest) -> HttpResponse:
    """Show what waits for the acting post; for an administrator, what the set-up lacks."""
    if request.actor.role is Role.ADMINISTRATOR:
        return _set_up(request)
    now, language = timezone.now(), get_language() or "zh-hans"
    where = setting(now)
    lines = Lines(where, language, own_area(request.actor))
    sections = []
    for wanted in _OF_ROLE.get(request.actor.role, _USUAL):
        found = page(request.actor, wanted.filter, now=now, size=SHOWN)
        sections.append(Section(wanted, tuple(lines.rows(found.rows)), found.more))
    today = now.astimezone(LOCAL).date()
    context = {
        "now": now,
        "today": today,
        "working_day": where.calendar.is_working(today),
        "calendar": where.calendar,
        "unit": request.actor.unit_label(language),
        "standing": _standing(request.actor),
        "figures": _figures(request.actor, rail_counts(request)),
        "headline": _headline(request.actor),
        "sections": sections,
        "first": report_deed(request),
        "news": _news(request),
        "mine": my_duty(request, now),
    }
    return render(request, "desk/workspace/home.html", context)


def _standing(actor: Actor) -> str:
    """Return the tier and the role; once, where both have the same name."""
    tier = str(names.name_of(names.TIERS, actor.unit_kind))
    return " · ".join(dict.fromkeys((tier, role_name(actor.role))))


def _figures(actor: Actor, counts: Mapping[str, int]) -> list[Figure]:
    lights = {Box.NEAR_DUE: "yellow", Box.OVERDUE: "red"}
    return [
        Figure(
            NAMES[box],
            min(counts.get(box, 0), MOST),
            "+" if counts.get(box, 0) > MOST else "",
            meaning=MEANINGS[box],
            href=f"/matters?box={box}",
            light=lights.get(box, ""),
        )
        for box in boxes_of(actor.role)
        if box in MEANINGS
    ]


def _headline(actor: Actor) -> list[Figure]:
    """Return the two headline indicators where the workspace is the whole county's (R-003)."""
    return headline_figures(actor) if actor.role in _COUNTY else []


def _news(request: ActorRequest) -> list[Line]:
    """Return the latest notices; only what is to be acknowledged keeps its button here."""
    mine = request.actor.account_id or 0
    found = notices_of(mine, units=units_of(request), size=NEWS).rows
    return [
        line if told.wants_acknowledgement else replace(line, deed=None)
        for told, line in zip(found, lines_of(found), strict=True)
    ]


def _set_up(request: ActorRequest) -> HttpResponse:
    now, language = timezone.now(), get_language() or "zh-hans"
    context: dict[str, Any] = {
        "now": now,
        "unit": request.actor.unit_label(language),
        "checks": checks(now=now, language=language),
    }
    return render(request, "desk/workspace/set_up.html", context)
