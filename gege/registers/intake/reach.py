"""Whose an import is: the unit that received it. Nobody of another unit comes across it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from gege.registers.errors import NotFound, Refused
from gege.registers.models import Import, Record
from gege.registers.queries.scope import Reader, reader
from gege.registers.rules.declaration import Contract, Field, Sheet, Side
from gege.registers.rules.saying import SIDE_OF_ROLE
from gege.registers.rules.sight import Reach
from gege.staff.api import SYSTEM, Actor, Role
from gege.territory.api import load_atlas

IMPORTERS: Final = (Role.STATION_CLERK, Role.DEPARTMENT_OFFICER)
"""Stations import what they were given, departments what is theirs."""


def check_importer(by: Actor, sheet: Sheet, contract: Contract, today: date) -> Side:
    """Return for which side a person's file speaks.

    A station's file is the community's word, whoever gave it: only a department speaks for itself.
    Raises Refused (`not_an_importer`, `reads_only`), NotFound for a sheet out of reach.
    """
    if by.role not in IMPORTERS or by.unit_id is None or not by.area_code:
        raise Refused("not_an_importer")
    reach = reader(by, today).reach(sheet, contract.register_of[sheet.code], by.area_code)
    if reach is Reach.NONE:
        raise NotFound
    if reach is Reach.GRANTED:
        raise Refused("reads_only")
    return SIDE_OF_ROLE[str(by.role)]


def imports_of(by: Actor) -> QuerySet[Import]:
    """Return the imports that a person may come across."""
    if by.role not in IMPORTERS or by.unit_id is None:
        return Import.objects.none()
    return Import.objects.filter(unit_id=by.unit_id)


def import_of(uid: UUID, by: Actor, *, lock: bool = False) -> Import:
    """Return one import of a person's unit. Raises NotFound."""
    rows = imports_of(by)
    if lock:
        rows = rows.select_for_update()
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def unit_actor(one: Import) -> Actor:
    """Return the unit of an import as somebody who looks: a scope, and no person."""
    unit = load_atlas().unit(one.unit_id)
    if unit is None:
        raise NotFound
    role = Role.DEPARTMENT_OFFICER if one.side == Side.DEPARTMENT else Role.STATION_CLERK
    return Actor(
        account_id=None,
        name=SYSTEM.name,
        post_id=None,
        role=role,
        unit_id=unit.id,
        unit_code=unit.code,
        unit_kind=unit.kind,
        unit_name=unit.name(),
        area_code=one.area_code,
    )


def reader_of(one: Import, today: date) -> Reader:
    """Return the unit of an import as a reader of registers: matching goes no further."""
    return reader(unit_actor(one), today)


def reached(one: Reader, code: str, contract: Contract) -> QuerySet[Record]:
    """Return the live records of a sheet that the importer may come across."""
    sheet = contract.sheets[code]
    if not one.comes_across(sheet, contract.register_of[code]):
        return Record.objects.none()
    return Record.objects.filter(
        sheet=code,
        area_code__startswith=one.by.area_code,
        valid_to__isnull=True,
        merged_into__isnull=True,
    )


def open_to_reader(one: Reader, sheet: Sheet, field: Field, contract: Contract) -> bool:
    """Tell whether matching may look at a field: it asks, so it goes no further than reading."""
    reach = one.reach(sheet, contract.register_of[sheet.code], one.by.area_code)
    if reach is Reach.GRANTED:
        return field.name in one.grants.get(sheet.code, ())
    return reach is not Reach.NONE


def opened_of(
    record: Record, names: Sequence[str], contract: Contract, one: Reader
) -> tuple[str, ...]:
    """Return those of a record's fields that matching may look at; a reference opens no more."""
    sheet = contract.sheets[record.sheet]
    return tuple(
        name
        for name in names
        if name in sheet.by_name and open_to_reader(one, sheet, sheet.by_name[name], contract)
    )


def written(by: Actor) -> dict[str, Any]:
    """Return a person in a post as an import keeps who did something."""
    return {**asdict(by), "role": str(by.role)}


def actor_of(kept: dict[str, Any]) -> Actor:
    """Return whom `written` kept."""
    return Actor(**{**kept, "role": Role(kept["role"])})
