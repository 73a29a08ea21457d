"""A password for ODK Collect: made here, shown once, ended like any terminal."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.tabs import tabs_for
from gege.fieldwork.api import enrol
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

LABEL = "ODK Collect"
SERVER = "/field/openrosa"


class CollectForm(forms.Form):
    """A code of the hand-over, where the county gives terminals out by code only."""

    code = forms.CharField(
        label=gettext_lazy("Code of the hand-over"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Only where your station handed you this terminal with a code."),
    )


@open_to(Role.GRID_WORKER)
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: ActorRequest) -> HttpResponse:
    """Explain how to collect with ODK Collect, and make a password for one phone."""
    form = CollectForm(request.POST if request.method == "POST" else None)
    context = {
        "tabs": tabs_for(request, "campaigns"),
        "form": form,
        "server": request.build_absolute_uri(SERVER),
        "login": request.account.login_name,
    }
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            _terminal, token = enrol(
                request.account,
                code=form.cleaned_data["code"],
                label=LABEL,
                app_version="",
                by=request.actor,
                now=timezone.now(),
            )
            context["token"] = token
            answer = render(request, "desk/campaigns/collect.html", context)
            answer.headers["Cache-Control"] = "no-store, private"
            return answer
    status = 422 if form.is_bound else 200
    return render(request, "desk/campaigns/collect.html", context, status=status)
