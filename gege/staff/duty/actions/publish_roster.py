"""Publish a roster: only without an uncovered minute (R-073)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gege.notices.api import Draft, post
from gege.staff.actor import Actor
from gege.staff.duty.editions import current_rules
from gege.staff.duty.errors import Refused, Uncovered
from gege.staff.duty.models import PUBLISHED, Roster, Shift
from gege.staff.duty.queries.checking import faults_of_roster, shifts_of
from gege.staff.duty.rules.watch import first_alarm
from gege.staff.duty.writing import kept_roster, subject_of, write


@transaction.atomic
def publish_roster(uid: UUID, *, by: Actor, now: datetime, revision: int | None = None) -> Roster:
    """Publish a draft; everybody on it is told once.

    Raises NotFound, Refused("stale", "published", "published_already"), and Uncovered with every
    fault that is in the way. What is only remarkable (little rest, one more person than asked for)
    goes into the ledger.
    """
    roster, desk = kept_roster(by, uid, revision)
    if roster.published:
        raise Refused("published")
    faults = faults_of_roster(roster, desk)
    grave = tuple(one for one in faults if one.grave)
    if grave:
        raise Uncovered(grave)
    roster.state, roster.published_at, roster.published_by = PUBLISHED, now, by.name
    roster.revision += 1
    try:
        with transaction.atomic():
            roster.save()
    except IntegrityError as error:
        raise Refused("published_already") from error
    rules, shifts = current_rules(), shifts_of(roster)
    for shift in shifts:
        shift.live, shift.changed_at = True, now
        shift.alarm_at = first_alarm(shift.starts, now, rules) if shift.ends > now else None
        # What began before it was published was nobody's to sign in for.
        if shift.ends <= now:
            shift.told_late_handover = True
    Shift.objects.bulk_update(shifts, ["live", "changed_at", "alarm_at", "told_late_handover"])
    write(
        desk,
        "publish_roster",
        by=by,
        now=now,
        after={"roster": str(roster.uid), "first": roster.first, "last": roster.last},
        shifts=[[one.starts.isoformat(), one.ends.isoformat(), one.account_id] for one in shifts],
        remarks=[[one.word, one.starts.isoformat(), one.account_id] for one in faults],
    )
    values = {
        "unit": desk.unit.name_zh,
        "first": roster.first.isoformat(),
        "last": roster.last.isoformat(),
    }
    people = sorted({one.account_id for one in shifts if one.account_id is not None})
    post(
        [
            Draft("duty_published", subject_of(desk), to_account_id=one, values=values)
            for one in people
            if one != by.account_id
        ],
        now=now,
    )
    return roster
