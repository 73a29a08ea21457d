"""The work of each grid, counted in the registers, and how it stands to its like (R-033, L17)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Count, Q

from gege.kernel.area_codes import Level
from gege.registers.books import current_contract, division_rules
from gege.registers.models import Record
from gege.registers.queries.live import live_registers
from gege.registers.rules.declaration import Contract
from gege.registers.rules.division_rules import COUNTED, DivisionRules, work_of
from gege.territory.api import (
    Atlas,
    DivisionLimits,
    Editions,
    GridReport,
    atlas,
    division_report,
)

FEWEST: Final = 10
"""Fewer households than this are told to nobody above the grid (domain 5.15)."""


@dataclass(frozen=True, slots=True)
class GridWork:
    """One grid against the four principles, with what was counted in it.

    The mean is kept back where a grid of the community is small: times the number of grids, less
    the work of the others, it would be the work of that one.
    """

    report: GridReport
    counts: Mapping[str, int]
    mean_is_told: bool = True

    @property
    def code(self) -> str:
        return self.report.grid.code

    @property
    def is_small(self) -> bool:
        """Tell whether so few households lie in it that no figure of it is told."""
        return 0 < self.counts.get("household", 0) < FEWEST

    @property
    def percent(self) -> int | None:
        """Return how far its work is off the mean; None where that is not known or not told."""
        return self.report.workload_percent if self.mean_is_told and not self.is_small else None


@dataclass(frozen=True, slots=True)
class Division:
    """The report over an area: every living grid, by code."""

    rules: DivisionRules
    counted: tuple[str, ...]
    lines: tuple[GridWork, ...]

    def line(self, code: str) -> GridWork | None:
        """Return one grid's line."""
        return next((one for one in self.lines if one.code == code), None)

    def usual(self, community: str) -> float:
        """Return the mean work of a community's general grids."""
        works = [
            one.report.workload
            for one in self.lines
            if one.code.startswith(community)
            and one.report.grid.kind == "general"
            and one.report.workload is not None
        ]
        return sum(works) / len(works) if works else 0.0


def division_of(area_code: str, editions: Editions) -> Division:
    """Return how the grids of an area are divided. One statement beside those of what is slow."""
    rules, map_of = division_rules(editions), atlas(editions)
    counted = counted_sheets(current_contract(editions), live_registers())
    counts = _counts(area_code, counted)
    works = _works(map_of, area_code, counts, rules)
    limits = DivisionLimits(rules.tolerance_percent, rules.distance_m)
    reports = division_report(map_of, works, limits=limits, within=area_code)
    lines = [GridWork(one, counts.get(one.grid.code, {})) for one in reports]
    quiet = {one.code[: Level.COMMUNITY] for one in lines if one.is_small}
    return Division(
        rules,
        counted,
        tuple(replace(one, mean_is_told=one.code[: Level.COMMUNITY] not in quiet) for one in lines),
    )


def counted_sheets(contract: Contract, live: Collection[str]) -> tuple[str, ...]:
    """Return the sheets of registers in use that make a grid's work."""
    return tuple(
        sheet
        for sheet in COUNTED
        if sheet in contract.sheets and contract.register_of[sheet].code in live
    )


def _counts(area_code: str, sheets: Collection[str]) -> dict[str, dict[str, int]]:
    rows = Record.objects.filter(
        ~Q(sheet="hazard") | Q(open__rectified_on__isnull=True),
        sheet__in=sheets,
        area_code__startswith=area_code,
        valid_to__isnull=True,
        merged_into__isnull=True,
    )
    found: dict[str, dict[str, int]] = {}
    for code, sheet, many in rows.values_list("area_code", "sheet").annotate(many=Count("pk")):
        if len(code) == Level.GRID:
            found.setdefault(code, {})[sheet] = many
    return found


def _works(
    map_of: Atlas, area_code: str, counts: Mapping[str, Mapping[str, int]], rules: DivisionRules
) -> dict[str, float]:
    """Return the work of every grid in which anything was entered, where that is enough to compare.

    A grid without any record is one that nobody has entered yet: it is no light one.
    """
    works: dict[str, float] = {}
    for community in map_of.areas(Level.COMMUNITY):
        if not _meets(community.code, area_code):
            continue
        grids = map_of.children(community.code)
        here = {one.code: work_of(counts[one.code], rules) for one in grids if one.code in counts}
        general = [here[one.code] for one in grids if one.code in here and one.kind == "general"]
        if general and sum(general) / len(general) >= rules.least_mean:
            works |= here
    return works


def _meets(community: str, area_code: str) -> bool:
    return community.startswith(area_code) or area_code.startswith(community)
