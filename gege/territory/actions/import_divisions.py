"""Deed: bring the townships and committees of a county to the state of a list (R-035)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gege.territory.editions import atlas, read_editions
from gege.territory.models import Area, AreaName
from gege.territory.rules.divisions import DivisionPlan, Renaming, plan_divisions
from gege.territory.rules.problems import RefusedError
from gege.territory.rules.sheets import SourceFile
from gege.territory.upkeep import (
    NewArea,
    below,
    end_areas,
    grouped_codes,
    hold_areas,
    living_areas,
    open_areas,
    rename_unit_of,
)
from gege.trail.api import Signature, record


@dataclass(frozen=True, slots=True)
class ImportedDivisions:
    """How many areas an import opened, renamed, ended (with all that lay under them)."""

    opened: int
    renamed: int
    ended: int


def read_divisions(
    files: Sequence[SourceFile], *, county_name: str = "", succession: SourceFile | None = None
) -> DivisionPlan:
    """What the files would change now. Saves nothing; two statements at most."""
    editions = read_editions()
    return plan_divisions(
        files,
        atlas(editions),
        editions.areas,
        county_name=county_name,
        succession=succession,
    )


@transaction.atomic
def import_divisions(
    *, plan: DivisionPlan, on: date, by: Signature, now: datetime
) -> ImportedDivisions:
    """Carry out a plan as of a day: open, rename, end. One line in the trail tells it all.

    Raises RefusedError, and saves nothing, when the plan has problems, when the areas changed
    since it was made, or when an area would end on the day it began.
    """
    if plan.problems:
        raise RefusedError(plan.problems)
    hold_areas(plan.edition)
    news = [NewArea(code=plan.county, name_zh=plan.opens_county)] if plan.opens_county else []
    news += [
        NewArea(
            code=d.code,
            name_zh=d.name_zh,
            official_zh=d.official_zh,
            urban_code=d.urban_code,
            name_en=d.name_en,
        )
        for d in plan.new
    ]
    leaving = living_areas(a.code for a in plan.gone)
    ended = {area.code: area for area in (*leaving.values(), *below(leaving.values()))}
    opened = open_areas(news, on)
    _rename(plan.renamed, on)
    heirs: dict[str, list[Area]] = defaultdict(list)
    living = living_areas(s.new for s in plan.successions)
    for succession in plan.successions:
        heirs[succession.old].append(living[succession.new])
    end_areas(list(ended.values()), on, heirs)
    record(
        stream=f"territory:{plan.county}",
        deed="import_divisions",
        by=by,
        now=now,
        before={"names": {r.division.code: r.before_zh for r in plan.renamed}},
        after={
            "on": on.isoformat(),
            "opened": grouped_codes(opened.values()),
            "names": {r.division.code: r.division.official_zh for r in plan.renamed},
            "ended": grouped_codes(ended.values()),
            "successors": {old: [a.code for a in rows] for old, rows in sorted(heirs.items())},
        },
    )
    return ImportedDivisions(len(opened), len(plan.renamed), len(ended))


def _rename(renamings: Sequence[Renaming], on: date) -> None:
    areas = living_areas(r.division.code for r in renamings)
    parents = {a.id: a for a in Area.objects.filter(id__in=[a.parent_id for a in areas.values()])}
    latest = dict(
        AreaName.objects.filter(area__in=areas.values())
        .order_by("valid_to")
        .values_list("area_id", "valid_to")
    )
    for renaming in renamings:
        area = areas[renaming.division.code]
        begun = latest.get(area.id, area.valid_from)
        # A name that begins and ends on the same day was a slip: it is corrected, not kept.
        if begun < on:
            AreaName.objects.create(
                area=area,
                name_zh=area.name_zh,
                official_zh=area.official_zh,
                valid_from=begun,
                valid_to=on,
            )
        if area.name_zh != renaming.division.name_zh:
            area.name_en = renaming.division.name_en
        area.name_zh = renaming.division.name_zh
        area.official_zh = renaming.division.official_zh
        area.save(update_fields=["name_zh", "official_zh", "name_en"])
        rename_unit_of(area, parents.get(area.parent_id or 0))
