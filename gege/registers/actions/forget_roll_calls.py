"""Roll-calls that nobody closed, and those whose time is over."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from gege.registers.actions.close_roll_call import end_roll_call
from gege.registers.models import RollCall, RollCallPerson, RollCallReader
from gege.registers.queries.roll_calls.sheet import counts_of
from gege.registers.rules.roll_calls import KEPT, LONGEST_OPEN, Reason
from gege.staff.api import SYSTEM
from gege.trail.api import record

_BATCH: Final = 200


def forget_roll_calls(*, now: datetime) -> tuple[int, int]:
    """Close what nobody is calling any more, and forget who was on old rolls; return both counts.

    What stays is that a roll was called, why, by whom, and the numbers. Each in its own
    transaction with its line of the trail.
    """
    left = RollCall.objects.filter(closed_at__isnull=True, opened_at__lt=now - LONGEST_OPEN)
    closed = [pk for pk in left.values_list("pk", flat=True)[:_BATCH] if _close(pk, now)]
    drill = Q(reason=Reason.DRILL)
    over = (drill & Q(closed_at__lt=now - KEPT[True])) | (
        ~drill & Q(closed_at__lt=now - KEPT[False])
    )
    old = RollCall.objects.filter(over, forgotten_at__isnull=True).order_by("pk")
    forgotten = [pk for pk in old.values_list("pk", flat=True)[:_BATCH] if _forget(pk, now)]
    return len(closed), len(forgotten)


@transaction.atomic
def _close(pk: int, now: datetime) -> bool:
    roll = RollCall.objects.select_for_update().get(pk=pk)
    if roll.closed_at is not None:
        return False
    counts = counts_of(list(RollCallPerson.objects.filter(roll_call=roll)))
    end_roll_call(roll, counts, summary="", others=0, by=SYSTEM, now=now)
    return True


@transaction.atomic
def _forget(pk: int, now: datetime) -> bool:
    roll = RollCall.objects.select_for_update().get(pk=pk)
    if roll.forgotten_at is not None:
        return False
    RollCallPerson.objects.filter(roll_call=roll).delete()
    RollCallReader.objects.filter(roll_call=roll).delete()
    roll.words = roll.summary = ""
    roll.forgotten_at = now
    roll.save()
    record(stream=roll.stream, deed="forget_roll_call", by=SYSTEM.signature(), now=now)
    return True
