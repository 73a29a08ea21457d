"""What stands on the map besides matters: places, facilities, offices, desks, cameras. No person.

Places and facilities come from their registers and from the check-in points of patrols; homes are
never among them. Offices and desks have no position of their own: they stand in the middle of
their area, and the page says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gege.boards.map.asked import Asked
from gege.boards.map.outlines import Outlines
from gege.fieldwork.api import points_page
from gege.kernel.area_codes import Level, is_within
from gege.matters.api import local_date
from gege.registers.api import mapped_records
from gege.staff.api import Actor, duty
from gege.supervision.api import camera_names, cameras_of
from gege.territory.api import Atlas, Editions, UnitFacts

MOST: Final = 2000
"""Things of one layer; a smaller area shows those that are left out."""
PLACES: Final = "places"
FACILITIES: Final = "facilities"
OFFICES: Final = "offices"
DESKS: Final = "desks"
CAMERAS: Final = "cameras"
LAYERS: Final = (PLACES, FACILITIES, OFFICES, DESKS, CAMERAS)
_SHEETS: Final = {PLACES: ("place", "place"), FACILITIES: ("facility", "facility")}
"""The layer: its sheet of the registers, and its kind among check-in points."""
_CENTRES: Final = frozenset({"county_centre", "township_centre", "station"})


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that stands somewhere. `exact` is False where only its area is known."""

    layer: str
    name: str
    note: str
    lng: float
    lat: float
    href: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Things:
    """What stands in an area, and the layers of which there is more than is shown."""

    found: tuple[Thing, ...]
    more: tuple[str, ...]


def things_of(
    by: Actor,
    asked: Asked,
    atlas: Atlas,
    lines: Outlines,
    editions: Editions,
    language: str,
    *,
    now: datetime,
) -> Things:
    """Return what a person may see standing in the area of a map; the same statements always."""
    place = asked.place
    found: dict[str, list[Thing]] = defaultdict(list)
    more: list[str] = []
    for layer, (sheet, _kind) in _SHEETS.items():
        records, left = mapped_records(
            sheet, place, by=by, now=now, editions=editions, language=language, most=MOST
        )
        found[layer] += [
            Thing(
                layer,
                one.title,
                one.kind,
                one.lng,
                one.lat,
                reverse("registers:record", args=[one.uid]),
            )
            for one in records
        ]
        more += [layer] if left else []
    kinds = {kind: layer for layer, (_sheet, kind) in _SHEETS.items()}
    points = points_page(by, on=local_date(now), area_code=place, size=MOST)
    for point in points.lines:
        layer = kinds.get(point.kind, "")
        if layer and point.lng is not None and point.lat is not None:
            note = _("check-in point of patrols")
            found[layer].append(Thing(layer, point.name, note, point.lng, point.lat))
    more += list(_SHEETS) if points.after else []
    found[OFFICES] = list(_offices(_centres(by, place, atlas), lines, language))
    found[DESKS] = list(_desks(by, place, atlas, lines, language, now))
    found[CAMERAS] = list(_cameras(by, place))
    kept = tuple(one for layer in LAYERS for one in found[layer][:MOST])
    cut = [layer for layer in LAYERS if layer in more or len(found[layer]) > MOST]
    return Things(kept, tuple(cut))


def _centres(by: Actor, place: str, atlas: Atlas) -> list[UnitFacts]:
    return [
        unit
        for unit in atlas.units()
        if unit.kind in _CENTRES
        and is_within(unit.area_code, place)
        and unit.area_code.startswith(by.area_code)
    ]


def _offices(units: Iterable[UnitFacts], lines: Outlines, language: str) -> Iterator[Thing]:
    for unit in units:
        spot = lines.own_spot(unit.area_code)
        if spot is not None:
            note = _("in the middle of its area: its door is not kept")
            yield Thing(OFFICES, unit.name(language), note, *spot, exact=False)


def _cameras(by: Actor, place: str) -> Iterator[Thing]:
    """Return the cameras of the register that a person may know of; no picture, no view (R-053)."""
    for one in cameras_of(place, by=by, most=MOST + 1):
        note = f"{camera_names.PURPOSES[one.purpose]} · {camera_names.CAMERA_STATES[one.state]}"
        yield Thing(CAMERAS, one.name, note, one.lng, one.lat, one.href)


def _desks(
    by: Actor, place: str, atlas: Atlas, lines: Outlines, language: str, now: datetime
) -> Iterator[Thing]:
    """Return the areas in which units keep desks, and at how many somebody is signed in."""
    desks: dict[str, list[bool]] = defaultdict(list)
    names: dict[str, str] = {}
    for line in duty.desk_lines(by, now, size=MOST):
        unit = atlas.unit(line.desk.unit_id)
        if unit is not None and is_within(unit.area_code, place):
            desks[unit.area_code].append(any(one.signed_in_at for one in line.now))
            centre = atlas.platform_unit(unit.area_code)
            names[unit.area_code] = (centre or unit).name(language)
    for code, signed in desks.items():
        spot = lines.own_spot(code) if len(code) < Level.GRID else lines.spot(code)
        if spot is not None:
            note = ngettext(
                "%(desks)s desk of duty, somebody signed in at %(signed)s",
                "%(desks)s desks of duty, somebody signed in at %(signed)s",
                len(signed),
            ) % {"desks": len(signed), "signed": sum(signed)}
            yield Thing(DESKS, names[code], note, *spot, reverse("duty:overview"), exact=False)
