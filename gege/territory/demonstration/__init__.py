"""The demonstration county: real administrative names, everything else made up.

Ten pilot communities of the county seat with 116 grids (R-034), a second town with two communities
to show that scopes keep apart, a centre in each of the 23 townships, 22 departments and one that
was dissolved (R-036). The outlines are synthetic, WGS-84, and follow no real border.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gege.territory.actions.import_divisions import import_divisions, read_divisions
from gege.territory.actions.import_grids import import_grids, read_grids
from gege.territory.actions.set_calendar import ZONE, load_years
from gege.territory.actions.set_pilot import set_pilot
from gege.territory.actions.units import dissolve_unit, open_department, set_contacts
from gege.territory.demonstration.shapes import tile_town
from gege.territory.demonstration.tables import (
    BRANCHES,
    COUNTY,
    DEDICATED_GRIDS,
    DEPARTMENTS,
    FAMILY_PLANNING,
    OTHER_COMMUNITIES,
    PILOT_COMMUNITIES,
    PILOT_GRIDS,
    SEAT,
    SURNAMES,
    TOWNSHIPS,
    Department,
    Neighbourhood,
)
from gege.territory.editions import load_atlas
from gege.territory.rules.drawings import geojson_of
from gege.territory.rules.problems import refused
from gege.territory.rules.sheets import SourceFile
from gege.trail.api import Signature

__all__ = ["PILOT_GRIDS", "demonstration_county"]

BEGUN = date(2010, 1, 1)
FAMILY_PLANNING_ENDED = date(2014, 12, 1)
SEAT_MIDDLE = (106.29, 30.35)
SECOND_MIDDLE = (106.16, 30.45)


@transaction.atomic
def demonstration_county(*, by: Signature, now: datetime) -> None:
    """Build the whole county through the deeds, in one transaction.

    Raises RefusedError when a county is there already.
    """
    here = load_atlas().county()
    if here is not None:
        raise refused("county_there", here.code)
    townships = [("code", "name", "name_en"), tuple(COUNTY), *(tuple(t) for t in TOWNSHIPS)]
    communities = [
        ("code", "name", "name_en"),
        *((c.code, f"{c.name_zh}居委会", c.name_en) for c in _communities()),
    ]
    for name, rows in (("townships.csv", townships), ("communities.csv", communities)):
        plan = read_divisions([SourceFile(name, _csv(rows))])
        import_divisions(plan=plan, on=BEGUN, by=by, now=now)
    drawing = SourceFile("grids.geojson", json.dumps(_drawing()).encode())
    import_grids(plan=read_grids([drawing], "wgs84"), on=BEGUN, by=by, now=now)
    set_pilot(community_codes=[c.code for c in PILOT_COMMUNITIES], by=by, now=now)
    _departments(by, now)
    _contacts(by, now)
    year = now.astimezone(ZONE).year
    load_years(years=[year - 1, year, year + 1], by=by, now=now)


def _communities() -> Sequence[Neighbourhood]:
    return (*PILOT_COMMUNITIES, *OTHER_COMMUNITIES)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _drawing() -> dict[str, Any]:
    grounds, grids = tile_town(SEAT_MIDDLE, 1.6, PILOT_COMMUNITIES, seed=116)
    more_grounds, more_grids = tile_town(SECOND_MIDDLE, 0.7, OTHER_COMMUNITIES, seed=7)
    features = [
        _feature(code, geojson_of(polygon)) for code, polygon in {**grounds, **more_grounds}.items()
    ]
    for code, polygon in {**grids, **more_grids}.items():
        number = int(code[12:])
        place = DEDICATED_GRIDS.get(code)
        features.append(
            _feature(
                code,
                geojson_of(polygon),
                name=f"第{number}网格" + (f"（{place[0]}）" if place else ""),
                name_en=f"Grid {number}" + (f" ({place[1]})" if place else ""),
                kind="dedicated" if place else "general",
            )
        )
    return {"type": "FeatureCollection", "features": features}


def _feature(code: str, geometry: dict[str, Any], **properties: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"code": code, **properties}, "geometry": geometry}


def _departments(by: Signature, now: datetime) -> None:
    for number, one in enumerate((*DEPARTMENTS, FAMILY_PLANNING)):
        _open(one, COUNTY.code, "", number, by, now)
    dissolve_unit(
        code=FAMILY_PLANNING.code,
        on=FAMILY_PLANNING_ENDED,
        successor_code="weijian",
        by=by,
        now=now,
    )
    for number, one in enumerate(BRANCHES, len(DEPARTMENTS) + 1):
        _open(one, SEAT, one.code.partition("-")[0], number, by, now)


def _open(
    one: Department, area: str, parent: str, number: int, by: Signature, now: datetime
) -> None:
    open_department(
        code=one.code,
        area_code=area,
        parent_code=parent,
        name_zh=one.name_zh,
        name_en=one.name_en,
        short_zh=one.short_zh,
        duty_phone=_phone(100 + number),
        responsible_leader=_person(number),
        contact_officer=_person(number + 17),
        on=BEGUN,
        by=by,
        now=now,
    )


def _contacts(by: Signature, now: datetime) -> None:
    platforms = [COUNTY.code, *(t.code for t in TOWNSHIPS), *(c.code for c in _communities())]
    for number, code in enumerate(platforms):
        set_contacts(
            code=code,
            duty_phone=_phone(number),
            responsible_leader=_person(number + 5),
            contact_officer=_person(number + 23),
            by=by,
            now=now,
        )


def _phone(number: int) -> str:
    """A number nobody can have: no mobile number begins with 100."""
    return f"1000000{number:04d}"


def _person(number: int) -> str:
    """Nobody: a surname and the word for demonstration."""
    return f"{SURNAMES[number % len(SURNAMES)]}某（演示）"
