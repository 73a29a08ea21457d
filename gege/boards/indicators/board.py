"""What the pages of indicators show: the whole table, and one indicator divided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gege.boards.chosen import Chosen, chosen_by, chosen_rows, language
from gege.boards.indicators.counting import Measured, divide, measure
from gege.boards.indicators.declared import (
    BASELINES,
    GROUPS,
    INDICATORS,
    Baseline,
    Group,
    Indicator,
)
from gege.boards.indicators.parts import DIVISIONS, Division
from gege.boards.overview import chips_of, crumbs_of, place_name, unit_name
from gege.desk.api import Chip, Choice, Crumb, RegisterLine, lines_from_registers
from gege.kernel.typed_text import whole_number
from gege.matters.api import Rulebook, current_rulebook, names
from gege.staff.api import Actor
from gege.territory.api import Atlas, read_editions
from gege.territory.api import atlas as atlas_of


@dataclass(frozen=True, slots=True)
class Line:
    """One value with the addresses of what it was counted from."""

    name: str | Promise
    measured: Measured
    href: str
    of_href: str
    counted_href: str


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the table."""

    group: Group
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Board:
    """The page of all indicators."""

    now: datetime
    place: str
    crumbs: list[Crumb]
    chips: list[Chip]
    shares: list[Section]
    times: list[Section]
    from_registers: list[RegisterLine]
    baselines: tuple[Baseline, ...] = BASELINES


@dataclass(frozen=True, slots=True)
class Divided:
    """The page of one indicator."""

    now: datetime
    place: str
    crumbs: list[Crumb]
    chips: list[Chip]
    keep: list[tuple[str, str]]
    indicator: Indicator
    whole: Line
    ways: list[tuple[Choice, str]]
    division: Division
    lines: list[Line]
    files: list[tuple[str, str]]


def board_of(by: Actor, query: Mapping[str, str], *, now: datetime) -> Board:
    """Count every indicator over what the reader may see and chose."""
    atlas = atlas_of(read_editions())
    chosen = chosen_by(by, query, atlas, now=now)
    found = measure(chosen_rows(by, chosen, atlas), chosen.period, now)
    sections = [
        Section(group, [line_of(found[one.code], chosen) for one in group.indicators])
        for group in GROUPS
    ]
    return Board(
        now=now,
        place=place_name(atlas, chosen.area_code or chosen.scope),
        crumbs=crumbs_of(atlas, chosen),
        chips=chips_of(atlas, chosen),
        shares=[one for one in sections if one.group.indicators[0].share is not None],
        times=[one for one in sections if one.group.indicators[0].span is not None],
        from_registers=lines_from_registers(by, chosen.area_code or chosen.scope),
    )


def divided_of(by: Actor, code: str, query: Mapping[str, str], *, now: datetime) -> Divided:
    """Count one indicator whole and by its parts; Http404 for one that is not declared."""
    one = indicator_of(code)
    editions = read_editions()
    atlas = atlas_of(editions)
    chosen = chosen_by(by, query, atlas, now=now)
    rows = chosen_rows(by, chosen, atlas)
    division = DIVISIONS.get(query.get("by", ""), DIVISIONS["unit"])
    parts = divide(rows, one, division, chosen.period, now)
    book = current_rulebook(editions) if division.code == "kind" else None
    lines = [
        line_of(measured, chosen, division, part, part_name(division, part, atlas, book))
        for part, measured in parts.items()
    ]
    if division.code == "month":
        lines.sort(key=lambda line: str(line.name))
    return Divided(
        now=now,
        place=place_name(atlas, chosen.area_code or chosen.scope),
        crumbs=[Crumb(_("Indicators"), address("indicators", chosen)), Crumb(str(one.name))],
        chips=chips_of(atlas, chosen),
        keep=[("by", division.code)],
        indicator=one,
        whole=line_of(measure(rows, chosen.period, now, only=(one,))[one.code], chosen),
        ways=[
            (Choice(way.code, way.name), f"?{chosen.query}&by={way.code}")
            for way in DIVISIONS.values()
        ],
        division=division,
        lines=lines,
        files=files_of(one, chosen),
    )


def indicator_of(code: str) -> Indicator:
    """Return a declared indicator; Http404 for any other word."""
    one = INDICATORS.get(code)
    if one is None:
        raise Http404
    return one


def line_of(
    measured: Measured,
    chosen: Chosen,
    division: Division | None = None,
    part: str = "",
    name: str | Promise = "",
) -> Line:
    """Return a value with its addresses; of one part where a division is given."""
    one = measured.indicator
    more = {"by": division.code, "part": part} if division else {}
    return Line(
        name or one.name,
        measured,
        address("indicator", chosen, one.code),
        address("indicator-records", chosen, one.code, **more),
        address("indicator-records", chosen, one.code, which="counted", **more),
    )


def files_of(one: Indicator, chosen: Chosen, **more: str) -> list[tuple[str, str]]:
    """Return the addresses of the sheets of an indicator's records, by what they are called."""
    return [
        (ending.upper() if ending == "csv" else _("Spreadsheet"), f"{place}?{query}")
        for ending in ("xlsx", "csv")
        for place in [reverse("boards:indicator-file", args=[one.code, ending])]
        for query in [urlencode(chosen.pairs | more)]
    ]


def address(name: str, chosen: Chosen, *args: str, **more: str) -> str:
    """Return an address of these pages with what was chosen."""
    return f"{reverse(f'boards:{name}', args=args)}?{urlencode(chosen.pairs | more)}"


def part_name(division: Division, part: str, atlas: Atlas, book: Rulebook | None) -> str:
    """Return what a part is called; a part whose name is not known has its own word."""
    if not part:
        return _("none")
    if division.code == "unit":
        number = whole_number(part)
        unit = atlas.unit(number) if number is not None else None
        return unit_name(unit) if unit else part
    if division.code == "kind":
        return str(book.kind(part).name(language())) if book and book.has(part) else part
    if division.code == "tier":
        return str(names.name_of(names.TIERS, part))
    if division.code == "family":
        return str(names.name_of(names.FAMILIES, part))
    if division.code == "area":
        return place_name(atlas, part)
    return part[:7]
