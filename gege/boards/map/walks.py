"""Today's patrols on the map: per grid whether they were made, never where anybody is (R-080)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gege.fieldwork.api import DayTally, patrols_of_day
from gege.matters.api import local_date
from gege.staff.api import Actor

MOST: Final = 2000
WORDS: Final[Mapping[DayTally, str | Promise]] = {
    DayTally.COMPLETE: _("both rounds done"),
    DayTally.OPEN: _("not yet done"),
    DayTally.EXCUSED: _("excused"),
    DayTally.VACANT: _("nobody for the grid"),
    DayTally.OFF: _("no day of patrols"),
}
SIGNS: Final[Mapping[DayTally, str]] = {
    DayTally.COMPLETE: "✓",
    DayTally.OPEN: "…",
    DayTally.EXCUSED: "免",
    DayTally.VACANT: "缺",
    DayTally.OFF: "–",
}


def walks_of(by: Actor, area_code: str, *, now: datetime) -> dict[str, DayTally]:
    """Return how each grid of an area stands today; nothing for roles that see no patrols."""
    day = local_date(now)
    found = patrols_of_day(by, day=day, now=now, area_code=area_code, size=MOST)
    return {row.grid.code: row.tally for row in found.rows}


def href_of(grid: str, now: datetime) -> str:
    """Return the list of today's patrols of a grid."""
    query = urlencode({"day": local_date(now).isoformat(), "area": grid})
    return f"{reverse('fieldwork:patrols')}?{query}"
