"""What time itself does to matters. Nothing is skipped in silence: what nobody can act on is told
to the platform above and stands on the list of stranded matters (`queries/stranded.py`)."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from gege.matters.actions.pause import end_pause
from gege.matters.actions.step import Step
from gege.matters.models import ClockPause, Matter
from gege.matters.queries.setting import Setting, setting
from gege.matters.rules.lights import light_of, next_change
from gege.matters.rules.moves import WRITERS, tier_above
from gege.matters.rules.words import Light, Move, State, Tier
from gege.staff.api import ACTING, SYSTEM, people_at_units

_log: Final = logging.getLogger(__name__)
BATCH: Final = 100
TRY_AGAIN_AFTER: Final = timedelta(minutes=10)
_DEED_OF_LIGHT = {Light.YELLOW: "near_due", Light.RED: "overdue"}


class TimerStep(Step):
    """A step that time makes; its deed's name is not a person's move."""

    def __init__(self, matter: Matter, deed: str, where: Setting) -> None:
        super().__init__(matter, Move.URGE, SYSTEM, where)
        self.move = deed  # type: ignore[assignment]  # the ledger takes any word


class Announcement(TimerStep):
    """Time tells of a matter and changes nothing of it: nobody who has it open is overtaken."""

    overtakes = False


def announce_lights(*, now: datetime) -> int:
    """Announce every light that changed since the last run; return how many matters were seen.

    The earliest changes come first, so a long queue starves nobody. Each matter is its own
    transaction: one that fails stops only itself, is written to the log, and tried again later.
    """
    due = list(
        Matter.objects.filter(next_light_at__lte=now)
        .order_by("next_light_at", "pk")
        .values_list("pk", flat=True)[:BATCH]
    )
    for pk in due:
        try:
            with transaction.atomic():
                matter = claimed(pk)
                if matter is not None and matter.next_light_at and matter.next_light_at <= now:
                    _announce(matter, setting(now))
        except Exception:
            _log.exception("the light of matter %s could not be announced", pk)
            Matter.objects.filter(pk=pk).update(next_light_at=now + TRY_AGAIN_AFTER)
    return len(due)


def end_pauses(*, now: datetime) -> int:
    """Let clocks run again whose pause is over; return how many do."""
    due = ClockPause.objects.filter(resumed_at__isnull=True, until__lte=now).order_by("until", "pk")
    ended = 0
    for pk in list(due.values_list("matter_id", flat=True)):
        try:
            with transaction.atomic():
                ended += _end_pause(pk, now)
        except Exception:
            _log.exception("the pause of matter %s could not be ended", pk)
    return ended


def _end_pause(pk: int, now: datetime) -> int:
    matter = claimed(pk)
    if matter is None or matter.state != State.PAUSED:
        return 0
    one = TimerStep(matter, "pause_over", setting(now))
    end_pause(one, now)
    one.go(State.HANDLING)
    one.tell(matter.holder_id, "due_changed")
    one.finish()
    return 1


def claimed(pk: int) -> Matter | None:
    """Return a matter under its lock; None while somebody else works on it."""
    rows = Matter.objects.select_for_update(skip_locked=True).defer("search")
    return rows.filter(pk=pk).first()


def _announce(matter: Matter, where: Setting) -> None:
    light = light_of(matter.clock, where.now)
    deed = _DEED_OF_LIGHT.get(light)
    if deed is None:
        matter.next_light_at = next_change(matter.clock, where.now)
        matter.save(update_fields=["next_light_at"])
        return
    one = Announcement(matter, deed, where)
    one.say(light=light)
    if not tell_if_stranded(one):
        one.tell(matter.holder_id, deed)
    if light is Light.RED:
        one.tell(_above(one), deed)
    one.finish()


def _above(one: Step) -> int | None:
    """Return whom a red light is told beside the holder: the instructor, and where the holder took
    the matter on itself, the platform above; None where there is nobody above."""
    matter = one.matter
    if matter.instructor_id != matter.holder_id:
        return matter.instructor_id
    above = one.staffed(tier_above(one.tier) or Tier.COUNTY, WRITERS, frozenset()).id
    return above if above != matter.holder_id else None


def tell_if_stranded(one: Step) -> bool:
    """Tell the platform above of a matter that nobody can act on; return whether it is one."""
    why = _stranded_because(one)
    if why:
        one.say(stranded=why)
        above = tier_above(one.tier) or Tier.COUNTY
        one.tell(one.staffed(above, WRITERS, frozenset()).id, "stranded", urgent=True, reason=why)
    return bool(why)


def _stranded_because(one: Step) -> str:
    """Return why nobody can act on a matter, in a word; empty when somebody can."""
    holder_id = one.matter.holder_id
    if one.setting.dissolved(holder_id):
        return "unit_dissolved"
    acting = people_at_units((holder_id,), one.now, ACTING)
    return "" if acting else "nobody_at_unit"
