"""Sealing and proving the ledger (`gege trail verify`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import OperationalError, connection, transaction

from gege.trail.heads import known_heads
from gege.trail.models import Entry, Seal
from gege.trail.rules import GENESIS, Head, Line, digest_of, hash_of, seal_of

BATCH: Final = 5_000
MOST_SEALED: Final = 20_000
LINE: Final = tuple(field.name for field in fields(Line))


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing that does not fit: which line or seal, and what is wrong with it."""

    stream: str
    seq: int
    entry_id: int | None
    problem: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a verification read, and the first break, if any.

    `unsealed` lines are newer than the last seal; `receipt` names that seal, to be kept elsewhere.
    """

    lines: int
    seals: int
    broken: Break | None
    unsealed: int = 0
    receipt: str = ""


def seal(*, now: datetime, key: bytes) -> Seal | None:
    """Seal the lines that are not sealed yet, some thousands at once; None when none is ready.

    Only lines below which no running transaction can still commit are sealed, so a late commit
    never falls behind a seal.
    """
    until = settled_until("trail_entry")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE trail_seal IN EXCLUSIVE MODE")
        last = Seal.objects.order_by("-last_id").first()
        previous, start = (bytes(last.mac), last.last_id) if last else (GENESIS, 0)
        lines = Entry.objects.filter(id__gt=start, id__lte=until).order_by("id")
        rows = list(lines.values_list("id", "hash")[:MOST_SEALED])
        if not rows:
            return None
        first_id, last_id, count = start + 1, rows[-1][0], len(rows)
        digest = digest_of(bytes(row[1]) for row in rows)
        return Seal.objects.create(
            at=now,
            first_id=first_id,
            last_id=last_id,
            count=count,
            digest=digest,
            mac=seal_of(key, previous, first_id, last_id, count, digest),
        )


def settled_until(table: str) -> int:
    """Return the id up to which a table can change no more; 0 when that cannot be told now.

    Writers hold ROW EXCLUSIVE until they commit, and SHARE waits for them; but not for long: a
    writer that takes its time must not hold up all others behind this lock.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
            name = connection.ops.quote_name(table)
            cursor.execute(f"LOCK TABLE {name} IN SHARE MODE")
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {name}")  # noqa: S608 - our own
            (last_id,) = cursor.fetchone()
            cursor.execute("SET LOCAL lock_timeout = 0")
            return int(last_id)
    except OperationalError:
        return 0


def verify(*, key: bytes, receipt: str = "") -> Proof:
    """Read the whole ledger once and return the first break by id, or none.

    Finds an edited line (its hash), a removed or inserted line (the place in its stream, the
    count of its seal) and a recomputed chain (the key of the seals). `receipt` is one that an
    earlier proof gave and somebody kept elsewhere: its seal must still be there, so that the
    newest seals cannot be removed unseen either. Memory does not grow with the ledger.
    Deeds go on meanwhile: what is read is the ledger of one moment.
    """
    with one_moment():
        return _proof(key, receipt)


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all statements see the database as the first one did.

    Otherwise a deed between reading a stream's head and reading its lines looks like a forgery.
    Inside a transaction its caller has chosen the moment.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _proof(key: bytes, receipt: str) -> Proof:
    lines, broken = _verify_lines()
    broken = broken or _verify_heads()
    if broken:
        return Proof(lines, 0, broken)
    seals, last, broken = _verify_seals(key)
    broken = broken or _verify_receipt(receipt)
    sealed = last.last_id if last else 0
    unsealed = Entry.objects.filter(id__gt=sealed).count()
    return Proof(lines, seals, broken, unsealed, _receipt_of(last) if last else "")


def _verify_heads() -> Break | None:
    """Hold the heads that other rooms keep against the ledger's own last lines."""
    heads = iter(known_heads())
    while some := list(islice(heads, BATCH)):
        rows = Entry.objects.filter(stream__in=[stream for stream, _, _ in some])
        rows = rows.order_by("stream", "-seq").distinct("stream")
        ends = {
            stream: (seq, bytes(digest))
            for stream, seq, digest in rows.values_list("stream", "seq", "hash")
        }
        for stream, seq, digest in some:
            found = ends.get(stream)
            if found is None or found[0] < seq:
                return Break(stream, seq, None, "its last line was removed")
            if found != (seq, digest):
                return Break(stream, seq, None, "its last line is not the one the deed wrote")
    return None


def _verify_lines() -> tuple[int, Break | None]:
    """Walk every stream in order; the break with the lowest id is the first."""
    rows = Entry.objects.order_by("stream", "seq").values_list("id", *LINE, "hash")
    count = 0
    first: Break | None = None
    stream, head = "", Head()
    for entry_id, *values, digest in rows.iterator(chunk_size=BATCH):
        count += 1
        line = Line(*values)
        if line.stream != stream:
            stream, head = line.stream, Head()
        problem = _problem_of(line, bytes(digest), head)
        if problem and (first is None or entry_id < (first.entry_id or 0)):
            first = Break(line.stream, line.seq, entry_id, problem)
        head = Head(line.seq, bytes(digest))
    return count, first


def _problem_of(line: Line, digest: bytes, prior: Head) -> str | None:
    if line.seq != prior.seq + 1:
        return f"a line is missing before it: {prior.seq} is followed by {line.seq}"
    try:
        fits = hash_of(line, prior.hash) == digest
    except ValueError:
        fits = False
    if not fits:
        return "its content does not fit its hash: it was edited after it was written"
    return None


def _verify_seals(key: bytes) -> tuple[int, Seal | None, Break | None]:
    previous, start, count = GENESIS, 0, 0
    last: Seal | None = None
    for one in Seal.objects.order_by("last_id").iterator(chunk_size=500):
        count += 1
        hashes = list(_hashes(start, one.last_id))
        problem = None
        if len(hashes) != one.count:
            problem = f"the seal counted {one.count} lines, {len(hashes)} are there"
        elif digest_of(hashes) != bytes(one.digest):
            problem = "a sealed line was replaced"
        elif seal_of(
            key, previous, one.first_id, one.last_id, one.count, bytes(one.digest)
        ) != bytes(one.mac):
            problem = "the seal was not made with this installation's key"
        if problem:
            where = f"lines {start + 1} to {one.last_id}"
            return count, last, Break(where, 0, None, problem)
        previous, start, last = bytes(one.mac), one.last_id, one
    return count, last, None


def _verify_receipt(receipt: str) -> Break | None:
    if not receipt:
        return None
    last_id, _, _ = receipt.partition(":")
    kept = Seal.objects.filter(last_id=int(last_id)).first() if last_id.isdecimal() else None
    if kept is not None and _receipt_of(kept) == receipt:
        return None
    return Break("seals", 0, None, f"the seal of the receipt {receipt} was removed")


def _receipt_of(one: Seal) -> str:
    return f"{one.last_id}:{bytes(one.mac).hex()}"


def _hashes(after: int, until: int) -> Iterator[bytes]:
    rows = Entry.objects.filter(id__gt=after, id__lte=until).order_by("id")
    for one in rows.values_list("hash", flat=True).iterator(chunk_size=BATCH):
        yield bytes(one)
