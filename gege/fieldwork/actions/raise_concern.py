"""A concern that was raised on a visit is a matter with an owner and a time (R-104)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.fieldwork.actions.visit_entries import check_may_write
from gege.fieldwork.errors import Invalid, Refused
from gege.fieldwork.models import Concern
from gege.fieldwork.queries.visits import stream_of, visit_by_uid
from gege.matters.api import NotFound as NoMatter
from gege.matters.api import matter_by_number
from gege.staff.api import Actor
from gege.trail.api import record


def raised_on(visit_uid: UUID, *, number: str, by: Actor, now: datetime) -> Concern:
    """Note that a matter was raised on a visit; again it changes nothing.

    Raises NotFound for a visit out of scope, Invalid("number", …) for a matter out of scope, and
    Refused("raised_elsewhere") when it was raised on another visit.
    """
    with transaction.atomic():
        visit = visit_by_uid(visit_uid, by, lock=True)
        check_may_write(by, visit)
        if visit.done_at is None:
            raise Refused("visit_not_made")
        try:
            matter = matter_by_number(number, by)
        except NoMatter:
            raise Invalid("number", "matter_not_there") from None
        concern, is_new = Concern.objects.get_or_create(matter=matter, defaults={"visit": visit})
        if concern.visit_id != visit.pk:
            raise Refused("raised_elsewhere")
        if is_new:
            record(
                stream=stream_of(visit),
                deed="raise_concern",
                by=by.signature(),
                now=now,
                more={"matter": matter.number},
            )
    return concern
