"""Hand-overs that nobody ended yet: they stand on the handover of the county's duty."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from gege.hotline.models import HandOver
from gege.staff.api import Actor, Role

BEHIND: Final = timedelta(days=1)
MOST: Final = 20
LINE: Final = (Role.HOTLINE_OPERATOR, Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR)


def running_hand_overs(actor: Actor, unit_id: int, now: datetime) -> Iterable[str]:
    """Return a line for each hand-over of the last day that still runs, to those of the line."""
    if actor.role not in LINE or actor.unit_id != unit_id:
        return
    rows = HandOver.objects.filter(ended_at=None, started_at__gt=now - BEHIND)
    for one in rows.order_by("started_at")[:MOST]:
        clock = f"{timezone.localtime(one.started_at):%H:%M}"
        yield _("Handed over to %(name)s at %(clock)s, not ended") % {
            "name": one.name,
            "clock": clock,
        }
