"""Saying something about a record that is there: a correction, a change, a confirmation (R-044)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.registers.actions.areas import follow, move_with
from gege.registers.actions.entering import (
    check_live,
    entry_of,
    evidence_of,
    is_word_of,
    said_at,
    side_of,
)
from gege.registers.actions.scene import Scene, Source
from gege.registers.actions.word import Told, take_word
from gege.registers.books import current_contract
from gege.registers.errors import Faults, Refused, Stale
from gege.registers.keeping import values_of
from gege.registers.models import Record, Statement
from gege.registers.queries.aliases import followed
from gege.registers.queries.scope import Reader, reader, record_by_uid
from gege.registers.rules.declaration import Contract
from gege.registers.rules.values import Wrong
from gege.staff.api import Actor
from gege.territory.api import Editions


def say(
    statement_uid: UUID,
    *,
    record: UUID,
    typed: Mapping[str, Any],
    evidence: str,
    by: Actor,
    now: datetime,
    editions: Editions,
    evidence_note: str = "",
    version: int | None = None,
    at: datetime | None = None,
    doubts_answered: str = "",
    consent: str = "",
) -> Told | None:
    """Say what fields of a record are; return what it did, None when it was said before.

    `version` is the version that the person had on screen, None for whoever has none (a phone
    without a network, a department's file). A department whose reach is a grant of the sharing
    catalogue reads and does not write. Raises Faults, Invalid, NotFound, Stale, Refused
    (`not_live`, `not_a_collector`, `uid_used`, `has_ended`, `reads_only`).
    """
    contract, today = current_contract(editions), local_date(now)
    one, side = reader(by, today), side_of(by)
    proof, note = evidence_of(evidence, evidence_note)
    with transaction.atomic():
        if _said_before(statement_uid, record, by):
            return None
        row = record_by_uid(record, one, contract, lock=True)
        if _said_before(statement_uid, record, by):
            # The same was sent at the same moment, and was faster.
            return None
        sheet = contract.sheets[row.sheet]
        _check_open(row, one, contract, version)
        if not typed:
            raise Faults({sheet.current[0].name: Wrong("nothing_said")})
        entry, targets = entry_of(
            typed,
            sheet=sheet,
            contract=contract,
            one=one,
            side=side,
            whole=False,
            now=now,
            known=values_of(row),
            doubts_answered=doubts_answered,
        )
        when, words = said_at(at, now), note or doubts_answered
        source = Source(statement_uid, side, by, when, proof, words, consent=consent)
        told = take_word(
            row, entry, targets, scene=Scene(sheet, contract, source, now, today), deed="say"
        )
        if follow(row, entry, sheet, today):
            move_with(row, by=by, now=now)
        return told


def _check_open(row: Record, one: Reader, contract: Contract, version: int | None) -> None:
    """Refuse a word about a record that this person only reads, that ended, or that changed."""
    if one.only_reads(row, contract):
        raise Refused("reads_only")
    check_live(contract, contract.sheets[row.sheet])
    if row.valid_to is not None:
        raise Refused("has_ended")
    if version is not None and version != row.version:
        raise Stale


def _said_before(uid: UUID, record: UUID, by: Actor) -> bool:
    said = Statement.objects.filter(uid=uid).select_related("record").first()
    if said is None:
        return False
    if not is_word_of(said, by) or not _is_meant(said.record, record):
        raise Refused("uid_used")
    return True


def _is_meant(about: Record, uid: UUID) -> bool:
    """Tell whether a uid means a record, by its own address or by that of one it was merged of."""
    if about.uid == uid:
        return True
    named = Record.objects.filter(uid=uid).first()
    return named is not None and followed({str(uid): named})[str(uid)].pk == about.pk
