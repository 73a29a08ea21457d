"""What the platform does by itself: reading, matching, comparing, writing, taking back.

Each step is one transaction that begins by locking the import and ends by noting how far it came.
So it may be interrupted anywhere, and two workers on one import do nothing twice: the second finds
that the first was faster and leaves it.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import Refused, RegisterError
from gege.registers.files import FileError
from gege.registers.intake import store
from gege.registers.intake.apply import apply_lines
from gege.registers.intake.check import check_lines
from gege.registers.intake.compare import compare_lines
from gege.registers.intake.decide import drop, forget_rows
from gege.registers.intake.match import match_lines
from gege.registers.intake.reach import check_importer, import_of
from gege.registers.intake.receive import stream_of
from gege.registers.intake.stepping import Clock, MovedOn, Pace
from gege.registers.intake.undo import undo_lines
from gege.registers.models import Import
from gege.registers.rules.declaration import Contract
from gege.registers.rules.intake.stages import (
    ROWS_AT_ONCE,
    UNAPPLIED_DAYS,
    WORKING,
    Stage,
)
from gege.staff.api import SYSTEM, Actor
from gege.territory.api import Editions
from gege.trail.api import record as write

_log = logging.getLogger("gege.registers")
_STEPS: Final[Mapping[str, Callable[[Import, Contract, Pace], None]]] = {
    Stage.CHECKING: check_lines,
    Stage.MATCHING: match_lines,
    Stage.COMPARING: compare_lines,
    Stage.APPLYING: apply_lines,
    Stage.UNDOING: undo_lines,
}
_UNAPPLIED: Final = frozenset(
    {Stage.MAPPING, Stage.CHECKING, Stage.MATCHING, Stage.COMPARING, Stage.PREVIEW}
)
_A_DAY: Final = 24 * 3600.0


def work(uid: UUID, *, clock: Clock, editions: Editions, pace: Pace | None = None) -> Import:
    """Go on with an import until a person is asked, it is done, or the pace says stop.

    A file that cannot be read on goes back to its person with the reason. Raises LookupError when
    there is no such import.
    """
    pace = pace or Pace(clock)
    contract = current_contract(editions)
    while True:
        one = Import.objects.filter(uid=uid).first()
        if one is None:
            raise LookupError(f"there is no import {uid}")
        if one.state not in WORKING or one.failed:
            return one
        if one.sheet not in contract.sheets:
            return _fail(one, "sheet_is_gone", {})
        before = (one.state, one.done)
        try:
            _STEPS[one.state](one, contract, pace)
        except MovedOn:
            return Import.objects.get(uid=uid)
        except FileError as fault:
            return _back(one, fault)
        except RegisterError as refused:
            return _fail(one, refused.word, refused.values)
        except (DataError, IntegrityError) as error:
            # What the database says of a row holds the row: it goes into no log.
            _log.error("import %s could not go on: %s", uid, type(error).__name__)
            return _fail(one, "internal", {})
        after = Import.objects.get(uid=uid)
        if pace.over and after.state in WORKING:
            return after
        if (after.state, after.done) == before and after.state in WORKING:
            return _fail(one, "stuck", {})


def work_at_once(one: Import, *, clock: Clock, editions: Editions) -> Import:
    """Go on with a small file while its person waits; a large one is left to the worker."""
    if one.rows > ROWS_AT_ONCE:
        return one
    return work(one.uid, clock=clock, editions=editions)


def work_on_all(*, clock: Clock, editions: Editions, until: timedelta) -> int:
    """Go on with every import that waits, the oldest first; return how many were worked on."""
    end = clock() + until
    waiting = Import.objects.filter(state__in=WORKING, failed={}).order_by("pk")
    done = 0
    for uid in list(waiting.values_list("uid", flat=True)):
        if clock() >= end:
            break
        try:
            work(uid, clock=clock, editions=editions, pace=Pace(clock, until=end))
        except Exception:
            # One import that breaks the code keeps no other from its turn; it is told on its page.
            _log.exception("import %s could not go on", uid)
            Import.objects.filter(uid=uid).update(failed={"word": "internal", "values": {}})
        done += 1
    return done


def try_again(uid: UUID, *, by: Actor, now: datetime, editions: Editions) -> Import:
    """Let a stage that could not go on be tried once more, by who may import this.

    Raises NotFound, Refused (`not_now` where nothing failed, `not_an_importer`, `reads_only`).
    """
    contract = current_contract(editions)
    with transaction.atomic():
        one = import_of(uid, by, lock=True)
        sheet = contract.sheets.get(one.sheet)
        if sheet is None or one.state not in WORKING or not one.failed:
            raise Refused("not_now")
        check_importer(by, sheet, contract, local_date(now))
        before, one.failed = one.failed, {}
        one.save(update_fields=["failed"])
        write(
            stream=stream_of(one),
            deed="try_again",
            by=by.signature(),
            now=now,
            before={"failed": before.get("word", "")},
            after={"state": one.state},
        )
    return one


def forget_imports(*, clock: Clock) -> int:
    """Forget the files whose time is over, every night; return how many.

    What was applied or taken back goes when it cannot be undone any more; what nobody applied is
    dropped after a month.
    """
    now = clock()
    today, many = local_date(now), 0
    rows = Import.objects.filter(forgotten_at__isnull=True)
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            one = Import.objects.select_for_update().get(pk=pk)
            if one.forgotten_at is not None or one.is_working:
                continue
            old = now - one.received_at >= timedelta(days=UNAPPLIED_DAYS)
            if one.state in _UNAPPLIED:
                if not old:
                    continue
                drop(one, SYSTEM, now)
            elif one.state in WORKING or (one.undo_until and today <= one.undo_until):
                continue
            else:
                forget_rows(one, now)
                one.closed_at = one.closed_at or now
                one.save()
        store.forget(one.uid)
        many += 1
    yesterday = now.timestamp() - _A_DAY
    store.leftovers(yesterday)
    for uid in store.kept(yesterday):
        # Received inside a deed that was not done after all.
        if not Import.objects.filter(uid=uid, forgotten_at__isnull=True).exists():
            store.forget(uid)
    return many


def _back(one: Import, fault: FileError) -> Import:
    """Let a person see why the file cannot be read on: another mapping or another file helps."""
    kept = {"word": fault.word, "values": dict(fault.values), "file": True}
    Import.objects.filter(pk=one.pk, state=one.state).update(
        state=Stage.MAPPING, done=0, failed=kept
    )
    return Import.objects.get(pk=one.pk)


def _fail(one: Import, word: str, values: Mapping[str, object]) -> Import:
    Import.objects.filter(pk=one.pk, state=one.state).update(
        failed={"word": word, "values": {name: str(value) for name, value in values.items()}}
    )
    return Import.objects.get(pk=one.pk)
