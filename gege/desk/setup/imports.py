"""Imports of divisions and grids: upload, a preview of what changes, then the deed (R-033, R-035).

The files are read again when they are confirmed, and the plan is made anew from them: when the
areas changed after the preview, the person sees a new preview instead.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.setup.book_edits import FORM
from gege.desk.setup.place_forms import CRS_NAMES, DivisionsForm, GridsForm
from gege.desk.setup.staging import Staged, Upload, drop, stage, staged
from gege.kernel.coordinates import Crs
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import (
    Atlas,
    DivisionPlan,
    Drawing,
    GridPlan,
    Problem,
    RefusedError,
    SourceFile,
    explain,
    explain_all,
    import_divisions,
    import_grids,
    load_atlas,
    read_divisions,
    read_grids,
)

DIVISIONS: Final = "divisions"
GRIDS: Final = "grids"
MOST_SHOWN: Final = 200


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def divisions(request: ActorRequest) -> HttpResponse:
    """Take lists of townships and committees; keep them for the preview when they are right."""
    form = DivisionsForm()
    if request.method == "POST":
        form = DivisionsForm(request.POST, request.FILES)
        if form.is_valid():
            files = _uploads(form.cleaned_data["lists"])
            succession = form.cleaned_data["successors"]
            options = {"on": form.cleaned_data["on"].isoformat(), "lists": str(len(files))}
            kept = [*files, *_uploads([succession] if succession else [])]
            plan = _division_plan(Staged("", tuple(kept), options))
            if plan.problems:
                return _wrong(request, "desk/setup/import_divisions.html", form, plan.problems)
            token = stage(request, DIVISIONS, kept, options, timezone.now())
            return redirect("setup:divisions-preview", token)
    status = 422 if form.is_bound else 200
    return render(request, "desk/setup/import_divisions.html", {"form": form}, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def divisions_preview(request: ActorRequest, token: str) -> HttpResponse:
    """Show what the lists change; carry it out when it is confirmed."""
    waiting = staged(request, DIVISIONS, token)
    plan = _division_plan(waiting)
    on = date.fromisoformat(waiting.options["on"])

    def deed() -> str:
        done = import_divisions(plan=plan, on=on, by=request.actor.signature(), now=timezone.now())
        text = _("%(opened)s areas opened, %(renamed)s renamed, %(ended)s ended.")
        return text % {"opened": done.opened, "renamed": done.renamed, "ended": done.ended}

    answer, said, status = _carried_out(request, token, plan, deed)
    if answer is not None:
        return answer
    context = {"token": token, "on": on, "said": said, **_division_words(plan)}
    context["nothing"] = not (plan.new or plan.renamed or plan.gone)
    return render(request, "desk/setup/divisions_preview.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_safe
def suggestions(request: ActorRequest, token: str) -> HttpResponse:
    """Give the likely successors as a CSV to read, mend and upload with the lists."""
    plan = _division_plan(staged(request, DIVISIONS, token))
    names = {one.code: one.name_zh for one in plan.gone}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["old_code", "new_code", "note"])
    writer.writerows([one.old, one.new, names[one.old]] for one in plan.suggestions)
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="successors.csv"'
    return answer


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def grids(request: ActorRequest) -> HttpResponse:
    """Take drawings of grids; keep them for the preview when they tile their communities."""
    form = GridsForm()
    if request.method == "POST":
        form = GridsForm(request.POST, request.FILES)
        if form.is_valid():
            kept = _uploads(form.cleaned_data["drawings"])
            given = form.cleaned_data
            options = {"on": given["on"].isoformat(), "crs": given["crs"]}
            plan = _grid_plan(Staged("", tuple(kept), options))
            if plan.problems:
                return _wrong(request, "desk/setup/import_grids.html", form, plan.problems)
            token = stage(request, GRIDS, kept, options, timezone.now())
            return redirect("setup:grids-preview", token)
    status = 422 if form.is_bound else 200
    return render(request, "desk/setup/import_grids.html", {"form": form}, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def grids_preview(request: ActorRequest, token: str) -> HttpResponse:
    """Show what the drawings change, on a map too; carry it out when it is confirmed."""
    waiting = staged(request, GRIDS, token)
    plan = _grid_plan(waiting)
    on = date.fromisoformat(waiting.options["on"])

    def deed() -> str:
        done = import_grids(plan=plan, on=on, by=request.actor.signature(), now=timezone.now())
        text = _("%(opened)s grids opened, %(redrawn)s redrawn, %(ended)s ended.")
        return text % {"opened": done.opened, "redrawn": done.redrawn, "ended": done.ended}

    answer, said, status = _carried_out(request, token, plan, deed)
    if answer is not None:
        return answer
    atlas = load_atlas()
    context = {
        "token": token,
        "on": on,
        "crs": CRS_NAMES[Crs(waiting.options["crs"])],
        "said": said,
        "plan": plan,
        "labels": [atlas.label(code, get_language() or "") for code in plan.communities],
        "shapes": _shapes(plan, atlas),
        "nothing": not (plan.new or plan.redrawn or plan.gone or plan.outlines),
    }
    return render(request, "desk/setup/grids_preview.html", context, status=status)


def _uploads(files: Collection[Any]) -> list[Upload]:
    return [Upload(file.name[:80], file.read()) for file in files]


def _wrong(
    request: ActorRequest, template: str, form: Any, problems: Collection[Problem]
) -> HttpResponse:
    said = [explain(one) for one in problems]
    return render(request, template, {"form": form, "problems": said}, status=422)


def _carried_out(
    request: ActorRequest, token: str, plan: DivisionPlan | GridPlan, deed: Callable[[], str]
) -> tuple[HttpResponse | None, list[str], int]:
    """Carry a confirmed plan out; `deed` returns the words of its success.

    Returns the answer when it was done; else None, what to say on the preview, and its status.
    """
    said = [explain(one) for one in plan.problems]
    if said or request.method != "POST":
        return None, said, 422 if said else 200
    if _changed_meanwhile(request, plan.edition):
        return None, [_("Somebody changed the areas meanwhile; this is a new preview.")], 409
    try:
        text = deed()
    except RefusedError as error:
        return None, explain_all(error), 422
    drop(request, token)
    messages.success(request, text)
    return redirect("setup:territory"), [], 200


def _changed_meanwhile(request: ActorRequest, edition: int) -> bool:
    return request.POST.get("edition") != str(edition)


def _division_plan(waiting: Staged) -> DivisionPlan:
    sources = [SourceFile(file.name, file.data) for file in waiting.files]
    lists = int(waiting.options["lists"])
    return read_divisions(sources[:lists], succession=next(iter(sources[lists:]), None))


def _grid_plan(waiting: Staged) -> GridPlan:
    sources = [SourceFile(file.name, file.data) for file in waiting.files]
    return read_grids(sources, waiting.options["crs"])


def _division_words(plan: DivisionPlan) -> dict[str, Any]:
    heirs: dict[str, list[str]] = {}
    for one in plan.successions:
        heirs.setdefault(one.old, []).append(one.new)
    likely = {one.old: one.new for one in plan.suggestions}
    gone = [
        (one, ", ".join(heirs.get(one.code, ())), likely.get(one.code, "")) for one in plan.gone
    ]
    return {
        "plan": plan,
        "new": plan.new[:MOST_SHOWN],
        "renamed": plan.renamed[:MOST_SHOWN],
        "gone": gone[:MOST_SHOWN],
        "orphaned": sum(1 for one in plan.gone if one.code not in heirs),
        "most": MOST_SHOWN,
    }


def _shapes(plan: GridPlan, atlas: Atlas) -> dict[str, Any] | None:
    """Return what the map shows: the changes, and the grids beside them that stay or end."""
    redrawn = {one.code for one in plan.redrawn}
    gone = {one.code for one in plan.gone}
    features = [_feature(one, _("outline")) for one in plan.outlines]
    for code in plan.communities:
        for grid in atlas.children(code):
            if grid.code not in redrawn and grid.boundary:
                note = _("ends") if grid.code in gone else _("stays")
                features.append(_shape(grid.code, grid.name_zh, grid.boundary, note))
    features += [_feature(one, _("new")) for one in plan.new]
    features += [_feature(one, _("redrawn")) for one in plan.redrawn]
    return {"type": "FeatureCollection", "features": features} if features else None


def _feature(one: Drawing, note: str) -> dict[str, Any]:
    return _shape(one.code, one.name_zh or one.code, one.boundary, note)


def _shape(code: str, name: str, boundary: Mapping[str, Any], note: str) -> dict[str, Any]:
    properties = {"name": name, "note": f"{code} · {note}"}
    return {"type": "Feature", "geometry": dict(boundary), "properties": properties}
