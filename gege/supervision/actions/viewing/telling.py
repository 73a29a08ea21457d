"""Who hears of a request, and what of it stands in the access log."""

from collections.abc import Sequence
from datetime import datetime

from gege.notices.api import Draft, post
from gege.staff.api import Actor
from gege.supervision.models import ViewRequest
from gege.trail.api import note_access


def note_in_access_log(
    request: ViewRequest, what: str, codes: Sequence[str], *, by: Actor, now: datetime
) -> None:
    """Write one line of the access log for each camera: who asked, or viewed, and why (R-053)."""
    for code in codes:
        note_access(
            by=by.signature(),
            now=now,
            subject=f"camera:{code}",
            fields=f"recordings {what}",
            purpose=f"{request.number} {request.words}",
        )


def tell_unit(
    request: ViewRequest, unit_id: int, template: str, *, by: Actor, now: datetime, reason: str
) -> None:
    """Post a notice to a unit's people."""
    values = {"number": request.number, "unit": by.unit_name, "reason": reason}
    drafts = [Draft(template=template, subject=request.stream, to_unit_id=unit_id, values=values)]
    post(drafts, now=now)


def tell_asker(
    request: ViewRequest, template: str, *, by: Actor, now: datetime, reason: str
) -> None:
    """Post a notice to who asked, wherever they sit now."""
    values = {"number": request.number, "unit": by.unit_name, "reason": reason}
    draft = Draft(
        template=template,
        subject=request.stream,
        to_account_id=request.asked_by_id,
        values=values,
    )
    post([draft], now=now)
