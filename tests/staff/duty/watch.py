"""A county centre with a duty desk, three people who take turns, and a clock that tests hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from gege.notices.api import deliver
from gege.notices.models import Message
from gege.staff.api import Actor, Role, duty
from gege.staff.duty.models import DutyDesk, Roster, Shift
from gege.staff.duty.rules.hours import LOCAL
from tests.cast import COUNTY, Cast, add_person

MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 29)
EARLIER = datetime(2026, 11, 20, 9, 0, tzinfo=LOCAL)


@dataclass
class Watch:
    """The county's desk. `now` is moved by the test."""

    cast: Cast
    now: datetime = EARLIER
    desk: DutyDesk = field(init=False)
    second: Actor = field(init=False)

    def __post_init__(self) -> None:
        county = self.cast.unit_id(COUNTY)
        self.second = add_person("second-dispatcher", "郑派二", Role.COUNTY_DISPATCHER, county)
        self.desk = self.open()

    @property
    def people(self) -> list[int]:
        """Dispatcher, second dispatcher, hotline operator: account ids, in the order of turns."""
        there = (self.cast.county_dispatcher, self.second, self.cast.hotline_operator)
        return [one.account_id or 0 for one in there]

    def open(self, code: str = COUNTY, **plan: Any) -> DutyDesk:
        return duty.open_desk(
            self.cast.unit_id(code),
            duty.DeskPlan(**plan),
            by=self.cast.county_supervisor,
            now=self.now,
        )

    def head(self, actor: Actor) -> None:
        DutyDesk.objects.filter(id=self.desk.pk).update(head_id=actor.account_id)
        self.desk.refresh_from_db()

    def draw(
        self, first: date = MONDAY, last: date = SUNDAY, people: Sequence[int] | None = None
    ) -> Roster:
        return duty.draw_up(
            self.desk.uid,
            first,
            last,
            by=self.cast.county_dispatcher,
            now=self.now,
            people=self.people if people is None else people,
        )

    def published(self, first: date = MONDAY, last: date = SUNDAY) -> Roster:
        roster = self.draw(first, last)
        return duty.publish_roster(roster.uid, by=self.cast.county_dispatcher, now=self.now)

    def shifts(self) -> list[Shift]:
        return list(Shift.objects.filter(desk=self.desk).order_by("starts", "id"))

    def actor(self, account_id: int | None) -> Actor:
        every = [*self.cast.people.values(), self.second]
        return next(one for one in every if one.account_id == account_id)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        self.now = datetime(day.year, day.month, day.day, hour, minute, tzinfo=LOCAL)
        return self.now

    def wait(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    def told(self, template: str) -> list[tuple[int | None, int | None]]:
        """(account, unit) of each notice of a template, the oldest first."""
        rows = Message.objects.filter(template=template).order_by("id")
        return [(one.to_account_id, one.to_unit_id) for one in rows]

    def deliver(self) -> None:
        while deliver(now=self.now):
            pass


__all__ = ["EARLIER", "MONDAY", "SUNDAY", "Watch"]
