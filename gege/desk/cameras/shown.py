"""Cameras and requests to view as their pages draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from gege.desk.orders.shown import plain
from gege.desk.parts import Fact, Step
from gege.matters.api import LOCAL
from gege.staff.api import Actor, Role
from gege.supervision.api import (
    Camera,
    Viewing,
    ViewPage,
    ViewRequest,
    ViewState,
    camera_names,
    names,
)
from gege.territory.api import Atlas

DIRECTIONS: Final[Sequence[str | Promise]] = (
    pgettext_lazy("direction", "north"),
    pgettext_lazy("direction", "north-east"),
    pgettext_lazy("direction", "east"),
    pgettext_lazy("direction", "south-east"),
    pgettext_lazy("direction", "south"),
    pgettext_lazy("direction", "south-west"),
    pgettext_lazy("direction", "west"),
    pgettext_lazy("direction", "north-west"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One camera in a list."""

    camera: Camera
    purpose: str
    state: str
    owner: str
    place: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request in a list. `cameras` are their numbers."""

    request: ViewRequest
    reason: str
    state: str
    unit: str
    owner: str
    cameras: str
    holds: bool


def direction_of(degrees: int | None) -> str:
    """Return a direction in words with its degrees."""
    if degrees is None:
        return _("It turns")
    return f"{DIRECTIONS[round(degrees / 45) % 8]} {degrees}°"


def line_of(camera: Camera, atlas: Atlas) -> Line:
    """Return a camera as a line of a list."""
    return Line(
        camera,
        names.name_of(camera_names.PURPOSES, camera.purpose),
        names.name_of(camera_names.CAMERA_STATES, camera.state),
        _unit(atlas, camera.owner_id),
        atlas.label(camera.area_code, get_language() or ""),
    )


def facts_of(camera: Camera, atlas: Atlas, by: Actor) -> list[Fact]:
    """Return what the page of a camera says."""
    used = camera.since.isoformat()
    if camera.until is not None:
        used = f"{used} – {camera.until.isoformat()}"
    watching = by.role is Role.ELECTRONIC_SUPERVISOR
    return [
        Fact(pgettext("camera", "Owner"), _unit(atlas, camera.owner_id)),
        Fact(_("Purpose in public safety"), names.name_of(camera_names.PURPOSES, camera.purpose)),
        Fact(_("What it sees"), camera.view),
        Fact(_("Place"), atlas.label(camera.area_code, get_language() or ""),
             hint=f"{camera.lng:.6f}, {camera.lat:.6f} (WGS-84)"),
        Fact(pgettext("camera", "Direction"), direction_of(camera.direction)),
        Fact(_("Sign"), _("A sign stands beside it") if camera.sign else _("No sign yet")),
        Fact(_("Recordings are kept"), _("%(days)s days") % {"days": camera.retention_days}),
        Fact(_("Whom to ask"), plain(camera.contact, by) if watching else camera.contact),
        Fact(_("In use since"), used),
        Fact(_("Remark"), plain(camera.note, by) or None),
    ]  # fmt: skip


def asked(
    requests: Sequence[ViewRequest],
    cameras: dict[int, list[Camera]],
    atlas: Atlas,
    now: datetime,
) -> list[Asked]:
    """Return requests as lines of a list."""
    return [
        Asked(
            one,
            names.name_of(camera_names.REASONS, one.reason),
            state_of(one, now),
            _unit(atlas, one.asked_unit_id),
            _unit(atlas, one.owner_id),
            "、".join(camera.code for camera in cameras[one.pk]),
            one.holds(now),
        )
        for one in requests
    ]


def state_of(request: ViewRequest, now: datetime) -> str:
    """Return the state in words; a permission whose time is over is over from that second."""
    state = request.state
    if state == ViewState.GRANTED and not request.holds(now):
        state = ViewState.EXPIRED
    return names.name_of(camera_names.VIEW_STATES, state)


def facts_of_view(page: ViewPage, atlas: Atlas, by: Actor) -> list[Fact]:
    """Return what the head of a request says."""
    one = page.request
    facts = [
        Fact(_("Asked by"), one.asked_name, hint=_unit(atlas, one.asked_unit_id)),
        Fact(_("Reason"), names.name_of(camera_names.REASONS, one.reason)),
        Fact(_("Recordings"), f"{_minute(one.begins)} – {_minute(one.ends)}"),
        Fact(_("Decides"), _unit(atlas, one.owner_id)),
    ]
    if one.view_from is not None and one.view_until is not None:
        window = f"{_minute(one.view_from)} – {_minute(one.view_until)}"
        facts.append(Fact(_("May be viewed"), window, hint=one.decided_name))
    return facts


def steps_of(page: ViewPage, atlas: Atlas, by: Actor) -> list[Step]:
    """Return the time line of a request, newest first."""
    one = page.request
    codes = {camera.pk: camera.code for camera in page.cameras}
    steps = [
        Step(pgettext("view", "Asked"), one.asked_at, one.asked_name,
             _unit(atlas, one.asked_unit_id), said=plain(one.words, by))
    ]  # fmt: skip
    if one.decided_at is not None:
        decided = ViewState.REFUSED if one.state == ViewState.REFUSED else ViewState.GRANTED
        word = names.name_of(camera_names.VIEW_STATES, decided)
        owner = _unit(atlas, one.owner_id)
        steps.append(
            Step(word, one.decided_at, one.decided_name, owner, said=plain(one.answer, by))
        )
    steps += [_viewed(viewing, codes, by) for viewing in page.viewings]
    if one.ended_at is not None:
        word = names.name_of(camera_names.VIEW_STATES, one.state)
        steps.append(Step(word, one.ended_at, said=plain(one.why_ended, by)))
    steps.sort(key=lambda step: step.at)
    return steps[::-1]


def _viewed(viewing: Viewing, codes: dict[int, str], by: Actor) -> Step:
    seen = "、".join(codes.get(pk, "") for pk in viewing.cameras)
    facts = [
        Fact(_("At which police point"), viewing.point),
        Fact(_("Cameras"), seen),
        Fact(_("Recordings"), f"{_minute(viewing.begins)} – {_minute(viewing.ends)}"),
    ]
    label = pgettext("view", "Viewed")
    return Step(label, viewing.at, viewing.name, said=plain(viewing.found, by), facts=facts)


def _minute(at: datetime) -> str:
    return at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")


def _unit(atlas: Atlas, unit_id: int) -> str:
    unit = atlas.unit(unit_id)
    return unit.short(get_language() or "") if unit else ""
