"""A line in a matter's trail for what another room did about it."""

from datetime import datetime
from typing import Any

from gege.matters.actions.timers import Announcement
from gege.matters.models import Matter
from gege.matters.queries.setting import setting
from gege.staff.api import Actor


def trace(matter_id: int, deed: str, *, by: Actor, now: datetime, **more: Any) -> None:
    """Write a line into a matter's trail, inside the transaction of the deed it tells of.

    Nothing of the matter changes, and nobody who has it open is overtaken. Not for a deed that is
    itself a step of this matter: that has its own line.
    """
    matter = Matter.objects.select_for_update().defer("search").get(pk=matter_id)
    line = Announcement(matter, deed, setting(now))
    line.by = by
    line.say(**more)
    line.finish()
