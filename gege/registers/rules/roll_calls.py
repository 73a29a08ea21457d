"""Calling the roll of a building: why, who, what is told of whom, and for how long (5.1; 2.7).

What is told follows from the declaration: a field is told when one of its purposes is the
emergency purpose. Nothing else of a person is, whatever the reader sees on other pages.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from gege.registers.rules.declaration import Basis, Field, Level, Show, Side
from gege.registers.rules.sight import Reach, Sight

PURPOSE: Final = "roll_call"


class Reason(StrEnum):
    """Why a roll is called."""

    FIRE = "fire"
    FLOOD = "flood"
    GAS = "gas"
    COLLAPSE = "collapse"
    SEARCH = "search"
    OTHER = "other"
    DRILL = "drill"


class Found(StrEnum):
    """What is known of somebody on the roll; empty while nobody looked."""

    SAFE = "safe"
    AWAY = "away"
    MISSING = "missing"


CALLING: Final = (Reach.OWN_GRID, Reach.COMMUNITY, Reach.AREA)
"""Who may call a roll: whoever looks after the grid, its station, and the centres for a case."""
KEPT: Final[Mapping[bool, timedelta]] = {False: timedelta(days=365), True: timedelta(days=30)}
"""How long it is kept who was on the roll and what was found, after it closed: True for drills."""
LONGEST_OPEN: Final = timedelta(hours=72)
"""After that nobody is calling any more, and it closes by itself."""
EARLIEST: Final = timedelta(hours=6)
"""A tick may tell of this long before the roll was opened: people are counted at once."""
AHEAD: Final = timedelta(minutes=5)
OLD: Final = 60


def told(field: Field, reach: Reach, *, child: bool, drill: bool) -> Sight:
    """Return how a field of somebody on the roll is told.

    A sensitive field only where it is kept by consent, the person's own word settles it, and it
    is no drill: it was chosen for rescuers. Of a child under 14 the family name and nothing else.
    A telephone is always masked: one is shown whole by its own reason, and written down.
    """
    if PURPOSE not in field.purposes or reach not in CALLING:
        return Sight.ABSENT
    if child and field.is_personal:
        return Sight.MASKED if field.show is Show.NAME else Sight.ABSENT
    if field.level is Level.SENSITIVE:
        chosen = field.basis is Basis.CONSENT and field.authority is Side.RESIDENT
        return Sight.WHOLE if chosen and not drill else Sight.ABSENT
    if field.is_personal and (drill or field.show is Show.PHONE):
        return Sight.MASKED
    return Sight.WHOLE


def lies_in(building_area: str, incident_area: str) -> bool:
    """Tell whether a building is near an incident: in its area, or in the same community."""
    return building_area.startswith(incident_area) or building_area[:12] == incident_area[:12]
