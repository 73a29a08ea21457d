"""Excuses: those to decide on, those decided, and what a station excuses itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.account.forms import DayInput
from gege.desk.api import Choice
from gege.desk.fieldwork.addresses import Address
from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.shown import reads_notes
from gege.desk.fieldwork.tabs import OUTDOORS, tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.fieldwork.api import (
    AHEAD_DAYS,
    DECIDERS,
    Excuse,
    NotFound,
    decide_excuse,
    excuse,
    excuse_by_uid,
    excuses_page,
    names,
    words,
)
from gege.kernel.area_codes import Level
from gege.kernel.ids import new_uid
from gege.kernel.typed_text import whole_number
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor, Role
from gege.territory.api import Atlas, load_atlas

FORM: Final = ["GET", "HEAD", "POST"]
BOTH: Final = "both"
ASKING: Final = (Role.GRID_WORKER, Role.STATION_CLERK, Role.TOWNSHIP_OPERATOR)
WAITING, DECIDED = "waiting", "decided"
_AFTERNOON: Final = UUID("5b1d3a52-7f5e-4c8e-9d0a-6c1f2e3d4b5a")


class ExcuseForm(forms.Form):
    """A half-day or a day without a patrol."""

    area = forms.ChoiceField(label=gettext_lazy("Which grid"))
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    half = forms.ChoiceField(
        label=gettext_lazy("Half-day"),
        choices=[
            (str(words.Half.MORNING), names.HALVES[words.Half.MORNING]),
            (str(words.Half.AFTERNOON), names.HALVES[words.Half.AFTERNOON]),
            (BOTH, gettext_lazy("Both")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=names.choices(names.EXCUSE_REASONS),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("All grids of a community at once: for the weather only."),
    )
    note = forms.CharField(label=gettext_lazy("In words"), max_length=200, required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, by: Actor, atlas: Atlas, language: str) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"uid": new_uid(), "day": today})
        area = self.fields["area"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = _areas(by, atlas, language)
        first, last = today - timedelta(days=3), today + timedelta(days=AHEAD_DAYS)
        self.fields["day"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}


class DecisionForm(forms.Form):
    """Agreed or not, with an answer."""

    granted = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            ("yes", gettext_lazy("Agreed: no patrol is expected")),
            ("no", gettext_lazy("Not agreed")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=pgettext_lazy("excuse", "Answer"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The worker reads it. Needed when you do not agree."),
    )


@open_to(*OUTDOORS)
@require_safe
@as_sheets("excuses", personal="name")
def listed(request: ActorRequest) -> HttpResponse:
    """List the excuses that wait for a decision, or those decided."""
    atlas, language = load_atlas(), get_language() or ""
    address = Address(request.GET, request.actor, atlas)
    state = address.word("state", (WAITING, DECIDED)) or WAITING
    after = whole_number(address.after)
    found = excuses_page(request.actor, waiting=state == WAITING, after=after)
    chip = address.chip(
        "state",
        pgettext("filter", "that are"),
        [
            Choice("", pgettext("excuses", "to be decided")),
            Choice(DECIDED, pgettext("excuses", "decided")),
        ],
    )
    decides = request.actor.role in DECIDERS
    context = {
        "tabs": tabs_for(request, "excuses"),
        "chips": [chip],
        "waiting": state == WAITING,
        "rows": [_row(one, request.actor, atlas, language) for one in found.lines],
        "turns": address.turns(str(found.after) if found.after else ""),
        "may_ask": request.actor.role in ASKING,
        "decides": decides,
    }
    return render(request, "desk/fieldwork/excuses.html", context)


@open_to(*ASKING)
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Ask for a half-day or a day; a station grants it as it is made."""
    atlas, language = load_atlas(), get_language() or ""
    data = request.POST if request.method == "POST" else None
    form = ExcuseForm(data, by=request.actor, atlas=atlas, language=language)
    if request.method == "POST" and form.is_valid():
        with SaidOn(form, area_code="area"), transaction.atomic():
            _make(form.cleaned_data, request.actor)
            said = (
                _("The half-day is excused.") if _grants(request) else _("The station was asked.")
            )
            messages.success(request, said)
            return redirect("fieldwork:excuses")
    context = {"form": form, "grants": _grants(request)}
    status = 422 if form.is_bound else 200
    return render(request, "desk/fieldwork/new_excuse.html", context, status=status)


@open_to(*OUTDOORS)
@require_http_methods(FORM)
def decide(request: ActorRequest, uid: str) -> HttpResponse:
    """Show one excuse; a station agrees or not, and may turn it until its day is over."""
    decides = request.actor.role in DECIDERS
    try:
        row = excuse_by_uid(uid, request.actor)
    except NotFound as error:
        raise Http404 from error
    if request.method == "POST" and not decides:
        raise Http404
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with SaidOn(form):
            decide_excuse(
                uid,
                granted=given["granted"] == "yes",
                answer=given["answer"],
                by=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The decision is written, and its worker is told."))
            return redirect("fieldwork:excuses")
    atlas, language = load_atlas(), get_language() or ""
    shown = _row(row, request.actor, atlas, language)
    context = {"form": form, "row": shown, "decides": decides and shown["open"]}
    status = 422 if form.is_bound else 200
    return render(request, "desk/fieldwork/decide_excuse.html", context, status=status)


def _make(given: dict[str, Any], by: Actor) -> None:
    """Make one excuse, or one for each half; sent twice they are the same ones."""
    halves = {given["uid"]: given["half"]}
    if given["half"] == BOTH:
        halves = {
            given["uid"]: str(words.Half.MORNING),
            uuid5(_AFTERNOON, str(given["uid"])): str(words.Half.AFTERNOON),
        }
    for uid, half in halves.items():
        excuse(
            uid,
            area_code=given["area"],
            day=given["day"],
            half=half,
            reason=given["reason"],
            note=given["note"],
            by=by,
            now=timezone.now(),
        )


def _grants(request: ActorRequest) -> bool:
    return request.actor.role in DECIDERS


def _areas(by: Actor, atlas: Atlas, language: str) -> list[tuple[str, str]]:
    """Return what may be excused: the own grid; of a station its community and all its grids."""
    if len(by.area_code) == Level.GRID:
        return [(by.area_code, atlas.label(by.area_code, language))]
    communities = (
        [area.code for area in atlas.children(by.area_code)]
        if len(by.area_code) == Level.TOWNSHIP
        else [by.area_code]
    )
    found = []
    for code in communities:
        whole = _("%(place)s: all grids") % {"place": atlas.label(code, language)}
        found.append((code, whole))
        found += [(one.code, atlas.label(one.code, language)) for one in atlas.children(code)]
    return found


def _row(one: Excuse, by: Actor, atlas: Atlas, language: str) -> dict[str, Any]:
    whole = len(one.area_code) == Level.COMMUNITY
    place = atlas.label(one.area_code, language)
    return {
        "uid": one.uid,
        "place": _("%(place)s: all grids") % {"place": place} if whole else place,
        "day": one.day,
        "half": names.name_of(names.HALVES, one.half),
        "reason": names.name_of(names.EXCUSE_REASONS, one.reason),
        "who": one.by_name,
        "made_at": one.made_at,
        "note": one.note if reads_notes(by, one.area_code, one.account_id) else "",
        "granted": one.granted,
        "decided_by": one.decided_by,
        "answer": one.answer,
        "open": one.granted is None or one.day >= timezone.localdate(),
    }
