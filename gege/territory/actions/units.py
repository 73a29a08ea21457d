"""Deeds on offices: open a department, dissolve a unit, keep its contacts (R-014, R-036)."""

from datetime import date, datetime

from django.db import transaction

from gege.territory.editions import AREAS, bump
from gege.territory.models import Area, Unit, UnitKind
from gege.territory.rules.problems import refused
from gege.trail.api import Signature, record


@transaction.atomic
def open_department(
    *,
    code: str,
    area_code: str,
    name_zh: str,
    name_en: str,
    short_zh: str,
    on: date,
    by: Signature,
    now: datetime,
    parent_code: str = "",
    duty_phone: str = "",
    responsible_leader: str = "",
    contact_officer: str = "",
) -> Unit:
    """A department of the county, or its branch in a township (then `parent_code` is the county's).

    Raises RefusedError for an unknown area or parent, or a code that is in use.
    """
    bump(AREAS)
    area = Area.objects.filter(code=area_code, valid_to=None).first()
    if area is None:
        raise refused("no_such_area", area_code)
    if not code or code.isdigit():
        raise refused("department_code_is_digits", code or name_zh)
    if Unit.objects.filter(code=code, valid_to=None).exists():
        raise refused("unit_code_taken", code)
    parent = Unit.objects.filter(code=parent_code or area_code, valid_to=None).first()
    if parent is None:
        raise refused("no_such_unit", parent_code or area_code)
    unit = Unit.objects.create(
        kind=UnitKind.DEPARTMENT,
        area=area,
        code=code,
        parent=parent,
        name_zh=name_zh,
        name_en=name_en,
        short_zh=short_zh,
        duty_phone=duty_phone,
        responsible_leader=responsible_leader,
        contact_officer=contact_officer,
        valid_from=on,
    )
    after = {"code": code, "area": area_code, "name": name_zh, "from": on.isoformat()}
    record(stream=f"territory:{code}", deed="open_department", by=by, now=now, after=after)
    return unit


@transaction.atomic
def dissolve_unit(
    *, code: str, on: date, successor_code: str | None, by: Signature, now: datetime
) -> Unit:
    """End a department from `on` on; what it held goes to the successor, if there is one.

    Raises RefusedError for an unknown, ended or platform unit, a successor that has ended by then
    or leads back to the unit, and a day on or before its first. A platform unit ends with its area.
    """
    bump(AREAS)
    unit = Unit.objects.select_for_update(of=("self",)).filter(code=code, valid_to=None).first()
    if unit is None:
        raise refused("no_such_unit", code)
    if unit.kind != UnitKind.DEPARTMENT:
        raise refused("platform_unit_ends_with_area", code)
    if unit.valid_from >= on:
        raise refused("ends_too_early", code, begun=unit.valid_from.isoformat())
    successor: Unit | None = None
    if successor_code is not None:
        successor = Unit.objects.filter(code=successor_code, valid_to=None).first()
        if successor is None:
            raise refused("no_such_unit", successor_code)
        if successor.id == unit.id:
            raise refused("succession_loop", code, successor=successor_code)
    unit.valid_to = on
    unit.successor = successor
    unit.save(update_fields=["valid_to", "successor"])
    record(
        stream=f"territory:{code}",
        deed="dissolve_unit",
        by=by,
        now=now,
        before={"valid_to": None, "successor": None},
        after={"valid_to": on.isoformat(), "successor": successor_code},
    )
    return unit


@transaction.atomic
def set_contacts(
    *,
    code: str,
    duty_phone: str,
    responsible_leader: str,
    contact_officer: str,
    by: Signature,
    now: datetime,
) -> Unit:
    """Who answers for a unit and how to reach it (R-014). Raises RefusedError when it has ended."""
    bump(AREAS)
    unit = Unit.objects.select_for_update(of=("self",)).filter(code=code, valid_to=None).first()
    if unit is None:
        raise refused("no_such_unit", code)
    before = _contacts(unit)
    unit.duty_phone = duty_phone
    unit.responsible_leader = responsible_leader
    unit.contact_officer = contact_officer
    unit.save(update_fields=["duty_phone", "responsible_leader", "contact_officer"])
    after = _contacts(unit)
    record(
        stream=f"territory:{code}", deed="set_contacts", by=by, now=now, before=before, after=after
    )
    return unit


def _contacts(unit: Unit) -> dict[str, str]:
    return {
        "duty_phone": unit.duty_phone,
        "responsible_leader": unit.responsible_leader,
        "contact_officer": unit.contact_officer,
    }
