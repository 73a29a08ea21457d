"""Whether a number is a case of somebody: what opens personal fields to the centres (5.15)."""

from datetime import datetime

from gege.matters.errors import NotFound
from gege.matters.queries.scope import matter_by_number
from gege.matters.rules.words import OPEN, State
from gege.staff.api import Actor


def is_case(number: str, by: Actor, now: datetime) -> bool:
    """Tell whether a number names an open matter that this person may see."""
    try:
        matter = matter_by_number(number, by)
    except NotFound:
        return False
    return State(matter.state) in OPEN


def incident(number: str, by: Actor, now: datetime) -> str | None:
    """Return the area of an open matter that this person may see; None when it is none.

    For a roll-call: the incident has to lie where the building stands.
    """
    try:
        matter = matter_by_number(number, by)
    except NotFound:
        return None
    return matter.area_code if State(matter.state) in OPEN else None
