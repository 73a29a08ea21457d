"""Reading a source: rows become one file, and the file waits for a person in the staged import.

Whoever falls in between loses nothing: the cursor, the marks of the rows and the file are written
in one transaction, and until then the next reading begins where this one did.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from gege.exchange.actions.alarms import tell_silence
from gege.exchange.actions.keep_source import secret_of
from gege.exchange.actions.receiving import FileRefused, hand_in
from gege.exchange.errors import ExchangeError, Refused
from gege.exchange.models import Held, Run, Source
from gege.exchange.names import said_of
from gege.exchange.pulling.folders import DONE, FAILED, Dropped, dropped_in, put_aside
from gege.exchange.pulling.harvest import Harvest
from gege.exchange.pulling.pages import read_pages
from gege.exchange.pulling.tables import read_table
from gege.exchange.rules.cursors import OPAQUE, no_later_than, read_cursor
from gege.exchange.rules.sources import Kind, RunState, next_time
from gege.kernel.county_day import LOCAL
from gege.openapi.api import pause_after
from gege.territory.api import Editions

log = logging.getLogger(__name__)
MOST_AT_ONCE: Final = 50
FILES_OF_A_RUN: Final = 20
_LOCK: Final = 7290
"""The space of advisory locks for sources."""
_A_DAY: Final = 24 * 3600.0


def pull_due(*, now: datetime, editions: Editions) -> int:
    """Read every source whose time has come, one after the other; return how many."""
    found = due_sources(now)
    for pk in found:
        pull_safely(pk, now=now, editions=editions)
    return len(found)


def due_sources(now: datetime) -> list[int]:
    """Return the sources whose time has come, those that wait longest first."""
    rows = Source.objects.filter(paused_at__isnull=True, ended_at__isnull=True, next_at__lte=now)
    return list(rows.order_by("next_at", "id").values_list("pk", flat=True)[:MOST_AT_ONCE])


def pull_safely(pk: int, *, now: datetime, editions: Editions) -> None:
    """Read one source; a fault of ours is noted with it, and it is tried again like any silence."""
    try:
        pull(pk, now=now, editions=editions)
    except Exception as error:
        # What the database says of a row names values: its class alone is written down.
        log.error("source %s could not be read: %s", pk, type(error).__name__)
        _failed(pk, None, "fault", now)


def pull(pk: int, *, now: datetime, editions: Editions) -> Run | None:
    """Read one source now and return its last run; None while it rests or another reads it."""
    with _alone(pk) as alone:
        source = _open(pk, now) if alone else None
        if source is None:
            return None
        if source.kind == Kind.FOLDER:
            return _pull_folder(source, now, editions)
        run = _begun(source, now)
        try:
            with Harvest(source, source.place["columns"], _working_folder()) as harvest:
                reads = read_table if source.kind == Kind.TABLE else read_pages
                reads(source, harvest, secret_of(source))
                harvest.finish()
                _store(source, run, harvest, now, editions)
        except (ExchangeError, FileRefused) as error:
            _failed(source.pk, run, said_of(error), now)
        return Run.objects.get(pk=run.pk)


@contextmanager
def _alone(pk: int) -> Iterator[bool]:
    """Hold the lock of a source for as long as it is read, over many transactions; it goes with
    the connection, however that ends. Yields False where somebody else holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, pk])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, pk])


def _open(pk: int, now: datetime) -> Source | None:
    """Return a source that may be read; what was cut off before is put down as failed."""
    rows = Source.objects.filter(pk=pk, paused_at__isnull=True, ended_at__isnull=True)
    source = rows.first()
    if source is not None:
        Run.objects.filter(source=source, state=RunState.RUNNING).update(
            state=RunState.FAILED, ended_at=now, said="cut_off"
        )
    return source


def _begun(source: Source, now: datetime) -> Run:
    return Run.objects.create(source=source, started_at=now, cursor_before=source.cursor)


def _store(source: Source, run: Run, harvest: Harvest, now: datetime, editions: Editions) -> None:
    """Hand the file in, remember its rows and move the cursor: all of it, or nothing."""
    with transaction.atomic():
        one = Source.objects.select_for_update().get(pk=source.pk)
        if one.cursor != run.cursor_before or one.ended_at is not None or one.place != source.place:
            raise Refused("changed_meanwhile")
        run.read, run.taken, run.same = harvest.read, harvest.taken, harvest.same
        run.refused, run.why = harvest.refused.total(), dict(harvest.refused)
        run.more = harvest.more
        if harvest.taken:
            run.filename = f"{one.sheet}-{now.astimezone(LOCAL):%Y%m%d-%H%M%S}.csv"
            run.digest = harvest.digest()
            run.import_uid = hand_in(one, harvest.path, run.filename, now, editions)
            for batch in harvest.marks():
                Held.objects.bulk_create(
                    [Held(source=one, key=r.key, row=r.row, area=r.area, month=r.month)
                     for r in batch],
                    update_conflicts=True,
                    unique_fields=["source", "key"],
                    update_fields=["row", "area", "month"],
                )  # fmt: skip
        if not run.cursor_before and not harvest.more:
            run.gone = harvest.drop_gone()
        one.cursor = _cursor_after(one, harvest, now)
        run.cursor_after = one.cursor
        _done(one, run, now)


def _cursor_after(one: Source, harvest: Harvest, now: datetime) -> str:
    if harvest.opaque:
        return f"{OPAQUE}:{harvest.opaque}"
    if harvest.newest is None:
        return one.cursor
    place = no_later_than(harvest.newest, now, now.astimezone(LOCAL))
    before = read_cursor(one.cursor)
    if before is not None and before.kind == place.kind and before.at > place.at:
        return one.cursor
    return place.written()


def _done(one: Source, run: Run, now: datetime) -> None:
    """Write that a source was read; what it still has is read at the next turn."""
    run.state = RunState.DONE if run.taken else RunState.EMPTY
    run.ended_at = now
    run.save()
    one.failures, one.away_since, one.said, one.told_at = 0, None, "", None
    one.reached_at = now
    local = now.astimezone(LOCAL)
    one.next_at = now if run.more else next_time(now, one.every, one.at_hour, local)
    one.save()


def _failed(pk: int, run: Run | None, said: str, now: datetime) -> None:
    """Write that a source could not be read, and leave it alone for a growing while."""
    with transaction.atomic():
        one = Source.objects.select_for_update().get(pk=pk)
        rows = Run.objects.filter(source=one, state=RunState.RUNNING)
        rows.filter(Q(pk=run.pk) if run else Q()).update(
            state=RunState.FAILED, ended_at=now, said=said[:200]
        )
        one.failures += 1
        one.away_since, one.said = one.away_since or now, said[:200]
        one.next_at = now + pause_after(one.failures)
        one.save()
        tell_silence(one, now=now)


def _pull_folder(source: Source, now: datetime, editions: Editions) -> Run | None:
    """Take the files of a folder, the oldest first, each in a run and a transaction of its own."""
    last: Run | None = None
    try:
        files = list(dropped_in(source.place["folder"], now))
        for number, file in enumerate(files[:FILES_OF_A_RUN]):
            last = _take_file(source, file, number + 1 < len(files), now, editions)
    except ExchangeError as error:
        run = _begun(source, now)
        _failed(source.pk, run, said_of(error), now)
        return Run.objects.get(pk=run.pk)
    if last is None:
        with transaction.atomic():
            one = Source.objects.select_for_update().get(pk=source.pk)
            last = Run(source=one, started_at=now)
            _done(one, last, now)
    return last


def _take_file(source: Source, file: Dropped, more: bool, now: datetime, editions: Editions) -> Run:
    """Hand one file in and move it aside. The one that was taken last is not taken once more: a
    crash between both deeds leaves it lying, and a list that did not change says nothing new."""
    run = _begun(source, now)
    run.filename, run.more = file.path.name[:120], more
    try:
        if file.wrong:
            raise FileRefused(file.wrong)
        run.digest = file.digest()
        with transaction.atomic():
            one = Source.objects.select_for_update().get(pk=source.pk)
            before = Run.objects.filter(source=one, import_uid__isnull=False).order_by("-pk")
            known = before.values_list("digest", flat=True).first() == run.digest
            if not known:
                run.import_uid = hand_in(one, file.path, run.filename, now, editions)
                run.taken = 1
            run.read, run.same = 1, int(known)
            _done(one, run, now)
    except FileRefused as refusal:
        with transaction.atomic():
            one = Source.objects.select_for_update().get(pk=source.pk)
            run.read, run.refused, run.why = 1, 1, {refusal.word: 1}
            run.digest = ""
            _done(one, run, now)
        put_aside(file.path, FAILED, why=refusal.said)
        return run
    put_aside(file.path, DONE)
    return run


def sweep_readings(*, now: datetime) -> int:
    """Remove what a reading that was killed left in clear; return how many files."""
    found = 0
    for path in _working_folder().glob("*-*"):
        if path.stat().st_mtime < now.timestamp() - _A_DAY:
            path.unlink(missing_ok=True)
            found += 1
    return found


def _working_folder() -> Path:
    return Path(settings.GEGE_EXCHANGE_DIR) / ".reading"
