"""What the tests of merging share: two records of one person, and what they are compared by."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gege.kernel.ids import new_uid
from gege.registers.api import (
    Link,
    Pair,
    Question,
    Record,
    Statement,
    merge,
    say,
    unmerge,
)
from gege.registers.keeping import values_of
from gege.staff.api import Actor, Role
from gege.territory.api import AREAS, bump, read_editions
from gege.territory.models import Unit
from tests.cast import COUNTY, GRID, SINCE, Cast, add_person
from tests.registers.keeping_records import LATER, NOW, Home

WHY = "同一个人，登记了两次"


class Twice:
    """A person who stands twice in one house: under a temporary number, and under the real one."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.home = Home(cast.grid_worker)
        self.kept = self.home.resident
        self.other = self.home.person(cast.grid_worker, name="王晓明", phone="10000000007")


def speak(record: Record, by: Actor, now: datetime = LATER, **typed: Any) -> Statement:
    told = say(
        new_uid(),
        record=record.uid,
        typed=typed,
        evidence="seen",
        consent="self",
        by=by,
        now=now,
        editions=read_editions(),
    )
    assert told is not None
    return told.statement


def one_of(kept: Record, other: Record, by: Actor, now: datetime = LATER, **more: Any) -> Record:
    about = {"reason": WHY, "by": by, "now": now, "editions": read_editions()}
    return merge(kept.uid, other.uid, **{**about, **more})


def two_again(merged: Record, by: Actor, now: datetime = LATER, **more: Any) -> Record:
    about = {"reason": "不是同一个人", "by": by, "now": now, "editions": read_editions()}
    return unmerge(merged.uid, **{**about, **more})


def police(cast: Cast) -> Actor:
    """An officer of the department that the population register's numbers come from."""
    unit = Unit.objects.create(
        kind="department",
        area=cast.areas[COUNTY],
        code="gongan",
        name_zh="县公安局",
        name_en="Public Security Bureau",
        valid_from=SINCE,
    )
    bump(AREAS)
    return add_person("police", "何公安", Role.DEPARTMENT_OFFICER, unit.pk)


def state(record: Record) -> dict[str, Any]:
    """All that stands in a record, with its references, differences and what each word did."""
    record.refresh_from_db()
    links = Link.objects.filter(source=record)
    questions = Question.objects.filter(record=record, settled_at__isnull=True)
    said = Statement.objects.filter(record=record, withdrawn_at__isnull=True)
    return {
        "values": values_of(record),
        "sealed": sorted(record.sealed),
        "standing": record.standing,
        "marks": (sorted(record.terms), sorted(record.marks)),
        "child_until": record.child_until,
        "area": record.area_code,
        "links": sorted(
            (one.field, one.target_id, str(one.parts), one.since, str(one.until), one.statement_id)
            for one in links
        ),
        "questions": sorted((one.field, one.standing_id, one.proposed_id) for one in questions),
        "outcomes": {one.pk: one.outcome for one in said},
    }


def a_pair(one: Record, other: Record, **more: object) -> Pair:
    low, high = sorted((one.pk, other.pk))
    about = {"sheet": one.sheet, "area_code": GRID, "band": "review", "found_by": "L02"}
    return Pair.objects.create(one_id=low, other_id=high, found_at=NOW, **{**about, **more})


def members(household: Record) -> list[tuple[int, str]]:
    live = Link.objects.filter(source=household, field="members", until__isnull=True)
    return [(one.target_id, one.parts["relation"]) for one in live.order_by("pk")]
