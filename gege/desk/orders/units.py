"""The units that an order may go to, as a list to choose from."""

from __future__ import annotations

from django.utils.translation import get_language

from gege.matters.api import NotFound, matter_by_number
from gege.staff.api import Actor
from gege.supervision.api import OrderKind
from gege.territory.api import load_atlas


def units_for(by: Actor, kind: OrderKind, number: str) -> tuple[list[tuple[str, str]], str]:
    """Return (code, name) of the units with a desk, and the code of the matter's holder.

    Departments first, then the centres; of stations those over the matter and one's own alone:
    a county has hundreds. A number that is nobody's narrows nothing.
    """
    atlas, language = load_atlas(), get_language() or ""
    place, holder = "", ""
    if number:
        try:
            matter = matter_by_number(number, by)
        except NotFound:
            pass
        else:
            place = matter.area_code
            unit = atlas.unit(matter.holder_id)
            holder = unit.code if unit and unit.kind != "grid" else ""
    found = [unit for unit in atlas.units() if unit.kind in ("department", "township_centre")]
    found += [
        unit
        for unit in atlas.units()
        if unit.kind == "station"
        and (place.startswith(unit.area_code) or unit.area_code.startswith(by.area_code + "0"))
    ]
    own = by.unit_id if kind is OrderKind.COORDINATION else None
    return [(unit.code, unit.name(language)) for unit in found if unit.id != own], holder
