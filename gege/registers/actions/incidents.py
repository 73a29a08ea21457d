"""Where an incident is that somebody deals with: matters answer, the registers only ask."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from gege.staff.api import Actor

Incident = Callable[[str, Actor, datetime], str | None]
"""The area of an open matter by its number, None where this person has no such matter."""
_incidents: Final[list[Incident]] = []


def set_incidents(find: Incident) -> None:
    """Name the function that finds the area of an incident (matters fills it)."""
    _incidents[:] = [find]


def area_of_incident(number: str, by: Actor, now: datetime) -> str | None:
    """Return the area of an open matter of a person; None when there is none such."""
    return _incidents[0](number, by, now) if number and _incidents else None
