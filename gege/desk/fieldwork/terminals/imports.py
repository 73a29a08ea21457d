"""The county's asset list: upload, a preview of what it adds, then the deed."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.terminals.deeds import FORM
from gege.desk.fieldwork.terminals.forms import AssetListForm
from gege.desk.setup.staging import Staged, Upload, drop, stage, staged
from gege.fieldwork.api import (
    AssetPlan,
    import_terminals,
    names,
    read_assets,
    serials_known,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import load_atlas

ASSETS: Final = "assets"
MOST_SHOWN: Final = 200


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def upload(request: ActorRequest) -> HttpResponse:
    """Take a list; keep it for the preview when it is right."""
    problems: list[str] = []
    form = AssetListForm()
    if request.method == "POST":
        form = AssetListForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["assets"]
            kept = Upload(file.name[:80], file.read())
            problems = _said(_plan(kept))
            if not problems:
                token = stage(request, ASSETS, [kept], {}, timezone.now())
                return redirect("terminals:import-preview", token)
    status = 422 if form.is_bound else 200
    context = {"form": form, "problems": problems}
    return render(request, "desk/terminals/import.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def preview(request: ActorRequest, token: str) -> HttpResponse:
    """Show what the list adds; carry it out when it is confirmed."""
    waiting: Staged = staged(request, ASSETS, token)
    plan = _plan(waiting.files[0])
    form = AssetListForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not plan.problems:
        with SaidOn(form):
            many = import_terminals(plan.new, by=request.actor, now=timezone.now())
            drop(request, token)
            messages.success(request, _("%(many)s terminals entered.") % {"many": many})
            return redirect("terminals:list")
    context = {
        "plan": plan,
        "new": plan.new[:MOST_SHOWN],
        "most": MOST_SHOWN,
        "problems": _said(plan),
    }
    status = 422 if plan.problems else 200
    return render(request, "desk/terminals/import_preview.html", context, status=status)


def _plan(file: Upload) -> AssetPlan:
    today = timezone.localdate()
    units = {one.code for one in load_atlas().units() if one.valid_on(today)}
    plan = read_assets(file.data, known=(), units=units)
    known = serials_known([one.serial for one in plan.new])
    return read_assets(file.data, known=known, units=units) if known else plan


def _said(plan: AssetPlan) -> list[str]:
    return [
        str(names.ASSET_PROBLEMS[one.word]) % {"line": one.line, "value": one.value}
        for one in plan.problems
    ]
