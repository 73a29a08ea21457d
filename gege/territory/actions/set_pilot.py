"""Deed: choose the communities that take part (R-001)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from gege.kernel.area_codes import Level, chain_of
from gege.territory.models import Area
from gege.territory.rules.problems import refused
from gege.territory.upkeep import hold_areas, living_areas
from gege.trail.api import Signature, record


@transaction.atomic
def set_pilot(*, community_codes: Collection[str], by: Signature, now: datetime) -> None:
    """Make exactly these communities, and the townships and county above them, the pilot scope.

    Grids follow their community. Raises RefusedError for a code without a living community.
    """
    hold_areas()
    asked = living_areas(community_codes)
    for code in community_codes:
        if code not in asked or asked[code].level != Level.COMMUNITY:
            raise refused("no_such_area", code)
    living = Area.objects.filter(valid_to=None)
    before = sorted(living.filter(pilot=True, level=Level.COMMUNITY).values_list("code", flat=True))
    upward = {one for code in community_codes for one in chain_of(code)}
    living.update(pilot=False)
    living.filter(code__in=upward).update(pilot=True)
    living.filter(parent__code__in=list(community_codes), level=Level.GRID).update(pilot=True)
    record(
        stream="territory:pilot",
        deed="set_pilot",
        by=by,
        now=now,
        before={"communities": before},
        after={"communities": sorted(community_codes)},
    )
