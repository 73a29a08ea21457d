"""End a patrol: its faults are decided now and stay, whatever edition of the rules comes later."""

from datetime import datetime
from uuid import UUID

from gege.fieldwork.actions.entries import past, words
from gege.fieldwork.actions.patrolling import BY_WORKER, judged, walking
from gege.fieldwork.errors import Invalid, Refused
from gege.fieldwork.models import Patrol, TrackPoint
from gege.staff.api import Actor


def end_patrol(
    patrol: UUID | str, *, at: datetime, note: str = "", by: Actor, now: datetime
) -> Patrol:
    """End the own patrol at a moment; the same end again changes nothing.

    The walker's own end goes before a timer's. Positions after it are removed. Raises NotFound,
    Refused (`ended_differently`), Invalid.
    """
    said = words("note", note, most=500)
    with walking(patrol, "end", by=by, now=now) as one:
        walked = one.patrol
        at = past("at", at, now=now, rules=one.rules)
        if walked.ended_by == BY_WORKER:
            if walked.ended_at != at:
                raise Refused("ended_differently")
            one.silent = True
            return walked
        if at < walked.started_at:
            raise Invalid("at", "ends_before_start")
        one.before = {"ended_at": walked.ended_at, "faults": walked.faults}
        TrackPoint.objects.filter(patrol=walked, at__gt=at).delete()
        walked.ended_at, walked.ended_by, walked.note = at, BY_WORKER, said
        walked.faults = judged(walked, at, one.rules)
        walked.save(update_fields=["ended_at", "ended_by", "note", "faults"])
        one.after = {"ended_at": at, "faults": walked.faults}
    return walked
