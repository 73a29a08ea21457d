"""How far a campaign is, by place: newest answers of doors against the doors that were counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Sum

from gege.fieldwork.models import Assignment, Campaign, Entry
from gege.fieldwork.queries.scope import scope_of
from gege.fieldwork.rules.campaigns import Tally, summed, tally
from gege.fieldwork.rules.words import CheckState
from gege.kernel.area_codes import Level
from gege.staff.api import Actor

_BELOW: Final = {6: 9, 9: 12, 12: 15, 15: 15}


@dataclass(frozen=True, slots=True)
class AreaLine:
    """The tally of one area."""

    code: str
    buildings: int
    tally: Tally


@dataclass(frozen=True, slots=True)
class BuildingLine:
    """The tally of one building, and who was asked to go there."""

    assignment: Assignment
    tally: Tally


@dataclass(frozen=True, slots=True)
class Progress:
    """A campaign within a place: the whole, its parts, the answers without a building.

    `checks` counts the sample by its state.
    """

    place: str
    whole: Tally
    areas: tuple[AreaLine, ...]
    buildings: tuple[BuildingLine, ...]
    unplaced: int
    checks: Mapping[str, int]


def campaign_progress(campaign: Campaign, by: Actor, *, place: str = "") -> Progress:
    """Return how far a campaign is within what a person may see; four statements.

    `place` narrows to an area; the parts are the areas one level below it, and the buildings
    where it is a grid.
    """
    here = place or by.area_code
    rows = Assignment.objects.filter(scope_of(by), campaign=campaign, area_code__startswith=here)
    counted = {
        code: (many, doors)
        for code, many, doors in rows.order_by()
        .values_list("area_code")
        .annotate(many=Count("pk"), doors=Sum("expected"))
    }
    entries = Entry.objects.filter(scope_of(by), campaign=campaign, latest=True)
    if place:
        entries = entries.filter(area_code__startswith=place)
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    unplaced = 0
    for code, outcome, many, placed in (
        entries.order_by()
        .values_list("area_code", "outcome")
        .annotate(many=Count("pk"), placed=Count("assignment"))
    ):
        outcomes[code][outcome] += many
        unplaced += many - placed
    lines = _by_area(counted, outcomes, _BELOW.get(len(here), int(Level.GRID)))
    elsewhere = outcomes.get("", Counter())
    whole = summed((*(line.tally for line in lines), tally(0, elsewhere)))
    at_grid = len(here) == Level.GRID
    return Progress(
        place=here,
        whole=whole,
        areas=() if at_grid else lines,
        buildings=_buildings(campaign, by, here) if at_grid else (),
        unplaced=unplaced,
        checks=_checks(campaign, by, place),
    )


def _by_area(
    counted: Mapping[str, tuple[int, int]], outcomes: Mapping[str, Counter[str]], length: int
) -> tuple[AreaLine, ...]:
    found: dict[str, list[tuple[int, Tally]]] = defaultdict(list)
    for code in sorted({*counted, *outcomes} - {""}):
        many, doors = counted.get(code, (0, 0))
        found[code[:length]].append((many, tally(doors, outcomes.get(code, Counter()))))
    return tuple(
        AreaLine(code, sum(many for many, _ in parts), summed(one for _, one in parts))
        for code, parts in sorted(found.items())
    )


def _buildings(campaign: Campaign, by: Actor, grid: str) -> tuple[BuildingLine, ...]:
    rows = list(
        Assignment.objects.filter(scope_of(by), campaign=campaign, area_code=grid)
        .select_related("point")
        .order_by("point__name", "pk")
    )
    outcomes: dict[int, Counter[str]] = defaultdict(Counter)
    for assignment, outcome, many in (
        Entry.objects.filter(assignment__in=[row.pk for row in rows], latest=True)
        .order_by()
        .values_list("assignment_id", "outcome")
        .annotate(many=Count("pk"))
    ):
        outcomes[assignment][outcome] += many
    return tuple(BuildingLine(row, tally(row.expected, outcomes[row.pk])) for row in rows)


def _checks(campaign: Campaign, by: Actor, place: str) -> Mapping[str, int]:
    rows = Entry.objects.filter(scope_of(by), campaign=campaign).exclude(check_state="")
    if place:
        rows = rows.filter(area_code__startswith=place)
    found = dict(rows.order_by().values_list("check_state").annotate(many=Count("pk")))
    return {str(state): found.get(state, 0) for state in CheckState if state}
