"""Gathering what the move table asks about one matter and one person."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import F, Q, Sum

from gege.kernel.working_time import Limit, TimeUnit
from gege.matters.models import ClockPause, ExtensionRequest, Matter, Reporting
from gege.matters.queries.looked_up import AnyOf
from gege.matters.queries.setting import Setting
from gege.matters.rules.closing import Reporter, confirmed, reopen_until
from gege.matters.rules.confidence import may_know
from gege.matters.rules.moves import Facts, Standing
from gege.matters.rules.words import Contact, Move, State, Tier
from gege.staff.api import Actor, Role

_RANK = {Tier.GRID: 0.0, Tier.STATION: 1.0, Tier.TOWNSHIP: 2.0, Tier.COUNTY: 3.0}
_TOWNSHIP_BRANCH, _COUNTY_DEPARTMENT = 1.5, 2.5


@dataclass(frozen=True)
class Situation:
    """One matter, one person, one moment. Asks the database only for what a move needs."""

    matter: Matter
    by: Actor
    setting: Setting

    @cached_property
    def reporters(self) -> list[Reporting]:
        """All reporters who wait for this matter, those of merged duplicates included."""
        # By ids first: one condition over both tables would read the two of them whole.
        same = Matter.objects.filter(Q(pk=self.matter.pk) | Q(parent=self.matter)).values("pk")
        return list(Reporting.objects.filter(AnyOf(F("matter_id"), same)).order_by("id"))

    @property
    def to_call(self) -> list[Reporter]:
        return [reporter_of(row) for row in self.reporters]

    @cached_property
    def request(self) -> ExtensionRequest | None:
        """The request for more time that waits for a decision."""
        return ExtensionRequest.objects.filter(matter=self.matter, decided_at__isnull=True).first()

    @cached_property
    def pause_left(self) -> timedelta:
        """How much longer the clock of this matter may be stopped, in wall time."""
        cap = timedelta(days=self.setting.book_of(self.matter).thresholds.pause_cap_days)
        used = ClockPause.objects.filter(matter=self.matter, resumed_at__isnull=False).aggregate(
            total=Sum(F("resumed_at") - F("paused_at"))
        )["total"]
        return max(cap - (used or timedelta(0)), timedelta(0))

    @cached_property
    def standings(self) -> frozenset[Standing]:
        """How the person's unit stands to the matter."""
        matter, by = self.matter, self.by
        if by.role is Role.RESIDENT:
            return frozenset({Standing.REPORTER})
        found = {Standing.IN_SCOPE}
        if by.unit_id == matter.holder_id:
            found.add(Standing.HOLDER)
        if by.unit_id == matter.instructor_id:
            found.add(Standing.INSTRUCTOR)
        if not by.is_department and self._rank(by.unit_id) > self._rank(matter.holder_id):
            found.add(Standing.ABOVE)
        return frozenset(found)

    def facts(self, move: Move | None = None) -> Facts:
        """Return the facts; with a move only those that it asks for cost a query."""
        matter, by, setting = self.matter, self.by, self.setting
        book = setting.book_of(matter)
        state = State(matter.state)
        return Facts(
            state=state,
            tier=setting.tier(matter.holder_id),
            role=str(by.role),
            standings=self.standings,
            self_instructed=matter.lead_id is not None and matter.instructor_id == matter.lead_id,
            instructed_from_above=matter.lead_id == matter.holder_id
            and matter.instructor_id not in (None, matter.lead_id),
            major=book.kind(matter.kind).major,
            skipped=matter.skipped and not matter.downgraded,
            final=matter.final,
            return_open=self._return_open(),
            handled_by_me=by.account_id is not None and by.account_id == matter.handled_by_id,
            handled_by_my_unit=by.unit_id == matter.lead_id
            and by.role is not Role.COUNTY_SUPERVISOR,
            dispatched_by_me=by.account_id is not None
            and by.account_id == matter.dispatched_by_id
            and matter.instructor_id != matter.lead_id,
            confirmed=state is not State.VERIFIED
            or move not in (None, Move.CLOSE)
            or confirmed(self.to_call, book.thresholds, setting.calendar, setting.now),
            reporters_to_call=state is not State.VERIFIED
            or by.role is Role.RESIDENT
            or move not in (None, Move.CALL_BACK)
            or any(self._may_call(one) for one in self.reporters),
            reopen_open=matter.closed_at is None
            or setting.now <= reopen_until(matter.closed_at, book.thresholds),
            before_due=matter.due_at is None or setting.now <= matter.due_at,
            extension_asked=state in (State.DISPATCHED, State.HANDLING, State.PAUSED)
            and move in (None, Move.ASK_EXTENSION, Move.EXTEND, Move.REFUSE_EXTENSION)
            and self.request is not None,
            outranked=self._rank(by.unit_id) < self._rank(matter.instructor_id),
            pause_left=state is not State.HANDLING
            or move not in (None, Move.PAUSE)
            or self.pause_left > timedelta(0),
            placed=matter.placed,
        )

    def _may_call(self, row: Reporting) -> bool:
        known = may_know(str(self.by.role), confidential=row.confidential)
        return row.wants_callback and known

    def _return_open(self) -> bool:
        matter = self.matter
        if matter.instructed_at is None:
            return False
        hours = self.setting.book_of(matter).thresholds.return_within_hours
        limit = Limit(hours, TimeUnit.WORKING_HOURS)
        return self.setting.now <= self.setting.calendar.due(matter.instructed_at, limit).at

    def _rank(self, unit_id: int | None) -> float:
        unit = self.setting.atlas.unit(unit_id) if unit_id is not None else None
        if unit is None:
            return -1.0
        tier = Tier(unit.kind)
        if tier is Tier.DEPARTMENT:
            return _COUNTY_DEPARTMENT if len(unit.area_code) == 6 else _TOWNSHIP_BRANCH
        return _RANK[tier]


def reporter_of(row: Reporting) -> Reporter:
    """Return a reporter as the closing rule sees them."""
    return Reporter(
        row.wants_callback,
        Contact(row.contact) if row.contact else None,
        row.tries,
        row.last_try_at,
    )
