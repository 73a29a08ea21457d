"""The territory on screen: the tree, one area, units and their contacts, coverage, pilot scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.parts import Crumb, Fact
from gege.desk.setup.book_edits import FORM
from gege.desk.setup.place_forms import ContactForm, PilotForm
from gege.desk.setup.refusals import RefusalsSaidOn
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.area_codes import Level
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Person, Role, holders_of_grids, people_at, responsible_worker
from gege.territory.api import (
    AreaFacts,
    Atlas,
    UnitFacts,
    check_coverage,
    division_report,
    explain,
    load_atlas,
    pilot_units_lacking,
    set_contacts,
    set_pilot,
)

MOST_SHOWN: Final = 300
LEVELS: Final = {
    Level.COUNTY: pgettext_lazy("level", "county"),
    Level.TOWNSHIP: pgettext_lazy("level", "township"),
    Level.COMMUNITY: pgettext_lazy("level", "community"),
    Level.GRID: pgettext_lazy("level", "grid"),
}
UNIT_KINDS: Final = {
    "county_centre": gettext_lazy("County centre"),
    "township_centre": gettext_lazy("Township centre"),
    "station": gettext_lazy("Community station"),
    "department": gettext_lazy("Department"),
    "grid": gettext_lazy("Grid"),
}
OUTLIERS: Final = {
    "locality": gettext_lazy("lies outside its community"),
    "workload": gettext_lazy("workload off the mean"),
    "clear": gettext_lazy("borders not clear"),
    "distance": gettext_lazy("far from the station"),
}
GAPS: Final = {
    "responsible_leader": gettext_lazy("leader"),
    "contact_officer": gettext_lazy("contact"),
    "duty_phone": gettext_lazy("duty telephone"),
}


@dataclass(frozen=True, slots=True)
class Branch:
    """An area of the tree: what lies under it, how many grids it has and how many are vacant."""

    area: AreaFacts
    name: str
    branches: tuple[Branch, ...]
    grids: int
    vacant: int
    holder: Person | None = None


@open_to(Role.ADMINISTRATOR)
@require_safe
def tree(request: ActorRequest) -> HttpResponse:
    """Show county, townships, communities and grids, with who looks after each grid (R-034)."""
    atlas = load_atlas()
    county = atlas.county()
    units = {unit.code: unit.id for unit in atlas.units() if unit.kind == "grid"}
    holders = holders_of_grids(units.values(), timezone.now()) if units else {}
    context = {
        "county": _branch(county, atlas, units, holders) if county else None,
        "open": request.GET.get("open", ""),
        "bare": sum(1 for one in atlas.areas(Level.GRID) if one.boundary is None),
    }
    return render(request, "desk/setup/territory.html", context)


@open_to(Role.ADMINISTRATOR)
@require_safe
def area(request: ActorRequest, code: str) -> HttpResponse:
    """Show one area: validity, unit, people, what lies under it, and its map."""
    atlas, language = load_atlas(), get_language() or ""
    one = atlas.area(code)
    if one is None:
        raise Http404
    unit = atlas.platform_unit(code)
    children = atlas.children(code) if one.valid_to is None else ()
    now = timezone.now()
    posts = people_at(unit.id, now) if unit and unit.valid_to is None else ()
    shown = (one, *children) if one.boundary else children
    context = {
        "area": one,
        "name": one.name(language),
        "level": LEVELS[one.level],
        "crumbs": _crumbs(atlas, one, language),
        "facts": _area_facts(atlas, one, language),
        "unit": unit,
        "unit_facts": unit_facts(atlas, unit, language) if unit else [],
        "posts": posts,
        "worker": responsible_worker(unit.id, now) if unit and one.level is Level.GRID else None,
        "children": [(child, child.name(language)) for child in children],
        "shapes": shapes_of(shown, language),
        "is_grid": one.level is Level.GRID,
        "is_community": one.level is Level.COMMUNITY,
    }
    return render(request, "desk/setup/area.html", context)


@open_to(Role.ADMINISTRATOR)
@require_safe
@as_sheets("units")
def units(request: ActorRequest) -> HttpResponse:
    """List the platforms with their contacts; those that lack something first asked for."""
    atlas, language = load_atlas(), get_language() or ""
    lacking = {unit.id: gaps for unit, gaps in pilot_units_lacking(atlas)}
    only = request.GET.get("lacking") == "1"
    lines = [
        (unit, unit.name(language), UNIT_KINDS[unit.kind], _gaps(lacking.get(unit.id, ())))
        for unit in atlas.units()
        if unit.kind != "grid" and (unit.id in lacking or not only)
    ]
    context = {"lines": lines, "only": only, "lacking": len(lacking)}
    return render(request, "desk/setup/units.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def contacts(request: ActorRequest, code: str) -> HttpResponse:
    """Set who answers for a unit and how it is reached (R-014)."""
    atlas = load_atlas()
    unit = atlas.unit_by_code(code)
    if unit is None or unit.valid_to is not None:
        raise Http404
    start = {name: getattr(unit, name) for name in ContactForm.base_fields}
    form = ContactForm(request.POST or None, initial=start)
    back = "setup:department" if unit.is_department else "setup:area"
    if request.method == "POST" and form.is_valid():
        with RefusalsSaidOn(form):
            set_contacts(
                code=code,
                by=request.actor.signature(),
                now=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, _("The contacts are set."))
            return redirect(back, code)
    context = {"form": form, "unit": unit, "name": unit.name(get_language() or ""), "back": back}
    status = 422 if form.is_bound else 200
    return render(request, "desk/setup/contacts.html", context, status=status)


@open_to(Role.ADMINISTRATOR)
@require_safe
@as_sheets("coverage")
def coverage(request: ActorRequest) -> HttpResponse:
    """Is the county covered without gap and overlap; which grids stand out? (R-033, R-035)"""
    atlas, language = load_atlas(), get_language() or ""
    problems = check_coverage(atlas)
    loops = [" → ".join(unit.name(language) for unit in loop) for loop in atlas.succession_loops()]
    reports = division_report(atlas)
    outliers = [
        (one, atlas.label(one.grid.code, language), [OUTLIERS[name] for name in one.outliers])
        for one in reports
        if one.outliers
    ]
    context = {
        "problems": [explain(one) for one in problems[:MOST_SHOWN]],
        "more": max(0, len(problems) - MOST_SHOWN),
        "loops": loops,
        "outliers": outliers[:MOST_SHOWN],
        "grids": len(reports),
    }
    return render(request, "desk/setup/coverage.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def pilot(request: ActorRequest) -> HttpResponse:
    """Choose the communities that take part (R-001)."""
    form = PilotForm(request.POST if request.method == "POST" else None, atlas=load_atlas())
    if request.method == "POST" and form.is_valid():
        with RefusalsSaidOn(form):
            set_pilot(
                community_codes=form.cleaned_data["communities"],
                by=request.actor.signature(),
                now=timezone.now(),
            )
            said = _("%(count)s communities take part.")
            messages.success(request, said % {"count": len(form.cleaned_data["communities"])})
            return redirect("setup:territory")
    status = 422 if form.is_bound else 200
    return render(request, "desk/setup/pilot.html", {"form": form}, status=status)


def shapes_of(areas: tuple[AreaFacts, ...], language: str) -> dict[str, object] | None:
    """Return the boundaries of areas for the map; None when none is drawn."""
    features = [
        {
            "type": "Feature",
            "geometry": dict(one.boundary),
            "properties": {"name": one.name(language), "note": one.code},
        }
        for one in areas
        if one.boundary
    ]
    return {"type": "FeatureCollection", "features": features} if features else None


def last_day(valid_to: date | None) -> date | None:
    """Return the last day of something: people name it, rows hold the day after."""
    return None if valid_to is None else valid_to - timedelta(days=1)


def _branch(
    area: AreaFacts, atlas: Atlas, units: Mapping[str, int], holders: Mapping[int, Person]
) -> Branch:
    name = area.name(get_language() or "")
    if area.level is Level.GRID:
        holder = holders.get(units.get(area.code, 0))
        return Branch(area, name, (), 1, int(holder is None), holder)
    branches = tuple(_branch(one, atlas, units, holders) for one in atlas.children(area.code))
    grids = sum(one.grids for one in branches)
    return Branch(area, name, branches, grids, sum(one.vacant for one in branches))


def _crumbs(atlas: Atlas, one: AreaFacts, language: str) -> list[Crumb]:
    chain = atlas.chain(one.code)[:-1]
    above = [Crumb(step.name(language), f"/setup/territory/areas/{step.code}") for step in chain]
    return [Crumb(_("Territory"), "/setup/territory"), *above]


def _area_facts(atlas: Atlas, one: AreaFacts, language: str) -> list[Fact]:
    heirs = _(", ").join(f"{heir.code} {heir.name(language)}" for heir in atlas.successors(one))
    facts = [
        Fact(_("Code"), one.code),
        Fact(_("Official name"), one.official_zh),
        Fact(_("English name"), one.name_en or "—"),
        Fact(_("Valid from"), one.valid_from.isoformat()),
        Fact(
            _("Takes part in the pilot"),
            pgettext("property", "yes") if one.pilot else pgettext("property", "no"),
        ),
    ]
    if one.level is Level.GRID:
        kind = _("dedicated grid") if one.kind == "dedicated" else _("general grid")
        facts.append(Fact(_("Kind"), kind))
    if ended := last_day(one.valid_to):
        facts.append(Fact(_("Last day"), ended.isoformat(), _("Old matters keep its name.")))
        facts.append(Fact(_("Succeeded by"), heirs or _("nobody")))
    return facts


def unit_facts(atlas: Atlas, unit: UnitFacts, language: str) -> list[Fact]:
    """Return who answers for a unit, and since when it is there."""
    facts = [
        Fact(_("Unit name"), unit.name(language)),
        Fact(_("Leader"), unit.responsible_leader or "—"),
        Fact(_("Contact"), unit.contact_officer or "—"),
        Fact(_("Duty telephone"), unit.duty_phone or "—"),
        Fact(_("Valid from"), unit.valid_from.isoformat()),
    ]
    if ended := last_day(unit.valid_to):
        heir = atlas.unit(unit.successor_id) if unit.successor_id else None
        facts.append(Fact(_("Last day"), ended.isoformat()))
        facts.append(Fact(_("Succeeded by"), heir.name(language) if heir else _("nobody")))
    return facts


def _gaps(names: tuple[str, ...]) -> str:
    return _(", ").join(str(GAPS[name]) for name in names)
