"""Matters that may be the same as one that is told now, within what a person may see (R-077)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from gege.kernel.coordinates import Point
from gege.matters.models import Matter
from gege.matters.queries.scope import visible
from gege.matters.rules.nearness import LOOK_BACK, Near, Seen, nearness
from gege.matters.rules.words import ENDED
from gege.staff.api import Actor

MOST: Final = 5
_COMPARED: Final = 300
"""Open matters of one township, the newest, whose words are compared."""
_DEGREES: Final = 0.0036
"""A box of about `NEAR_METRES` to each side, in latitude and, wider than needed, longitude."""


@dataclass(frozen=True, slots=True)
class NearMatter:
    """An open matter that may be the same, and why."""

    matter: Matter
    why: Near


def seen_of(matter: Matter) -> Seen:
    """Return what the rule compares of a matter."""
    point = Point(matter.lng, matter.lat) if matter.lng is not None and matter.lat else None
    return Seen(
        matter.title,
        matter.description,
        matter.kind,
        matter.area_code,
        matter.address,
        point,
        matter.reported_at,
    )


def near_matters(
    seen: Seen, *, by: Actor, now: datetime, without: int | None = None, most: int = MOST
) -> list[NearMatter]:
    """Return open matters that may be the same, the likeliest first; one statement.

    It reads the newest open matters of the township by index, however many there are in all.
    Nothing out of a person's scope is named, not even that it exists.
    """
    if len(seen.area_code) < 9:
        return []
    near = Q(area_code=seen.area_code)
    if seen.point is not None:
        near |= Q(
            lng__range=(seen.point.lng - _DEGREES, seen.point.lng + _DEGREES),
            lat__range=(seen.point.lat - _DEGREES, seen.point.lat + _DEGREES),
        )
    at = seen.at or now
    rows = (
        visible(by)
        .filter(
            near,
            township_code=seen.area_code[:9],
            reported_at__range=(at - LOOK_BACK, at + LOOK_BACK),
        )
        .exclude(state__in=sorted(ENDED))
        .exclude(pk=without or 0)
        .defer("search")
        .order_by("-reported_at")[:_COMPARED]
    )
    found = [NearMatter(row, why) for row in rows if (why := nearness(seen, seen_of(row), now))]
    return sorted(found, key=lambda one: (-one.why.weight, -one.matter.pk))[:most]
