"""One grid of the division report, and what could be done about its work (R-033, L17)."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Point
from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import NotFound
from gege.registers.models import Finding, Link, Record
from gege.registers.queries.scope import may_come_across, reader
from gege.registers.queries.titles import View, titles_of
from gege.registers.queries.workload import Division, GridWork, division_of
from gege.registers.rules.division_rules import DivisionRules, work_of
from gege.registers.rules.redividing import Ground, House, Proposal, proposal_for
from gege.staff.api import Actor
from gege.territory.api import AreaFacts, Editions, atlas, neighbours_of


@dataclass(frozen=True, slots=True)
class Redivision:
    """One grid's line, its neighbours, and what is proposed; None while it does not stand out.

    `buildings` maps those that the proposal names to `(uid, title)`, as far as this person comes
    across buildings at all. `finding` is the open finding about the grid, None without one.
    """

    line: GridWork
    division: Division
    usual: float
    neighbours: tuple[AreaFacts, ...]
    proposal: Proposal | None
    buildings: dict[int, tuple[str, str]]
    finding: int | None


def redivision(
    code: str, *, by: Actor, now: datetime, editions: Editions, language: str
) -> Redivision:
    """Return how a grid is divided off and what could be done. Raises NotFound out of reach."""
    if len(code) != Level.GRID or not by.area_code or not code.startswith(by.area_code):
        raise NotFound
    division = division_of(code[: Level.COMMUNITY], editions)
    line = division.line(code)
    if line is None:
        raise NotFound
    map_of = atlas(editions)
    near = neighbours_of(map_of, code)
    usual, proposal = division.usual(code[: Level.COMMUNITY]), None
    if "workload" in line.report.outliers:
        works = {
            one.code: one.report.workload
            for one in division.lines
            if one.report.workload is not None
        }
        general = [one for one in near if one.kind == "general" and one.code in works]
        proposal = proposal_for(
            Ground(code, works[code], line.report.grid.centre),
            usual,
            division.rules.tolerance_percent,
            [Ground(one.code, works[one.code], one.centre) for one in general],
            _houses([code, *(one.code for one in general)], division),
        )
        if proposal is not None:
            proposal = replace(proposal, told=line.mean_is_told)
    finding = Finding.objects.filter(rule="L17", grid_code=code, state="open").first()
    view = View(reader(by, local_date(now)), current_contract(editions), local_date(now), language)
    return Redivision(
        line, division, usual, near, proposal, _named(proposal, view),
        finding.pk if finding else None,
    )  # fmt: skip


def _houses(grids: Collection[str], division: Division) -> list[House]:
    """Return the buildings of some grids with the work that lies in each. Five statements."""
    counts: dict[int, Counter[str]] = {}
    homes = _rows("dwelling", "building", grids)
    building_of = dict(homes.values_list("source_id", "target_id"))
    lived = _rows("household", "dwelling", grids).values_list("target_id")
    for dwelling, many in lived.annotate(many=Count("source_id", distinct=True)).order_by():
        if dwelling in building_of:
            counts.setdefault(building_of[dwelling], Counter())["household"] += many
    for sheet in ("place", "hazard"):
        held = _rows(sheet, "building", grids).values_list("target_id")
        for building, many in held.annotate(many=Count("source_id", distinct=True)).order_by():
            counts.setdefault(building, Counter())[sheet] += many
    rows = Record.objects.filter(
        sheet="building", area_code__in=list(grids), valid_to__isnull=True, merged_into__isnull=True
    )
    return [
        House(pk, grid, _work(counts.get(pk), division.rules, division.counted), _point(point))
        for pk, grid, point in rows.order_by("pk").values_list("pk", "area_code", "open__point")
    ]


def _rows(sheet: str, field: str, grids: Collection[str]) -> QuerySet[Link]:
    return Link.objects.filter(
        ~Q(source__sheet="hazard") | Q(source__open__rectified_on__isnull=True),
        field=field,
        until__isnull=True,
        source__sheet=sheet,
        source__area_code__in=list(grids),
        source__valid_to__isnull=True,
        source__merged_into__isnull=True,
    )


def _work(counts: Counter[str] | None, rules: DivisionRules, counted: Collection[str]) -> float:
    return work_of({name: many for name, many in (counts or {}).items() if name in counted}, rules)


def _point(kept: object) -> Point | None:
    if not isinstance(kept, dict) or "lng" not in kept or "lat" not in kept:
        return None
    return Point(float(kept["lng"]), float(kept["lat"]))


def _named(proposal: Proposal | None, view: View) -> dict[int, tuple[str, str]]:
    ids = sorted(_ids(proposal)) if proposal is not None else []
    rows = Record.objects.filter(pk__in=ids)
    seen = [one for one in rows if may_come_across(one, view.one, view.contract)]
    titles = titles_of(seen, view)
    return {one.pk: (str(one.uid), titles[one.pk]) for one in seen}


def _ids(proposal: Proposal) -> Iterable[int]:
    for handing in proposal.handings:
        yield from handing.houses
    for half in proposal.halves:
        yield from half.houses
