"""Writing the ledger. Every function here runs inside the caller's transaction."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.db import connection

from gege.trail.models import AccessLine, Entry
from gege.trail.rows import insert
from gege.trail.rules import Head, Line, Signature, canonical, hash_of


def record(
    *,
    stream: str,
    deed: str,
    by: Signature,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
    head: Head | None = None,
) -> Head:
    """Write one line and return the stream's new head.

    `head` is the stream's last line where the caller holds a lock that covers the stream (a
    matter keeps it on its own row). Without it the stream is locked and looked up here.
    Raises RuntimeError outside a transaction: a line must stand or fall with its deed.
    """
    _check_inside_a_deed()
    last = _locked_head(stream) if head is None else head
    entry = _entry(
        stream, last, deed, by, now, {"before": before or {}, "after": after or {}, **(more or {})}
    )
    insert(entry)
    return Head(entry.seq, bytes(entry.hash))


def open_streams(
    payloads: Mapping[str, Mapping[str, Any]], *, deed: str, by: Signature, now: datetime
) -> dict[str, Head]:
    """Write the first line of many new streams in one statement; return their heads.

    `payloads` gives each stream's content, in the shape of `record`. For imports: a stream that
    has a line already breaks the table's constraint, and the whole batch with it.
    """
    _check_inside_a_deed()
    entries = [
        _entry(stream, Head(), deed, by, now, {"before": {}, "after": {}, **payload})
        for stream, payload in payloads.items()
    ]
    Entry.objects.bulk_create(entries)
    return {one.stream: Head(one.seq, bytes(one.hash)) for one in entries}


def _check_inside_a_deed() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a ledger line is written inside the transaction of its deed")


def _entry(
    stream: str, last: Head, deed: str, by: Signature, now: datetime, payload: Mapping[str, Any]
) -> Entry:
    line = Line(
        stream=stream,
        seq=last.seq + 1,
        at=now,
        deed=deed,
        account_id=by.account_id,
        name=by.name,
        post=by.post,
        role=by.role,
        unit_id=by.unit_id,
        unit=by.unit,
        payload=canonical(payload),
    )
    return Entry(**asdict(line), hash=hash_of(line, last.hash))


def note_access(*, by: Signature, now: datetime, subject: str, fields: str, purpose: str) -> None:
    """Write that somebody read personal fields and why.

    Raises ValueError without a purpose or a person: an unexplained reading is refused.
    """
    if by.account_id is None or not purpose.strip():
        raise ValueError("a reading of personal fields names a person and a purpose")
    AccessLine.objects.create(
        at=now,
        account_id=by.account_id,
        name=by.name,
        post=by.post,
        unit=by.unit,
        subject=subject,
        fields=fields,
        purpose=purpose.strip()[:200],
    )


NO_ACCOUNT: Final = 0
"""Whose reading it is when another system reads: the line has its name, post and unit."""


def note_handing_over(
    *, by: Signature, now: datetime, given: Iterable[tuple[str, str]], purpose: str
) -> None:
    """Write that another system was given personal fields: (subject, fields) of each, and why.

    One statement for some hundred lines. Raises ValueError without a purpose or a name.
    """
    if not by.name.strip() or not purpose.strip():
        raise ValueError("what is handed over names who is given it and for what")
    AccessLine.objects.bulk_create(
        AccessLine(
            at=now,
            account_id=NO_ACCOUNT if by.account_id is None else by.account_id,
            name=by.name[:80],
            post=by.post[:120],
            unit=by.unit[:120],
            subject=subject,
            fields=fields,
            purpose=purpose.strip()[:200],
        )
        for subject, fields in given
    )


def _locked_head(stream: str) -> Head:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [7261, _lock_number(stream)])
    last = Entry.objects.filter(stream=stream).order_by("-seq").values_list("seq", "hash").first()
    return Head(last[0], bytes(last[1])) if last else Head()


def _lock_number(stream: str) -> int:
    return zlib.crc32(stream.encode()) - 2**31
