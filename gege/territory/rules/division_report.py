"""The four principles of grid division as figures per grid (R-033).

It belongs to one community (属地管理), has a workload like the others (任务相当), clear borders
(界定清晰) and a station near by (方便服务). What workload is made of is for the registers to say;
it comes in here as one number per grid.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import mean

from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Point, distance_m
from gege.territory.rules.atlas import Atlas
from gege.territory.rules.drawings import polygon_of
from gege.territory.rules.facts import AreaFacts
from gege.territory.rules.grid_plan import check_coverage
from gege.territory.rules.topology import plane_around


@dataclass(frozen=True, slots=True)
class DivisionLimits:
    """What counts as an outlier: workload off its community's mean, distance to the station."""

    workload_percent: int = 30
    distance_m: int = 1500


@dataclass(frozen=True, slots=True)
class GridReport:
    """One grid against the four principles. `area_m2` and `distance_m` are None when not drawn.

    `workload_percent` is the deviation from the mean of the community's general grids, None for a
    dedicated grid or without figures. `outliers` names the principles that are not met, in this
    order: "locality", "workload", "clear", "distance".
    """

    grid: AreaFacts
    community: AreaFacts | None
    area_m2: int | None
    workload: float | None
    workload_percent: int | None
    distance_m: int | None
    outliers: tuple[str, ...]


def division_report(
    atlas: Atlas,
    workload: Mapping[str, float] | None = None,
    stations: Mapping[str, Point] | None = None,
    limits: DivisionLimits | None = None,
    within: str = "",
) -> list[GridReport]:
    """Every living grid by code. `workload` by grid code; `stations` by community code, WGS-84.

    A community whose station has no place of its own is measured from its middle. `within` is the
    area whose grids are told; of the others nothing is needed.
    """
    loads, places, most = workload or {}, stations or {}, limits or DivisionLimits()
    unclear = _unclear(atlas)
    reports: list[GridReport] = []
    for community in atlas.areas(Level.COMMUNITY):
        if not community.code.startswith(within):
            continue
        grids = atlas.children(community.code)
        shared = [loads[g.code] for g in grids if g.code in loads and g.kind == "general"]
        usual = mean(shared) if shared else 0.0
        station = places.get(community.code, community.centre)
        for grid in grids:
            load = loads.get(grid.code)
            deviation = None
            if load is not None and usual and grid.kind == "general":
                deviation = round(100 * (load - usual) / usual)
            away = distance_m(grid.centre, station) if grid.centre and station else None
            outliers = (
                ("locality", grid.code[: Level.COMMUNITY] != community.code),
                ("workload", deviation is not None and abs(deviation) > most.workload_percent),
                ("clear", grid.boundary is None or grid.code in unclear),
                ("distance", away is not None and away > most.distance_m),
            )
            reports.append(
                GridReport(
                    grid=grid,
                    community=community,
                    area_m2=_square_metres(grid),
                    workload=load,
                    workload_percent=deviation,
                    distance_m=None if away is None else round(away),
                    outliers=tuple(name for name, found in outliers if found),
                )
            )
    return reports


def _square_metres(grid: AreaFacts) -> int | None:
    if grid.boundary is None:
        return None
    polygon = polygon_of(grid.boundary)
    return round(plane_around(polygon)(polygon).area)


@lru_cache(maxsize=2)
def _unclear(atlas: Atlas) -> frozenset[str]:
    """Return the grids whose borders are not clear; an atlas never changes, so it is kept."""
    found: set[str] = set()
    for one in check_coverage(atlas):
        if one.kind in ("overlap", "outside", "in_other"):
            found.add(one.where.partition(" ")[0])
            found.add(str(one.detail.get("other", "")).partition(" ")[0])
    return frozenset(found)
