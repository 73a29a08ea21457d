"""Figures over the registers: by area, as the nightly job made them, and as a sheet (5.15)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.registers.tabs import COUNTING, tabs_for
from gege.desk.sheets import CSV_TYPE, TYPE, Value, csv_of, download, sheet_of
from gege.registers.api import FigureTable, NotFound, figures, tables_for
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import Atlas, load_atlas, read_editions

_TYPES: Final = {"xlsx": TYPE, "csv": CSV_TYPE}


@open_to(*COUNTING)
@never_cache
@require_safe
def page(request: ActorRequest) -> HttpResponse:
    """Show one table for an area within the own, with the areas in it."""
    language, atlas = get_language() or "", load_atlas()
    tables = tables_for(request.actor, read_editions())
    shown = _asked(request, [one.code for one in tables])
    context = {
        "tabs": tabs_for(request, "statistics"),
        "tables": [
            (one.words.in_language(language), f"?{urlencode({'table': one.code})}",
             shown is not None and one.code == shown.table.code)
            for one in tables
        ],
    }  # fmt: skip
    if shown is not None:
        kept = {"table": shown.table.code}
        area = request.GET.get("area", "") or request.actor.area_code
        context |= {
            "shown": shown,
            "name": shown.table.words.in_language(language),
            "categories": [label for _code, label in shown.categories],
            "rows": [
                (
                    _name(atlas, row.area_code, language),
                    f"?{urlencode(kept | {'area': row.area_code})}" if row.deeper else "",
                    row.numbers,
                    row.area_code == area,
                )
                for row in shown.rows
            ],
            "way": [
                (one.name(language), f"?{urlencode(kept | {'area': one.code})}")
                for one in atlas.chain(area)
                if one.code.startswith(request.actor.area_code) and one.code != area
            ],
            "xlsx": f"?{urlencode(kept | {'area': area, 'as': 'xlsx'})}",
            "csv": f"?{urlencode(kept | {'area': area, 'as': 'csv'})}",
        }
        if request.GET.get("as", "") in _TYPES:
            return _file(shown, atlas, language, request.GET["as"])
    return render(request, "desk/registers/statistics.html", context)


def _asked(request: ActorRequest, codes: list[str]) -> FigureTable | None:
    if not codes:
        return None
    code = request.GET.get("table", "") or codes[0]
    area = request.GET.get("area", "") or request.actor.area_code
    try:
        return figures(
            code, area, by=request.actor, editions=read_editions(), language=get_language() or ""
        )
    except NotFound:
        raise Http404 from None


def _file(shown: FigureTable, atlas: Atlas, language: str, kind: str) -> HttpResponse:
    headings = [
        (_("Code"), 18), (_("Area"), 26), *((label, 14) for _code, label in shown.categories),
    ]  # fmt: skip
    lines: Iterable[Iterable[Value]] = [
        [
            row.area_code,
            _name(atlas, row.area_code, language),
            *("" if number is None else number for number in row.numbers),
        ]
        for row in shown.rows
    ]
    name = f"{shown.table.code}-{shown.day:%Y%m}.{kind}"
    if kind == "csv":
        return download(csv_of(headings, lines), name, CSV_TYPE)
    return download(sheet_of(headings, lines, title=shown.table.code), name)


def _name(atlas: Atlas, code: str, language: str) -> str:
    area = atlas.area(code)
    return area.name(language) if area is not None else code
