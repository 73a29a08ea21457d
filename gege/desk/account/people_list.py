"""Administrators: a whole list of people at once; a preview, then the deed, then the passwords."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.setup.staging import Staged, Upload, drop, stage, staged
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import ListRefused, PeoplePlan, Role, import_people, plan_people
from gege.territory.api import SourceFile

PURPOSE = "people"
FORM = ["GET", "HEAD", "POST"]


class ListForm(forms.Form):
    """The file of people."""

    list = forms.FileField(
        label=_("List of people"),
        help_text=_("A CSV file or an Excel workbook (.xlsx) with one person in each row."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def choose(request: ActorRequest) -> HttpResponse:
    """Take a list; name every row that cannot be taken, or keep it for the preview."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    problems: tuple[str, ...] = ()
    if form.is_bound and form.is_valid():
        now, given = timezone.now(), form.cleaned_data["list"]
        upload = Upload(given.name, given.read())
        problems = tuple(_plan(request, Staged("", (upload,), {})).problems)
        if not problems:
            return redirect("account:list-preview", stage(request, PURPOSE, [upload], {}, now))
    context = {"form": form, "problems": problems}
    status = 422 if form.is_bound else 200
    return render(request, "desk/account/people_list.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def preview(request: ActorRequest, token: str) -> HttpResponse:
    """Show who would come; open the accounts when it is confirmed, and show passwords once."""
    waiting = staged(request, PURPOSE, token)
    plan = _plan(request, waiting)
    problems = tuple(plan.problems)
    if request.method == "POST" and not problems:
        try:
            arrived = import_people(plan.people, by=request.actor, now=timezone.now())
        except ListRefused as refused:
            problems = refused.problems
        else:
            drop(request, token)
            return render(request, "desk/account/people_arrived.html", {"arrived": arrived})
    context = {"plan": plan, "problems": problems, "name": waiting.files[0].name}
    status = 422 if problems else 200
    return render(request, "desk/account/people_preview.html", context, status=status)


def _plan(request: ActorRequest, waiting: Staged) -> PeoplePlan:
    (file,) = waiting.files
    source = SourceFile(file.name, file.data)
    return plan_people(source, by=request.actor, now=timezone.now())
