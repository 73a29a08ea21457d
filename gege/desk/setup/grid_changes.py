"""Dividing a grid and merging grids on screen; history and successors are kept (R-033)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gege.desk.setup.book_edits import FORM
from gege.desk.setup.place_forms import GridsForm, MergeForm
from gege.desk.setup.places import shapes_of
from gege.desk.setup.refusals import RefusalsSaidOn
from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Crs
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import (
    AreaFacts,
    Atlas,
    RefusedError,
    SourceFile,
    divide_grid,
    explain,
    explain_all,
    load_atlas,
    merge_grids,
    read_drawings,
)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def divide(request: ActorRequest, code: str) -> HttpResponse:
    """End a grid and open its parts, as a drawing shows them."""
    atlas, language = load_atlas(), get_language() or ""
    grid = _living(atlas, code, Level.GRID)
    form = GridsForm()
    problems: list[str] = []
    if request.method == "POST":
        form = GridsForm(request.POST, request.FILES)
        if form.is_valid():
            problems = _divide(request, form, code)
            if not problems:
                said = _(
                    "%(name)s is divided. Its open matters went to the first part; what the "
                    "registers hold follows within a quarter of an hour."
                )
                messages.success(request, said % {"name": atlas.label(code, language)})
                return redirect("setup:area", grid.parent_code)
    context = {
        "form": form,
        "problems": problems,
        "area": grid,
        "label": atlas.label(code, language),
        "shapes": shapes_of((grid,), language),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/setup/divide.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def merge(request: ActorRequest, code: str) -> HttpResponse:
    """End grids of a community that touch and open one in their place."""
    atlas, language = load_atlas(), get_language() or ""
    community = _living(atlas, code, Level.COMMUNITY)
    grids = atlas.children(code)
    form = MergeForm(request.POST if request.method == "POST" else None, grids=grids)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with RefusalsSaidOn(form):
            merge_grids(
                codes=given["grids"],
                code=given["code"],
                name_zh=given["name_zh"].strip(),
                name_en=given["name_en"].strip(),
                on=given["on"],
                by=request.actor.signature(),
                now=timezone.now(),
            )
            messages.success(request, _("The grids are one. Give the new grid its worker."))
            return redirect("setup:area", code)
    context = {
        "form": form,
        "area": community,
        "label": atlas.label(code, language),
        "shapes": shapes_of(grids, language),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/setup/merge.html", context, status=status)


def _divide(request: ActorRequest, form: GridsForm, code: str) -> list[str]:
    """Carry a division out; return what is wrong with it, nothing when it is done."""
    given = form.cleaned_data
    parts = []
    for file in given["drawings"]:
        drawn, wrong = read_drawings(SourceFile(file.name[:80], file.read()), Crs(given["crs"]))
        if wrong:
            return [explain(one) for one in wrong]
        parts += drawn
    try:
        divide_grid(
            code=code,
            into=parts,
            on=given["on"],
            by=request.actor.signature(),
            now=timezone.now(),
        )
    except RefusedError as error:
        return explain_all(error)
    return []


def _living(atlas: Atlas, code: str, level: Level) -> AreaFacts:
    area = atlas.area(code)
    if area is None or area.valid_to is not None or area.level is not level:
        raise Http404
    return area
