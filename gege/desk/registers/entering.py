"""Entering a record, saying something about one, ending one."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.registers.forms import EndRecordForm, EntryForm, Found
from gege.desk.registers.record import opened_to_write
from gege.desk.registers.said import SaidOn
from gege.desk.registers.tabs import KEEPING, tabs_for
from gege.kernel.ids import new_uid
from gege.registers.api import (
    Invalid,
    NotFound,
    Reach,
    RecordFilter,
    RecordSheet,
    Side,
    Sight,
    Type,
    current_contract,
    end_record,
    is_live,
    open_record,
    own_values,
    reader,
    records,
    say,
    withdraw_consent,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, people_at_units
from gege.territory.api import load_atlas, read_editions

FORM: Final = ["GET", "HEAD", "POST"]
_MOST_FOUND: Final = 12


@open_to(*KEEPING)
@never_cache
@require_http_methods(FORM)
def new(request: ActorRequest, code: str) -> HttpResponse:
    """Enter a new record of a sheet."""
    contract = current_contract(read_editions())
    sheet = contract.sheets.get(code)
    one = reader(request.actor, timezone.localdate())
    if sheet is None or not one.comes_across(sheet, contract.register_of[code]):
        raise Http404
    register = contract.register_of[code]
    if one.reach(sheet, register, request.actor.area_code) is Reach.GRANTED:
        raise Http404
    if not is_live(register.code):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = EntryForm(data, **_about(request, code))
    form.fields["uid"] = forms.UUIDField(widget=forms.HiddenInput, initial=new_uid())
    said = SaidOn(form)
    if form.is_bound and form.is_valid():
        with said:
            record = open_record(
                form.cleaned_data["uid"],
                sheet=code,
                typed=form.said(),
                evidence=form.cleaned_data["evidence"],
                evidence_note=form.cleaned_data["evidence_note"],
                doubts_answered=form.cleaned_data["doubts_answered"],
                consent=form.cleaned_data.get("consent", ""),
                although_there=request.POST.get("although_there") == "1",
                by=request.actor,
                now=timezone.now(),
                editions=read_editions(),
            )
            messages.success(request, _("The record is entered."))
            return redirect("registers:record", record.uid)
    context = {
        "already": said.values.get("uid", "") if said.word == "already_there" else "",
        "title": pgettext("registers", "New: %(sheet)s")
        % {"sheet": sheet.words.in_language(_language())},
        "submit": _("Enter the record"),
        "back": reverse("registers:list", args=[code]),
    }
    return _drawn(request, form, context)


@open_to(*KEEPING)
@never_cache
@require_http_methods(FORM)
def say_one(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Correct or confirm fields of a record; what is left as it is was not spoken of."""
    one = opened_to_write(request, uid)
    known, masked = _known(one)
    data = request.POST if request.method == "POST" else None
    titles = {link.uid: link.title for shown in one.fields for link in shown.links if link.uid}
    form = EntryForm(
        data, **_about(request, one.sheet.code), known=known, masked=masked, titles=titles
    )
    form.fields["version"].initial = one.record.version
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            told = say(
                new_uid(),
                record=uid,
                typed=form.said(),
                evidence=form.cleaned_data["evidence"],
                evidence_note=form.cleaned_data["evidence_note"],
                doubts_answered=form.cleaned_data["doubts_answered"],
                consent=form.cleaned_data.get("consent", ""),
                version=form.cleaned_data["version"],
                by=request.actor,
                now=timezone.now(),
                editions=read_editions(),
            )
            if told is not None and told.opened:
                messages.warning(
                    request, _("Another side says otherwise. Both are asked to settle it.")
                )
            else:
                messages.success(request, _("It is noted."))
            return redirect("registers:record", uid)
    context = {
        "title": _("Correct or confirm"),
        "lead": one.title,
        "submit": _("Note it"),
        "back": reverse("registers:record", args=[uid]),
    }
    return _drawn(request, form, context)


@open_to(*KEEPING)
@never_cache
@require_http_methods(FORM)
def end_one(request: ActorRequest, uid: UUID) -> HttpResponse:
    """End a record."""
    one = opened_to_write(request, uid)
    form = EndRecordForm(
        request.POST if request.method == "POST" else None,
        initial={"version": one.record.version, "on": timezone.localdate()},
    )
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            end_record(
                uid, **form.cleaned_data, by=request.actor, now=timezone.now(),
                editions=read_editions(),
            )  # fmt: skip
            messages.success(request, _("The record has ended."))
            return redirect("registers:record", uid)
    context = {
        "title": _("End the record"),
        "lead": one.title,
        "submit": _("End the record"),
        "grave": True,
        "back": reverse("registers:record", args=[uid]),
    }
    return _drawn(request, form, context)


@open_to(*KEEPING)
@never_cache
@require_http_methods(FORM)
def take_back(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take the person's consent back: what was kept on it is forgotten at once."""
    one = opened_to_write(request, uid)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_bound:
        with SaidOn(form):
            withdraw_consent(uid, by=request.actor, now=timezone.now(), editions=read_editions())
            messages.success(request, _("The consent is taken back. What was kept on it is gone."))
            return redirect("registers:record", uid)
    context = {
        "title": _("Take the consent back"),
        "lead": one.title,
        "submit": _("Forget what was kept with consent"),
        "grave": True,
        "back": reverse("registers:record", args=[uid]),
    }
    return _drawn(request, form, context)


def _drawn(request: ActorRequest, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context |= {"form": form, "tabs": tabs_for(request, "records")}
    return render(request, "desk/registers/form.html", context, status=status)


def _about(request: ActorRequest, code: str) -> dict[str, Any]:
    contract = current_contract(read_editions())
    officer = request.actor.role is Role.DEPARTMENT_OFFICER
    types = {one.type for one in contract.sheets[code].current}
    return {
        "sheet": contract.sheets[code],
        "contract": contract,
        "side": Side.DEPARTMENT if officer else Side.FIELD,
        "language": _language(),
        "finder": _Finder(request),
        "units": _departments() if Type.UNIT in types else (),
        "people": _people(request) if Type.STAFF in types else (),
    }


class _Finder:
    """Finds records to point at, within the person's reach."""

    def __init__(self, request: ActorRequest) -> None:
        self._request = request

    def __call__(self, sheet: str, words: str) -> Found:
        try:
            page = records(
                sheet,
                RecordFilter(words=words),
                by=self._request.actor,
                now=timezone.now(),
                editions=read_editions(),
                language=_language(),
            )
        except (NotFound, Invalid):
            return []
        return [
            (line.uid, " · ".join(part for part in (line.title, *line.cells[:2]) if part))
            for line in page.lines[:_MOST_FOUND]
        ]


def _known(one: RecordSheet) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values that may stand in the form, and the masked texts of the others."""
    whole = [shown.field.name for shown in one.fields if shown.seen.sight is Sight.WHOLE]
    values = own_values(one.record, whole)
    known: dict[str, Any] = {}
    masked: dict[str, str] = {}
    for shown in one.fields:
        name = shown.field.name
        if shown.field.is_link:
            known[name] = [{"uid": link.uid, **link.values} for link in shown.links if link.uid]
        elif shown.seen.sight is Sight.WHOLE:
            known[name] = values.get(name)
        elif shown.text:
            masked[name] = shown.text
    return known, masked


def _departments() -> Found:
    today = timezone.localdate()
    return [
        (unit.code, unit.short(_language()))
        for unit in load_atlas().departments()
        if unit.valid_on(today)
    ]


def _people(request: ActorRequest) -> Found:
    code = request.actor.area_code
    units = [one for one in load_atlas().units() if code and one.area_code.startswith(code[:12])]
    found = people_at_units([one.id for one in units], timezone.now())
    people = {str(one.account_id): one.name for rows in found.values() for one in rows}
    return sorted(people.items(), key=lambda pair: pair[1])


def _language() -> str:
    return get_language() or ""
