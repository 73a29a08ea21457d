"""The desk of rights: what people ask about their own data, and the answers."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.registers.record import opened
from gege.desk.registers.said import SaidOn
from gege.desk.registers.tabs import RIGHTS, tabs_for
from gege.registers.api import (
    IDENTITY,
    NotFound,
    answer_request,
    names,
    receive_request,
    request_by_number,
    requests_of,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import read_editions


class ReceiveForm(forms.Form):
    """What somebody asks, and how it was checked who asks."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is asked"),
        choices=list(names.RIGHTS.items()),
        widget=forms.RadioSelect,
    )
    asked_by = forms.ChoiceField(label=gettext_lazy("Who asks"), choices=list(names.ASKERS.items()))
    identity = forms.ChoiceField(
        label=gettext_lazy("How it was checked"),
        choices=[(one, names.IDENTITIES[one]) for one in IDENTITY],
        help_text=gettext_lazy("No number is written down."),
    )
    words = forms.CharField(
        label=gettext_lazy("In the person's words"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """The answer, which the person reads at the portal."""

    granted = forms.ChoiceField(
        label=gettext_lazy("What comes of it"),
        choices=(
            ("yes", gettext_lazy("Done as asked")),
            ("no", gettext_lazy("Not done, for the reason below")),
        ),
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=pgettext_lazy("rights", "Answer"), min_length=2, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


@open_to(*RIGHTS)
@never_cache
@require_safe
def listed(request: ActorRequest) -> HttpResponse:
    """List what waits for an answer, and what was answered lately."""
    context = {
        "tabs": tabs_for(request, "rights"),
        "today": timezone.localdate(),
        "open": _rows(request, "open"),
        "answered": _rows(request, "answered"),
    }
    return render(request, "desk/registers/rights.html", context)


@open_to(Role.STATION_CLERK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Receive a request; number and code stand once on the answer, to be given to the person."""
    one = opened(request, uid)
    if one.sheet.code != "resident":
        raise Http404
    form = ReceiveForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            asked, code = receive_request(
                uid, **form.cleaned_data, by=request.actor, now=timezone.now(),
                editions=read_editions(),
            )  # fmt: skip
            context = {
                "tabs": tabs_for(request, "rights"),
                "asked": asked,
                "code": f"{code[:3]} {code[3:6]} {code[6:]}",
                "address": request.build_absolute_uri(reverse("portal:own-data")),
            }
            return render(request, "desk/registers/right_slip.html", context)
    context = {
        "form": form,
        "tabs": tabs_for(request, "rights"),
        "title": _("The person asks"),
        "lead": one.title,
        "submit": _("Receive the request"),
        "back": reverse("registers:record", args=[uid]),
    }
    return render(
        request, "desk/registers/form.html", context, status=422 if form.is_bound else 200
    )


@open_to(*RIGHTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, number: str) -> HttpResponse:
    """Show one request and answer it."""
    try:
        asked = request_by_number(number, request.actor)
    except NotFound:
        raise Http404 from None
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            answer_request(
                number,
                granted=form.cleaned_data["granted"] == "yes",
                answer=form.cleaned_data["answer"],
                by=request.actor,
                now=timezone.now(),
                editions=read_editions(),
            )
            messages.success(request, _("The answer is noted. The person reads it at the portal."))
            return redirect("registers:rights")
    context = {
        "tabs": tabs_for(request, "rights"),
        "asked": asked,
        "kind": names.RIGHTS.get(asked.kind, asked.kind),
        "asker": names.ASKERS.get(asked.asked_by, asked.asked_by),
        "identity": names.IDENTITIES.get(asked.identity, asked.identity),
        "form": form if asked.answered_at is None else None,
        "late": asked.answered_at is None and asked.due_on < timezone.localdate(),
    }
    return render(
        request, "desk/registers/right.html", context, status=422 if form.is_bound else 200
    )


def _rows(request: ActorRequest, state: str) -> list[tuple[object, object]]:
    return [
        (one, names.RIGHTS.get(one.kind, one.kind))
        for one in requests_of(request.actor, state=state)
    ]
