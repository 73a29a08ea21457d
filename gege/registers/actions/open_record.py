"""Entering a new record: a subject that is not there yet, or a file about one (R-037, R-039)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gege.kernel.county_day import local_date
from gege.registers.actions.alone import hold_numbers
from gege.registers.actions.areas import area_of
from gege.registers.actions.chronicle import OPENED
from gege.registers.actions.entering import (
    check_live,
    entry_of,
    evidence_of,
    is_word_of,
    said_at,
    sheet_of,
    side_of,
)
from gege.registers.actions.scene import Scene, Source
from gege.registers.actions.word import take_word
from gege.registers.books import current_contract
from gege.registers.errors import Faults, NotFound, Refused
from gege.registers.keeping import SPACES, wanted_numbers
from gege.registers.models import Record, Statement
from gege.registers.queries.aliases import followed
from gege.registers.queries.scope import Reader, in_area, reader
from gege.registers.rules.declaration import Contract, Sheet
from gege.registers.rules.entries import Entry
from gege.registers.rules.sight import Reach
from gege.registers.rules.values import Value, Wrong
from gege.staff.api import Actor
from gege.territory.api import Editions


def open_record(
    uid: UUID,
    *,
    sheet: str,
    typed: Mapping[str, Any],
    evidence: str,
    by: Actor,
    now: datetime,
    editions: Editions,
    evidence_note: str = "",
    area_code: str = "",
    at: datetime | None = None,
    doubts_answered: str = "",
    consent: str = "",
    although_there: bool = False,
) -> Record:
    """Enter a record and return it; the same uid by the same person changes nothing.

    Raises Faults naming every field, Invalid (`evidence`, `area_code`, `said_at`), NotFound for a
    sheet that is none or out of reach, Refused (`not_live`, `not_a_collector`, `uid_used`,
    `reads_only` for a department whose reach is a grant of the sharing catalogue), and
    Refused("already_there", uid=…) when a live record in reach has the same exact number: the
    person is shown it, and enters another only `although_there` (rule L01 finds the pair then).
    """
    contract, today = current_contract(editions), local_date(now)
    kind, one = sheet_of(contract, sheet), reader(by, today)
    _check_writes(one, kind, contract)
    side = side_of(by)
    proof, note = evidence_of(evidence, evidence_note)
    try:
        with transaction.atomic():
            first = _entered_before(uid, by)
            if first is not None:
                return first
            check_live(contract, kind)
            entry, targets = entry_of(
                typed,
                sheet=kind,
                contract=contract,
                one=one,
                side=side,
                whole=True,
                now=now,
                doubts_answered=doubts_answered,
            )
            _check_about(entry, kind)
            hold_numbers(_numbers(entry, kind))
            _check_new(entry, kind, one, although_there)
            source = Source(
                uid, side, by, said_at(at, now), proof, note or doubts_answered, consent=consent
            )
            scene = Scene(kind, contract, source, now, today)
            area = area_of(entry, kind, targets, area_code, by, today)
            return _written(entry, targets, area, scene)
    except IntegrityError:
        # Two requests with one uid at the same moment: the second finds what the first entered.
        found = _entered_before(uid, by)
        if found is None:
            raise
        return found


def _check_writes(one: Reader, sheet: Sheet, contract: Contract) -> None:
    """Refuse whoever does not come across the sheet, or reads it by a grant only."""
    reach = one.reach(sheet, contract.register_of[sheet.code], one.by.area_code)
    if reach is Reach.NONE:
        raise NotFound
    if reach is Reach.GRANTED:
        raise Refused("reads_only")


def _written(entry: Entry, targets: Mapping[UUID, Record], area: str, scene: Scene) -> Record:
    record = Record.objects.create(
        uid=scene.source.uid,
        sheet=scene.sheet.code,
        area_code=area,
        opened_at=scene.now,
        changed_at=scene.now,
        valid_from=local_date(scene.source.said_at),
    )
    take_word(record, entry, targets, scene=scene, deed=OPENED)
    return record


def _entered_before(uid: UUID, by: Actor) -> Record | None:
    record = Record.objects.filter(uid=uid).first()
    first = Statement.objects.filter(uid=uid).first()
    if record is None and first is None:
        return None
    if record is None or first is None or not is_word_of(first, by):
        raise Refused("uid_used")
    # It may have become another record since: that one is what was entered.
    return followed({"": record})[""]


def _check_about(entry: Entry, sheet: Sheet) -> None:
    """A file is about somebody: at least one of the references it hangs on has to be named."""
    if sheet.about and not any(entry.wishes.get(name) for name in sheet.about):
        raise Faults({sheet.about[0]: Wrong("needed")})


def _numbers(entry: Entry, sheet: Sheet) -> Iterator[Value]:
    """Yield the exact numbers that were said, but for telephones, which people share."""
    for field in sheet.current:
        value = entry.values.get(field.name)
        if field.type in SPACES and field.find and value is not None and field.name != "phone":
            yield value


def _check_new(entry: Entry, sheet: Sheet, one: Reader, although_there: bool) -> None:
    """Look for a live record with the same exact number, in the person's own reach only.

    Beyond it the answer would tell that somebody lives elsewhere; the nightly rule finds those.
    """
    for value in () if although_there else _numbers(entry, sheet):
        there = Record.objects.filter(
            in_area(one.by),
            sheet=sheet.code,
            valid_to__isnull=True,
            merged_into__isnull=True,
            marks__overlap=wanted_numbers(value),
        ).first()
        if there is not None:
            raise Refused("already_there", uid=str(there.uid))
