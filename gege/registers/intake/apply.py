"""Applying an import: a person's deed, worked off in chunks of one transaction each.

A chunk writes its records, statements, references and turns, the state of its rows, one line of the
ledger and how far it came; a crash loses the chunk it happened in and nothing else, and whoever
goes on begins behind the last. The comparison with a plain `COPY` of the same rows is
`bench/importing.py`.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from gege.kernel.county_day import local_date
from gege.registers.actions.alone import hold_numbers
from gege.registers.actions.areas import follow, move_with
from gege.registers.actions.entering import check_live
from gege.registers.actions.scene import Scene, Source
from gege.registers.actions.word import take_word
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, Refused, RegisterError
from gege.registers.intake import store
from gege.registers.intake.columns import check_version
from gege.registers.intake.plans import Plan, Planner
from gege.registers.intake.reach import (
    actor_of,
    check_importer,
    import_of,
    reached,
    reader_of,
    written,
)
from gege.registers.intake.receive import stream_of
from gege.registers.intake.references import by_marks
from gege.registers.intake.stepping import Pace, counted, locked
from gege.registers.intake.telling import tell_asked, tell_ready
from gege.registers.intake.writing import SAID, Pen, Written, is_plain, write_plans
from gege.registers.keeping import SPACES
from gege.registers.models import Import, ImportChunk, ImportRow, Record
from gege.registers.rules.declaration import Contract, Type
from gege.registers.rules.intake.rows import kept_fault
from gege.registers.rules.intake.stages import TO_APPLY, UNDO_DAYS, RowState, Stage, may
from gege.registers.rules.values import Wrong
from gege.staff.api import Actor
from gege.territory.api import Editions
from gege.trail.api import record as write

CHUNK: Final = 1_000
EVIDENCE: Final = {True: "department_file", False: "register"}
"""On what its statements stand: the file of a department, or a list that the unit keeps itself."""


def apply_import(
    uid: UUID, *, by: Actor, now: datetime, editions: Editions, version: int | None = None
) -> Import:
    """Let the rows that are new or changed be written, in the name of this person; `work` does it.

    What nobody decided stays undecided and may be applied later. Raises NotFound, Stale, Refused
    (`not_now`, `nothing_to_apply`, `not_live`, `not_an_importer`, `reads_only`).
    """
    contract, today = current_contract(editions), local_date(now)
    with transaction.atomic():
        one = import_of(uid, by, lock=True)
        check_version(one, version)
        sheet = contract.sheets.get(one.sheet)
        if sheet is None or not may("apply", one.state) or one.forgotten_at is not None:
            raise Refused("not_now")
        check_importer(by, sheet, contract, today)
        check_live(contract, sheet)
        rows = ImportRow.objects.filter(batch=one, state__in=TO_APPLY)
        if not rows.exists():
            raise Refused("nothing_to_apply")
        one.state, one.done, one.failed = Stage.APPLYING, 0, {}
        one.decided_by = written(by)
        one.version += 1
        one.save()
        write(
            stream=stream_of(one),
            deed="apply_import",
            by=by.signature(),
            now=now,
            after={"state": one.state},
            more={"rows": rows.count()},
        )
    return one


def apply_lines(one: Import, contract: Contract, pace: Pace) -> None:
    """Write the rows behind `done`, chunk by chunk; ends with the import applied."""
    by, reader = actor_of(one.decided_by), reader_of(one, pace.today)
    planner = Planner(one, contract, reader, store.key_of(one), pace.today)
    while True:
        with transaction.atomic():
            held = locked(one)
            check_live(contract, planner.sheet)
            rows = list(
                ImportRow.objects.filter(batch=one, state__in=TO_APPLY, number__gt=one.done)
                .order_by("number")
                .only("id", "number", "sealed", "record_id", "state", "decided_by")[:CHUNK]
            )
            if not rows:
                _finish(held, pace.clock(), contract)
                break
            evidence = EVIDENCE[bool(one.source)]
            pen = Pen(one, planner.sheet, by, pace.clock(), evidence, _note(one))
            _write_chunk(held, rows, planner, pen, contract)
            held.done = rows[-1].number
            held.save(update_fields=["done"])
        one.done = held.done
        if pace.over:
            return
    one.state = held.state


def _note(one: Import) -> str:
    """Return what stands beside each statement: the reason for doubtful values, or the label."""
    return (one.doubts_answered or one.label)[:200]


def _write_chunk(
    held: Import, rows: list[ImportRow], planner: Planner, pen: Pen, contract: Contract
) -> None:
    done: list[Written] = []
    singly = 0
    for some in _passes(rows):
        plans = planner.plan(some, lock=True)
        _refuse_doubles(plans, held, contract, pen)
        ready = [plan for plan in plans if not plan.faults and plan.changes]
        plain = [plan for plan in ready if is_plain(plan)]
        done += write_plans(plain, pen)
        for plan in ready:
            if not is_plain(plan) and (one := _write_one(plan, planner, pen, contract)):
                done.append(one)
                singly += 1
        _mark(plans, done)
    done.sort(key=lambda one: one.plan.row.number)
    _prove(held, rows, done, singly, pen)


def _passes(rows: Sequence[ImportRow]) -> Iterable[list[ImportRow]]:
    """Yield rows so that no two of one pass are about the same record: each sees the last word."""
    left = list(rows)
    while left:
        now: list[ImportRow] = []
        later: list[ImportRow] = []
        seen: set[int] = set()
        for row in left:
            if row.record_id is not None and row.record_id in seen:
                later.append(row)
                continue
            if row.record_id is not None:
                seen.add(row.record_id)
            now.append(row)
        yield now
        left = later


def _refuse_doubles(plans: Sequence[Plan], held: Import, contract: Contract, pen: Pen) -> None:
    """Enter nobody whose number was entered since the preview, unless a person decided so.

    The numbers are held first: whoever is entering one of them is done, or waits for this chunk.
    """
    kinds = (Type.IDENTITY, Type.CREDIT_CODE)
    numbers = [one for one in pen.sheet.current if one.type in kinds and one.find]
    fresh = [plan.entry for plan in plans if plan.record is None and plan.entry is not None]
    held_back = (entry.values.get(one.name) for one in numbers for entry in fresh)
    hold_numbers(value for value in held_back if value)
    reader = reader_of(held, pen.today)
    within = reached(reader, pen.sheet.code, contract)
    for one in numbers:
        said = {
            plan.row.pk: str(plan.entry.values[one.name])
            for plan in plans
            if plan.record is None and plan.entry is not None and not plan.row.decided_by
            and plan.entry.values.get(one.name)
        }  # fmt: skip
        there = by_marks(said.values(), SPACES[one.type], within)
        for plan in plans:
            if there.get(said.get(plan.row.pk, "")):
                plan.faults[one.name] = Wrong("already_there")


def _write_one(plan: Plan, planner: Planner, pen: Pen, contract: Contract) -> Written | None:
    """Say one word as a person would; what is refused leaves nothing, and the row says why."""
    record, entry = plan.record, plan.entry
    assert record is not None  # new records are plain
    assert entry is not None
    source = Source(
        pen.uid_of(plan), pen.side, pen.by, pen.said_at, pen.evidence, pen.note,
        batch=str(pen.one.uid),
    )  # fmt: skip
    scene = Scene(planner.sheet, contract, source, pen.now, pen.today)
    try:
        with transaction.atomic():
            record = Record.objects.get(pk=record.pk)
            told = take_word(record, entry, plan.targets, scene=scene, deed=SAID)
            if follow(record, entry, planner.sheet, pen.today):
                move_with(record, by=pen.by, now=pen.now)
    except Invalid as invalid:
        plan.faults[invalid.field] = Wrong(invalid.word)
        return None
    except RegisterError as refused:
        fields = getattr(refused, "fields", {"@line": Wrong(refused.word)})
        plan.faults |= fields
        return None
    said = {name: entry.value(name) for name in entry.names}
    return Written(plan, told.record, told.statement, said)


def _mark(plans: Sequence[Plan], done: Sequence[Written]) -> None:
    """Write what became of each row, by one statement."""
    by_row = {one.plan.row.pk: one for one in done}
    rows = []
    for plan in plans:
        one = by_row.get(plan.row.pk)
        state = RowState.APPLIED if one else RowState.REFUSED if plan.faults else RowState.SAME
        is_new = one is not None and plan.row.record_id is None
        rows.append(
            {
                "id": plan.row.pk,
                "state": state,
                "faults": [kept_fault(name, wrong) for name, wrong in plan.faults.items()],
                "effects": one.statement.outcome if one else {},
                "statement_id": one.statement.pk if one else None,
                "record_id": one.record.pk if one and is_new else plan.row.record_id,
            }
        )
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [json.dumps(rows)])


def _prove(held: Import, rows: list[ImportRow], done: list[Written], singly: int, pen: Pen) -> None:
    """Keep what proves each row, and its digest in the ledger: neither holds a value."""
    number = ImportChunk.objects.filter(batch=held).count() + 1
    leaves = b"".join(one.leaf() for one in done)
    whole = hashlib.sha256(leaves).hexdigest()
    ImportChunk.objects.create(
        batch=held, number=number, first=rows[0].number, last=rows[-1].number,
        written=len(done), leaves=leaves, digest=whole, at=pen.now,
    )  # fmt: skip
    effects = Counter(str(one) for each in done for one in each.plan.effects.values())
    write(
        stream=stream_of(held),
        deed="apply_chunk",
        by=pen.by.signature(),
        now=pen.now,
        after={"lines": [rows[0].number, rows[-1].number], "written": len(done)},
        more={
            "chunk": number,
            "digest": whole,
            "one_by_one": singly,
            "effects": dict(sorted(effects.items())),
        },
    )


def _finish(held: Import, now: datetime, contract: Contract) -> None:
    held.state, held.done = Stage.APPLIED, 0
    held.applied_at = now
    held.undo_until = local_date(now) + timedelta(days=UNDO_DAYS)
    held.counts = counted(held) | {"questions": tell_asked(held, now)}
    held.save()
    tell_ready(held, now, done=True)
    write(
        stream=stream_of(held),
        deed="applied",
        by=actor_of(held.decided_by).signature(),
        now=now,
        after={"state": held.state, "until": held.undo_until.isoformat()},
        more={"counts": held.counts},
    )


_MARK: Final = """
    UPDATE registers_importrow AS row
    SET state = new.state, faults = new.faults, effects = new.effects,
        statement_id = new.statement_id, record_id = new.record_id
    FROM jsonb_to_recordset(%s) AS new
        (id bigint, state text, faults jsonb, effects jsonb, statement_id bigint, record_id bigint)
    WHERE row.id = new.id
"""
