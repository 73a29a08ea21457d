"""Import of cameras: upload, a preview that names every bad row, then the deed."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.cameras.forms import SheetForm
from gege.desk.cameras.keeping import FORM, KEEPING
from gege.desk.setup.place_forms import CRS_NAMES
from gege.desk.setup.staging import Staged, Upload, drop, stage, staged
from gege.kernel.coordinates import Crs
from gege.staff.access import ActorRequest, open_to
from gege.supervision import api as supervision
from gege.supervision.api import CameraPlan, Refused, SupervisionError, sentence_of
from gege.territory.api import SourceFile

PURPOSE: Final = "cameras"
MOST_SHOWN: Final = 200


@open_to(*KEEPING)
@never_cache
@require_http_methods(FORM)
def upload(request: ActorRequest) -> HttpResponse:
    """Take a sheet; keep it for the preview when every row is right."""
    form, said = SheetForm(), []
    if request.method == "POST":
        form = SheetForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["sheet"]
            kept = Upload(file.name[:80], file.read())
            options = {"crs": form.cleaned_data["crs"]}
            said = _plan(request, Staged("", (kept,), options)).said()
            if not said:
                token = stage(request, PURPOSE, [kept], options, timezone.now())
                return redirect("cameras:preview", token)
    context = {
        "form": form,
        "problems": said,
        "columns": _columns(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/cameras/import.html", context, status=status)


@open_to(*KEEPING)
@never_cache
@require_http_methods(FORM)
def preview(request: ActorRequest, token: str) -> HttpResponse:
    """Show what the sheet changes; carry it out when it is confirmed."""
    waiting = staged(request, PURPOSE, token)
    plan = _plan(request, waiting)
    said, status = plan.said(), 422 if plan.problems else 200
    if request.method == "POST" and not said:
        try:
            new, changed = supervision.import_cameras(
                _file(waiting),
                crs=Crs(waiting.options["crs"]),
                by=request.actor,
                now=timezone.now(),
                expected=request.POST.get("digest", ""),
            )
        except SupervisionError as error:
            said, status = [sentence_of(error)], 409
        else:
            drop(request, token)
            text = _("%(new)s cameras were added, %(changed)s said anew.")
            messages.success(request, text % {"new": new, "changed": changed})
            return redirect("cameras:list")
    context = {
        "plan": plan,
        "said": said,
        "crs": CRS_NAMES[Crs(waiting.options["crs"])],
        "new": plan.new[:MOST_SHOWN],
        "changed": plan.changed[:MOST_SHOWN],
        "most": MOST_SHOWN,
        "nothing": not (plan.new or plan.changed),
    }
    return render(request, "desk/cameras/preview.html", context, status=status)


def _columns() -> list[str]:
    """Return the headings that a sheet may have, in the reader's language."""
    if (get_language() or "").startswith("en"):
        return list(supervision.CAMERA_COLUMNS)
    return [
        next(head for head in heads if not head.isascii())
        for heads in supervision.CAMERA_COLUMNS.values()
    ]


def _plan(request: ActorRequest, waiting: Staged) -> CameraPlan:
    crs = Crs(waiting.options["crs"])
    try:
        return supervision.plan_cameras(
            _file(waiting), crs=crs, by=request.actor, now=timezone.now()
        )
    except Refused:
        raise Http404 from None


def _file(waiting: Staged) -> SourceFile:
    file = waiting.files[0]
    return SourceFile(file.name, file.data)
