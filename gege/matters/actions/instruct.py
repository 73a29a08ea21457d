"""Issuing an instruction: the moment the supervised clock starts (R-087)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from gege.matters.actions.step import Step
from gege.matters.models import Instruction
from gege.matters.rules.clocks import Deadline, deadline
from gege.matters.rules.words import Tier
from gege.territory.api import UnitFacts


def instruct(
    one: Step,
    lead: UnitFacts,
    *,
    assisting: Sequence[UnitFacts] = (),
    words: str = "",
    acknowledged: bool = False,
    keep_due: datetime | None = None,
) -> Instruction:
    """Start a clock for a unit and let the units involved read the matter.

    `keep_due` is the due time of an earlier instruction that a ruling confirmed: a return never
    buys time (decision 0010).
    """
    matter = one.matter
    issued = deadline(
        one.book,
        one.setting.calendar,
        kind=matter.kind,
        severity=one.severity,
        tier=Tier(lead.kind),
        issued_at=one.now,
    )
    due_at = max(keep_due, one.now) if keep_due is not None else issued.due_at
    warn_at = min(issued.warn_at, due_at) if keep_due is not None else issued.warn_at
    matter.instructed_at, matter.due_at, matter.warn_at = one.now, due_at, warn_at
    matter.limit_amount, matter.limit_unit = issued.limit.amount, str(issued.limit.unit)
    matter.provisional = issued.provisional and keep_due is None
    matter.lead_id = lead.id
    matter.instructor_id = one.by.unit_id or matter.instructor_id
    matter.settled_at = None
    row = _row(one, lead, issued, due_at, [unit.id for unit in assisting], words, acknowledged)
    one.involve(lead)
    for unit in assisting:
        one.involve(unit)
        one.tell(unit.id, "assisting", lead=lead.name_zh)
    one.say(limit=f"{issued.limit.amount} {issued.limit.unit}", words=words)
    return row


def keep_warning(one: Step, due_at: datetime, shift: timedelta) -> datetime | None:
    """Return the near-due time that goes with a moved due time: the same distance before it."""
    matter = one.matter
    if matter.warn_at is None or matter.due_at is None:
        return None
    return due_at - (matter.due_at - matter.warn_at) if shift else matter.warn_at


def _row(
    one: Step,
    lead: UnitFacts,
    issued: Deadline,
    due_at: datetime,
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
        original_due_at=due_at,
        due_at=due_at,
        acknowledged_at=one.now if acknowledged else None,
    )
