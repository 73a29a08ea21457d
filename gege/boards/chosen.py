"""What a reader chose in the address: the area, the period; nothing beyond their own scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import get_language

from gege.boards.period import Period, period_of
from gege.boards.queries import seen
from gege.kernel.area_codes import Level, is_within
from gege.matters.api import Matter, local_date, words
from gege.staff.api import Actor
from gege.territory.api import AreaFacts, Atlas


@dataclass(frozen=True, slots=True)
class Chosen:
    """An area within the reader's scope ("" for all of it) and a period.

    `pilot` narrows to the communities that take part in the pilot (R-001), `family` to one of the
    two families of matters (R-009, R-051).
    """

    area_code: str
    period: Period
    scope: str
    pilot: bool = False
    family: str = ""

    @property
    def query(self) -> str:
        """The same choice as the query of an address."""
        return urlencode(self.pairs)

    @property
    def pairs(self) -> dict[str, str]:
        period = self.period
        wanted = {"since": period.first.isoformat(), "until": period.last.isoformat()}
        if self.area_code:
            wanted["area"] = self.area_code
        if self.family:
            wanted["family"] = self.family
        return wanted | ({"pilot": "1"} if self.pilot else {})


def chosen_by(by: Actor, query: Mapping[str, str], atlas: Atlas, *, now: datetime) -> Chosen:
    """Read a choice; Http404 for an area that does not exist or lies outside the scope.

    Leaving such an area out would show more than was asked for.
    """
    period = period_of(
        query.get("since", ""),
        query.get("until", ""),
        query.get("days", ""),
        today=local_date(now),
    )
    area = query.get("area", "")
    if area and (atlas.area(area) is None or not is_within(area, by.area_code)):
        raise Http404
    inside = len(area) > len(by.area_code)
    pilot = query.get("pilot") == "1"
    family = query.get("family", "")
    family = family if family in list(words.Family) else ""
    return Chosen(area if inside else "", period, by.area_code, pilot, family)


def chosen_rows(by: Actor, chosen: Chosen, atlas: Atlas) -> QuerySet[Matter]:
    """Return the matters of a choice."""
    rows = seen(by, chosen.area_code)
    if chosen.family:
        rows = rows.filter(family=chosen.family)
    return rows.filter(community_code__in=pilot_codes(atlas)) if chosen.pilot else rows


def pilot_codes(atlas: Atlas) -> list[str]:
    """Return the communities of the pilot."""
    return [area.code for area in atlas.areas(Level.COMMUNITY) if area.pilot]


def areas_within(atlas: Atlas, scope: str, chosen: str) -> list[AreaFacts]:
    """Return what a reader may choose next: the parts of the chosen area, or of their scope."""
    return list(atlas.children(chosen or scope))


def language() -> str:
    return get_language() or "zh-hans"
