"""One step of a matter: lock, ask the rule, change, write the ledger line, post the notices.

Every deed on an existing matter runs inside `step`. Whatever fails, nothing of it stays.
"""

from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Final

from django.db import transaction

from gege.kernel.bell import ring_of
from gege.kernel.working_time import Limit, TimeUnit
from gege.matters.actions.following import Followed, gone_on
from gege.matters.actions.ringing import ring
from gege.matters.errors import Refused, Stale
from gege.matters.models import ExtensionRequest, Instruction, Involvement, Matter
from gege.matters.queries.facts import Situation
from gege.matters.queries.scope import matter_by_number
from gege.matters.queries.setting import Setting, setting
from gege.matters.rules.clocks import STAGE_OF, step_due, step_late_at, stops_first_time
from gege.matters.rules.doing import time_of_doing
from gege.matters.rules.lights import next_change
from gege.matters.rules.moves import Facts, may, target_of
from gege.matters.rules.rulebook import Kind, Rulebook
from gege.matters.rules.words import ENDED, LADDER, FirstTime, Move, Severity, State, Tier
from gege.matters.zone import LOCAL
from gege.notices.api import Draft, post
from gege.staff.api import Actor, people_at
from gege.territory.api import UnitFacts
from gege.trail.api import record

TRAILED: Final = (
    "state",
    "holder_id",
    "lead_id",
    "kind",
    "severity",
    "intent",
    "area_code",
    "due_at",
    "step_due_at",
    "first_due_at",
    "outcome",
    "contact",
    "satisfaction",
    "parent_id",
    "returns",
    "final",
    "skipped",
    "downgraded",
    "settled_at",
    "closed_at",
)
_ON_BOARDS: Final = frozenset(
    {"state", "holder_id", "area_code", "due_at", "warn_at", "settled_at", "next_light_at"}
)
"""What a board of lights shows of a matter."""
_GENERATED: Final = frozenset({"township_code", "community_code", "search"})


class Step:
    """A matter under its lock, and what the deed does to it.

    `now` is the time of the doing. `heard` is when the platform heard of it, which is later for
    what was done without a network: the ledger, notices and other people's steps run from there.
    """

    overtakes: ClassVar[bool] = True
    """Whether somebody who has the matter open must look again before they decide."""

    def __init__(
        self, matter: Matter, move: Move, by: Actor, where: Setting, heard: datetime | None = None
    ) -> None:
        self.matter = matter
        self.move = move
        self.by = by
        self.setting = where
        self.now = where.now
        self.heard = heard or where.now
        self.situation = Situation(matter, by, where)
        self.more: dict[str, Any] = {}
        self.drafts: list[Draft] = []
        self._was = _columns(matter)

    @property
    def book(self) -> Rulebook:
        return self.setting.book_of(self.matter)

    @property
    def kind(self) -> Kind:
        return self.book.kind(self.matter.kind)

    @property
    def severity(self) -> Severity:
        return Severity(self.matter.severity)

    @property
    def holder(self) -> UnitFacts:
        return self.setting.unit(self.matter.holder_id)

    @property
    def tier(self) -> Tier:
        return Tier(self.holder.kind)

    def platform(self, tier: Tier) -> UnitFacts:
        """The platform of a tier over the matter's place."""
        return self.setting.platform(self.matter.area_code, tier)

    def staffed(self, tier: Tier, roles: frozenset[str], apart_from: Set[int | None]) -> UnitFacts:
        """The first platform from a tier upward where somebody of these roles is at work.

        `apart_from` are accounts that do not count. The county's is the last one in any case.
        """
        for one in LADDER[LADDER.index(tier) : -1]:
            unit = self.platform(one)
            people = people_at(unit.id, self.heard)
            if any(who.role in roles and who.account_id not in apart_from for who in people):
                return unit
        return self.platform(Tier.COUNTY)

    def go(self, to: State, holder: UnitFacts | None = None) -> None:
        """Put the matter into a state, and into another unit's hands when one is named."""
        self.matter.state = to
        if holder is not None:
            self.matter.holder_id = holder.id

    def say(self, **more: Any) -> None:
        """Keep words and reasons of this step on its ledger line."""
        self.more.update({key: value for key, value in more.items() if value not in (None, "")})

    def tell(
        self, unit_id: int | None, template: str, *, urgent: bool = False, **values: Any
    ) -> None:
        """Post a notice to a unit's people, unless it is the actor's own unit."""
        if unit_id is None or unit_id == self.by.unit_id:
            return
        words: dict[str, Any] = {
            "number": self.matter.number,
            "title": self.matter.title,
            "unit": self.by.unit_name,
            "due": self.due_text(),
        }
        self.drafts.append(
            Draft(
                template=template,
                subject=self.matter.number,
                to_unit_id=unit_id,
                values=words | values,
                urgent=urgent,
            )
        )

    def due_text(self) -> str:
        due = self.matter.due_at
        return due.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M") if due else ""

    def instruction(self) -> Instruction:
        """The live instruction; raises Instruction.DoesNotExist when there is none."""
        return Instruction.objects.get(matter=self.matter, ended_at__isnull=True)

    def end_instruction(self, how: str, why: str = "") -> None:
        """End the live instruction, if any; whether it was late is judged now and kept."""
        matter = self.matter
        self.follow_on(how, why or str(self.more.get("words", "")))
        late = matter.due_at is not None and (matter.settled_at or self.now) > matter.due_at
        Instruction.objects.filter(matter=matter, ended_at__isnull=True).update(
            ended_at=self.heard, ended_how=how, ended_why=why, late=late, due_at=matter.due_at
        )
        # A request for more time ends with the instruction it was made for.
        ExtensionRequest.objects.filter(matter=matter, decided_at__isnull=True).update(
            decided_at=self.heard, granted=False
        )

    def follow_on(self, what: str, words: str = "") -> None:
        """Tell whoever follows the instruction what became of it."""
        gone_on(Followed(self.matter, what, words, self.setting, self.heard, self.by))

    def move_due(self, due_at: datetime) -> None:
        """Move the supervised clock's due time, and the near-due time with it."""
        matter = self.matter
        assert matter.instructed_at is not None  # an instruction started the clock
        near_due = self.book.thresholds.near_due
        moves = matter.due_at != due_at
        matter.due_at = due_at
        matter.warn_at = self.setting.calendar.warn_at(
            matter.instructed_at, due_at, self.limit, near_due
        )
        if moves:
            self.follow_on("moved")

    @property
    def limit(self) -> Limit:
        """The limit of the running instruction."""
        return Limit(self.matter.limit_amount or 1, TimeUnit(self.matter.limit_unit))

    def stop_clock(self) -> None:
        """Take the supervised clock off the matter: no instruction is running."""
        matter = self.matter
        matter.due_at = matter.warn_at = matter.instructed_at = None
        matter.limit_amount, matter.limit_unit, matter.provisional = None, "", False
        matter.settled_at = None

    def involve(self, unit: UnitFacts) -> None:
        """Let a department read the matter from now on."""
        if unit.is_department:
            Involvement.objects.get_or_create(matter=self.matter, unit_id=unit.id)

    def finish(self) -> None:
        """Write everything that follows from the change, once."""
        matter, now = self.matter, self.heard
        if self.now < now:
            self.say(done_at=self.now)
        state = State(matter.state)
        self._follow_up(state)
        matter.version += self.overtakes
        matter.next_light_at = next_change(matter.clock, now)
        before, after = self._difference()
        head = record(
            stream=matter.stream,
            deed=str(self.move),
            by=self.by.signature(),
            now=now,
            before=before,
            after=after,
            more=self.more,
            head=matter.head,
        )
        matter.trail_seq, matter.trail_hash = head.seq, head.hash
        changed = self.changed
        matter.save(update_fields=changed)
        if not _ON_BOARDS.isdisjoint(changed):
            was = self._was
            areas = (matter.area_code, was["area_code"])
            ring(ring_of(areas, (matter.holder_id, was["holder_id"])))
        post(self.drafts, now=now)

    def _follow_up(self, state: State) -> None:
        matter = self.matter
        moved = (state, matter.holder_id) != (State(self._was["state"]), self._was["holder_id"])
        if state in ENDED:
            matter.closed_at = matter.closed_at or self.heard
            matter.step_due_at = matter.next_step_at = None
            matter.step_recount = ""
        else:
            matter.closed_at = None
            # More time for the work gives no more time for a step that waits before it.
            if moved or (state not in STAGE_OF and matter.due_at != self._was["due_at"]):
                self._start_step(state)
        if matter.first_at is None and stops_first_time(
            FirstTime(matter.first_time), self.move, state
        ):
            matter.first_at = self.now

    def _start_step(self, state: State) -> None:
        matter = self.matter
        due = step_due(
            self.book,
            self.setting.calendar,
            state=state,
            kind=matter.kind,
            severity=self.severity,
            tier=self.tier,
            now=self.heard,
            due_at=matter.due_at,
        )
        matter.step_since = self.heard
        matter.step_due_at = due.at if due else None
        matter.step_recount = due.recount if due else ""
        matter.next_step_at = step_late_at(state, matter.step_due_at)

    @property
    def changed(self) -> list[str]:
        """The columns that differ from what they were."""
        return [name for name, value in _columns(self.matter).items() if self._was[name] != value]

    def _difference(self) -> tuple[dict[str, Any], dict[str, Any]]:
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for name in TRAILED:
            old, new = self._was[name], getattr(self.matter, name)
            if old != new:
                label = name.removesuffix("_id")
                before[label], after[label] = self._plain(name, old), self._plain(name, new)
        return before, after

    def _plain(self, name: str, value: Any) -> Any:
        """Write units by their names of the day: the ledger outlives the directory."""
        if name in ("holder_id", "lead_id") and value is not None:
            return self.setting.unit(value).name_zh
        return value


@contextmanager
def step(
    number: str,
    move: Move,
    *,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    at: datetime | None = None,
) -> Iterator[Step]:
    """Open one step of a matter.

    `seen` is the version the person had on screen. `at` is when it was done, where that was
    before `now`: the rules judge that moment (R-063). Raises NotFound (no such matter for them),
    Stale (somebody moved it meanwhile), Refused (the rules say no); what the deed itself raises
    undoes the step.
    """
    with transaction.atomic():
        matter = matter_by_number(number, by, lock=True)
        if seen is not None and seen != matter.version:
            raise Stale
        one = Step(matter, move, by, replace(setting(now), now=_done(matter, at, now)), now)
        check(move, one.situation.facts(move))
        yield one
        one.finish()


def _done(matter: Matter, at: datetime | None, now: datetime) -> datetime:
    """Return the time of the doing: never before what is known to have happened."""
    known = (matter.reported_at, matter.instructed_at, matter.paused_at, matter.settled_at)
    return time_of_doing(at, now, known)


def check(move: Move, facts: Facts) -> None:
    """Raise Refused when the rules do not allow a move."""
    refusal = may(move, facts)
    if refusal is not None:
        raise Refused(refusal)


def target(one: Step) -> State:
    """Return the state the table names for the step's move."""
    return target_of(one.move, one.situation.facts(one.move))


def _columns(matter: Matter) -> Mapping[str, Any]:
    return {
        field.attname: matter.__dict__[field.attname]
        for field in matter._meta.concrete_fields
        if field.attname not in _GENERATED
    }
