"""Duty as the screen shows it: desks by name, shifts with what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gege.desk.api import Crumb
from gege.staff.access import ActorRequest
from gege.staff.api import ACTING, duty, people_at, role_name
from gege.territory.api import Atlas, load_atlas


@dataclass(frozen=True, slots=True)
class ShiftBox:
    """One shift: its times, its person, how it stands."""

    uid: str
    starts: datetime
    ends: datetime
    name: str
    mine: bool
    light: str
    word: str

    @property
    def href(self) -> str:
        return f"/duty/shifts/{self.uid}"

    @property
    def span(self) -> str:
        begins, stops = timezone.localtime(self.starts), timezone.localtime(self.ends)
        return f"{begins:%H:%M}–{stops:%H:%M}"


@dataclass(frozen=True, slots=True)
class DayBox:
    """One duty day with its shifts."""

    day: date
    today: bool
    shifts: tuple[ShiftBox, ...]


def language() -> str:
    return get_language() or "zh-hans"


def unit_name(unit_id: int, atlas: Atlas | None = None) -> str:
    """Return a unit's name in the reader's language. A list hands in the atlas it has read."""
    unit = (atlas or load_atlas()).unit(unit_id)
    return unit.name(language()) if unit else ""


def opened(request: ActorRequest, uid: UUID) -> duty.DutyDesk:
    """Return a desk that the person may see; raise Http404 for others."""
    try:
        return duty.seen_desk(request.actor, uid)
    except duty.NotFound:
        raise Http404 from None


def kept(request: ActorRequest, uid: UUID) -> duty.DutyDesk:
    """Return an open desk that the person keeps; raise Http404 for others."""
    desk = opened(request, uid)
    if desk.closed_at is not None or not duty.keeps(request.actor, desk):
        raise Http404
    return desk


def desk_crumbs(desk: duty.DutyDesk, *more: Crumb) -> list[Crumb]:
    """Return the way to a page of a desk."""
    here = Crumb(unit_name(desk.unit_id), f"/duty/desks/{desk.uid}")
    return [Crumb(_("Duty"), "/duty/"), here, *more]


def box_of(
    shift: duty.Shift,
    now: datetime,
    *,
    me: int | None = None,
    torn: Mapping[UUID, str] | None = None,
) -> ShiftBox:
    """Return a shift as the grid shows it. `torn`: why its person cannot do it, by its uid."""
    light, word = _standing(shift, now, (torn or {}).get(shift.uid, ""))
    return ShiftBox(
        str(shift.uid),
        shift.starts,
        shift.ends,
        shift.account.display_name if shift.account else _("nobody"),
        shift.account_id is not None and shift.account_id == me,
        light,
        word,
    )


def _standing(shift: duty.Shift, now: datetime, torn: str) -> tuple[str, str]:
    if shift.signed_in_at is not None:
        clock = f"{timezone.localtime(shift.signed_in_at):%H:%M}"
        return "green", _("signed in %(clock)s") % {"clock": clock}
    if not shift.live:
        return "", ""
    if shift.ends <= now:
        return "red", _("nobody signed in")
    if torn:
        return "red", str(duty.names.WHY_NOT.get(torn, torn))
    if shift.starts <= now:
        return ("red", _("not signed in")) if shift.alarm_stage else ("yellow", _("to sign in"))
    return "", ""


def people_choices(unit_id: int, now: datetime) -> list[tuple[int, str]]:
    """Return who acts at a unit now, with what they are, once each."""
    found: dict[int, str] = {}
    for one in people_at(unit_id, now):
        if one.role in ACTING:
            found.setdefault(one.account_id, f"{one.name} · {role_name(one.role)}")
    return list(found.items())


def today() -> date:
    return timezone.localdate()
