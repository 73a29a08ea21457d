"""Asking to view, deciding, noting a viewing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.cameras.forms import AnswerForm, AskForm, GrantForm, ViewingForm
from gege.desk.cameras.keeping import FORM, shown_form
from gege.desk.orders.roles import ASKING
from gege.desk.orders.said import SaidOnOrder
from gege.staff.access import ActorRequest, open_to
from gege.supervision import api as supervision
from gege.supervision.api import (
    Camera,
    CameraState,
    NewView,
    NewViewing,
    NotFound,
    ViewDeed,
    ViewPage,
    camera_names,
)
from gege.supervision.api import names as words

OFFERED: Final = 20
_ANSWERS: Final[Mapping[ViewDeed, Callable[..., Any]]] = {
    ViewDeed.REFUSE: supervision.refuse_view,
    ViewDeed.WITHDRAW: supervision.withdraw_view,
    ViewDeed.REVOKE: supervision.revoke_view,
}
_DEEDS: Final = frozenset({ViewDeed.GRANT, ViewDeed.VIEW, *_ANSWERS})


@open_to(*ASKING)
@never_cache
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Ask to view what a camera recorded; others of its owner nearby are offered with it."""
    first = _camera(request)
    if first is None:
        messages.info(request, _("Choose a camera first; there you ask to view."))
        return redirect("cameras:list")
    rules = supervision.current_order_rules()
    form = AskForm(
        request.POST if request.method == "POST" else None,
        cameras=_offered(request, first),
        hours=rules.stretch_hours,
        initial={"cameras": [str(first.uid)], "matter": request.GET.get("matter", "")[:24]},
    )
    if form.is_bound and form.is_valid():
        with SaidOnOrder(form):
            typed = form.cleaned_data
            cameras = tuple(UUID(one) for one in typed.pop("cameras"))
            made = supervision.ask_to_view(
                NewView(cameras=cameras, **typed), by=request.actor, now=timezone.now()
            )
            messages.success(request, _("The owner is asked. You will be told the answer."))
            return redirect(made.get_absolute_url())
    heading = words.name_of(camera_names.VIEW_DEEDS, ViewDeed.ASK)
    intro = _(
        "The recordings stay with the police. What you ask, the answer and each viewing are "
        "written down for good."
    )
    return shown_form(request, form, heading, first.get_absolute_url(), first.code, intro=intro)


@open_to(*ASKING)
@never_cache
@require_http_methods(FORM)
def do(request: ActorRequest, uid: UUID, deed: str) -> HttpResponse:
    """Do something to a request; 404 for a deed that does not exist or is not possible."""
    now = timezone.now()
    try:
        page = supervision.view_page(uid, by=request.actor, now=now)
    except NotFound:
        raise Http404 from None
    word = ViewDeed(deed) if deed in list(ViewDeed) else None
    if word is None or word not in _DEEDS:
        raise Http404
    if request.method != "POST" and word not in page.deeds:
        raise Http404
    form = _form(request, page, word, now)
    if form.is_bound and form.is_valid():
        with SaidOnOrder(form):
            _done(request, page, word, form, now)
            text = _("Done: %(deed)s.") % {"deed": words.name_of(camera_names.VIEW_DEEDS, word)}
            messages.success(request, text)
            return redirect(page.request.get_absolute_url())
    heading = words.name_of(camera_names.VIEW_DEEDS, word)
    place, name = page.request.get_absolute_url(), page.request.number
    return shown_form(request, form, heading, place, name, grave=word is ViewDeed.REVOKE)


def _form(request: ActorRequest, page: ViewPage, word: ViewDeed, now: datetime) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    one = page.request
    if word is ViewDeed.VIEW:
        given = {
            "cameras": [str(camera.uid) for camera in page.cameras],
            "at": now.replace(second=0, microsecond=0),
            "begins": one.begins,
            "ends": one.ends,
        }
        return ViewingForm(data, cameras=page.cameras, initial=given)
    if word is ViewDeed.GRANT:
        most = supervision.current_order_rules().grant_days * 24
        return GrantForm(data, most=most, initial={"seen": one.version})
    return AnswerForm(data, initial={"seen": one.version})


def _done(
    request: ActorRequest, page: ViewPage, word: ViewDeed, form: forms.Form, now: datetime
) -> None:
    by, uid, typed = request.actor, page.request.uid, dict(form.cleaned_data)
    if word is ViewDeed.VIEW:
        cameras = tuple(UUID(one) for one in typed.pop("cameras"))
        supervision.note_viewing(uid, NewViewing(cameras=cameras, **typed), by=by, now=now)
    elif word is ViewDeed.GRANT:
        supervision.grant_view(uid, **typed, by=by, now=now)
    else:
        _ANSWERS[word](uid, **typed, by=by, now=now)


def _camera(request: ActorRequest) -> Camera | None:
    try:
        return supervision.camera_by_uid(UUID(request.GET.get("camera", "")), request.actor)
    except (ValueError, NotFound):
        return None


def _offered(request: ActorRequest, first: Camera) -> list[Camera]:
    near = supervision.visible_cameras(request.actor).filter(
        owner_id=first.owner_id, area_code__startswith=first.area_code[:12]
    )
    rows = near.exclude(pk=first.pk).exclude(state=CameraState.REMOVED).order_by("code")
    return [first, *rows[: OFFERED - 1]]
