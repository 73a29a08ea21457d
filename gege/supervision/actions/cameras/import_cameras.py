"""Take the register over from a sheet (CSV or xlsx): a plan that names every bad row, then one
transaction. Nothing is half-saved.

A row with the number of a camera that is known says that camera anew; any other is a new one.
Cameras that the file lacks are left alone: a removal is somebody's word.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from gege.kernel.coordinates import Crs
from gege.staff.api import WORKBOOK_MARK, Actor, workbook_as_csv
from gege.supervision.actions.cameras.facts import (
    CameraEntry,
    CameraFacts,
    Ground,
    checked,
    facts_of,
)
from gege.supervision.actions.cameras.keep import ground_of, said_anew, written
from gege.supervision.errors import Invalid, Refused
from gege.supervision.models import Camera
from gege.supervision.names import sentence_of
from gege.supervision.queries.cameras import keeper_of, visible_cameras
from gege.supervision.rules.camera_words import CameraDeed, CameraState, Purpose
from gege.supervision.rules.cameras import may_change
from gege.territory.api import Problem, SourceFile, crs_named, explain, read_sheet

MOST_ROWS: Final = 2_000
MOST_BYTES: Final = 4_000_000
CAMERA_COLUMNS: Final[Mapping[str, Collection[str]]] = {
    "code": ("code", "编号", "点位编号", "设备编码"),
    "name": ("name", "名称", "点位名称"),
    "owner": ("owner", "管理单位", "单位", "管理单位编码"),
    "purpose": ("purpose", "用途", "公共安全用途"),
    "view": ("view", "监视区域", "采集区域", "覆盖范围"),
    "area": ("area", "grid", "网格编码", "区划编码", "网格"),
    "lng": ("lng", "longitude", "经度"),
    "lat": ("lat", "latitude", "纬度"),
    "crs": ("crs", "坐标系"),
    "direction": ("direction", "方向", "朝向"),
    "sign": ("sign", "提示标识", "标识"),
    "retention_days": ("retention_days", "保存天数", "保存期限"),
    "contact": ("contact", "联系方式", "联系电话", "联系人"),
    "since": ("since", "启用日期", "建成日期"),
    "note": ("note", "备注"),
}
"""Our own names of the columns, and the headings that mean them."""
NEEDED: Final = ("code", "name", "owner", "purpose", "view", "lng", "lat", "sign", "contact")
PURPOSE_WORDS: Final[Mapping[str, Purpose]] = {
    "道路": Purpose.ROAD,
    "道路路口": Purpose.ROAD,
    "交通枢纽": Purpose.TRANSPORT,
    "车站码头": Purpose.TRANSPORT,
    "广场公园": Purpose.SQUARE,
    "市场商贸": Purpose.MARKET,
    "学校周边": Purpose.SCHOOL,
    "医院周边": Purpose.HOSPITAL,
    "政务大厅": Purpose.SERVICE_HALL,
    "文体旅游": Purpose.CULTURE,
    "公共停车场": Purpose.PARKING,
    "小区公共区域": Purpose.ESTATE,
    "河道林区": Purpose.HAZARD,
}
_YES: Final = frozenset({"yes", "y", "true", "1", "是", "有", "已设置"})
_NO: Final = frozenset({"no", "n", "false", "0", "否", "无", "未设置"})


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one row."""

    where: str
    error: Invalid

    def said(self) -> str:
        return f"{self.where}: {sentence_of(self.error)}"


@dataclass(frozen=True, slots=True)
class PlannedCamera:
    """A row that can be taken: what it says, and which camera said something else before."""

    where: str
    facts: CameraFacts
    id: int | None = None
    before: CameraFacts | None = None


@dataclass
class CameraPlan:
    """What a file would change. With `problems` it changes nothing.

    `digest` is of the changes: a plan made anew that has another one is not what was confirmed.
    """

    new: list[PlannedCamera] = field(default_factory=list)
    changed: list[PlannedCamera] = field(default_factory=list)
    same: int = 0
    problems: list[RowProblem | Problem | Invalid] = field(default_factory=list)

    @property
    def digest(self) -> str:
        lines = [f"new {one.facts!r}" for one in self.new]
        lines += [f"{one.id} {one.before!r} {one.facts!r}" for one in self.changed]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def said(self) -> list[str]:
        """Return every problem as a sentence in the language in force, with its row."""
        return [_said(one) for one in self.problems]


def plan_cameras(file: SourceFile, *, crs: Crs, by: Actor, now: datetime) -> CameraPlan:
    """Read a file and say what it would change. `crs` is the system of rows that name none.

    Raises Refused for somebody who keeps no camera at all.
    """
    ground = ground_of(by, now)
    if not keeper_of(by, ground.rules, owner_id=by.unit_id).keeps:
        raise Refused("not_yours")
    plan = CameraPlan()
    try:
        lines, problems = read_sheet(_as_csv(file), CAMERA_COLUMNS, NEEDED)
        if len(lines) > MOST_ROWS:
            raise Invalid("file", "too_many_rows_here", most=MOST_ROWS)
    except Invalid as error:
        plan.problems = [error]
        return plan
    plan.problems = list(problems)
    if plan.problems:
        return plan
    known = _Known(ground)
    first: dict[str, str] = {}
    for line in lines:
        try:
            entry = _entry(line.values, crs, known)
            if entry.code in first:
                raise Invalid("code", "code_twice", first=first[entry.code])
            first[entry.code] = line.where
            _plan_one(plan, line.where, checked(entry, ground), known)
        except Invalid as error:
            plan.problems.append(RowProblem(line.where, error))
    return plan


def import_cameras(
    file: SourceFile, *, crs: Crs, by: Actor, now: datetime, expected: str | None = None
) -> tuple[int, int]:
    """Carry a file out, all of it or nothing; return how many cameras are new and said anew.

    `expected` is the digest of the plan that was confirmed. Raises Refused, Invalid.
    """
    with transaction.atomic():
        plan = plan_cameras(file, crs=crs, by=by, now=now)
        if plan.problems:
            total = len(plan.problems)
            raise Invalid("file", "rows_are_wrong", total=total, first=plan.said()[0])
        if expected is not None and expected != plan.digest:
            raise Refused("changed_meanwhile")
        wanted = Camera.objects.filter(pk__in=[one.id for one in plan.changed])
        locked = {camera.pk: camera for camera in wanted.select_for_update().order_by("pk")}
        if any(_is_another(locked.get(one.id or 0), one) for one in plan.changed):
            raise Refused("changed_meanwhile")
        for one in plan.new:
            written(one.facts, by=by, now=now)
        for one in plan.changed:
            said_anew(locked[one.id or 0], one.facts, by=by, now=now)
    return len(plan.new), len(plan.changed)


def _is_another(camera: Camera | None, one: PlannedCamera) -> bool:
    """Tell whether a camera is not what the plan read: somebody said it anew, or removed it."""
    if camera is None or camera.state == CameraState.REMOVED:
        return True
    return facts_of(camera) != one.before


class _Known:
    """The cameras that are there, and the units by all their names."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.cameras = {camera.code: camera for camera in visible_cameras(ground.by)}
        self.codes = frozenset(Camera.objects.values_list("code", flat=True))
        self._units = {
            name: unit.code
            for unit in ground.atlas.units()
            if unit.kind != "grid"
            for name in (unit.short_zh, unit.name_en, unit.name_zh, unit.code)
            if name
        }

    def unit(self, text: str) -> str:
        """Return the code of a unit that a row names by its code or one of its names."""
        return self._units.get(text, text)


def _plan_one(plan: CameraPlan, where: str, facts: CameraFacts, known: _Known) -> None:
    camera = known.cameras.get(facts.code)
    if camera is None:
        # A number may be taken by a camera that this person does not know of.
        if facts.code in known.codes:
            raise Invalid("code", "code_taken")
        plan.new.append(PlannedCamera(where, facts))
        return
    ground = known.ground
    keeper = keeper_of(ground.by, ground.rules, owner_id=camera.owner_id)
    refusal = may_change(CameraDeed.AMEND, CameraState(camera.state), keeper)
    if refusal is not None:
        raise Invalid("code", str(refusal))
    if facts_of(camera) == facts:
        plan.same += 1
    else:
        plan.changed.append(PlannedCamera(where, facts, camera.pk, facts_of(camera)))


def _as_csv(file: SourceFile) -> SourceFile:
    if len(file.data) > MOST_BYTES:
        raise Invalid("file", "file_too_large_here", most=MOST_BYTES // 1_000_000)
    if not file.data.startswith(WORKBOOK_MARK):
        return file
    try:
        return SourceFile(file.name, workbook_as_csv(file.data))
    except ValueError:
        raise Invalid("file", "not_a_workbook") from None


def _entry(values: Mapping[str, Any], crs: Crs, known: _Known) -> CameraEntry:
    def text(name: str) -> str:
        found = str(values.get(name, "")).strip()
        # Our own list marks what a spreadsheet would compute.
        return found[1:] if found[:1] == "'" and found[1:2] in ("=", "+", "-", "@") else found

    stated = text("crs")
    named = crs_named(stated) if stated else crs
    if named is None:
        systems = ", ".join(str(one) for one in Crs)
        raise Invalid("crs", "unknown_crs", given=stated[:20], known=systems)
    direction = _number("direction", text("direction"))
    purpose, before = text("purpose"), known.cameras.get(text("code"))
    kept = _number("retention_days", text("retention_days"))
    return CameraEntry(
        code=text("code"),
        name=text("name"),
        owner=known.unit(text("owner")),
        purpose=PURPOSE_WORDS.get(purpose, purpose),
        view=text("view"),
        area=text("area"),
        lng=_number("lng", text("lng")),
        lat=_number("lat", text("lat")),
        crs=named,
        direction=None if direction is None else round(direction),
        sign=_flag("sign", text("sign")),
        retention_days=known.ground.rules.retention_least if kept is None else round(kept),
        contact=text("contact"),
        since=_day("since", text("since")) or (before.since if before else None),
        note=text("note"),
    )


def _number(name: str, text: str) -> float | None:
    if not text:
        return None
    try:
        found = float(text)
    except ValueError:
        raise Invalid(name, "not_a_number", given=text[:20]) from None
    if not abs(found) < 1e6:  # NaN and infinity as well
        raise Invalid(name, "not_a_number", given=text[:20])
    return found


def _flag(name: str, text: str) -> bool:
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    raise Invalid(name, "yes_or_no", given=text[:20])


def _day(name: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        raise Invalid(name, "not_a_day", given=text[:20]) from None


def _said(one: RowProblem | Problem | Invalid) -> str:
    if isinstance(one, Problem):
        return explain(one)
    return one.said() if isinstance(one, RowProblem) else sentence_of(one)
