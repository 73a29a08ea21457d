"""The grid's map: the own grids and their neighbours in the community, nothing further."""

from typing import Any, Final

from gege.field.scene import Scene
from gege.kernel.area_codes import Level

MOST_GRIDS: Final = 60


def grid_map(scene: Scene) -> dict[str, Any]:
    """Return boundaries in WGS-84, longitude first, and where to look first."""
    where, codes = scene.where.atlas, scene.codes
    own = [area for code in codes if (area := where.area(code)) is not None]
    near = [
        area
        for parent in dict.fromkeys(code[: Level.COMMUNITY] for code in codes)
        for area in where.children(parent)
        if area.code not in codes
    ]
    county = where.county()
    centres = [one.centre for one in (*own, county) if one is not None and one.centre is not None]
    return {
        "grids": [
            {
                "code": area.code,
                "name": area.name(scene.language),
                "own": area.code in codes,
                "boundary": dict(area.boundary),
            }
            for area in (*own, *near)[:MOST_GRIDS]
            if area.boundary is not None
        ],
        "centre": [centres[0].lng, centres[0].lat] if centres else None,
    }
