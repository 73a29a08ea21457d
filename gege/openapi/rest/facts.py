"""What a system must know before it reports: itself, the kinds, areas and units."""

from datetime import date

from django.http import HttpResponse

from gege.kernel.area_codes import Level
from gege.matters.api import local_date
from gege.openapi.rest.answers import answer, moment
from gege.openapi.rest.asking import Call
from gege.openapi.rest.operations import Json
from gege.openapi.rules.clients import RIGHTS
from gege.territory.api import AreaFacts, UnitFacts


def me(call: Call) -> HttpResponse:
    """Say who asks: for whom the token speaks, and what it may do."""
    client, by = call.caller.client, call.by
    return answer(
        {
            "name": client.name,
            "unit": {"code": by.unit_code, "name": by.unit_label(call.language)},
            "role": str(by.role),
            "area_code": by.area_code,
            "rights": {word: getattr(client, name) for name, word in RIGHTS.items()},
            "per_minute": client.per_minute,
            "expires_at": moment(client.expires_at),
        }
    )


def kinds(call: Call) -> HttpResponse:
    """List the kinds in use, with the edition they come from."""
    book = call.where.book
    rows = [
        {
            "code": kind.code,
            "name": kind.name(call.language),
            "group": kind.group(call.language),
            "family": str(kind.family),
            "intent": str(kind.intent),
            "severity": str(kind.severity),
        }
        for kind in book.live_kinds
    ]
    return answer({"edition": book.number, "kinds": rows})


def areas(call: Call) -> HttpResponse:
    """List the areas of today, from the county down to the grids, or those under one."""
    today, under = local_date(call.now), call.query.get("under", "")
    rows = [
        _area(area, call.language)
        for level in Level
        for area in call.where.atlas.areas_on(today, level)
        if area.code.startswith(under)
    ]
    return answer({"areas": rows})


def units(call: Call) -> HttpResponse:
    """List the units of today: platforms and departments, without anybody's telephone."""
    today: date = local_date(call.now)
    rows = [_unit(unit, call.language) for unit in call.where.atlas.units() if unit.valid_on(today)]
    return answer({"units": rows})


def _area(area: AreaFacts, language: str) -> Json:
    centre = area.centre
    return {
        "code": area.code,
        "name": area.name(language),
        "parent": area.parent_code,
        "lng": centre.lng if centre else None,
        "lat": centre.lat if centre else None,
    }


def _unit(unit: UnitFacts, language: str) -> Json:
    return {
        "code": unit.code,
        "name": unit.name(language),
        "kind": unit.kind,
        "area_code": unit.area_code,
        "parent": unit.parent_code,
    }
