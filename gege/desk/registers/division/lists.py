"""The division report on screen and as a sheet: each principle's value per grid (R-033)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.parts import Turns
from gege.desk.registers.tabs import DIVIDING, tabs_for
from gege.desk.sheets import CSV_TYPE, Value, csv_of, download, sheet_of
from gege.desk.taking_out.pages import ITSELF, as_sheets
from gege.registers.api import Division, GridWork, division_names, division_of
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import Atlas, atlas, read_editions

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One grid of the report as it is drawn; what is not told is None."""

    place: str
    code: str
    href: str
    work: str | None
    percent: str | None
    area: str
    distance: int | None
    outliers: frozenset[str]


@open_to(*DIVIDING)
@never_cache
@require_safe
@as_sheets("division", whole=ITSELF)
def listed(request: ActorRequest) -> HttpResponse:
    """List the grids of the own area, those that stand out or all, and give them as a file."""
    editions, language = read_editions(), get_language() or ""
    division, map_of = division_of(request.actor.area_code, editions), atlas(editions)
    everything = request.GET.get("show") == "all"
    lines = [one for one in division.lines if everything or one.report.outliers]
    if (kind := request.GET.get("as", "")) in ("xlsx", "csv"):
        return _file(lines, map_of, language, kind)
    after = request.GET.get("after", "")
    page = [one for one in lines if one.code > after][: PAGE + 1]
    shown, kept = page[:PAGE], "show=all&" if everything else ""
    context = {
        "tabs": tabs_for(request, "division"),
        "rows": [_line(one, map_of, language) for one in shown],
        "everything": everything,
        "all_of_them": len(division.lines),
        "standing_out": sum(1 for one in division.lines if one.report.outliers),
        "summary": _summary(division),
        "is_compared": any(one.report.workload_percent is not None for one in division.lines),
        "rules": rule_lines(division),
        "may_edit": request.actor.role is Role.ADMINISTRATOR,
        "turns": Turns(
            first=f"?{kept}" if after else "",
            next=f"?{kept}after={shown[-1].code}" if len(page) > PAGE else "",
        ),
    }
    return render(request, "desk/registers/division/list.html", context)


def rule_lines(division: Division) -> list[tuple[Any, int]]:
    """Return the rules in force as label and number."""
    return [(label, getattr(division.rules, name)) for name, label in division_names.RULES.items()]


def percent_words(percent: int | None) -> str | None:
    """Return a deviation with its sign; a true minus."""
    if percent is None:
        return None
    return f"+{percent} %" if percent > 0 else f"{percent} %".replace("-", "\u2212")


def _summary(division: Division) -> list[tuple[Any, str]]:
    found = Counter(name for one in division.lines for name in one.report.outliers)
    return [
        (label, ngettext("%(n)s grid", "%(n)s grids", found[name]) % {"n": found[name]})
        for name, label in division_names.PRINCIPLES.items()
        if found[name]
    ]


def _line(one: GridWork, map_of: Atlas, language: str) -> Line:
    report = one.report
    return Line(
        place=map_of.label(one.code, language),
        code=one.code,
        href=reverse("registers:division-grid", args=[one.code]),
        work=None if one.is_small or report.workload is None else f"{report.workload:.0f}",
        percent=percent_words(one.percent),
        area="" if report.area_m2 is None else f"{report.area_m2 / 1e6:.2f}",
        distance=report.distance_m,
        outliers=frozenset(report.outliers),
    )


def _file(lines: Iterable[GridWork], map_of: Atlas, language: str, kind: str) -> HttpResponse:
    headings = [
        (pgettext("registers", "Place"), 34),
        (_("Code"), 18),
        (str(division_names.PRINCIPLES["locality"]), 18),
        (_("Work, in households"), 18),
        (_("Off the mean, in per cent"), 20),
        (_("Ground, in km²"), 16),
        (str(division_names.PRINCIPLES["clear"]), 16),
        (_("Way to the station, in metres"), 22),
        (_("What stands out"), 40),
    ]
    rows = (_cells(one, map_of, language) for one in lines)
    if kind == "csv":
        return download(csv_of(headings, rows), "division.csv", CSV_TYPE)
    return download(sheet_of(headings, rows, title="division"), "division.xlsx")


def _cells(one: GridWork, map_of: Atlas, language: str) -> list[Value]:
    report = one.report
    told = not one.is_small
    return [
        map_of.label(one.code, language),
        one.code,
        _("no") if "locality" in report.outliers else _("yes"),
        report.workload if told else None,
        one.percent,
        None if report.area_m2 is None else round(report.area_m2 / 1e6, 3),
        _("no") if "clear" in report.outliers else _("yes"),
        report.distance_m,
        _(", ").join(str(division_names.PRINCIPLES[name]) for name in report.outliers),
    ]
