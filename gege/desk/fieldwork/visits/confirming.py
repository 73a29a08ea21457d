"""The resident's word on a doorstep service: the code, and the station's call (R-061)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.visits.forms import CallForm, CodeForm
from gege.desk.fieldwork.visits.page import WRITING, opened
from gege.desk.fieldwork.visits.planning import FORM, may_touch, show
from gege.fieldwork.api import FieldError, confirm_by_call, confirm_visit, issue_code, sentence_of
from gege.notices.api import Channel, gateways
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role


@open_to(Role.STATION_CLERK)
@never_cache
@require_http_methods(FORM)
def code(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Make a code for the resident and show it, once, as a slip that can be printed."""
    one = opened(request, uid)
    may_touch(request, one.visit)
    if request.method == "POST":
        try:
            by_text = request.POST.get("by_text") == "1"
            digits = issue_code(uid, by=request.actor, now=timezone.now(), by_text=by_text)
        except FieldError as error:
            messages.error(request, sentence_of(error))
            return redirect("visits:page", uid)
        context = {
            "visit": one.visit,
            "household": one.shower.household(one.visit),
            "code": f"{digits[:3]} {digits[3:]}",
            "by_text": by_text and one.visit.phone,
        }
        return render(request, "desk/visits/code.html", context)
    context = {
        "visit": one.visit,
        "household": one.shower.household(one.visit),
        "may_text": bool(one.visit.phone) and Channel.SMS in gateways(),
    }
    return render(request, "desk/visits/make_code.html", context)


@open_to(*WRITING)
@require_http_methods(FORM)
def enter(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Enter the code that the resident read out."""
    one = opened(request, uid)
    may_touch(request, one.visit)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        now = timezone.now()
        with SaidOn(form, confirm="code"):
            given = form.cleaned_data["code"]
            confirm_visit(uid, how="code", code=given, at=now, by=request.actor, now=now)
            messages.success(request, _("The service is confirmed."))
            return redirect("visits:page", uid)
    return show(
        request, form, title=_("Enter the resident's code"), submit=_("Confirm the service"),
        back=reverse("visits:page", args=[uid]),
    )  # fmt: skip


@open_to(Role.STATION_CLERK)
@require_http_methods(FORM)
def call(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Record what the resident said when the station called."""
    one = opened(request, uid)
    may_touch(request, one.visit)
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            confirm_by_call(uid, **form.cleaned_data, by=request.actor, now=timezone.now())
            messages.success(request, _("The resident's word is recorded."))
            return redirect("visits:page", uid)
    household = one.shower.household(one.visit)
    lead = " · ".join(part for part in (household.who, household.phone) if part)
    return show(
        request, form, title=_("Record a call to the resident"), submit=_("Record the call"),
        lead=lead, back=reverse("visits:page", args=[uid]),
    )  # fmt: skip
