"""Import of check-in points: upload, a preview that names every bad row, then the deed."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gege.desk.api import Crumb
from gege.desk.fieldwork.point_forms import PointsFileForm
from gege.desk.fieldwork.tabs import PLATFORMS
from gege.desk.setup.place_forms import CRS_NAMES
from gege.desk.setup.staging import Staged, Upload, drop, stage, staged
from gege.fieldwork.api import (
    FieldError,
    PlannedPoint,
    PointPlan,
    import_points,
    names,
    plan_points,
    sentence_of,
)
from gege.kernel.coordinates import Crs
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import Atlas, SourceFile, load_atlas

FORM: Final = ["GET", "HEAD", "POST"]
PURPOSE: Final = "points"
MOST_SHOWN: Final = 200


@open_to(*PLATFORMS)
@require_http_methods(FORM)
def upload(request: ActorRequest) -> HttpResponse:
    """Take a list of points; keep it for the preview when every row is right."""
    form, said = PointsFileForm(), []
    if request.method == "POST":
        form = PointsFileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["points"]
            kept = Upload(file.name[:80], file.read())
            options = {"crs": form.cleaned_data["crs"]}
            plan = _plan(request, Staged("", (kept,), options))
            said = plan.said()
            if not said:
                token = stage(request, PURPOSE, [kept], options, timezone.now())
                return redirect("fieldwork:points-preview", token)
    context = {"form": form, "problems": said, "crumbs": _crumbs()}
    status = 422 if form.is_bound else 200
    return render(request, "desk/fieldwork/import_points.html", context, status=status)


@open_to(*PLATFORMS)
@require_http_methods(FORM)
def preview(request: ActorRequest, token: str) -> HttpResponse:
    """Show what the list changes; carry it out when it is confirmed."""
    waiting = staged(request, PURPOSE, token)
    plan = _plan(request, waiting)
    said, status = plan.said(), 422 if plan.problems else 200
    if request.method == "POST" and not said:
        try:
            done = import_points(
                _file(waiting),
                crs=Crs(waiting.options["crs"]),
                by=request.actor,
                now=timezone.now(),
                expected=request.POST.get("digest", ""),
            )
        except FieldError as error:
            said, status = [sentence_of(error)], 409
        else:
            drop(request, token)
            text = _("%(new)s points were added, %(changed)s said anew.")
            messages.success(request, text % {"new": done.new, "changed": done.changed})
            return redirect("fieldwork:points")
    atlas, language = load_atlas(), get_language() or ""
    context: dict[str, Any] = {
        "plan": plan,
        "said": said,
        "crumbs": _crumbs(),
        "crs": CRS_NAMES[Crs(waiting.options["crs"])],
        "new": [_row(one, atlas, language) for one in plan.new[:MOST_SHOWN]],
        "changed": [_row(one, atlas, language) for one in plan.changed[:MOST_SHOWN]],
        "most": MOST_SHOWN,
        "nothing": not (plan.new or plan.changed),
    }
    return render(request, "desk/fieldwork/points_preview.html", context, status=status)


def _plan(request: ActorRequest, waiting: Staged) -> PointPlan:
    crs = Crs(waiting.options["crs"])
    return plan_points(_file(waiting), crs=crs, by=request.actor, now=timezone.now())


def _file(waiting: Staged) -> SourceFile:
    file = waiting.files[0]
    return SourceFile(file.name, file.data)


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Check-in points"), reverse("fieldwork:points"))]


def _row(one: PlannedPoint, atlas: Atlas, language: str) -> dict[str, Any]:
    facts, before = one.facts, one.before
    return {
        "where": one.where,
        "name": facts.name,
        "was": before.name if before and before.name != facts.name else "",
        "kind": names.name_of(names.POINT_KINDS, facts.kind),
        "place": atlas.label(facts.area_code, language),
        "moved": before is not None and (before.lng, before.lat) != (facts.lng, facts.lat),
        "placed": facts.lng is not None,
    }
