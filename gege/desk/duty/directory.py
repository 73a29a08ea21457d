"""The directory of duty telephones and principals: for duty staff, with each reading logged."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.api import Chip, Choice, Crumb, Fact, Figure
from gege.desk.duty.roles import FORM, KEEPERS, WATCHERS
from gege.desk.duty.saying import DutySaid
from gege.desk.duty.shown import language
from gege.desk.duty.tabs import tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.telephones import masked, telephone
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, duty
from gege.territory.api import load_atlas, pilot_units_lacking
from gege.trail.api import note_access

LIGHTS: Final = {
    duty.Standing.VERIFIED: "green",
    duty.Standing.ENDING: "yellow",
}
GAPS: Final = {
    "responsible_leader": gettext_lazy("leader"),
    "contact_officer": gettext_lazy("contact"),
    "duty_phone": gettext_lazy("duty telephone"),
}


class LookForm(forms.Form):
    """What came of a test call."""

    how = forms.ChoiceField(
        label=gettext_lazy("What came of the test call"),
        widget=forms.RadioSelect,
        choices=(
            (duty.How.TEST_CALL, gettext_lazy("Both numbers are right")),
            (duty.How.NOT_REACHED, gettext_lazy("Nobody answered, or a number is wrong")),
        ),
    )
    note = forms.CharField(label=gettext_lazy("Remark"), required=False, max_length=200)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class EntryForm(forms.Form):
    """What an entry says."""

    duty_phone = forms.CharField(
        label=gettext_lazy("Duty telephone"), max_length=20, required=False
    )
    leader = forms.CharField(label=gettext_lazy("Principal"), max_length=40, required=False)
    leader_phone = forms.CharField(
        label=gettext_lazy("Principal’s mobile number"), max_length=20, required=False
    )
    contact = forms.CharField(label=gettext_lazy("Contact officer"), max_length=40, required=False)


@open_to(*WATCHERS)
@require_safe
@as_sheets("duty-directory", whole="duty:directory-export")
def directory(request: ActorRequest) -> HttpResponse:
    """List every unit with its numbers and when they were last found right."""
    now = timezone.now()
    lines = entries(request, now)
    only = request.GET.get("only", "")
    red = [one for one in lines if one.red]
    shown = red if only == "red" else lines
    lacking = pilot_units_lacking(load_atlas())
    context = {
        "lines": [_row(one) for one in shown],
        "chips": [
            Chip(
                "only",
                pgettext("directory", "Entries"),
                only if only == "red" else "",
                (Choice("", _("all")), Choice("red", _("to see to"))),
            )
        ],
        "figures": _figures(lines, red, len(lacking)),
        "lacking": [
            (one.name(language()), _(", ").join(str(GAPS[gap]) for gap in gaps))
            for one, gaps in lacking
        ],
        "red": len(red),
        "may_import": request.actor.role is Role.COUNTY_SUPERVISOR,
        "tabs": tabs_for(request, "directory", now),
    }
    return render(request, "desk/duty/directory.html", context)


@open_to(*WATCHERS)
@never_cache
@require_http_methods(FORM)
def entry(request: ActorRequest, code: str) -> HttpResponse:
    """Show one entry with all its numbers, written down as a reading; say what a call brought."""
    now = timezone.now()
    line = _line(request, code, now)
    own = _own(request, line)
    staff = duty.sees_directory(request.actor, now)
    form = LookForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": line.numbers.digest},
    )
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            duty.look_at_entry(code, by=request.actor, now=now, **form.cleaned_data)
            messages.success(request, _("Noted."))
            return redirect("duty:entry", code)
    if line.numbers.leader_phone:
        note_mobile(request, code, now, _("to see the directory’s entry"))
    context = {
        "line": line,
        "name": line.unit.name(language()),
        "row": _row(line),
        "facts": _facts(line),
        "form": form if staff else None,
        "own": own,
        "may_ask": staff and not own,
        "may_change": duty.keeps_entry(request.actor, line.unit),
        "crumbs": [Crumb(_("Duty"), "/duty/"), Crumb(_("Directory"), "/duty/directory")]
        if staff
        else [Crumb(_("Duty"), "/duty/")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/entry.html", context, status=status)


@open_to(*WATCHERS)
@require_POST
def confirm(request: ActorRequest, code: str) -> HttpResponse:
    """Say for the own unit that its entry is right, by one press."""
    now = timezone.now()
    form = forms.Form(request.POST)
    form.is_valid()
    with DutySaid(form):
        duty.look_at_entry(
            code,
            duty.How.CONFIRMED,
            by=request.actor,
            now=now,
            seen=request.POST.get("seen", "")[:64],
        )
        messages.success(request, _("Thank you: the entry is confirmed."))
    for said in form.non_field_errors():
        messages.error(request, str(said))
    return redirect("duty:entry", code)


@open_to(*WATCHERS)
@require_POST
def ask(request: ActorRequest) -> HttpResponse:
    """Ask one unit, or all that are red, to confirm."""
    now = timezone.now()
    lines = entries(request, now)
    code = request.POST.get("unit", "")[:40]
    asked = [
        one.unit.code
        for one in lines
        if (one.unit.code == code if code else one.red) and one.unit.id != request.actor.unit_id
    ]
    try:
        many = duty.ask_to_confirm(asked, by=request.actor, now=now)
    except duty.NotFound:
        raise Http404 from None
    text = ngettext(
        "%(count)s unit was asked to confirm.", "%(count)s units were asked to confirm.", many
    )
    messages.success(request, text % {"count": many})
    return redirect("duty:entry", code) if code else redirect("duty:directory")


@open_to(*KEEPERS)
@never_cache
@require_http_methods(FORM)
def change(request: ActorRequest, code: str) -> HttpResponse:
    """Write what an entry says."""
    now = timezone.now()
    line = _line(request, code, now)
    if not duty.keeps_entry(request.actor, line.unit):
        raise Http404
    numbers = line.numbers
    initial = {name: getattr(numbers, name) for name in EntryForm.base_fields}
    form = EntryForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            duty.change_entry(code, duty.Given(**form.cleaned_data), by=request.actor, now=now)
            messages.success(request, _("Kept. It has to be verified anew."))
            return redirect("duty:entry", code)
    if numbers.leader_phone and not form.is_bound:
        note_mobile(request, code, now, _("to change the directory’s entry"))
    context = {
        "form": form,
        "heading": _("Change the entry"),
        "lead": line.unit.name(language()),
        "submit": _("Keep"),
        "cancel": f"/duty/directory/{code}",
        "crumbs": [Crumb(_("Duty"), "/duty/")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/form.html", context, status=status)


def entries(request: ActorRequest, now: datetime) -> list[duty.EntryLine]:
    """Return every entry to duty staff; raise Http404 for everybody else."""
    if not duty.sees_directory(request.actor, now):
        raise Http404
    return duty.lines_of_directory(now, duty.current_rules())


def note_mobile(request: ActorRequest, subject: str, now: datetime, purpose: str) -> None:
    """Write down that principals' mobile numbers were read."""
    note_access(
        by=request.actor.signature(),
        now=now,
        subject=f"directory:{subject}",
        fields="leader_phone",
        purpose=purpose,
    )


def word_of(line: duty.EntryLine) -> str:
    """Return how an entry stands, with what it lacks."""
    word = str(duty.names.STANDINGS[line.standing])
    gaps = _(", ").join(str(duty.names.LACKING[one]) for one in line.numbers.lacking)
    return _("%(word)s, lacks %(gaps)s") % {"word": word, "gaps": gaps} if gaps else word


def _row(line: duty.EntryLine) -> dict[str, Any]:
    number = line.numbers.leader_phone
    return {
        "code": line.unit.code,
        "name": line.unit.name(language()),
        "duty_phone": line.numbers.duty_phone,
        "leader": line.numbers.leader,
        "mobile": masked(telephone(number) or number) if number else "",
        "looked_at": line.looked_at,
        "looked_by": line.looked_by,
        "how": duty.names.HOWS.get(line.how, ""),
        "asked_at": line.asked_at,
        "note": line.note,
        "light": LIGHTS.get(line.standing, "red"),
        "word": word_of(line),
    }


def _facts(line: duty.EntryLine) -> list[Fact]:
    return [
        Fact(_("Duty telephone"), line.numbers.duty_phone or "—"),
        Fact(_("Principal"), line.numbers.leader or "—"),
        Fact(_("Principal’s mobile number"), line.numbers.leader_phone or "—"),
        Fact(_("Contact officer"), line.numbers.contact or "—"),
    ]


def _figures(lines: list[duty.EntryLine], red: list[duty.EntryLine], lacking: int) -> list[Figure]:
    days = duty.current_rules().verify_days
    return [
        Figure(
            _("Entries found right lately"),
            len(lines) - len(red),
            of=len(lines),
            of_label=_("units"),
            meaning=_("Both numbers are there and were found right in the last %(days)s days.")
            % {"days": days},
        ),
        Figure(
            _("Entries to see to"),
            len(red),
            meaning=_("Something is missing, was never verified, or not lately."),
            href="?only=red",
            light="red",
        ),
        Figure(
            _("Units lacking a leader, a contact or a telephone"),
            lacking,
            meaning=_("Of pilot units and departments; none is as it should be."),
            href="#lacking",
            light="red",
        ),
    ]


def _line(request: ActorRequest, code: str, now: datetime) -> duty.EntryLine:
    """Return an entry to duty staff and to the unit itself; raise Http404 for others."""
    line = duty.line_of_unit(code, now, duty.current_rules())
    if line is None:
        raise Http404
    if not (_own(request, line) or duty.sees_directory(request.actor, now)):
        raise Http404
    return line


def _own(request: ActorRequest, line: duty.EntryLine) -> bool:
    mine = request.actor.unit_id == line.unit.id
    return mine and duty.keeps_entry(request.actor, line.unit)
