"""A terminal enters the register from the county's asset list (R-022)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gege.fieldwork.actions.entries import words
from gege.fieldwork.actions.terminal_step import facts_of
from gege.fieldwork.errors import Invalid, Refused
from gege.fieldwork.models import Terminal
from gege.fieldwork.queries.terminals import serials_known, stream_of
from gege.fieldwork.rules.asset_list import Asset
from gege.fieldwork.rules.terminals import TerminalDeed
from gege.fieldwork.rules.words import TerminalState
from gege.matters.api import local_date
from gege.staff.api import Actor, Role
from gege.territory.api import load_atlas
from gege.trail.api import record


def register_terminal(
    *, serial: str, model: str, unit_code: str, note: str = "", by: Actor, now: datetime
) -> Terminal:
    """Put an office device into the register, in stock; administrators only.

    Raises Refused("not_your_role") and Invalid naming the field.
    """
    serial = words("serial", serial, most=60, least=1, lines=False)
    model = words("model", model, most=80, lines=False)
    said = words("note", note, most=200)
    with transaction.atomic():
        return _write([Asset(serial, model, unit_code, said)], by, now)[0]


def import_terminals(assets: Sequence[Asset], *, by: Actor, now: datetime) -> int:
    """Put a whole asset list into the register, all or nothing; return how many are new.

    Serial numbers that stand in the register are passed over: the same list again changes nothing.
    """
    with transaction.atomic():
        known = serials_known([one.serial for one in assets])
        return len(_write([one for one in assets if one.serial not in known], by, now))


def _write(assets: Sequence[Asset], by: Actor, now: datetime) -> list[Terminal]:
    if not by.is_system and by.role is not Role.ADMINISTRATOR:
        raise Refused("not_your_role")
    if serials_known([one.serial for one in assets]):
        raise Invalid("serial", "serial_known")
    atlas, today = load_atlas(), local_date(now)
    rows = []
    for one in assets:
        unit = atlas.unit_by_code(one.unit_code, today) if one.unit_code else None
        if one.unit_code and unit is None:
            raise Invalid("unit_code", "terminal_unknown_unit", value=one.unit_code[:40])
        rows.append(
            Terminal(
                serial=one.serial,
                model=one.model,
                note=one.note,
                unit_id=unit.id if unit else None,
                state=TerminalState.STOCK,
                since=now,
            )
        )
    for row in rows:
        row.save(force_insert=True)
        record(
            stream=stream_of(row),
            deed=str(TerminalDeed.REGISTER),
            by=by.signature(),
            now=now,
            after=facts_of(row),
            more={"model": row.model, "unit": row.unit_id},
        )
    return rows
