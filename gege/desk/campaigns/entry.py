"""One entry: what was said, for those who may read it, and the second look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Fact
from gege.desk.campaigns.answers import CHECKABLE, parts_of
from gege.desk.campaigns.reading import READERS, door_of
from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.tabs import tabs_for
from gege.desk.matter.views.reveal import PurposeForm
from gege.fieldwork.api import (
    CHECKERS,
    Entry,
    NotFound,
    check_entry,
    entry_by,
    files_of,
    names,
    reads_openly,
)
from gege.fieldwork.api import words as w
from gege.matters.api import path_of
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import may_write
from gege.territory.api import load_atlas
from gege.trail.api import note_access

FORM = ["GET", "HEAD", "POST"]
INLINE = frozenset({"image/jpeg", "image/png", "image/webp"})
WRITING = tuple(role for role in READERS if may_write(role))
CHECKING = tuple(sorted(CHECKERS))


class CheckForm(forms.Form):
    """Whether the second look agrees."""

    state = forms.ChoiceField(
        label=gettext_lazy("What you found"),
        choices=[(str(one), names.CHECK_STATES[one]) for one in CHECKABLE],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("What differs"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed when it differs. It says nothing about the household."),
    )


@open_to(*READERS)
@never_cache
@require_safe
def page(request: ActorRequest, entry_uid: str) -> HttpResponse:
    """Show one entry."""
    entry = _opened(request, entry_uid)
    return render(request, "desk/campaigns/entry.html", _sheet(request, entry))


@open_to(*WRITING)
@never_cache
@require_http_methods(FORM)
def reveal(request: ActorRequest, entry_uid: str) -> HttpResponse:
    """Ask what for; then show door and answer on this one page."""
    entry = _opened(request, entry_uid)
    form = PurposeForm(request.POST if request.method == "POST" else None, auto_id="reveal_%s")
    if not form.is_bound or not form.is_valid():
        context = {
            "title": _("Show door and answer"),
            "lead": _("Your name, the time and the purpose are written into the access log."),
            "submit": _("Show"),
            "form": form,
            "back": reverse("campaigns:entry", args=[entry.uid]),
        }
        status = 422 if form.is_bound else 200
        return render(request, "desk/campaigns/deed.html", context, status=status)
    with transaction.atomic():
        note_access(
            by=request.actor.signature(),
            now=timezone.now(),
            subject=f"entry:{entry.uid}",
            fields="entry.door, entry.xml, entry.note",
            purpose=form.text(),
        )
    answer = render(request, "desk/campaigns/entry.html", _sheet(request, entry, revealed=True))
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@open_to(*CHECKING)
@never_cache
@require_http_methods(FORM)
def check(request: ActorRequest, entry_uid: str) -> HttpResponse:
    """Say whether the second look agrees."""
    entry = _opened(request, entry_uid)
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            check_entry(entry.uid, **form.cleaned_data, by=request.actor, now=timezone.now())
            messages.success(request, _("The second look is written down."))
            return redirect("campaigns:entry", entry.uid)
    context = {
        "title": _("Second look"),
        "lead": _("Visit or call, and compare with what was written down."),
        "submit": _("Write it down"),
        "facts": _facts(entry, request, get_language() or "", revealed=False),
        "form": form,
        "back": reverse("campaigns:entry", args=[entry.uid]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/campaigns/deed.html", context, status=status)


@open_to(*READERS)
@require_safe
def file(request: ActorRequest, entry_uid: str, name: str) -> HttpResponseBase:
    """Send a picture of an answer to those who read the answer as it is."""
    entry = _opened(request, entry_uid)
    row = next((one for one in files_of(entry) if one.name == name), None)
    if row is None or not reads_openly(request.actor, entry.area_code):
        raise Http404
    place = path_of(row.sha256)
    if not place.is_file():
        raise Http404
    response = FileResponse(
        place.open("rb"),
        as_attachment=row.media_type not in INLINE,
        filename=row.name,
        content_type=row.media_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _opened(request: ActorRequest, entry_uid: str) -> Entry:
    try:
        return entry_by(entry_uid, request.actor)
    except NotFound as error:
        raise Http404 from error


def _sheet(request: ActorRequest, entry: Entry, *, revealed: bool = False) -> dict[str, Any]:
    by, language = request.actor, get_language() or ""
    open_here = reads_openly(by, entry.area_code)
    shown = open_here or revealed
    return {
        "tabs": tabs_for(request, "campaigns"),
        "entry": entry,
        "campaign": entry.campaign,
        "outcome": names.name_of(names.OUTCOMES, entry.outcome),
        "facts": _facts(entry, request, language, revealed=revealed),
        "shown": shown,
        "parts": parts_of(entry, language) if shown else [],
        "files": files_of(entry),
        "files_open": open_here,
        "inline": INLINE,
        "may_reveal": not shown and may_write(by.role),
        "may_check": entry.check_state == w.CheckState.DUE
        and by.role in CHECKERS
        and by.account_id != entry.account_id,
        "check": names.name_of(names.CHECK_STATES, entry.check_state) if entry.check_state else "",
    }


def _facts(entry: Entry, request: ActorRequest, language: str, *, revealed: bool) -> list[Fact]:
    by, atlas = request.actor, load_atlas()
    shown = revealed or reads_openly(by, entry.area_code)
    building = entry.assignment.point.name if entry.assignment else ""
    place = atlas.label(entry.area_code, language) if entry.area_code else ""
    facts = [
        Fact(_("Place"), " · ".join(part for part in (place, building) if part) or "—"),
        Fact(_("Door"), door_of(entry, by, revealed=revealed) or "—"),
        Fact(_("Done at"), _moment(entry.made_at)),
        Fact(_("Received"), _moment(entry.received_at)),
        Fact(pgettext("entry", "By"), entry.by_name),
        Fact(_("Form"), f"{entry.form.title} · {entry.form.version}"),
    ]
    if shown and entry.note:
        facts.append(Fact(_("Note"), entry.note))
    return facts


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
