"""The access log: who read what of a person, for those it is about; kept, proven, then forgotten.

Its lines are append-only by trigger. That none was removed or edited by somebody who can switch
triggers off is shown by the ledger: every few minutes a line of the stream `access-log` keeps the
digest of the lines since, and is chained, sealed with the key and covered by the receipt as every
other line is. After the years of the settings whole runs are removed, and a line says so.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from gege.trail.ledger import record
from gege.trail.models import AccessLine, Entry
from gege.trail.rules import SEPARATOR, Signature, digest_of, stamp
from gege.trail.verify import Break, one_moment, settled_until

STREAM: Final = "access-log"
NOTED, EXPIRED = "note_readings", "forget_readings"
LEAST_YEARS: Final = 3
"""The database itself refuses to remove a younger line (migration 0003)."""
MOST: Final = 20_000
BATCH: Final = 5_000
_BY: Final = Signature(None, "gege", "", "system", None, "")
_FIELDS: Final = (
    "id",
    "at",
    "account_id",
    "name",
    "post",
    "unit",
    "subject",
    "fields",
    "purpose",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading, as it is told: by which office and role, when, what of it and why."""

    id: int
    at: datetime
    name: str
    role: str
    unit: str
    subject: str
    fields: tuple[str, ...]
    purpose: str


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """The newest readings first; `before` is what the next page asks for, None at the end."""

    lines: tuple[Reading, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of the log with ids in (after, last_id], as the ledger keeps them."""

    after: int
    last_id: int
    count: int
    newest: str
    digest: str


@dataclass(frozen=True, slots=True)
class AccessProof:
    """What a verification of the log read, and the first fault, if any."""

    lines: int
    runs: int
    forgotten: int
    not_noted: int
    broken: Break | None


def readings_of(
    subjects: Sequence[str], *, before: int | None = None, most: int = 50
) -> ReadingPage:
    """Return who read something of these subjects, the newest first, a page at a time."""
    rows = list(_newest(subjects, before, most + 1))
    following = rows[most - 1].id if len(rows) > most else None
    return ReadingPage(tuple(rows[:most]), following)


def note_readings(*, now: datetime) -> Run | None:
    """Put the digest of the lines since the last time into the ledger; None when there is none."""
    until = settled_until("trail_accessline")
    with transaction.atomic():
        _alone()
        kept = _last(NOTED)
        after = int(kept["last_id"]) if kept else 0
        rows = AccessLine.objects.filter(id__gt=after, id__lte=until).order_by("id")
        found = list(rows.values_list(*_FIELDS)[:MOST])
        if not found:
            return None
        newest = stamp(max(row[1] for row in found))
        run = Run(after, found[-1][0], len(found), newest, digest_of(map(_hash, found)).hex())
        more = {
            "after_id": run.after,
            "last_id": run.last_id,
            "count": run.count,
            "newest": run.newest,
            "digest": run.digest,
        }
        record(stream=STREAM, deed=NOTED, by=_BY, now=now, more=more)
        return run


def forget_readings(*, now: datetime, years: int) -> int:
    """Remove the oldest runs of which every line is older than the years; return the lines.

    Raises ValueError for fewer than three years. A line of the ledger is the report.
    """
    if years < LEAST_YEARS:
        raise ValueError(f"the access log is kept for {LEAST_YEARS} years at least")
    limit = stamp(_years_before(now, years))
    with transaction.atomic():
        _alone()
        done, last = _forgotten(), None
        for run in _runs():
            if run.newest >= limit:
                break
            if run.last_id > done:
                last = run
        if last is None:
            return 0
        count, _each = AccessLine.objects.filter(id__lte=last.last_id).delete()
        more = {"last_id": last.last_id, "count": count, "older_than": limit}
        record(stream=STREAM, deed=EXPIRED, by=_BY, now=now, more=more)
        return count


def verify_readings(*, now: datetime) -> AccessProof:
    """Hold every noted run against its lines. `verify` has to prove the ledger itself.

    A run may be gone when the ledger says that it was forgotten and it is old enough for that.
    """
    with one_moment():
        return _proof(now)


def _proof(now: datetime) -> AccessProof:
    runs, forgotten = _runs(), _forgotten()
    youngest = stamp(_years_before(now, LEAST_YEARS))
    lines, broken = 0, None
    for run in runs:
        if run.last_id <= forgotten:
            if run.newest >= youngest:
                broken = _fault(run, "its lines were forgotten before their time")
                break
            continue
        hashes = list(_hashes(run))
        lines += len(hashes)
        if len(hashes) != run.count:
            broken = _fault(run, f"{run.count} lines were noted, {len(hashes)} are there")
            break
        if digest_of(hashes).hex() != run.digest:
            broken = _fault(run, "a line was edited or replaced")
            break
    end = runs[-1].last_id if runs else 0
    left = AccessLine.objects.filter(id__gt=end).count()
    gone = sum(run.count for run in runs if run.last_id <= forgotten)
    return AccessProof(lines, len(runs), gone, left, broken)


def _newest(subjects: Sequence[str], before: int | None, most: int) -> Iterator[Reading]:
    """Ask the index of each subject for its newest lines and merge these few."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [list(dict.fromkeys(subjects)), before, before, most, most])
        rows = cursor.fetchall()
    for line_id, at, name, post, unit, subject, fields, purpose in rows:
        role = post.partition("@")[0]
        names = tuple(one.strip() for one in fields.split(",") if one.strip())
        yield Reading(line_id, at, name, role, unit, subject, names, purpose)


_NEWEST: Final = """
    SELECT line.id, line.at, line.name, line.post, line.unit, line.subject, line.fields,
        line.purpose
    FROM unnest(%s::varchar[]) AS wanted (subject)
    CROSS JOIN LATERAL (
        SELECT * FROM trail_accessline AS one
        WHERE one.subject = wanted.subject COLLATE "C" AND (%s::bigint IS NULL OR one.id < %s)
        ORDER BY one.id DESC LIMIT %s
    ) AS line
    ORDER BY line.id DESC LIMIT %s
"""


def _runs() -> list[Run]:
    """Return what the ledger keeps of the log, in order."""
    rows = Entry.objects.filter(stream=STREAM, deed=NOTED).order_by("seq")
    payloads = rows.values_list("payload", flat=True)
    return [_run(payload) for payload in payloads.iterator(chunk_size=BATCH)]


def _last(deed: str) -> dict[str, Any] | None:
    """Return what the newest line of a deed says."""
    rows = Entry.objects.filter(stream=STREAM, deed=deed).order_by("-seq")
    payload = rows.values_list("payload", flat=True).first()
    kept: dict[str, Any] | None = json.loads(payload) if payload else None
    return kept


def _run(payload: str) -> Run:
    kept = json.loads(payload)
    return Run(kept["after_id"], kept["last_id"], kept["count"], kept["newest"], kept["digest"])


def _forgotten() -> int:
    """Return the last id that was forgotten by the rules, 0 when none was."""
    kept = _last(EXPIRED)
    return int(kept["last_id"]) if kept else 0


def _alone() -> None:
    """Let one change of the log run at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [7264, 1])


def _hashes(run: Run) -> Iterator[bytes]:
    rows = AccessLine.objects.filter(id__gt=run.after, id__lte=run.last_id).order_by("id")
    return map(_hash, rows.values_list(*_FIELDS).iterator(chunk_size=BATCH))


def _hash(row: tuple[Any, ...]) -> bytes:
    texts = [stamp(one) if isinstance(one, datetime) else str(one) for one in row]
    # Lengths stand before the texts, so that no two lines can spell the same.
    spelled = SEPARATOR.join(f"{len(one)}:{one}" for one in texts)
    return hashlib.sha256(spelled.encode()).digest()


def _fault(run: Run, problem: str) -> Break:
    return Break(f"{STREAM} lines {run.after + 1} to {run.last_id}", 0, None, problem)


def _years_before(now: datetime, years: int) -> datetime:
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        return now.replace(year=now.year - years, day=28)
