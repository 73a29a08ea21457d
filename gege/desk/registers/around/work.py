"""What other rooms know of a record's people or address, within what this viewer may see.

The registers import nothing from above: this is where the rooms meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse

from gege.fieldwork.api import names as field_names
from gege.fieldwork.api import work_at
from gege.matters.api import Matter, light_of, matters_around
from gege.matters.api import names as matter_names
from gege.registers.api import (
    FindingLine,
    Reach,
    Record,
    finding_names,
    findings_about,
    records_of_household,
    whereabouts,
    with_merged,
)
from gege.staff.access import ActorRequest
from gege.territory.api import Editions

OWN_PEOPLE: Final = (Reach.OWN_GRID, Reach.COMMUNITY)
"""Who may be told that somebody of a household reported a matter, or that a service is due."""
_BEHIND_A_DOOR: Final = ("household", "dwelling")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section: what it is, where it leads, and what is said beside it."""

    title: Any
    href: str
    beside: tuple[Any, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class LightLine:
    """A matter with its light."""

    title: str
    href: str
    number: str
    state: Any
    light: Any


def visits_and_links(
    record: Record, request: ActorRequest, today: date
) -> tuple[list[Line], list[Line]]:
    """Return the visits of a household, and the cadres who keep in touch with it."""
    work = work_at(with_merged(record), by=request.actor, today=today)
    visits = [
        Line(
            field_names.PURPOSES[one.purpose],
            reverse("visits:page", args=[one.uid]),
            (field_names.VISIT_STATES[one.state], one.done_at or one.due_on, one.by_name),
            late=one.state == "planned" and one.due_on is not None and one.due_on < today,
        )
        for one in work.visits
    ]
    links = [
        Line(one.link.account.display_name, "", (one.last_at, one.due_on, one.link.every_days))
        for one in work.links
    ]
    return visits, links


def open_matters(
    record: Record, request: ActorRequest, reach: Reach, now: datetime
) -> list[LightLine]:
    """Return open matters at the record's address, and for its own grid those of its people.

    Others see no matter beside a household or dwelling: its address would tell which door it is.
    """
    if not tells_matters(record, reach):
        return []
    place = whereabouts(record, with_phones=reach in OWN_PEOPLE)
    found = matters_around(
        area_code=place.area_code,
        addresses=place.addresses,
        phones=place.phones,
        whole_building=place.whole_building,
        by=request.actor,
    )
    return [_matter(one, now) for one in found]


def tells_matters(record: Record, reach: Reach) -> bool:
    """Tell whether matters at the address stand on the page for this reader."""
    return record.sheet not in _BEHIND_A_DOOR or reach in OWN_PEOPLE


def due_services(
    record: Record,
    request: ActorRequest,
    reach: Reach,
    *,
    now: datetime,
    editions: Editions,
    language: str,
) -> list[Line]:
    """Return what is open on this viewer's own list about a record, and whom it names.

    About a file it says that a service is due and nothing of the file (domain 5.9, 5.15), and to
    the own grid and community only: that there is one is sensitive.
    """
    of_people = record.sheet == "household" and reach in OWN_PEOPLE
    ids = records_of_household(record) if of_people else [record.pk]
    found: Sequence[FindingLine] = findings_about(
        ids, by=request.actor, now=now, editions=editions, language=language
    )
    return [
        Line(
            finding_names.RULES[one.rule.code],
            reverse("registers:finding", args=[one.id]),
            (one.due_on,),
            late=one.late,
        )
        for one in found
    ]


def _matter(matter: Matter, now: datetime) -> LightLine:
    return LightLine(
        matter.title,
        matter.get_absolute_url(),
        matter.number,
        matter_names.STATES[matter.state],
        light_of(matter.clock, now),
    )
