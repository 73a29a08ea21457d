"""Which grids of a community share a border that people can walk over (R-033)."""

from typing import Final

from gege.territory.rules.atlas import Atlas
from gege.territory.rules.drawings import polygon_of
from gege.territory.rules.facts import AreaFacts
from gege.territory.rules.topology import plane_around

_REACH_M: Final = 1.0
_LEAST_M2: Final = 20.0
"""Grids that only touch at a corner share less than this within a metre of both."""


def neighbours_of(atlas: Atlas, code: str) -> tuple[AreaFacts, ...]:
    """Return the living grids of the same community that share a border with a grid, by code."""
    grid = atlas.area(code)
    if grid is None or grid.boundary is None or grid.parent_code is None:
        return ()
    own = polygon_of(grid.boundary)
    plane = plane_around(own)
    seam = plane(own).buffer(_REACH_M)
    return tuple(
        one
        for one in atlas.children(grid.parent_code)
        if one.code != code
        and one.boundary is not None
        and plane(polygon_of(one.boundary)).buffer(_REACH_M).intersection(seam).area > _LEAST_M2
    )
