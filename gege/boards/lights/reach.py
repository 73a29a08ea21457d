"""What a board of lights shows: an area of its reader's scope, or one department's matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404

from gege.boards.queries import seen
from gege.kernel.area_codes import is_within
from gege.matters.api import Matter
from gege.staff.api import Actor
from gege.territory.api import Atlas, UnitFacts


@dataclass(frozen=True, slots=True)
class Reach:
    """An area, or a department that holds matters; `own` is what the reader starts from."""

    area_code: str
    unit: UnitFacts | None = None
    own: bool = True

    @property
    def pairs(self) -> dict[str, str]:
        """The same choice as parameters of an address."""
        if self.own:
            return {}
        return {"unit": self.unit.code} if self.unit else {"area": self.area_code}

    def query(self, **more: str) -> str:
        return urlencode(self.pairs | more)


def reach_of(by: Actor, query: Mapping[str, str], atlas: Atlas) -> Reach:
    """Read a choice; Http404 for what does not exist or lies outside the reader's scope."""
    area, code = query.get("area", ""), query.get("unit", "")
    if by.is_department:
        own = atlas.unit(by.unit_id or 0)
        if own is None or area or code not in ("", own.code):
            raise Http404
        return Reach(own.area_code, own)
    if code:
        unit = atlas.unit_by_code(code)
        known = unit is not None and unit.is_department and is_within(unit.area_code, by.area_code)
        if area or not known or unit is None:
            raise Http404
        return Reach(unit.area_code, unit, own=False)
    if area and (atlas.area(area) is None or not is_within(area, by.area_code)):
        raise Http404
    return Reach(area or by.area_code, own=area in ("", by.area_code))


def rows_of(by: Actor, reach: Reach) -> QuerySet[Matter]:
    """Return the matters of a board, from what its reader may see."""
    if reach.unit is not None:
        return seen(by).filter(holder_id=reach.unit.id)
    return seen(by, reach.area_code)
