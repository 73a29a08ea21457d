"""End a wall screen from elsewhere."""

from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.authority import note
from gege.staff.errors import Refusal
from gege.staff.models import WallScreen
from gege.staff.rules.roles import may_write
from gege.staff.wall import still_open, walls_of


@transaction.atomic
def end_wall(*, by: Actor, now: datetime, uid: UUID) -> WallScreen:
    """End the session that hangs on a wall: its next request is that of a stranger.

    Whoever opened it may, and everybody who may open one in the same unit (decision 0049).
    Raises Refusal: `no_wall` for what they do not know of, `wall_over`.
    """
    known = walls_of(by) if may_write(by.role) else WallScreen.objects.none()
    wall = known.select_for_update().filter(uid=uid).first()
    if wall is None:
        raise Refusal("no_wall")
    if not still_open(WallScreen.objects.filter(pk=wall.pk), now).exists():
        raise Refusal("wall_over")
    Session.objects.filter(session_key=wall.session_key).delete()
    wall.ended_at = now
    wall.save(update_fields=["ended_at"])
    facts = {"page": wall.home, "opened": wall.opened_at, "until": wall.until}
    note(wall.account_id, "end_wall", by=by, now=now, before=facts, after={"ended": now})
    return wall
