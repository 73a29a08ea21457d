"""Keep a day's file: the same bytes are kept once, others are a new edition with its reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from gege.staff.api import Actor
from gege.supervision.models import DailyFile
from gege.trail.api import record

_LOCK: Final = 0x6461696C


@dataclass(frozen=True, slots=True)
class DayContent:
    """What a day's file says: its form, the JSON, the CSV, and how many lines there are."""

    form: str
    document: str
    table: str
    lines: int


def keep_day(day: date, content: DayContent, *, by: Actor, now: datetime) -> tuple[DailyFile, bool]:
    """Keep a day's file and tell whether it is new.

    A day that was made before and comes to the same bytes stays as it is, without a line in the
    ledger; other bytes are the next edition, with the reason "corrected".
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            # The night's work and a person may count one day at once: each sees the last edition.
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, day.toordinal()])
        last = DailyFile.objects.filter(day=day).order_by("-edition").first()
        if last is not None and (last.document, last.table) == (content.document, content.table):
            return last, False
        made = DailyFile.objects.create(
            day=day,
            edition=last.edition + 1 if last else 1,
            reason="corrected" if last else "",
            form=content.form,
            document=content.document,
            table=content.table,
            document_sha256=_digest(content.document),
            table_sha256=_digest(content.table),
            lines=content.lines,
            made_at=now,
        )
        record(
            stream=made.stream,
            deed="make_daily",
            by=by.signature(),
            now=now,
            more={
                "edition": made.edition,
                "reason": made.reason,
                "form": made.form,
                "json_sha256": made.document_sha256,
                "csv_sha256": made.table_sha256,
                "lines": made.lines,
            },
        )
    return made, True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
