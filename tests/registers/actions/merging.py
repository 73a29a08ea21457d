"""What the tests of merging share: two records of one person, and what they are compared by."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gege.kernel.ids import new_uid
from gege.registers.api import Record, Statement, merge, say, unmerge
from gege.staff.api import Actor, Role
from gege.territory.api import AREAS, bump, read_editions
from gege.territory.models import Unit
from tests.cast import COUNTY, SINCE, Cast, add_person
from tests.registers.keeping_records import LATER, Home

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
