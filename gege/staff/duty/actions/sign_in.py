"""Sign in at the desk: from a while before the shift until it ends, by the person of the shift."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.duty.editions import current_rules
from gege.staff.duty.errors import Refused
from gege.staff.duty.models import Shift
from gege.staff.duty.rules.watch import problem_of_sign_in
from gege.staff.duty.writing import own_shift, write


@transaction.atomic
def sign_in(uid: UUID, *, by: Actor, now: datetime) -> Shift:
    """Sign in for an own shift; what the alarm had begun ends. A second time changes nothing.

    Raises NotFound for a shift of somebody else, Refused("too_early", "over").
    """
    shift, desk = own_shift(by, uid)
    if shift.signed_in_at is not None:
        return shift
    problem = problem_of_sign_in(shift.starts, shift.ends, now, current_rules())
    if problem:
        raise Refused(problem)
    shift.signed_in_at, shift.alarm_at = now, None
    shift.save(update_fields=["signed_in_at", "alarm_at"])
    late = max(0, int((now - shift.starts).total_seconds() // 60))
    write(desk, "sign_in", by=by, now=now, shift=str(shift.uid), minutes_late=late)
    return shift
