"""What duty wants of oneself now: on the workspace, and over the list of desks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gege.desk.duty.roles import WATCHERS
from gege.desk.duty.shown import ShiftBox, box_of, unit_name
from gege.staff.access import ActorRequest
from gege.staff.api import duty
from gege.territory.api import Atlas, load_atlas


@dataclass(frozen=True, slots=True)
class OwnShift:
    """An own shift with its desk, and whether it can be signed in for now."""

    box: ShiftBox
    unit: str
    to_sign_in: bool
    to_hand_over: bool


@dataclass(frozen=True, slots=True)
class MyDuty:
    """All that waits: shifts, handovers to sign, swaps to answer, an entry to confirm."""

    shifts: tuple[OwnShift, ...]
    to_leave: tuple[OwnShift, ...]
    to_take: tuple[duty.Handover, ...]
    swaps: tuple[duty.Swap, ...]
    confirm: str

    @property
    def anything(self) -> bool:
        return bool(self.shifts or self.to_leave or self.to_take or self.swaps or self.confirm)


def my_duty(request: ActorRequest, now: datetime) -> MyDuty | None:
    """Return what duty wants of a person; None for roles without duty, and where nothing is."""
    actor = request.actor
    if actor.role not in WATCHERS or actor.account_id is None:
        return None
    if not duty.anything_for(actor.account_id, actor.unit_id, now):
        return None
    rules, atlas = duty.current_rules(), load_atlas()
    shifts = duty.own_shifts(actor.account_id, now, most=3)
    found = MyDuty(
        tuple(_own(one, now, rules, atlas) for one in shifts),
        tuple(_own(one, now, rules, atlas) for one in duty.left_open(actor.account_id, now)),
        tuple(duty.waiting_handovers(actor.account_id, now)),
        tuple(duty.swaps_for(actor, most=5)),
        _to_confirm(request, atlas),
    )
    return found if found.anything else None


def _own(shift: duty.Shift, now: datetime, rules: duty.DutyRules, atlas: Atlas) -> OwnShift:
    open_now = not duty.problem_of_sign_in(shift.starts, shift.ends, now, rules)
    signed = shift.signed_in_at is not None
    return OwnShift(
        box_of(shift, now, me=shift.account_id),
        unit_name(shift.desk.unit_id, atlas),
        open_now and not signed,
        signed and (shift.ends - now).total_seconds() <= 3600,
    )


def _to_confirm(request: ActorRequest, atlas: Atlas) -> str:
    """Return the code of the own unit when it was asked to confirm its entry."""
    unit = atlas.unit(request.actor.unit_id or 0)
    if unit is None or not duty.keeps_entry(request.actor, unit):
        return ""
    asked = duty.DirectoryEntry.objects.filter(unit_id=unit.id, asked_at__isnull=False)
    return unit.code if asked.exists() else ""
