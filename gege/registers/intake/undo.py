"""Taking an import back: only what it said; what others said since stays (decision 0038)."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.actions.entering import check_live
from gege.registers.actions.take_back import take_back
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, Refused, RegisterError
from gege.registers.intake.columns import check_version
from gege.registers.intake.reach import actor_of, check_importer, import_of, written
from gege.registers.intake.receive import stream_of
from gege.registers.intake.stepping import Pace, counted, locked
from gege.registers.intake.telling import tell_ready
from gege.registers.intake.undoing import Hand, undo_many
from gege.registers.models import Import, ImportRow, Link, Record, Statement
from gege.registers.queries.comparing.looking import these
from gege.registers.rules.declaration import Contract
from gege.registers.rules.intake.stages import RowState, Stage, may
from gege.staff.api import Actor
from gege.territory.api import Editions
from gege.trail.api import record as write

CHUNK: Final = 1_000
_MARK: Final = """
    UPDATE registers_importrow AS row
    SET state = %s, why = new.why
    FROM unnest(%s::bigint[], %s::text[]) AS new (id, why)
    WHERE row.id = new.id
"""


def undo_import(
    uid: UUID,
    *,
    reason: str,
    by: Actor,
    now: datetime,
    editions: Editions,
    version: int | None = None,
) -> Import:
    """Take back what an import said, in the name of this person; `work` does it.

    Raises NotFound, Stale, Invalid("reason"), Refused (`not_now`, `too_late_to_undo`, …).
    """
    contract, today = current_contract(editions), local_date(now)
    why = cleaned(reason, lines=False)
    if not 2 <= len(why) <= 200:
        raise Invalid("reason", "reason_needed", least=2, most=200)
    with transaction.atomic():
        one = import_of(uid, by, lock=True)
        check_version(one, version)
        sheet = contract.sheets.get(one.sheet)
        if sheet is None or not may("undo", one.state):
            raise Refused("not_now")
        if one.undo_until is None or today > one.undo_until:
            raise Refused("too_late_to_undo")
        check_importer(by, sheet, contract, today)
        check_live(contract, sheet)
        one.state, one.done, one.failed = Stage.UNDOING, 0, {}
        one.decided_by = {**written(by), "why": why}
        one.version += 1
        one.save()
        write(
            stream=stream_of(one),
            deed="undo_import",
            by=by.signature(),
            now=now,
            after={"state": one.state},
            more={"reason": why},
        )
    return one


def undo_lines(one: Import, contract: Contract, pace: Pace) -> None:
    """Take back the rows behind `done`, the last ones first, chunk by chunk."""
    kept = dict(one.decided_by)
    why = str(kept.pop("why", ""))
    by = actor_of(kept)
    while True:
        with transaction.atomic():
            held = locked(one)
            rows = ImportRow.objects.filter(batch=one, state=RowState.APPLIED)
            if one.done:
                rows = rows.filter(number__lt=one.done)
            some = list(
                rows.order_by("-number").only("id", "number", "record_id", "statement_id")[:CHUNK]
            )
            if not some:
                _finish(held, by, pace.clock())
                break
            _undo_chunk(held, some, why, Hand(by, pace.clock(), contract))
            held.done = some[-1].number
            held.save(update_fields=["done"])
        one.done = held.done
        if pace.over:
            return
    one.state = held.state


def _undo_chunk(held: Import, rows: list[ImportRow], why: str, hand: Hand) -> None:
    """Take a chunk back: what is plain at once, the rest one by one, and its line of the ledger."""
    words: dict[int, str] = {}
    singly = 0
    for some in _passes(rows):
        done = undo_many(some, hand)
        left = [row for row in some if row.pk not in done]
        singly += len(left)
        words |= done | {row.pk: _take_back(row, why, hand) for row in left}
    with connection.cursor() as cursor:
        for state, pks in (
            (RowState.UNDONE, [pk for pk, word in words.items() if not word]),
            (RowState.KEPT, [pk for pk, word in words.items() if word]),
        ):
            said = [words[pk] for pk in pks]
            cursor.execute(_MARK, [str(state), pks, said])
    statements = sorted(row.statement_id or 0 for row in rows if not words[row.pk])
    uids = Statement.objects.filter(pk__in=these(statements)).order_by("pk")
    listed = b"".join(uid.bytes for uid in uids.values_list("uid", flat=True))
    write(
        stream=stream_of(held),
        deed="undo_chunk",
        by=hand.by.signature(),
        now=hand.now,
        after={"lines": [rows[-1].number, rows[0].number], "undone": len(statements)},
        more={"one_by_one": singly, "digest": hashlib.sha256(listed).hexdigest(), "reason": why},
    )


def _passes(rows: Sequence[ImportRow]) -> Iterable[list[ImportRow]]:
    """Yield rows so that no two of one pass are about the same record, the last word first."""
    ids = [row.statement_id for row in rows if row.statement_id is not None]
    about = dict(Statement.objects.filter(pk__in=these(ids)).values_list("pk", "record_id"))
    left = list(rows)
    while left:
        now: list[ImportRow] = []
        later: list[ImportRow] = []
        seen: set[int] = set()
        for row in left:
            record = about.get(row.statement_id or 0)
            if record is not None and record in seen:
                later.append(row)
                continue
            if record is not None:
                seen.add(record)
            now.append(row)
        yield now
        left = later


def _take_back(row: ImportRow, why: str, hand: Hand) -> str:
    """Take one word back and return why not; where others built on its record, that stays."""
    statement = Statement.objects.filter(pk=row.statement_id or 0).first()
    record = None if statement is None else Record.objects.filter(pk=statement.record_id).first()
    word = _why_not(record, statement)
    if word or record is None or statement is None:
        return word
    try:
        with transaction.atomic():
            done = take_back(
                record, [statement], why=why, by=hand.by, now=hand.now, contract=hand.contract
            )
    except RegisterError as refused:
        return refused.word
    return "" if done else "taken_back_already"


def _why_not(record: Record | None, statement: Statement | None) -> str:
    if record is None or statement is None:
        return "forgotten_already"
    if statement.withdrawn_at is not None:
        return "taken_back_already"
    if record.valid_to is not None:
        return "record_has_ended"
    others = Statement.objects.filter(record=record, withdrawn_at__isnull=True)
    if others.exclude(pk=statement.pk).exists():
        return ""
    points_here = Link.objects.filter(target=record, until__isnull=True)
    if points_here.filter(source__valid_to__isnull=True).exists():
        return "others_point_here"
    return ""


def _finish(held: Import, by: Actor, now: datetime) -> None:
    held.state, held.done = Stage.UNDONE, 0
    held.undone_at = held.closed_at = now
    kept = ImportRow.objects.filter(batch=held, state=RowState.KEPT).values("why")
    why = {row["why"]: row["many"] for row in kept.annotate(many=Count("pk")).order_by("why")}
    held.counts = {**counted(held), "why": why}
    held.save()
    tell_ready(held, now, done=True)
    write(
        stream=stream_of(held),
        deed="undone",
        by=by.signature(),
        now=now,
        after={"state": held.state},
        more={"counts": held.counts},
    )
