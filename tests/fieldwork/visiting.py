"""Visits as the tests play them: a county at work on Wednesday 2026-11-25, 09:00 local time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from gege.fieldwork import api as field
from gege.fieldwork.api import ContactLink, Visit
from gege.fieldwork.models import CheckPoint
from gege.notices.api import Message
from gege.staff.api import Actor
from gege.trail.api import Entry
from tests.cast import GRID, SINCE, Cast

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Visiting:
    """Plans and makes visits with what is needed, said or not."""

    cast: Cast

    def plan(self, *, by: Actor | None = None, now: datetime = NOW, **entry: Any) -> Visit:
        given = {
            "area_code": GRID,
            "purpose": "care",
            "due_on": TODAY + 5 * DAY,
            "door": "2-301",
            "who": "居民甲",
            "phone": "10000000001",
        } | entry
        uid = given.pop("uid", None) or uuid4()
        return field.plan_visit(uid, by=by or self.cast.station_clerk, now=now, **given)

    def service(self, **entry: Any) -> Visit:
        return self.plan(purpose="service", purpose_note="代办老年卡", **entry)

    def make(
        self,
        planned: Visit | None = None,
        *,
        by: Actor | None = None,
        now: datetime = NOW,
        **entry: Any,
    ) -> Visit:
        given: dict[str, Any] = {"area_code": GRID, "state": "done", "at": now, "purpose": "care"}
        if planned is not None:
            given |= {
                "uid": planned.uid,
                "seen": planned.version,
                "purpose": planned.purpose,
                "area_code": planned.area_code,
            }
        given |= entry
        uid = given.pop("uid", None) or uuid4()
        return field.make_visit(uid, by=by or self.cast.grid_worker, now=now, **given)

    def link(self, *, by: Actor | None = None, **entry: Any) -> ContactLink:
        maker = by or self.cast.township_operator
        given = {
            "account_id": maker.account_id,
            "area_code": GRID,
            "who": "居民乙",
            "door": "5-102",
            "phone": "10000000002",
            "every_days": 30,
        } | entry
        uid = given.pop("uid", None) or uuid4()
        return field.link_household(uid, by=maker, now=given.pop("now", NOW), **given)

    def point(self, area_code: str = GRID, name: str = "2号楼") -> CheckPoint:
        return CheckPoint.objects.create(
            area_code=area_code, name=name, valid_from=SINCE, changed_at=NOW
        )

    def told(self) -> list[tuple[str, int | None, int | None]]:
        rows = Message.objects.order_by("id")
        return list(rows.values_list("template", "to_unit_id", "to_account_id"))


def deeds(visit: Visit | UUID) -> list[str]:
    uid = visit.uid if isinstance(visit, Visit) else visit
    rows = Entry.objects.filter(stream=f"visit:{uid}").order_by("seq")
    return list(rows.values_list("deed", flat=True))
