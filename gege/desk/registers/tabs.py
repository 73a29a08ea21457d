"""The parts of the registers' pages, and who sees each."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import pgettext

from gege.desk.fieldwork.tabs import Shown
from gege.staff.access import ActorRequest
from gege.staff.api import Role

KEEPING: Final = (Role.GRID_WORKER, Role.STATION_CLERK, Role.DEPARTMENT_OFFICER)
"""Who enters and corrects records."""
ABOVE: Final = (Role.TOWNSHIP_OPERATOR, Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR)
READING: Final = (*KEEPING, *ABOVE, Role.ELECTRONIC_SUPERVISOR)
ASKED: Final = (*KEEPING, *ABOVE)
"""Who is asked about differences."""
CALLING: Final = (Role.GRID_WORKER, Role.STATION_CLERK, *ABOVE)
"""Who calls the roll of a building in an emergency."""
LISTING: Final = (*CALLING, Role.ELECTRONIC_SUPERVISOR)
COUNTING: Final = (*ABOVE, Role.ELECTRONIC_SUPERVISOR)
"""Who reads figures over the registers."""
DIVIDING: Final = (Role.ADMINISTRATOR, *ABOVE)
"""Who reads how the grids are divided."""
SETTING_UP: Final = (Role.ADMINISTRATOR, Role.COUNTY_SUPERVISOR, Role.ELECTRONIC_SUPERVISOR)
DECIDING: Final = (Role.STATION_CLERK, *ABOVE)
"""Who decides whether two records are one."""
IMPORTING: Final = (Role.STATION_CLERK, Role.DEPARTMENT_OFFICER)
"""Who takes files in; what of whom is for the deeds to say."""
RIGHTS: Final = (Role.STATION_CLERK, Role.COUNTY_SUPERVISOR)
"""Who answers what people ask about their own data."""

_TABS: Final = (
    ("records", "registers:index", READING),
    ("search", "registers:search", ASKED),
    ("questions", "registers:questions", ASKED),
    ("findings", "registers:findings", ASKED),
    ("roll-calls", "registers:roll-calls", LISTING),
    ("statistics", "registers:statistics", COUNTING),
    ("division", "registers:division", DIVIDING),
    ("pairs", "registers:pairs", DECIDING),
    ("imports", "registers:imports", IMPORTING),
    ("rights", "registers:rights", RIGHTS),
    ("declared", "registers:declared", (*READING, Role.ADMINISTRATOR)),
    ("assessments", "registers:assessments", SETTING_UP),
    ("sharing", "registers:sharing", SETTING_UP),
)


def tabs_for(request: ActorRequest, current: str) -> list[Shown]:
    """Return the tabs that the acting role sees."""
    labels = {
        "records": pgettext("registers tab", "Records"),
        "search": pgettext("registers tab", "Find"),
        "questions": pgettext("registers tab", "Differences"),
        "findings": pgettext("registers tab", "Findings"),
        "roll-calls": pgettext("registers tab", "Roll-calls"),
        "statistics": pgettext("registers tab", "Figures"),
        "division": pgettext("registers tab", "Division of grids"),
        "pairs": pgettext("registers tab", "Pairs"),
        "imports": pgettext("registers tab", "Imports"),
        "rights": pgettext("registers tab", "Own requests"),
        "declared": pgettext("registers tab", "What is kept"),
        "assessments": pgettext("registers tab", "Impact records"),
        "sharing": pgettext("registers tab", "Sharing catalogue"),
    }
    return [
        Shown(labels[key], reverse(name), key == current)
        for key, name, roles in _TABS
        if request.actor.role in roles
    ]
