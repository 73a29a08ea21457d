"""Departments: which kinds they lead, opening one, dissolving one (R-014, R-036)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.setup.book_edits import FORM
from gege.desk.setup.editing import published_book
from gege.desk.setup.place_forms import DepartmentForm, DissolveForm
from gege.desk.setup.places import last_day, unit_facts
from gege.desk.setup.refusals import RefusalsSaidOn
from gege.desk.taking_out.pages import as_sheets
from gege.matters.api import Kind
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, people_at
from gege.territory.api import (
    Atlas,
    UnitFacts,
    dissolve_unit,
    load_atlas,
    open_department,
)


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department, the kinds it leads first, and those it may lead besides."""

    unit: UnitFacts
    name: str
    serves: str
    first: tuple[Kind, ...]
    besides: tuple[Kind, ...]


@open_to(Role.ADMINISTRATOR)
@require_safe
@as_sheets("departments")
def departments(request: ActorRequest) -> HttpResponse:
    """List the departments with contacts and the number of kinds they lead."""
    atlas, language = load_atlas(), get_language() or ""
    kinds = _kinds()
    former = [
        (unit, unit.name(language), last_day(unit.valid_to), _heir(atlas, unit, language))
        for unit in atlas.former_departments()
    ]
    lines = [_line(atlas, unit, kinds, language) for unit in atlas.departments()]
    context = {"lines": lines, "former": former}
    return render(request, "desk/setup/departments.html", context)


@open_to(Role.ADMINISTRATOR)
@require_safe
def department(request: ActorRequest, code: str) -> HttpResponse:
    """Show one department: contacts, people, the kinds it leads."""
    atlas, language = load_atlas(), get_language() or ""
    unit = atlas.unit_by_code(code)
    if unit is None or not unit.is_department:
        raise Http404
    context = {
        "line": _line(atlas, unit, _kinds(), language),
        "facts": unit_facts(atlas, unit, language),
        "posts": people_at(unit.id, timezone.now()) if unit.valid_to is None else (),
        "language": language,
        "ended": unit.valid_to is not None,
    }
    return render(request, "desk/setup/department.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def new_department(request: ActorRequest) -> HttpResponse:
    """Open a department, or the branch of one."""
    form = DepartmentForm(request.POST or None, atlas=load_atlas())
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        with RefusalsSaidOn(form):
            unit = open_department(
                area_code=given.pop("area"),
                parent_code=given.pop("parent"),
                by=request.actor.signature(),
                now=timezone.now(),
                **given,
            )
            said = _("The department is open. Name it in the rulebook for the kinds it leads.")
            messages.success(request, said)
            return redirect("setup:department", unit.code)
    status = 422 if form.is_bound else 200
    return render(request, "desk/setup/new_department.html", {"form": form}, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def dissolve(request: ActorRequest, code: str) -> HttpResponse:
    """End a department and say who takes its work (R-036)."""
    atlas, language = load_atlas(), get_language() or ""
    unit = atlas.unit_by_code(code)
    if unit is None or unit.valid_to is not None or not unit.is_department:
        raise Http404
    form = DissolveForm(request.POST or None, atlas=atlas, unit=unit)
    if request.method == "POST" and form.is_valid():
        heir = form.cleaned_data["successor"]
        with RefusalsSaidOn(form):
            dissolve_unit(
                code=code,
                on=form.cleaned_data["on"],
                successor_code=None if heir == "-" else heir,
                by=request.actor.signature(),
                now=timezone.now(),
            )
            messages.success(request, _("The department is dissolved."))
            return redirect("setup:department", code)
    context = {"form": form, "line": _line(atlas, unit, _kinds(), language)}
    status = 422 if form.is_bound else 200
    return render(request, "desk/setup/dissolve.html", context, status=status)


def _kinds() -> tuple[Kind, ...]:
    book = published_book()
    return book.live_kinds if book else ()


def _line(atlas: Atlas, unit: UnitFacts, kinds: tuple[Kind, ...], language: str) -> DepartmentLine:
    area = atlas.area(unit.area_code)
    return DepartmentLine(
        unit=unit,
        name=unit.name(language),
        serves=area.name(language) if area else unit.area_code,
        first=tuple(kind for kind in kinds if kind.leads[:1] == (unit.code,)),
        besides=tuple(kind for kind in kinds if unit.code in kind.leads[1:]),
    )


def _heir(atlas: Atlas, unit: UnitFacts, language: str) -> str:
    heir = atlas.unit(unit.successor_id) if unit.successor_id else None
    return heir.name(language) if heir else ""
