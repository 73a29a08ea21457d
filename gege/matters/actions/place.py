"""Find the place of a matter that lay in no grid, and hand a stranded matter on."""

from datetime import datetime

from gege.kernel.area_codes import is_within
from gege.matters.actions.dispatch import unit_to_lead
from gege.matters.actions.entries import reason as reasoned
from gege.matters.actions.step import Step, step
from gege.matters.errors import Invalid
from gege.matters.models import Instruction, Matter, search_vector
from gege.matters.rules.moves import can_hold
from gege.matters.rules.words import INSTRUCTED, Move, State
from gege.matters.zone import local_date
from gege.staff.api import Actor


def place(
    number: str, *, grid_code: str, by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """Say which grid a matter lies in.

    One that waits to be accepted then goes to that locality. Later its unit, its step and its
    clocks stay as they are; a platform that works on it must have the grid in its area, or its
    people would lose sight of the matter.
    """
    with step(number, Move.PLACE, by=by, now=now, seen=seen) as one:
        atlas = one.setting.atlas
        grid = atlas.area(grid_code, local_date(now))
        if grid is None or len(grid.code) != 15:
            raise Invalid("grid_code", "unknown_grid", value=grid_code[:15])
        matter = one.matter
        waiting = matter.state == State.REPORTED
        if not waiting:
            _check_seen_from(one, grid.code)
        matter.area_code, matter.placed = grid.code, True
        matter.place_label = atlas.label(grid.code)
        if waiting and not matter.skipped:
            one.go(State.REPORTED, one.setting.entry(one.kind, grid.code, by))
        Matter.objects.filter(pk=matter.pk).update(search=search_vector(matter))
        one.say(grid=matter.place_label)
        if waiting:
            one.tell(matter.holder_id, "reported")
        else:
            one.tell(matter.holder_id, "placed", place=matter.place_label)
    return one.matter


def _check_seen_from(one: Step, grid_code: str) -> None:
    """Raise Invalid where a platform at work on the matter lies elsewhere."""
    matter = one.matter
    for unit_id in (matter.holder_id, matter.lead_id, matter.instructor_id):
        unit = one.setting.unit(unit_id) if unit_id is not None else None
        if unit and not unit.is_department and not is_within(grid_code, unit.area_code):
            raise Invalid("grid_code", "outside_its_unit", unit=unit.name_zh)


def reassign(
    number: str, *, to: str, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """Hand a matter whose holder cannot act to another unit; state and clock stay."""
    why = reasoned(reason)
    with step(number, Move.REASSIGN, by=by, now=now, seen=seen) as one:
        unit = unit_to_lead(one, to, "to")
        if unit.id == one.matter.holder_id:
            raise Invalid("to", "holds_it_already")
        if not can_hold(State(one.matter.state), one.setting.tier(unit.id)):
            raise Invalid("to", "cannot_act_on_it")
        _hand_on(one, unit.id)
        one.involve(unit)
        one.say(reason=why, to=unit.name_zh)
        one.tell(unit.id, "reassigned")
    return one.matter


def _hand_on(one: Step, unit_id: int) -> None:
    matter = one.matter
    if matter.state in INSTRUCTED:
        matter.lead_id = unit_id
        Instruction.objects.filter(matter=matter, ended_at__isnull=True).update(lead_id=unit_id)
    matter.holder_id = unit_id
