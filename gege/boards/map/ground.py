"""The ground a map is drawn on: nothing, or the tiles of a server that the operator named.

Positions are kept in WGS-84. Where the tiles are in GCJ-02, all that is drawn is shifted by the
kernel's sums on its way out, and what a reader looks at is shifted back (domain 2.9).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from gege.boards.map.lattice import Box
from gege.kernel.coordinates import Crs, Point, from_wgs84, to_wgs84


@dataclass(frozen=True, slots=True)
class Ground:
    """The tiles under the map: their address, whose they are, and their coordinate system."""

    tiles: str = ""
    words: str = ""
    crs: Crs = Crs.WGS84

    @property
    def origin(self) -> str:
        """Return where tiles come from, for the policy of the page; "" for this host or none."""
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    def drawn(self, lng: float, lat: float) -> tuple[float, float]:
        """Return where a position of WGS-84 is drawn."""
        there = from_wgs84(Point(lng, lat), self.crs)
        return round(there.lng, 5), round(there.lat, 5)

    def looked_at(self, box: Box) -> Box:
        """Return the part of the world, in WGS-84, that a part of the map shows."""
        low = to_wgs84(Point(box.west, box.south), self.crs)
        high = to_wgs84(Point(box.east, box.north), self.crs)
        return Box(low.lng, low.lat, high.lng, high.lat)


def ground() -> Ground:
    """Return the ground of this installation."""
    return Ground(settings.GEGE_MAP_TILES, settings.GEGE_MAP_WORDS, Crs(settings.GEGE_MAP_CRS))
