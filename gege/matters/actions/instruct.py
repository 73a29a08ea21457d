"""Issuing an instruction: the moment the supervised clock starts (R-087)."""

from collections.abc import Sequence

from gege.kernel.working_time import Limit, TimeUnit
from gege.matters.actions.following import Instructed, begun
from gege.matters.actions.step import Step
from gege.matters.models import Instruction, Matter
from gege.matters.rules.clocks import Deadline, deadline
from gege.matters.rules.words import Move, Severity, Tier
from gege.territory.api import UnitFacts


def instruct(
    one: Step,
    lead: UnitFacts,
    *,
    assisting: Sequence[UnitFacts] = (),
    words: str = "",
    acknowledged: bool = False,
    confirms: Instruction | None = None,
) -> Instruction:
    """Start a clock for a unit and let the units involved read the matter.

    `confirms` is the earlier instruction that a ruling confirms: its limit and its due time stay,
    for a return never buys time (decision 0010).
    """
    matter = one.matter
    issued = _confirmed(one, confirms) if confirms else _fresh(one, lead)
    matter.instructed_at, matter.due_at, matter.warn_at = one.now, issued.due_at, issued.warn_at
    matter.limit_amount, matter.limit_unit = issued.limit.amount, str(issued.limit.unit)
    matter.provisional = issued.provisional
    matter.lead_id = lead.id
    matter.instructor_id = one.by.unit_id or matter.instructor_id
    matter.settled_at = None
    row = _row(one, lead, issued, [unit.id for unit in assisting], words, acknowledged)
    one.involve(lead)
    for unit in assisting:
        one.involve(unit)
        one.tell(unit.id, "assisting", lead=lead.name_zh)
    one.say(limit=f"{issued.limit.amount} {issued.limit.unit}", words=words)
    one.say(follow_up=begun(_given(one, row, lead)))
    return row


def _given(one: Step, row: Instruction, lead: UnitFacts) -> Instructed:
    matter = one.matter
    return Instructed(
        matter=matter,
        instruction=row,
        lead=lead,
        where=one.setting,
        heard=one.heard,
        major=one.kind.major,
        grave=one.severity is Severity.GRAVE,
        ruled=one.move is Move.RULE,
        reopened=matter.reopenings > 0,
        self_given=matter.instructor_id == lead.id,
    )


def first_returned(matter: Matter, unit_id: int) -> Instruction | None:
    """Return the instruction that a unit was the first to give back, if it did."""
    rows = Instruction.objects.filter(matter=matter, lead_id=unit_id, ended_how="returned")
    return rows.order_by("id").first()


def _fresh(one: Step, lead: UnitFacts) -> Deadline:
    return deadline(
        one.book,
        one.setting.calendar,
        kind=one.matter.kind,
        severity=one.severity,
        tier=Tier(lead.kind),
        issued_at=one.now,
    )


def _confirmed(one: Step, first: Instruction) -> Deadline:
    calendar = one.setting.calendar
    limit = Limit(first.limit_amount, TimeUnit(first.limit_unit))
    due_at = max(first.original_due_at, one.now)
    warn_at = calendar.warn_at(one.now, due_at, limit, one.book.thresholds.near_due)
    provisional = calendar.due(first.issued_at, limit).provisional
    return Deadline(one.now, limit, due_at, warn_at, provisional)


def _row(
    one: Step,
    lead: UnitFacts,
    issued: Deadline,
    assisting: list[int],
    words: str,
    acknowledged: bool,
) -> Instruction:
    matter = one.matter
    assert matter.instructor_id is not None  # set by the caller
    return Instruction.objects.create(
        matter=matter,
        by_unit_id=matter.instructor_id,
        by_account_id=one.by.account_id,
        lead_id=lead.id,
        assisting=assisting,
        words=words,
        issued_at=one.now,
        limit_amount=issued.limit.amount,
        limit_unit=issued.limit.unit,
        original_due_at=issued.due_at,
        due_at=issued.due_at,
        acknowledged_at=one.now if acknowledged else None,
    )
