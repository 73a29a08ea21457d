"""Say that a matter was found on a patrol."""

from datetime import datetime
from uuid import UUID

from gege.fieldwork.actions.patrolling import walking
from gege.fieldwork.errors import Refused
from gege.fieldwork.models import Finding
from gege.matters.api import Matter
from gege.staff.api import Actor


def found_on(patrol: UUID | str, *, matter: Matter, by: Actor, now: datetime) -> Finding:
    """Link a matter that its reporter found to the own patrol; again changes nothing.

    Raises NotFound, Refused.
    """
    with walking(patrol, "found", by=by, now=now) as one:
        if matter.reported_by_id != by.account_id:
            raise Refused("matter_not_there")
        first = Finding.objects.filter(matter=matter).first()
        if first is not None:
            if first.patrol_id != one.patrol.pk:
                raise Refused("found_elsewhere")
            one.silent = True
            return first
        finding = Finding.objects.create(patrol=one.patrol, matter=matter)
        one.after = {"matter": matter.number}
    return finding
