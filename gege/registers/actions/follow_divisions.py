"""After a division of areas: what lay in a grid that ended lies in what took its place (R-033).

Where a record has a position of its own, that says in which; then what it belongs to; a grid of
one successor leaves no choice; and the rest goes to the first successor, as open matters do.
Every record that moved has its turn and its line, as when it moves by a word.
"""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Crs, Point
from gege.kernel.county_day import local_date
from gege.registers.actions.areas import PLACED_BY, move_open
from gege.registers.actions.chronicle import write_version
from gege.registers.books import current_contract
from gege.registers.models import Finding, Link, Record
from gege.staff.api import SYSTEM
from gege.territory.api import AreaFacts, Atlas, Editions, atlas

CHUNK: Final = 200
_WAYS: Final = 3
"""A file lies with its person, who lies with a dwelling, which lies with its building."""


def follow_divisions(*, now: datetime, editions: Editions) -> int:
    """Let live records in ended grids follow to what lives; return how many moved.

    Chunks of one transaction each: interrupted, the next run goes on.
    """
    map_of, today = atlas(editions), local_date(now)
    ended = {one.code: one for one in map_of.former_areas() if (one.valid_to or today) <= today}
    held = Record.objects.filter(
        sheet__in=current_contract(editions).sheets, area_code__in=ended, valid_to__isnull=True
    )
    moved = 0
    for code in sorted(set(held.values_list("area_code", flat=True).distinct())):
        heirs = _living(map_of, ended[code])
        if heirs:
            moved += _follow(code, heirs, map_of, today, now)
    return moved


def _living(map_of: Atlas, area: AreaFacts) -> tuple[AreaFacts, ...]:
    """Return what lives where an area was, through every later division, in order."""
    found: dict[str, AreaFacts] = {}
    ahead = list(map_of.successors(area))
    seen = {area.id}
    while ahead:
        one = ahead.pop(0)
        if one.id in seen:
            continue
        seen.add(one.id)
        if one.valid_to is None:
            found.setdefault(one.code, one)
        else:
            ahead += map_of.successors(one)
    return tuple(found.values())


def _follow(
    code: str, heirs: tuple[AreaFacts, ...], map_of: Atlas, today: date, now: datetime
) -> int:
    """Move a chunk at a time: what has a position first, then what follows it, then the rest."""
    moved = 0
    for way in range(_WAYS + 2):
        last = 0
        while True:
            with transaction.atomic():
                rows = Record.objects.filter(area_code=code, valid_to__isnull=True, pk__gt=last)
                some = list(rows.order_by("pk").select_for_update()[:CHUNK])
                if not some:
                    break
                last = some[-1].pk
                for record, goal in _goals(some, way, code, heirs, map_of, today):
                    _move(record, code, goal, now)
                    moved += 1
    Finding.objects.filter(area_code=code, state="open", record__isnull=True).exclude(
        grid_code=""
    ).update(state="gone", closed_at=now)
    return moved


def _goals(
    rows: list[Record],
    way: int,
    code: str,
    heirs: tuple[AreaFacts, ...],
    map_of: Atlas,
    today: date,
) -> list[tuple[Record, str]]:
    living = {one.code for one in heirs}
    if way == 0:
        found = [(one, _by_position(one, map_of, today)) for one in rows]
        return [(one, goal) for one, goal in found if goal in living]
    if way <= _WAYS:
        near = _by_reference([one.pk for one in rows])
        return [(one, near[one.pk]) for one in rows if near.get(one.pk, code) in living]
    return [(one, heirs[0].code) for one in rows]


def _by_position(record: Record, map_of: Atlas, today: date) -> str:
    point = record.open.get("point")
    if not isinstance(point, dict):
        return ""
    grid = map_of.grid_at(Point(point["lng"], point["lat"]), Crs.WGS84, today)
    return grid.code if grid is not None and len(grid.code) == Level.GRID else ""


def _by_reference(ids: list[int]) -> dict[int, str]:
    """Return for each record the area of the nearest record that it belongs to."""
    links = Link.objects.filter(source_id__in=ids, field__in=PLACED_BY, until__isnull=True)
    near: dict[int, tuple[int, str]] = {}
    rows = links.order_by("pk").values_list("source_id", "field", "target__area_code")
    for source, field, area in rows:
        rank = (PLACED_BY.index(field), area)
        if source not in near or rank[0] < near[source][0]:
            near[source] = rank
    return {source: area for source, (_rank, area) in near.items()}


def _move(record: Record, before: str, goal: str, now: datetime) -> None:
    record.area_code = goal
    write_version(
        record, "move", {}, by=SYSTEM, now=now, before={"area": before}, more={"with": before}
    )
    move_open(record)
    Finding.objects.filter(record=record, state="open", other__isnull=True).update(area_code=goal)
