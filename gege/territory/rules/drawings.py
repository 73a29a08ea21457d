"""Reading a GeoJSON file of boundaries (RFC 7946), in WGS-84, GCJ-02 or BD-09."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shapely.geometry import Polygon, mapping, shape
from shapely.validation import explain_validity

from gege.kernel.area_codes import Level, level_of, problems_of
from gege.kernel.coordinates import Crs, Point, looks_swapped, to_wgs84
from gege.territory.rules.problems import Problem, problem
from gege.territory.rules.sheets import SourceFile

MOST_BYTES = 64_000_000
MOST_FEATURES = 20_000
MOST_CORNERS = 20_000
KINDS = ("general", "dedicated")
WGS84_NAMES = ("CRS84", "4326", "WGS84", "WGS 84", "4490", "CGCS2000")
_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Drawing:
    """One boundary in WGS-84, longitude first."""

    code: str
    name_zh: str
    name_en: str
    kind: str
    where: str
    polygon: Polygon

    @property
    def level(self) -> Level:
        return level_of(self.code)

    @property
    def boundary(self) -> dict[str, Any]:
        return geojson_of(self.polygon)

    @property
    def centre(self) -> tuple[float, float]:
        """A place well inside, for a label or a pin: (lng, lat)."""
        inside = self.polygon.centroid
        if not self.polygon.contains(inside):
            inside = self.polygon.representative_point()
        return round(inside.x, 6), round(inside.y, 6)


def geojson_of(polygon: Polygon) -> dict[str, Any]:
    """A GeoJSON Polygon with plain lists, as the database keeps it."""
    plain: dict[str, Any] = json.loads(json.dumps(mapping(polygon)))
    return plain


def polygon_of(boundary: Any) -> Polygon:
    """The polygon of a stored boundary. Raises ValueError when it is not one polygon."""
    found = shape(dict(boundary))
    if not isinstance(found, Polygon):
        raise ValueError(f"a boundary is a Polygon, not a {found.geom_type}")
    return found


def crs_named(text: str) -> Crs | None:
    """The coordinate system a person names, however they write it; None for an unknown one."""
    plain = text.strip().lower().replace("-", "").replace("_", "").replace(" ", "")
    return next((crs for crs in Crs if crs.value == plain), None)


def read_drawings(file: SourceFile, crs: Crs) -> tuple[list[Drawing], list[Problem]]:
    """The boundaries of a file, converted to WGS-84, and what is wrong with it feature by feature.

    A feature has the properties `code` (12 digits: a community, 15: a grid; 6 and 9 are allowed),
    `name`, and for grids optionally `kind`, `name_en` and `community`.
    """
    features, problems = _features(file)
    if problems:
        return [], problems
    drawings: list[Drawing] = []
    first: dict[str, str] = {}
    for number, feature in enumerate(features, 1):
        drawing, found = _drawing(feature, f"{file.name}#{number}", crs)
        problems += found
        if drawing is None:
            continue
        if drawing.code in first:
            before = first[drawing.code]
            problems.append(problem("code_twice", drawing.where, code=drawing.code, first=before))
            continue
        first[drawing.code] = drawing.where
        drawings.append(drawing)
    return drawings, problems


def _features(file: SourceFile) -> tuple[list[Any], list[Problem]]:
    if len(file.data) > MOST_BYTES:
        size = problem("file_too_big", file.name, bytes=len(file.data), most=MOST_BYTES)
        return [], [size]
    try:
        whole = json.loads(file.data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return [], [problem("not_utf8", file.name)]
    except (json.JSONDecodeError, RecursionError) as error:
        row = getattr(error, "lineno", 1)
        return [], [problem("not_json", f"{file.name}:{row}")]
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list) or whole.get("type") != "FeatureCollection":
        return [], [problem("not_geojson", file.name)]
    if not features:
        return [], [problem("file_empty", file.name)]
    if len(features) > MOST_FEATURES:
        return [], [problem("too_many_rows", file.name, most=MOST_FEATURES)]
    stated = str(whole["crs"]) if whole.get("crs") else ""
    if stated and not any(name in stated.upper() for name in WGS84_NAMES):
        return [], [problem("unknown_crs", file.name, crs=stated[:80])]
    return features, []


def _drawing(feature: Any, where: str, crs: Crs) -> tuple[Drawing | None, list[Problem]]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return None, [problem("no_properties", where)]
    code = str(properties.get("code") or "").strip()
    wrong = problems_of(code)
    if wrong:
        return None, [problem("bad_code", where, code=code[:20], why=", ".join(wrong))]
    named = f"{where} {code}"
    kind = str(properties.get("kind") or "general").strip()
    if kind not in KINDS:
        return None, [problem("bad_kind", named, given=kind[:20], known=", ".join(KINDS))]
    community = str(properties.get("community") or "").strip()
    if community and level_of(code) is Level.GRID and community != code[: Level.COMMUNITY]:
        return None, [problem("wrong_community", named, code=code, community=community[:20])]
    polygon, found = _polygon(feature.get("geometry"), named, crs)
    if polygon is None:
        return None, found
    name = str(properties.get("name") or properties.get("name_zh") or "").strip()
    if len(name) > 60 or not name.isprintable():
        return None, [problem("bad_name", named, name=name[:20], most=60)]
    name_en = str(properties.get("name_en") or "").strip()[:80]
    return Drawing(code, name, name_en, kind, named, polygon), []


def _polygon(geometry: Any, where: str, crs: Crs) -> tuple[Polygon | None, list[Problem]]:
    rings = _rings(geometry)
    if rings is None:
        given = str(geometry.get("type")) if isinstance(geometry, Mapping) else "null"
        return None, [problem("not_a_polygon", where, given=given[:30])]
    if sum(len(ring) for ring in rings) > MOST_CORNERS:
        return None, [problem("too_many_corners", where, most=MOST_CORNERS)]
    converted: list[list[tuple[float, float]]] = []
    for ring in rings:
        try:
            points = list(_points(ring))
        except (TypeError, ValueError, IndexError):
            return None, [problem("not_a_position", where)]
        if any(looks_swapped(point) for point in points):
            return None, [problem("swapped", where, lng=points[0].lng, lat=points[0].lat)]
        if any(abs(point.lng) > 180 or abs(point.lat) > 90 for point in points):
            return None, [problem("not_degrees", where, x=points[0].lng, y=points[0].lat)]
        if len(points) < 4 or points[0] != points[-1]:
            return None, [problem("ring_open", where)]
        moved = (to_wgs84(point, crs) for point in points)
        converted.append([(round(p.lng, _DECIMALS), round(p.lat, _DECIMALS)) for p in moved])
    polygon = Polygon(converted[0], converted[1:])
    if not polygon.is_valid or polygon.area == 0:
        return None, [problem("invalid_ring", where, why=explain_validity(polygon)[:80])]
    return polygon, []


def _rings(geometry: Any) -> list[Any] | None:
    """The rings of a Polygon, or of a MultiPolygon that has one part; None for anything else."""
    if not isinstance(geometry, Mapping):
        return None
    found = geometry.get("coordinates")
    if geometry.get("type") == "MultiPolygon" and isinstance(found, list) and len(found) == 1:
        found = found[0]
    elif geometry.get("type") != "Polygon":
        return None
    if not isinstance(found, list) or not found or not all(isinstance(r, list) for r in found):
        return None
    return found


def _points(ring: list[Any]) -> Iterator[Point]:
    for position in ring:
        lng, lat = position[0], position[1]
        if isinstance(lng, bool) or isinstance(lat, bool):
            raise TypeError("a coordinate is a number")
        if not (math.isfinite(float(lng)) and isinstance(lng, int | float)):
            raise TypeError("a coordinate is a number")
        yield Point(float(lng), float(lat))
