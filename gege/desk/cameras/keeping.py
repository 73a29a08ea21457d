"""Keeping the register: a new camera, a correction, what became of one, its sign."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.cameras.forms import CameraForm, SignForm, WhyForm
from gege.desk.orders.said import SaidOnOrder
from gege.desk.orders.units import units_for
from gege.kernel.coordinates import Crs
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.supervision import api as supervision
from gege.supervision.api import (
    CameraDeed,
    CameraEntry,
    CameraPage,
    NotFound,
    OrderKind,
    camera_names,
)
from gege.supervision.api import names as words
from gege.territory.api import load_atlas

FORM: Final = ["GET", "HEAD", "POST"]
KEEPING: Final = (Role.COUNTY_SUPERVISOR, Role.DEPARTMENT_OFFICER)
_SAME: Final = (
    "code",
    "name",
    "purpose",
    "view",
    "lng",
    "lat",
    "direction",
    "sign",
    "retention_days",
    "contact",
    "since",
    "note",
)


@open_to(*KEEPING)
@never_cache
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Put a camera into the register."""
    form = CameraForm(
        request.POST if request.method == "POST" else None,
        units=_units(request),
        initial={"owner": request.actor.unit_code},
    )
    if form.is_bound and form.is_valid():
        with SaidOnOrder(form):
            made = supervision.register_camera(_entry(form), by=request.actor, now=timezone.now())
            messages.success(request, _("The camera stands in the register."))
            return redirect(made.get_absolute_url())
    heading = words.name_of(camera_names.CAMERA_DEEDS, CameraDeed.REGISTER)
    return shown_form(request, form, heading, reverse("cameras:list"), _("Cameras"))


@open_to(*KEEPING)
@never_cache
@require_http_methods(FORM)
def do(request: ActorRequest, uid: UUID, deed: str) -> HttpResponse:
    """Change a line of the register; 404 for a deed that does not exist or is not possible."""
    try:
        page = supervision.camera_page(uid, by=request.actor)
    except NotFound:
        raise Http404 from None
    word = CameraDeed(deed) if deed in list(CameraDeed) else None
    if word is None or word is CameraDeed.REGISTER:
        raise Http404
    if request.method != "POST" and word not in page.deeds:
        raise Http404
    form = _form(request, page, word)
    if form.is_bound and form.is_valid():
        with SaidOnOrder(form):
            _done(request, page, word, form)
            text = _("Done: %(deed)s.") % {"deed": words.name_of(camera_names.CAMERA_DEEDS, word)}
            messages.success(request, text)
            return redirect(page.camera.get_absolute_url())
    heading = words.name_of(camera_names.CAMERA_DEEDS, word)
    place, name = page.camera.get_absolute_url(), page.camera.code
    return shown_form(request, form, heading, place, name, grave=word is CameraDeed.REMOVE)


def _form(request: ActorRequest, page: CameraPage, word: CameraDeed) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    camera = page.camera
    if word is CameraDeed.ATTACH:
        return SignForm(data, request.FILES or None)
    if word is not CameraDeed.AMEND:
        return WhyForm(data, initial={"seen": camera.version})
    given = {name: getattr(camera, name) for name in _SAME}
    unit = load_atlas().unit(camera.owner_id)
    given |= {"owner": unit.code if unit else "", "area": camera.area_code[:12]}
    return CameraForm(data, units=_units(request), initial=given | {"seen": camera.version})


def _done(request: ActorRequest, page: CameraPage, word: CameraDeed, form: forms.Form) -> None:
    by, now, uid = request.actor, timezone.now(), page.camera.uid
    typed = form.cleaned_data
    if word is CameraDeed.ATTACH:
        supervision.attach_to_camera(uid, typed["file"], by=by, now=now)
    elif word is CameraDeed.AMEND:
        supervision.amend_camera(uid, _entry(form), by=by, now=now, seen=typed["seen"])
    else:
        supervision.turn_camera(uid, word, words=typed["words"], by=by, now=now, seen=typed["seen"])


def _entry(form: forms.Form) -> CameraEntry:
    typed: dict[str, Any] = {n: v for n, v in form.cleaned_data.items() if n != "seen"}
    return CameraEntry(**(typed | {"crs": Crs(typed["crs"])}))


def _units(request: ActorRequest) -> list[tuple[str, str]]:
    """Return the units that a person may name as owner: the keepers of all any, others theirs."""
    by = request.actor
    own = (by.unit_code, by.unit_label(request.LANGUAGE_CODE))
    if by.role is Role.DEPARTMENT_OFFICER:
        rules = supervision.current_order_rules()
        if not supervision.keeps_all(by, rules):
            return [own]
    units, _holder = units_for(by, OrderKind.FOLLOW_UP, "")
    return [own, *(one for one in units if one[0] != own[0])]


def shown_form(
    request: ActorRequest,
    form: forms.Form,
    heading: str,
    back: str,
    back_name: str,
    *,
    intro: str = "",
    grave: bool = False,
) -> HttpResponse:
    """Show a form of this room."""
    context = {
        "form": form,
        "heading": heading,
        "submit": heading,
        "back": back,
        "back_name": back_name,
        "intro": intro,
        "grave": grave,
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/group/form.html", context, status=status)
