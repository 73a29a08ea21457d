"""Entering made-up people and homes in bulk, for demonstrations and load tests (issue 5 point 8).

They go through the reading of every other word and the writing of every import, many at a time. It
is told with each word that it is made up, and nobody real can be entered this way: numbers that do
not begin with the prefix of nobody are refused (R-011).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from django.db import transaction

from gege.kernel.identity import FICTITIOUS_AREA
from gege.registers.actions.entering import check_live
from gege.registers.books import current_contract
from gege.registers.errors import Faults, Refused
from gege.registers.intake.plans import Plan
from gege.registers.intake.writing import Pen, write_plans
from gege.registers.models import Import, ImportRow, Record
from gege.registers.rules.declaration import Contract, Sheet, Side
from gege.registers.rules.entries import Faulty, read_entry
from gege.registers.rules.saying import Effect
from gege.staff.api import SYSTEM
from gege.territory.api import Editions
from gege.trail.api import record as write

NOTE: Final = "演示数据，均为虚构"
STREAM: Final = "register:made_up"
_NAMESPACE: Final = UUID("7d0f6a0e-52b4-4a59-8a64-0f5d1c9b6e21")
_EVIDENCE: Final = "told"


class MadeUp(NamedTuple):
    """A record to enter: its number within its sheet, the grid, and what would be typed."""

    sheet: str
    number: int
    area: str
    typed: Mapping[str, Any]


def made_up_uid(sheet: str, number: int) -> UUID:
    """Return the uid of a made-up record, which is always the same."""
    return uuid5(_batch(sheet), str(number))


def enter_made_up(
    lines: Sequence[MadeUp],
    known: Mapping[UUID, Record],
    *,
    now: datetime,
    editions: Editions,
) -> dict[UUID, Record]:
    """Enter records sheet by sheet, in one transaction, and return them by their uid.

    What they refer to is in `known`, or comes before them. Raises Refused (`not_live`,
    `not_made_up`) and Faults for what the contract does not take.
    """
    contract = current_contract(editions)
    found = dict(known)
    digest = hashlib.sha256()
    with transaction.atomic():
        for code, some in groupby(lines, key=attrgetter("sheet")):
            sheet = contract.sheets[code]
            check_live(contract, sheet)
            pen = _pen(sheet, now)
            plans = [_plan(line, sheet, contract, found, pen) for line in some]
            for written in write_plans(plans, pen):
                found[written.record.uid] = written.record
                digest.update(written.leaf())
        write(
            stream=STREAM,
            deed="make_up",
            by=SYSTEM.signature(),
            now=now,
            after={"records": len(lines)},
            more={"digest": digest.hexdigest()},
        )
    return {uid: record for uid, record in found.items() if uid not in known}


def _batch(sheet: str) -> UUID:
    return uuid5(_NAMESPACE, sheet)


def _pen(sheet: Sheet, now: datetime) -> Pen:
    """A pen of no file: its words are said by the platform, in the field's place."""
    source = Import(uid=_batch(sheet.code), sheet=sheet.code, side=Side.FIELD, received_at=now)
    return Pen(source, sheet, SYSTEM, now, _EVIDENCE, NOTE)


def _plan(
    line: MadeUp, sheet: Sheet, contract: Contract, known: Mapping[UUID, Record], pen: Pen
) -> Plan:
    number = line.typed.get("id_number")
    if number and not str(number).startswith(FICTITIOUS_AREA):
        raise Refused("not_made_up")
    try:
        entry = read_entry(
            line.typed, sheet=sheet, contract=contract, side=Side.FIELD, whole=True, today=pen.today
        )
    except Faulty as faulty:
        raise Faults(faulty.faults) from faulty
    wanted = _targets(entry.wishes.values())
    return Plan(
        ImportRow(number=line.number),
        line.typed,
        entry=entry,
        targets={uid: known[uid] for uid in wanted},
        area=line.area,
        effects=dict.fromkeys(sorted(entry.names), Effect.STANDS),
    )


def _targets(wishes: Iterable[Iterable[Any]]) -> set[UUID]:
    return {wish.target for some in wishes for wish in some}
