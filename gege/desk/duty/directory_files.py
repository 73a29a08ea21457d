"""The directory as a sheet: out as xlsx, on paper, and in again with a preview."""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb
from gege.desk.duty.directory import entries, note_mobile, word_of
from gege.desk.duty.roles import FORM, WATCHERS
from gege.desk.duty.saying import DutySaid
from gege.desk.duty.shown import language, today
from gege.desk.setup.staging import Staged, Upload, drop, stage, staged
from gege.desk.sheets import file_of
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, duty
from gege.territory.api import SourceFile, load_atlas

PURPOSE: Final = "directory"
HEADINGS: Final = (
    ("代码 Code", 18),
    ("单位 Unit", 34),
    ("值班电话 Duty telephone", 20),
    ("负责人 Principal", 16),
    ("负责人手机 Leader's mobile", 20),
    ("联络员 Contact", 16),
    ("核实情况 State", 22),
    ("核实时间 Verified", 18),
)


class ListForm(forms.Form):
    """The sheet to be imported."""

    list = forms.FileField(
        label=gettext_lazy("The directory as a sheet"),
        help_text=gettext_lazy(
            "An Excel workbook (.xlsx) or CSV with the columns code, duty telephone, principal,"
            " principal’s mobile, contact. An empty cell changes nothing."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )


@open_to(*WATCHERS)
@never_cache
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Give the directory as a workbook; the reading of the numbers is written down."""
    now = timezone.now()
    lines = entries(request, now)
    note_mobile(request, "all", now, _("to export the directory"))
    rows = (
        (
            one.unit.code,
            one.unit.name(language()),
            one.numbers.duty_phone,
            one.numbers.leader,
            one.numbers.leader_phone,
            one.numbers.contact,
            word_of(one),
            one.looked_at,
        )
        for one in lines
    )
    kind, name = request.GET.get("as", ""), f"duty-directory-{today()}"
    return file_of(kind, HEADINGS, rows, title="Directory", name=name)


@open_to(*WATCHERS)
@never_cache
@require_safe
def printed(request: ActorRequest) -> HttpResponse:
    """Show the directory as a sheet for the wall of the duty room."""
    now = timezone.now()
    lines = entries(request, now)
    note_mobile(request, "all", now, _("to print the directory"))
    context = {
        "lines": [(one, one.unit.name(language()), word_of(one)) for one in lines],
        "now": now,
    }
    return render(request, "desk/duty/directory_print.html", context)


@open_to(Role.COUNTY_SUPERVISOR)
@never_cache
@require_http_methods(FORM)
def choose(request: ActorRequest) -> HttpResponse:
    """Take a sheet; name every row that cannot be taken, or keep it for the preview."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    problems: tuple[str, ...] = ()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data["list"]
        upload = Upload(given.name, given.read())
        problems = _plan(request, Staged("", (upload,), {})).problems
        if not problems:
            token = stage(request, PURPOSE, [upload], {}, timezone.now())
            return redirect("duty:directory-preview", token)
    context = {
        "form": form,
        "problems": problems,
        "crumbs": [Crumb(_("Duty"), "/duty/"), Crumb(_("Directory"), "/duty/directory")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/directory_import.html", context, status=status)


@open_to(Role.COUNTY_SUPERVISOR)
@never_cache
@require_http_methods(FORM)
def preview(request: ActorRequest, token: str) -> HttpResponse:
    """Show what would change; change it when it is confirmed."""
    waiting = staged(request, PURPOSE, token)
    plan = _plan(request, waiting)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            many = duty.import_entries(plan, by=request.actor, now=timezone.now())
            drop(request, token)
            text = ngettext("%(count)s entry changed.", "%(count)s entries changed.", many)
            messages.success(request, text % {"count": many})
            return redirect("duty:directory")
    atlas = load_atlas()
    names = {
        code: unit.name(language())
        for code, _given in plan.changes
        if (unit := atlas.unit_by_code(code)) is not None
    }
    context = {
        "form": form,
        "changes": [(names.get(code, code), given) for code, given in plan.changes],
        "same": plan.same,
        "problems": plan.problems,
        "crumbs": [Crumb(_("Duty"), "/duty/"), Crumb(_("Directory"), "/duty/directory")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/directory_preview.html", context, status=status)


def _plan(request: ActorRequest, waiting: Staged) -> duty.EntriesPlan:
    (file,) = waiting.files
    source = SourceFile(file.name, file.data)
    return duty.plan_entries(source, by=request.actor, now=timezone.now())
