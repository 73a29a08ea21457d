"""Where a record lies: by its position, by what it belongs to, or by the post that enters it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from gege.kernel.coordinates import Crs, Point
from gege.registers.actions.chronicle import write_version
from gege.registers.errors import Invalid
from gege.registers.models import Link, Question, Record, RightsRequest, Statement
from gege.registers.rules.declaration import Sheet, Type
from gege.registers.rules.entries import Entry
from gege.registers.rules.values import Value
from gege.staff.api import Actor
from gege.territory.api import load_atlas

PLACED_BY: Final = ("building", "dwelling", "person", "household", "facility", "place", "child")
"""References that say where a record lies, the nearest first."""
_DEEPEST: Final = 3


def area_of(
    entry: Entry, sheet: Sheet, targets: Mapping[UUID, Record], typed: str, by: Actor, today: date
) -> str:
    """Return the area a new record lies in.

    What it belongs to decides, then its point, then the area that was typed, then a grid worker's
    own grid. Raises Invalid("area_code") when it lies outside of the post's area.
    """
    code = _by_reference(entry, targets) or place_by_point(entry.values, sheet, today) or typed
    if not code and len(by.area_code) == 15:
        code = by.area_code
    code = code or by.area_code
    if not by.area_code or not code.startswith(by.area_code):
        raise Invalid("area_code", "not_your_area")
    if load_atlas().area(code, today) is None:
        raise Invalid("area_code", "no_such_area")
    return code


def _by_reference(entry: Entry, targets: Mapping[UUID, Record]) -> str:
    for name in PLACED_BY:
        for wish in entry.wishes.get(name, ()):
            if wish.target in targets:
                return targets[wish.target].area_code
    return ""


def place_by_point(values: Mapping[str, Value], sheet: Sheet, today: date) -> str:
    """Return the grid that a record's own position lies in; empty without one."""
    for name, value in values.items():
        if value is not None and sheet.by_name[name].type is Type.POINT:
            grid = load_atlas().grid_at(Point(value["lng"], value["lat"]), Crs.WGS84, today)
            return grid.code if grid else ""
    return ""


def move_with(record: Record, *, by: Actor, now: datetime, depth: int = 0) -> Sequence[Record]:
    """Let everything that lies where this record lies follow it; return what moved.

    A dwelling follows its building, a resident and a household their dwelling, a file its person.
    Each gets its next version and its line of the trail.
    """
    move_open(record)
    if depth >= _DEEPEST:
        return ()
    followers = Record.objects.filter(
        pk__in=Link.objects.filter(target=record, field__in=PLACED_BY, until__isnull=True).values(
            "source_id"
        ),
        valid_to__isnull=True,
    ).exclude(area_code=record.area_code)
    moved: list[Record] = []
    for one in followers.order_by("pk").select_for_update():
        if _place_of(one) != record.area_code:
            continue
        before = {"area": one.area_code}
        one.area_code = record.area_code
        more = {"with": str(record.uid)}
        write_version(one, "move", {}, by=by, now=now, before=before, more=more)
        moved += [one, *move_with(one, by=by, now=now, depth=depth + 1)]
    return moved


def move_open(record: Record) -> None:
    """Let what is open about a record be asked and answered where it lies now."""
    area = {"area_code": record.area_code}
    Question.objects.filter(record=record, settled_at__isnull=True).update(**area)
    RightsRequest.objects.filter(record=record, answered_at__isnull=True).update(**area)


def _place_of(record: Record) -> str:
    """Return the area of the nearest record that this one belongs to; empty without one."""
    links = Link.objects.filter(source=record, field__in=PLACED_BY, until__isnull=True)
    nearest = {link.field: link.target.area_code for link in links.select_related("target")}
    return next((nearest[name] for name in PLACED_BY if name in nearest), "")


def follow(record: Record, entry: Entry, sheet: Sheet, today: date) -> bool:
    """Let a record lie where it belongs to after a word; tell whether it moved."""
    spoken = [name for name in PLACED_BY if name in entry.wishes]
    has_point = any(sheet.by_name[name].type is Type.POINT for name in entry.values)
    if not spoken and not has_point:
        return False
    code = _place_of(record) or place_by_point(entry.values, sheet, today)
    if not code or code == record.area_code:
        return False
    last = Statement.objects.filter(record=record).order_by("-pk").values("pk")[:1]
    Statement.objects.filter(pk__in=last).update(moved_from=record.area_code)
    record.area_code = code
    record.save(update_fields=["area_code"])
    return True


def lie_where_it_belongs(
    record: Record, sheet: Sheet, values: Mapping[str, Value], today: date
) -> bool:
    """Set the area of a record by all that stands in it; the caller saves it. Tell if it moved.

    Where nothing tells it any more, it lies again where it lay before a word that was taken back.
    """
    point = {name: values[name] for name in sorted(values) if name in sheet.by_name}
    code = _place_of(record) or place_by_point(point, sheet, today)
    if not code:
        taken = Statement.objects.filter(record=record, withdrawn_at__isnull=False)
        moves = taken.exclude(moved_from="").order_by("pk")
        code = moves.values_list("moved_from", flat=True).first() or record.area_code
    moved, record.area_code = code != record.area_code, code
    return moved
