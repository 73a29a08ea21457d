"""Deciding whom a line is about, and leaving an import (2.3; docs/linkage.md).

What is likely is confirmed many at once, what is for review one by one; nothing is decided for a
record that was not found, or is out of reach.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.registers.actions.entering import check_live
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, NotFound, Refused, Stale
from gege.registers.intake import store
from gege.registers.intake.columns import check_version
from gege.registers.intake.compare import preview_counts, write_compared
from gege.registers.intake.match import people_of
from gege.registers.intake.plans import Planner
from gege.registers.intake.reach import check_importer, import_of, reached, reader_of
from gege.registers.intake.receive import stream_of
from gege.registers.intake.stepping import counted
from gege.registers.models import Import, ImportRow
from gege.registers.rules.declaration import Contract
from gege.registers.rules.intake.stages import OPEN, RowState, Stage, may
from gege.staff.api import Actor
from gege.territory.api import Editions
from gege.trail.api import record as write

CHOICES: Final = ("same", "new", "skip")
MOST_AT_ONCE: Final = 200


def decide_row(
    uid: UUID,
    number: int,
    *,
    choice: str,
    record: int | None = None,
    seen: str | None = None,
    by: Actor,
    now: datetime,
    editions: Editions,
) -> ImportRow:
    """Decide one line: `same` as one of the records that were found, `new`, or `skip`.

    `seen` is `decision_of` the line as the person had it on screen: when somebody decided in
    between, the later is told so. Raises NotFound, Stale, Invalid (`choice`, `record`), Refused
    (`not_now`, …).
    """
    if choice not in CHOICES:
        raise Invalid("choice", "unknown_choice")
    with transaction.atomic():
        one, contract = _opened(uid, by, now, editions)
        row = ImportRow.objects.select_for_update().filter(batch=one, number=number).first()
        if row is None:
            raise NotFound
        if seen is not None and seen != decision_of(row):
            raise Stale
        _decide(one, [row], choice, record, contract, by, now)
    return row


def decision_of(row: ImportRow) -> str:
    """Return a mark of what was decided about a line so far; empty while nobody did."""
    return row.decided_at.isoformat() if row.decided_at is not None else ""


def decide_rows(
    uid: UUID,
    numbers: Sequence[int],
    *,
    choice: str,
    by: Actor,
    now: datetime,
    editions: Editions,
) -> int:
    """Decide likely lines together: each is the one record that was found, or is skipped.

    Lines for review are not among them: they are looked at one by one. Returns how many were
    decided; those that somebody decided meanwhile are passed over. Raises as `decide_row`.
    """
    if choice not in ("same", "skip"):
        raise Invalid("choice", "unknown_choice")
    wanted = sorted(set(numbers))
    if not 1 <= len(wanted) <= MOST_AT_ONCE:
        raise Invalid("rows", "choose_rows", most=MOST_AT_ONCE)
    with transaction.atomic():
        one, contract = _opened(uid, by, now, editions)
        rows = list(
            ImportRow.objects.select_for_update()
            .filter(batch=one, number__in=wanted, state=RowState.LIKELY)
            .order_by("number")
        )
        if rows:
            _decide(one, rows, choice, None, contract, by, now)
    return len(rows)


def drop_import(uid: UUID, *, by: Actor, now: datetime, version: int | None = None) -> Import:
    """Leave a file unused: it is forgotten at once, with everything that was read of it."""
    with transaction.atomic():
        one = import_of(uid, by, lock=True)
        check_version(one, version)
        if not may("drop", one.state):
            raise Refused("not_now")
        if one.applied_at is not None:
            raise Refused("applied_already")
        drop(one, by, now)
    store.forget(one.uid)
    return one


def drop(one: Import, by: Actor, now: datetime) -> None:
    """Let a locked import be dropped; the caller removes its file afterwards."""
    one.state, one.closed_at = Stage.DROPPED, now
    forget_rows(one, now)
    one.version += 1
    one.save()
    write(
        stream=stream_of(one), deed="drop_import", by=by.signature(), now=now,
        after={"state": one.state},
    )  # fmt: skip


def forget_rows(one: Import, now: datetime) -> None:
    """Take away the key, and with it what the rows say; their numbers and ends stay."""
    ImportRow.objects.filter(batch=one).update(
        sealed="", digest="", key="", found=[], effects={}, faults=[]
    )
    one.secret, one.unknown, one.forgotten_at = "", {}, now
    for column in one.profile.get("columns", []):
        column["examples"] = []


def _opened(uid: UUID, by: Actor, now: datetime, editions: Editions) -> tuple[Import, Contract]:
    contract = current_contract(editions)
    one = import_of(uid, by, lock=True)
    sheet = contract.sheets.get(one.sheet)
    if sheet is None or not may("decide", one.state) or one.forgotten_at is not None:
        raise Refused("not_now")
    check_importer(by, sheet, contract, local_date(now))
    check_live(contract, sheet)
    return one, contract


def _decide(
    one: Import,
    rows: Sequence[ImportRow],
    choice: str,
    record: int | None,
    contract: Contract,
    by: Actor,
    now: datetime,
) -> None:
    today = local_date(now)
    reader = reader_of(one, today)
    people = people_of(contract.sheets[one.sheet], contract)
    is_file = people is not None and people.code != one.sheet
    for row in rows:
        if row.state not in OPEN and not row.decided_by:
            raise Refused("decided_already")
        if row.state in (RowState.APPLIED, RowState.UNDONE, RowState.KEPT):
            raise Refused("decided_already")
        if choice == "new" and is_file:
            raise Invalid("choice", "unknown_choice")
        row.decided_by, row.decided_at, row.effects, row.faults = by.name, now, {}, []
        if choice == "same":
            chosen = record if record is not None else row.record_id
            if chosen is None or chosen not in {each["record"] for each in row.found}:
                raise Invalid("record", "unknown_choice")
            code = people.code if people is not None else one.sheet
            if not reached(reader, code, contract).filter(pk=chosen).exists():
                raise Invalid("record", "no_such_record")
            row.record_id, row.state = chosen, RowState.KNOWN
        elif choice == "new":
            row.record_id, row.state = None, RowState.NEW
        else:
            row.state = RowState.SKIPPED
        row.save()
    left = [row for row in rows if row.state != RowState.SKIPPED]
    if left:
        planner = Planner(one, contract, reader, store.key_of(one), today)
        write_compared(planner.plan(left))
    one.counts = counted(one) | preview_counts(one)
    one.save(update_fields=["counts"])
    write(
        stream=stream_of(one),
        deed="decide_rows",
        by=by.signature(),
        now=now,
        after={"choice": choice},
        more={"lines": [row.number for row in rows]},
    )
