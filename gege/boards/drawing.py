"""The grids as shapes of a map, each in the light of what is open in it."""

from collections.abc import Iterable, Mapping
from typing import Any

from gege.matters.api import Light
from gege.territory.api import AreaFacts

Counts = Mapping[str, Mapping[str, int]]


def shapes_of(grids: Iterable[AreaFacts], counts: Counts, language: str) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection in WGS-84 of the grids that have a boundary.

    A grid is red while anything in it is overdue, yellow while anything is near due.
    """
    features = [
        {
            "type": "Feature",
            "geometry": dict(grid.boundary),
            "properties": {
                "name": grid.name(language),
                "light": light_in(counts.get(grid.code, {})),
                "href": f"?area={grid.code}",
                "note": note_of(counts.get(grid.code, {})),
            },
        }
        for grid in grids
        if grid.boundary is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def light_in(counts: Mapping[str, int]) -> str:
    """Return the gravest light among a grid's open matters."""
    if counts.get("overdue"):
        return str(Light.RED)
    if counts.get("near_due"):
        return str(Light.YELLOW)
    return str(Light.GREEN) if counts.get("open") else str(Light.NONE)


def note_of(counts: Mapping[str, int]) -> str:
    """Return a grid's counts for the map's label: open / overdue."""
    return f"{counts.get('open', 0)} / {counts.get('overdue', 0)}"
