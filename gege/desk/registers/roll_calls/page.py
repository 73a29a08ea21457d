"""The page of one roll-call: floor by floor, ticks, telephones, paper, and closing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.registers.roll_calls.opening import CaseForm, join_form
from gege.desk.registers.said import SaidOn
from gege.desk.registers.tabs import CALLING, tabs_for
from gege.registers.api import (
    Invalid,
    NotFound,
    Refused,
    RegisterError,
    RollSheet,
    close_roll_call,
    join_roll_call,
    mark_people,
    reveal,
    roll_call_names,
    roll_sheet,
    sentence_of,
)
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import load_atlas, read_editions

_STATE: Final = "state-"
_STOOD: Final = "stood-"
_PURPOSE: Final = "roll_call"


class CloseForm(forms.Form):
    """What came of it."""

    others = forms.IntegerField(
        label=gettext_lazy("Others who were found there"),
        min_value=0, max_value=5000, initial=0,
        help_text=gettext_lazy("People whom no register knows here: guests, workers, passers-by."),
    )  # fmt: skip
    summary = forms.CharField(
        label=pgettext_lazy("roll-call", "What came of it"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Needed while somebody is missing or was not looked for. Name nobody here."
        ),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)


@open_to(*CALLING)
@never_cache
@require_safe
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a roll-call; whoever reads it first time is written down for everybody on it."""
    sheet = _sheet(request, uid)
    if sheet is None:
        return join_form(request, uid, CaseForm())
    return render(request, "desk/registers/roll_calls/page.html", _context(request, sheet))


@open_to(*CALLING)
@never_cache
@require_safe
def paper(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show the roll as a table with boxes to tick, for paper."""
    sheet = _sheet(request, uid)
    if sheet is None:
        return join_form(request, uid, CaseForm())
    return render(request, "desk/registers/roll_calls/paper.html", _context(request, sheet))


@open_to(*CALLING)
@never_cache
@require_POST
def mark(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take the ticks that differ from what stood on the page; one sent twice counts once.

    A page that is some minutes old never overrules what others found meanwhile.
    """
    ticked = {
        name.removeprefix(_STATE): str(value)
        for name, value in request.POST.items()
        if name.startswith(_STATE)
    }
    states = {
        person: state
        for person, state in ticked.items()
        if state != request.POST.get(f"{_STOOD}{person}", "")
    }
    try:
        at = _moment(str(request.POST.get("at", "")))
        many = mark_people(uid, states=states, by=request.actor, now=timezone.now(), at=at)
    except NotFound:
        raise Http404 from None
    except RegisterError as refused:
        messages.error(request, sentence_of(refused))
        return redirect("registers:roll-call", uid)
    said = ngettext("%(many)s tick is written down.", "%(many)s ticks are written down.", many)
    messages.success(request, said % {"many": many})
    return redirect(f"{reverse('registers:roll-call', args=[uid])}#roll")


@open_to(*CALLING)
@never_cache
@require_POST
def phone(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show the telephone of one person on the roll whole, for a call; it is written down."""
    sheet = _sheet(request, uid)
    if sheet is None:
        return join_form(request, uid, CaseForm())
    person = str(request.POST.get("person", ""))
    on_roll = {
        one.called.uid
        for floor in sheet.floors
        for home in floor.homes
        for one in home.people
        if one.called.phone
    }
    if person not in on_roll:
        raise Http404
    try:
        shown = reveal(
            UUID(person), fields=["phone"], purpose=_PURPOSE, case=sheet.case,
            note=str(roll_call_names.REASONS[sheet.roll.reason]),
            by=request.actor, now=timezone.now(), editions=read_editions(),
        )  # fmt: skip
    except NotFound:
        raise Http404 from None
    except RegisterError as refused:
        messages.error(request, sentence_of(refused))
        return redirect("registers:roll-call", uid)
    context = _context(request, sheet) | {"call": (person, shown.get("phone", ""))}
    return render(request, "desk/registers/roll_calls/page.html", context)


@open_to(*CALLING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Close a roll-call with what came of it."""
    sheet = _sheet(request, uid)
    if sheet is None:
        return join_form(request, uid, CaseForm())
    if sheet.roll.closed_at is not None:
        return redirect("registers:roll-call", uid)
    form = CloseForm(
        request.POST if request.method == "POST" else None, initial={"seen": sheet.roll.version}
    )
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            close_roll_call(uid, **form.cleaned_data, by=request.actor, now=timezone.now())
            messages.success(request, _("The roll-call is closed; its numbers stand on the list."))
            return redirect("registers:roll-call", uid)
    context = {
        "form": form,
        "tabs": tabs_for(request, "roll-calls"),
        "title": _("Close the roll-call"),
        "lead": _numbers(sheet),
        "submit": _("Close the roll-call"),
        "back": reverse("registers:roll-call", args=[uid]),
    }
    return render(
        request, "desk/registers/form.html", context, status=422 if form.is_bound else 200
    )


def _sheet(request: ActorRequest, uid: UUID) -> RollSheet | None:
    """Return the roll-call as read by this person; None while they have to name an incident."""
    told: dict[str, Any] = {
        "by": request.actor, "now": timezone.now(), "editions": read_editions(),
    }  # fmt: skip
    try:
        join_roll_call(uid, **told)
        return roll_sheet(uid, **told, language=get_language() or "")
    except NotFound:
        raise Http404 from None
    except Invalid:
        return None
    except Refused as refused:
        if refused.word == "roll_forgotten":
            raise Http404 from None
        messages.error(request, sentence_of(refused))
        return None


def _context(request: ActorRequest, sheet: RollSheet) -> dict[str, Any]:
    roll = sheet.roll
    return {
        "tabs": tabs_for(request, "roll-calls"),
        "sheet": sheet,
        "roll": roll,
        "reason": roll_call_names.REASONS[roll.reason],
        "states": list(roll_call_names.FOUND.items()),
        "names": roll_call_names.FOUND,
        "numbers": [
            (label, sheet.counts.get(word, 0)) for word, label in roll_call_names.FOUND.items()
        ],
        "place": load_atlas().label(roll.area_code, get_language() or ""),
        "drill": roll.reason == "drill",
        "now": timezone.localtime(),
    }


def _numbers(sheet: RollSheet) -> str:
    counted = [
        f"{label} {sheet.counts.get(word, 0)}" for word, label in roll_call_names.FOUND.items()
    ]
    left = _("not looked for: %(left)s") % {"left": sheet.counts.get("open", 0)}
    return " · ".join([*counted, left])


def _moment(text: str) -> datetime | None:
    """Read when something was seen, as the browser's clock writes it. Raises Invalid."""
    if not text.strip():
        return None
    try:
        found = parse_datetime(text[:40])
    except ValueError:
        found = None
    if found is None:
        raise Invalid("at", "seen_at_another_time")
    return found if timezone.is_aware(found) else timezone.make_aware(found)
