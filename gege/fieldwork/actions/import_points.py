"""Import check-in points from a CSV or a GeoJSON file: a plan that names every bad row, then one
transaction. Nothing is half-saved.

A row that names the code of a living point, or else its grid and name, says that point anew; any
other row is a new point. Points that the file lacks are left alone.
"""

import hashlib
import json
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from gege.fieldwork.actions.keep_points import change, stream_of
from gege.fieldwork.actions.point_facts import (
    KEEPERS,
    Ground,
    PointFacts,
    checked,
    facts_of,
    values_of,
)
from gege.fieldwork.errors import Invalid, Refused
from gege.fieldwork.models import CheckPoint
from gege.fieldwork.names import POINT_KINDS, sentence
from gege.fieldwork.queries.scope import may_see
from gege.fieldwork.rules.words import PointKind
from gege.kernel.coordinates import Crs
from gege.matters.api import local_date
from gege.staff.api import Actor
from gege.territory.api import (
    Atlas,
    Problem,
    SourceFile,
    crs_named,
    explain,
    load_atlas,
    problem,
    read_sheet,
)
from gege.trail.api import open_streams

MOST_ROWS: Final = 5000
MOST_BYTES: Final = 8_000_000
COLUMNS: Final[Mapping[str, Collection[str]]] = {
    "grid_code": ("grid_code", "grid", "网格编码", "网格编号", "网格"),
    "kind": ("kind", "类型", "类别"),
    "name": ("name", "名称", "楼栋", "场所"),
    "address": ("address", "地址"),
    "code": ("code", "编码", "编号"),
    "lng": ("lng", "longitude", "lon", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "crs": ("crs", "坐标系"),
    "households": ("households", "户数"),
}
"""Our own names of the columns, and the headings that mean them."""
_KIND_WORDS: Final = {
    "楼栋": PointKind.BUILDING,
    "重点场所": PointKind.PLACE,
    "场所": PointKind.PLACE,
    "设施": PointKind.FACILITY,
}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one row; `word` has its sentence in `names`."""

    where: str
    word: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PlannedPoint:
    """A row that can be taken: what it says, and what the point said before (None: new)."""

    where: str
    facts: PointFacts
    before: PointFacts | None = None
    id: int | None = None


@dataclass
class PointPlan:
    """What a file would change. With `problems` it changes nothing.

    `digest` is of the changes: a plan made anew that has another one is not what was confirmed.
    """

    new: list[PlannedPoint] = field(default_factory=list)
    changed: list[PlannedPoint] = field(default_factory=list)
    same: int = 0
    problems: list[RowProblem | Problem] = field(default_factory=list)
    digest: str = ""

    def said(self) -> list[str]:
        """Return every problem as a sentence in the language in force, with its row."""
        return [explain(one) if isinstance(one, Problem) else _said(one) for one in self.problems]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many points a file opened and changed."""

    new: int
    changed: int


@dataclass(frozen=True, slots=True)
class _Row:
    where: str
    values: Mapping[str, Any]


def plan_points(
    file: SourceFile, *, crs: Crs, by: Actor, now: datetime, atlas: Atlas | None = None
) -> PointPlan:
    """Read a file and say what it would change. `crs` is the system of rows that name none."""
    if by.role not in KEEPERS:
        raise Refused("not_your_role")
    plan = PointPlan()
    rows, plan.problems = _rows(file)
    if plan.problems:
        return plan
    ground = Ground(by, atlas or load_atlas(), local_date(now))
    known = _Known(by)
    first: dict[tuple[str, str], str] = {}
    for row in rows:
        try:
            facts = _facts(row.values, crs, ground)
            _only_once(facts, row.where, first)
            point = known.of(facts)
        except Invalid as error:
            plan.problems.append(RowProblem(row.where, error.word, error.values))
            continue
        if point is None:
            plan.new.append(PlannedPoint(row.where, facts))
        elif facts_of(point) == facts:
            plan.same += 1
        else:
            plan.changed.append(PlannedPoint(row.where, facts, facts_of(point), point.pk))
    plan.digest = _digest(plan)
    return plan


def import_points(
    file: SourceFile,
    *,
    crs: Crs,
    by: Actor,
    now: datetime,
    expected: str | None = None,
    atlas: Atlas | None = None,
) -> Imported:
    """Carry a file out, all of it or nothing.

    `expected` is the digest of the plan that was confirmed. Raises Refused (`changed_meanwhile`),
    Invalid with the first problem of the file.
    """
    with transaction.atomic():
        plan = plan_points(file, crs=crs, by=by, now=now, atlas=atlas)
        if plan.problems:
            raise Invalid("file", "rows_are_wrong", total=len(plan.problems), first=plan.said()[0])
        if expected is not None and expected != plan.digest:
            raise Refused("changed_meanwhile")
        today = local_date(now)
        rows = [
            CheckPoint(**values_of(one.facts), valid_from=today, changed_at=now) for one in plan.new
        ]
        locked = CheckPoint.objects.select_for_update().in_bulk([one.id for one in plan.changed])
        try:
            with transaction.atomic():
                CheckPoint.objects.bulk_create(rows)
        except IntegrityError:
            raise Refused("changed_meanwhile") from None
        opened = {
            stream_of(point): {"after": facts_of(point).as_line(), "file": file.name[:80]}
            for point in rows
        }
        open_streams(opened, deed="add_point", by=by.signature(), now=now)
        for one in plan.changed:
            change(locked[one.id or 0], one.facts, by=by, now=now)
    return Imported(len(plan.new), len(plan.changed))


class _Known:
    """The living points of a scope by code and by grid and name, and the codes of all others."""

    def __init__(self, by: Actor) -> None:
        self._by_code: dict[str, CheckPoint] = {}
        self._by_name: dict[tuple[str, str], CheckPoint] = {}
        self._strange: set[str] = set()
        for point in CheckPoint.objects.filter(valid_to=None).order_by("id"):
            if not may_see(by, point.area_code):
                self._strange.add(point.code)
                continue
            self._by_name[point.area_code, point.name] = point
            if point.code:
                self._by_code[point.code] = point

    def of(self, facts: PointFacts) -> CheckPoint | None:
        """Return the point that a row says anew; raises Invalid when it would take another's."""
        named = self._by_name.get((facts.area_code, facts.name))
        if not facts.code:
            return named
        if facts.code in self._strange:
            raise Invalid("code", "code_taken", name="—", grid="—")
        coded = self._by_code.get(facts.code)
        if coded is not None and named is not None and coded.pk != named.pk:
            raise Invalid("code", "code_taken", name=coded.name, grid=coded.area_code)
        return coded or named


def _rows(file: SourceFile) -> tuple[list[_Row], list[RowProblem | Problem]]:
    if len(file.data) > MOST_BYTES:
        size = problem("file_too_big", file.name, bytes=len(file.data), most=MOST_BYTES)
        return [], [size]
    if file.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _features(file)
    lines, problems = read_sheet(file, COLUMNS, ("name",))
    if len(lines) > MOST_ROWS:
        return [], [problem("too_many_rows", file.name, most=MOST_ROWS)]
    return [_Row(line.where, line.values) for line in lines], list(problems)


def _features(file: SourceFile) -> tuple[list[_Row], list[RowProblem | Problem]]:
    try:
        whole = json.loads(file.data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return [], [problem("not_utf8", file.name)]
    except (ValueError, RecursionError) as error:
        return [], [problem("not_json", f"{file.name}:{getattr(error, 'lineno', 1)}")]
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list) or whole.get("type") != "FeatureCollection":
        return [], [problem("not_geojson", file.name)]
    if not features:
        return [], [problem("file_empty", file.name)]
    if len(features) > MOST_ROWS:
        return [], [problem("too_many_rows", file.name, most=MOST_ROWS)]
    rows: list[_Row] = []
    problems: list[RowProblem | Problem] = []
    for number, feature in enumerate(features, 1):
        row = _feature(feature, f"{file.name}#{number}")
        if isinstance(row, _Row):
            rows.append(row)
        else:
            problems.append(row)
    return rows, problems


def _feature(feature: Any, where: str) -> _Row | RowProblem:
    given = feature if isinstance(feature, dict) else {}
    properties, geometry = given.get("properties"), given.get("geometry")
    if not isinstance(properties, dict):
        return RowProblem(where, "no_properties_here", {})
    meant = {head: own for own, heads in COLUMNS.items() for head in heads}
    values: dict[str, Any] = {
        meant[name.strip().lower()]: value
        for name, value in properties.items()
        if name.strip().lower() in meant and value is not None
    }
    if geometry is None:
        return _Row(where, values)
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    pair = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind != "Point" or not isinstance(pair, list) or len(pair) not in (2, 3):
        return RowProblem(where, "not_a_point", {"given": str(kind)[:20]})
    return _Row(where, {**values, "lng": pair[0], "lat": pair[1]})


def _facts(values: Mapping[str, Any], crs: Crs, ground: Ground) -> PointFacts:
    def text(name: str) -> str:
        found = str(values.get(name, "")).strip()
        # Our own list marks what a spreadsheet would compute.
        return found[1:] if found[:1] == "'" and found[1:2] in ("=", "+", "-", "@") else found

    stated = text("crs")
    named = crs_named(stated) if stated else crs
    if named is None:
        known = ", ".join(str(one) for one in Crs)
        raise Invalid("crs", "unknown_crs", given=stated[:20], known=known)
    return checked(
        ground,
        area_code=text("grid_code"),
        kind=_kind(text("kind")),
        name=text("name"),
        address=text("address"),
        code=text("code"),
        lng=_number("lng", text("lng")),
        lat=_number("lat", text("lat")),
        crs=named,
        households=_whole("households", text("households")),
    )


def _kind(text: str) -> str:
    if not text:
        return PointKind.BUILDING
    kind = _KIND_WORDS.get(text, text.lower())
    if kind not in list(PointKind):
        known = ", ".join(f"{word} {name}" for word, name in POINT_KINDS.items())
        raise Invalid("kind", "unknown_kind", given=text[:20], known=known)
    return kind


def _number(name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        raise Invalid(name, "not_a_number", given=text[:20]) from None
    if not math.isfinite(found) or abs(found) > 1e9:
        raise Invalid(name, "not_a_number", given=text[:20])
    return found


def _whole(name: str, text: str) -> int:
    found = _number(name, text) or 0.0
    if found != int(found):
        raise Invalid(name, "not_a_number", given=text[:20])
    return int(found)


def _only_once(facts: PointFacts, where: str, first: dict[tuple[str, str], str]) -> None:
    keys = {("name " + facts.area_code, facts.name): "name_twice"}
    if facts.code:
        keys["code", facts.code] = "code_twice"
    for key, word in keys.items():
        if key in first:
            raise Invalid("name", word, name=facts.name, code=facts.code, first=first[key])
    for key in keys:
        first[key] = where


def _digest(plan: PointPlan) -> str:
    def lines() -> Iterator[str]:
        for one in plan.new:
            yield f"new {one.facts!r}"
        for one in plan.changed:
            yield f"{one.id} {one.before!r} {one.facts!r}"

    return hashlib.sha256("\n".join(lines()).encode()).hexdigest()


def _said(one: RowProblem) -> str:
    return f"{one.where}: {sentence(one.word, one.values)}"
