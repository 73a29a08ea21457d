"""Which buildings a campaign goes to, how many doors are there, and who goes."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gege.desk.api import Chip, Choice
from gege.desk.campaigns.reading import ARRANGING, MAKING, Opened, opened
from gege.desk.fieldwork.addresses import Address
from gege.desk.fieldwork.tabs import tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.fieldwork.api import (
    Assignment,
    FieldError,
    NotFound,
    assign,
    leave_out,
    scope_of,
    sentence_of,
    take_in,
)
from gege.fieldwork.api import words as w
from gege.kernel.typed_text import whole_number
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, names_of, people_at_units

PAGE: Final = 100
ANYBODY: Final = "grid"
_GOING: Final = (Role.GRID_WORKER, Role.STATION_CLERK)


class ArrangeForm(forms.Form):
    """Some buildings and what to do with them."""

    chosen = forms.TypedMultipleChoiceField(coerce=int)
    deed = forms.ChoiceField(choices=[("send", ""), ("count", ""), ("leave", "")])
    who = forms.CharField(required=False, max_length=20)
    doors = forms.IntegerField(required=False, min_value=0, max_value=2000)

    def __init__(self, *args: Any, ids: list[int], **kw: Any) -> None:
        super().__init__(*args, **kw)
        field = self.fields["chosen"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(one, one) for one in ids]


@open_to(*ARRANGING)
@never_cache
@require_safe
@as_sheets("campaign-buildings")
def listed(request: ActorRequest, uid: UUID) -> HttpResponse:
    """List the buildings of a place with their doors and who goes there."""
    one = _arranged(request, uid)
    asked = Address(request.GET, request.actor, one.atlas)
    place = asked.area()
    rows = Assignment.objects.filter(scope_of(request.actor), campaign=one.campaign)
    if place:
        rows = rows.filter(area_code__startswith=place)
    if (key := whole_number(asked.after)) is not None:
        rows = rows.filter(pk__gt=key)
    found = list(rows.select_related("point").order_by("pk")[: PAGE + 1])
    shown = [] if asked.unreadable else found[:PAGE]
    called = names_of({row.account_id for row in shown if row.account_id})
    chips = [
        Chip("area", _("Place"), place, [Choice("", _("all places")), *asked.areas(one.language)])
    ]
    context = {
        "tabs": tabs_for(request, "campaigns"),
        "one": one,
        "campaign": one.campaign,
        "chips": chips,
        "wrong": bool(asked.unreadable),
        "rows": [
            {
                "id": row.pk,
                "name": row.point.name,
                "place": one.place(row.area_code),
                "expected": row.expected,
                "who": called.get(row.account_id or 0, ""),
            }
            for row in shown
        ],
        "people": _people(one),
        "address": asked.link(),
        "turns": asked.turns(str(found[PAGE - 1].pk) if len(found) > PAGE else ""),
    }
    return render(request, "desk/campaigns/buildings.html", context)


@open_to(*ARRANGING)
@require_POST
def arrange(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Do with the chosen buildings what was asked: send somebody, count doors, leave out."""
    one = _arranged(request, uid)
    chosen = (whole_number(value) for value in request.POST.getlist("chosen")[:PAGE])
    ids = [key for key in chosen if key is not None]
    form = ArrangeForm(request.POST, ids=ids)
    back = _back(request, one)
    if not form.is_valid():
        messages.error(request, _("Choose buildings first, and say what to do with them."))
        return back
    given, now = form.cleaned_data, timezone.now()
    try:
        if given["deed"] == "leave":
            leave_out(uid, given["chosen"], by=request.actor, now=now)
        elif given["deed"] == "send":
            who = given["who"]
            account_id = whole_number(who)
            assign(uid, given["chosen"], account_id=account_id, by=request.actor, now=now)
        else:
            doors = given["doors"] if given["doors"] is not None else 0
            assign(uid, given["chosen"], expected=doors, by=request.actor, now=now)
    except NotFound as error:
        raise Http404 from error
    except FieldError as error:
        messages.error(request, sentence_of(error))
    else:
        messages.success(request, _("Changed."))
    return back


@open_to(*MAKING)
@require_POST
def bring(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take in every building that stands in the campaign's places now."""
    one = _arranged(request, uid)
    try:
        many = take_in(uid, by=request.actor, now=timezone.now())
    except FieldError as error:
        messages.error(request, sentence_of(error))
    else:
        messages.success(request, _("%(many)s buildings were taken in.") % {"many": many})
    return _back(request, one)


def _arranged(request: ActorRequest, uid: UUID) -> Opened:
    one = opened(request, uid)
    if not one.arranges or one.campaign.state == w.CampaignState.CLOSED:
        raise Http404
    return one


def _people(one: Opened) -> list[Choice]:
    """Return who may be sent: workers and clerks of the places, near the reader."""
    today = timezone.localdate()
    codes = one.campaign.area_codes
    units = {
        unit.id: unit
        for unit in one.atlas.units()
        if unit.valid_on(today)
        and unit.area_code.startswith(one.by.area_code)
        and any(unit.area_code.startswith(c) or c.startswith(unit.area_code) for c in codes)
    }
    found = people_at_units(list(units), timezone.now(), _GOING)
    people = {
        str(person.account_id): f"{person.name} · {units[unit_id].short(one.language)}"
        for unit_id in sorted(found, key=lambda unit_id: units[unit_id].code)
        for person in found[unit_id]
    }
    return [Choice(value, label) for value, label in people.items()]


def _back(request: ActorRequest, one: Opened) -> HttpResponse:
    area = request.POST.get("area", "")
    query = f"?area={area}" if area.isdigit() and len(area) <= 15 else ""
    return redirect(f"{one.href('buildings')}{query}")
