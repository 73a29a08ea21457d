"""What time itself does to matters. Nothing is skipped in silence: what nobody can act on is told
to the platform above and stands on the list of stranded matters (`queries/stranded.py`)."""

from datetime import datetime

from django.db import transaction

from gege.kernel.working_time import Limit, TimeUnit
from gege.matters.actions.instruct import keep_warning
from gege.matters.actions.pause import end_pause
from gege.matters.actions.step import Step
from gege.matters.models import ClockPause, Instruction, Matter
from gege.matters.queries.setting import Setting, setting
from gege.matters.rules.lights import light_of
from gege.matters.rules.words import Light, Move, State, Tier
from gege.matters.zone import local_date
from gege.staff.api import SYSTEM, people_at

BATCH = 100
_DEED_OF_LIGHT = {Light.YELLOW: "near_due", Light.RED: "overdue"}


class TimerStep(Step):
    """A step that time makes; its deed's name is not a person's move."""

    def __init__(self, matter: Matter, deed: str, where: Setting) -> None:
        super().__init__(matter, Move.URGE, SYSTEM, where)
        self.move = deed  # type: ignore[assignment]  # the ledger takes any word


def announce_lights(*, now: datetime) -> int:
    """Announce every light that changed since the last run; return how many matters were seen.

    The earliest changes come first, so a long queue starves nobody. Each matter is its own
    transaction: one that fails stops only itself.
    """
    due = list(
        Matter.objects.filter(next_light_at__lte=now)
        .order_by("next_light_at")
        .values_list("pk", flat=True)[:BATCH]
    )
    for pk in due:
        with transaction.atomic():
            matter = _claimed(pk)
            if matter is not None and matter.next_light_at and matter.next_light_at <= now:
                _announce(matter, setting(now))
    return len(due)


def end_pauses(*, now: datetime) -> int:
    """Let clocks run again whose pause is over."""
    due = list(
        ClockPause.objects.filter(resumed_at__isnull=True, until__lte=now)
        .order_by("until")
        .values_list("matter_id", flat=True)[:BATCH]
    )
    for pk in due:
        with transaction.atomic():
            matter = _claimed(pk)
            if matter is not None and matter.state == State.PAUSED:
                one = TimerStep(matter, "pause_over", setting(now))
                end_pause(one, now)
                one.go(State.HANDLING)
                one.tell(matter.holder_id, "due_changed")
                one.finish()
    return len(due)


def settle_provisional(*, now: datetime, after: int = 0) -> tuple[int, int]:
    """Recompute due times that were set on days nobody had announced yet (domain 2.10).

    Handles one batch of matters with ids above `after`; returns the last id seen (0 when there
    was none) and how many due times changed.
    """
    where = setting(now)
    rows = list(
        Matter.objects.filter(provisional=True, due_at__isnull=False, closed_at=None, pk__gt=after)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH]
    )
    changed = 0
    for pk in rows:
        with transaction.atomic():
            matter = _claimed(pk)
            if matter is not None:
                changed += _recompute(matter, where)
    return (rows[-1] if rows else 0), changed


def _claimed(pk: int) -> Matter | None:
    rows = Matter.objects.select_for_update(skip_locked=True).defer("search")
    return rows.filter(pk=pk).first()


def _announce(matter: Matter, where: Setting) -> None:
    light = light_of(matter.clock, where.now)
    deed = _DEED_OF_LIGHT.get(light)
    if deed is None:
        matter.next_light_at = None
        matter.save(update_fields=["next_light_at"])
        return
    one = TimerStep(matter, deed, where)
    one.say(light=light)
    one.tell(matter.holder_id, deed)
    if light is Light.RED and matter.instructor_id != matter.holder_id:
        one.tell(matter.instructor_id, deed)
    why = _stranded_because(one)
    if why:
        one.say(stranded=why)
        one.tell(_one_above(one), "stranded", urgent=True, reason=why)
    one.finish()


def _stranded_because(one: Step) -> str:
    """Return why nobody can act on a matter, in a word; empty when somebody can."""
    unit = one.setting.atlas.effective_unit(one.matter.holder_id, local_date(one.now))
    if unit is None or unit.id != one.matter.holder_id:
        return "unit_dissolved"
    return "" if people_at(one.matter.holder_id, one.now) else "nobody_at_unit"


def _one_above(one: Step) -> int | None:
    tier = one.tier
    above = Tier.STATION if tier is Tier.GRID else Tier.COUNTY
    if tier is Tier.STATION:
        above = Tier.TOWNSHIP
    return one.platform(above).id


def _recompute(matter: Matter, where: Setting) -> int:
    live = Instruction.objects.filter(matter=matter, ended_at__isnull=True).first()
    if live is None or matter.due_at is None:
        return 0
    calendar = where.calendar
    limit = Limit(live.limit_amount, TimeUnit(live.limit_unit))
    fresh = calendar.due(live.issued_at, limit)
    granted = calendar.working_between(live.original_due_at, matter.due_at)
    new_due = calendar.shift(fresh.at, granted) if granted else fresh.at
    if new_due == matter.due_at and fresh.provisional == matter.provisional:
        return 0
    one = TimerStep(matter, "calendar", where)
    moved = new_due != matter.due_at
    matter.warn_at = keep_warning(one, new_due, new_due - matter.due_at)
    matter.due_at, matter.provisional = new_due, fresh.provisional
    Instruction.objects.filter(pk=live.pk).update(due_at=new_due, original_due_at=fresh.at)
    if moved:
        one.tell(matter.holder_id, "due_changed")
    one.finish()
    return int(moved)
