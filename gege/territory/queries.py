"""Reads of the territory's tables. All who sign in may know the county's areas and offices."""

from collections import defaultdict
from datetime import date, time

from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Point
from gege.kernel.working_time import (
    DEFAULT_SPANS,
    CalendarDay,
    DayKind,
    Season,
    Span,
    WorkingCalendar,
)
from gege.territory import models
from gege.territory.rules.atlas import Atlas
from gege.territory.rules.facts import AreaFacts, FormerName, UnitFacts


def build_atlas() -> Atlas:
    """Every area and unit of the database, in four statements."""
    successors: dict[int, tuple[int, ...]] = defaultdict(tuple)
    pairs = models.AreaSuccession.objects.order_by("id")
    for earlier, later in pairs.values_list("predecessor_id", "successor_id"):
        successors[earlier] = (*successors[earlier], later)
    former: dict[int, tuple[FormerName, ...]] = defaultdict(tuple)
    for row in models.AreaName.objects.order_by("valid_from"):
        name = FormerName(row.name_zh, row.valid_from, row.valid_to)
        former[row.area_id] = (*former[row.area_id], name)
    rows = list(models.Area.objects.all())
    codes = {row.id: row.code for row in rows}
    areas = [area_facts(row, codes, successors.get(row.id, ())) for row in rows]
    units = list(models.Unit.objects.all())
    unit_codes = {unit.id: unit.code for unit in units}
    return Atlas(areas, (unit_facts(unit, codes, unit_codes) for unit in units), former)


def area_facts(
    row: models.Area, codes: dict[int, str], successor_ids: tuple[int, ...] = ()
) -> AreaFacts:
    centre = None
    if row.centre_lng is not None and row.centre_lat is not None:
        centre = Point(row.centre_lng, row.centre_lat)
    return AreaFacts(
        id=row.id,
        code=row.code,
        level=Level(row.level),
        kind=row.kind,
        name_zh=row.name_zh,
        official_zh=row.official_zh or row.name_zh,
        name_en=row.name_en,
        parent_id=row.parent_id,
        parent_code=codes.get(row.parent_id) if row.parent_id is not None else None,
        urban_code=row.urban_code,
        pilot=row.pilot,
        centre=centre,
        boundary=row.boundary,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor_ids=successor_ids,
    )


def unit_facts(
    row: models.Unit, area_codes: dict[int, str], unit_codes: dict[int, str]
) -> UnitFacts:
    return UnitFacts(
        id=row.id,
        code=row.code,
        kind=row.kind,
        area_id=row.area_id,
        area_code=area_codes[row.area_id],
        parent_id=row.parent_id,
        parent_code=unit_codes.get(row.parent_id) if row.parent_id is not None else None,
        name_zh=row.name_zh,
        name_en=row.name_en,
        short_zh=row.short_zh,
        duty_phone=row.duty_phone,
        responsible_leader=row.responsible_leader,
        contact_officer=row.contact_officer,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor_id=row.successor_id,
    )


def build_calendar() -> WorkingCalendar:
    """The calendar of the table, in two statements; days and hours it lacks are the kernel's."""
    days = {
        row.date: CalendarDay(row.date, DayKind(row.kind), row.provisional, row.name)
        for row in models.CalendarDay.objects.all()
    }
    spans = DEFAULT_SPANS
    seasons: list[Season] = []
    for row in models.WorkingHours.objects.filter(valid_to=None).order_by("first"):
        if row.first:
            seasons.append(Season(month_day(row.first), month_day(row.last), spans_of(row.spans)))
        else:
            spans = spans_of(row.spans)
    return WorkingCalendar(days, spans=spans, seasons=tuple(seasons))


def month_day(text: str) -> tuple[int, int]:
    """The text "06-01" -> (6, 1). Raises ValueError for anything else."""
    month, day = text.split("-")
    return int(month), int(day)


def spans_of(pairs: list[list[str]]) -> tuple[Span, ...]:
    """[["08:30", "12:00"], ...] -> spans. Raises ValueError for anything else."""
    return tuple((time.fromisoformat(opens), time.fromisoformat(shuts)) for opens, shuts in pairs)


def calendar_days(year: int) -> list[models.CalendarDay]:
    """The stored days of a year, in order."""
    return list(models.CalendarDay.objects.filter(date__year=year).order_by("date"))


def working_hours() -> list[models.WorkingHours]:
    """The hours in force: those of the year (when anybody set them), then the seasons."""
    return list(models.WorkingHours.objects.filter(valid_to=None).order_by("first"))


def unannounced_years(today: date) -> list[int]:
    """This year, and from 1 November the next, when no notice has named them (domain 2.10).

    A year counts as announced when all its days are stored and none is provisional.
    """
    asked = [today.year, today.year + 1] if today.month >= 11 else [today.year]
    missing: list[int] = []
    for year in asked:
        length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        known = models.CalendarDay.objects.filter(date__year=year, provisional=False).count()
        if known < length:
            missing.append(year)
    return missing


def pilot_units_lacking(atlas: Atlas) -> list[tuple[UnitFacts, tuple[str, ...]]]:
    """Pilot units and departments without leader, contact or duty phone; none is the pass (R-014).

    Grid posts are staffed by one worker each and are not asked.
    """
    lacking: list[tuple[UnitFacts, tuple[str, ...]]] = []
    for unit in atlas.units():
        area = atlas.area_by_id(unit.area_id)
        asked = unit.is_department or (area is not None and area.pilot and unit.kind != "grid")
        gaps = tuple(
            name
            for name in ("responsible_leader", "contact_officer", "duty_phone")
            if not getattr(unit, name)
        )
        if asked and gaps:
            lacking.append((unit, gaps))
    return lacking
