"""Sealing and proving the ledger (`gege trail verify`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Window
from django.db.models.functions import Lag

from gege.trail.heads import known_heads
from gege.trail.models import Entry, Seal
from gege.trail.rules import GENESIS, Line, digest_of, hash_of, seal_of

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing that does not fit: which line or seal, and what is wrong with it."""

    stream: str
    seq: int
    entry_id: int | None
    problem: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a verification read, and the first break, if any."""

    lines: int
    seals: int
    broken: Break | None


def seal(*, now: datetime, key: bytes) -> Seal | None:
    """Seal every line that is not sealed yet; None when there is nothing new.

    Lines are sealed once no running transaction can still commit a lower id, so a late
    commit never falls behind a seal.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE trail_seal IN EXCLUSIVE MODE")
            # Writers of the ledger hold ROW EXCLUSIVE until they commit; SHARE waits for them.
            cursor.execute("LOCK TABLE trail_entry IN SHARE MODE")
        last = Seal.objects.order_by("-last_id").first()
        previous, start = (bytes(last.mac), last.last_id) if last else (GENESIS, 0)
        rows = list(
            Entry.objects.filter(id__gt=start).order_by("id").values_list("id", "hash")[: BATCH * 4]
        )
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


def verify(*, key: bytes) -> Proof:
    """Read the whole ledger once and return the first break by id, or none.

    Finds an edited line (its hash), a removed or inserted line (the place in its stream, the
    count of its seal) and a recomputed chain (the key of the seals).
    """
    lines, broken = _verify_lines()
    broken = broken or _verify_heads()
    if broken:
        return Proof(lines, 0, broken)
    seals, broken = _verify_seals(key)
    return Proof(lines, seals, broken)


def _verify_heads() -> Break | None:
    """Hold the heads that other rooms keep against the ledger's own last lines."""
    ends = {
        stream: (seq, bytes(digest))
        for stream, seq, digest in Entry.objects.order_by("stream", "-seq")
        .distinct("stream")
        .values_list("stream", "seq", "hash")
        .iterator(chunk_size=BATCH)
    }
    for stream, seq, digest in known_heads():
        found = ends.get(stream)
        if found is None or found[0] < seq:
            return Break(stream, seq, None, "its last line was removed")
        if found != (seq, digest):
            return Break(stream, seq, None, "its last line is not the one the deed wrote")
    return None


def _verify_lines() -> tuple[int, Break | None]:
    rows = Entry.objects.annotate(
        prior_hash=Window(Lag("hash"), partition_by=F("stream"), order_by=F("seq").asc()),
        prior_seq=Window(Lag("seq"), partition_by=F("stream"), order_by=F("seq").asc()),
    ).order_by("stream", "seq")
    count = 0
    first: Break | None = None
    for row in rows.iterator(chunk_size=BATCH):
        count += 1
        problem = _problem_of(row)
        if problem and (first is None or row.id < (first.entry_id or 0)):
            first = Break(row.stream, row.seq, row.id, problem)
    return count, first


def _problem_of(row: Entry) -> str | None:
    prior_seq: int | None = getattr(row, "prior_seq", None)
    prior_hash: bytes | None = getattr(row, "prior_hash", None)
    if row.seq != (prior_seq or 0) + 1:
        return f"a line is missing before it: {prior_seq or 0} is followed by {row.seq}"
    line = Line(
        row.stream,
        row.seq,
        row.at,
        row.deed,
        row.account_id,
        row.name,
        row.post,
        row.role,
        row.unit_id,
        row.unit,
        row.payload,
    )
    if hash_of(line, bytes(prior_hash) if prior_hash else GENESIS) != bytes(row.hash):
        return "its content does not fit its hash: it was edited after it was written"
    return None


def _verify_seals(key: bytes) -> tuple[int, Break | None]:
    previous, start, count = GENESIS, 0, 0
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
            return count, Break(where, 0, None, problem)
        previous, start = bytes(one.mac), one.last_id
    return count, None


def _hashes(after: int, until: int) -> Iterator[bytes]:
    rows = Entry.objects.filter(id__gt=after, id__lte=until).order_by("id")
    for one in rows.values_list("hash", flat=True).iterator(chunk_size=BATCH):
        yield bytes(one)
