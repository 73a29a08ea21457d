"""Ending a record: somebody moved or died, a place closed, a file is done (domain 5, rule 6)."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.registers.actions.chronicle import write_version
from gege.registers.actions.entering import check_live, side_of
from gege.registers.actions.linking import end_links
from gege.registers.actions.questions import end_questions
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, Refused, Stale
from gege.registers.models import Link, Record
from gege.registers.queries.scope import reader, record_by_uid
from gege.staff.api import Actor
from gege.territory.api import Editions

WHY: Final = ("moved_out", "deceased", "closed", "removed", "done", "withdrawn", "mistake")


def end_record(
    uid: UUID,
    *,
    on: date,
    why: str,
    note: str,
    by: Actor,
    now: datetime,
    editions: Editions,
    version: int | None = None,
) -> Record:
    """End a record on a day; it stays readable until its retention is over.

    Its own references end; references to it stay, so that a household still tells who lived there
    until rule L04 asks. Open questions about it end with it. Raises Invalid (`on`, `why`, `note`),
    NotFound, Stale, Refused (`has_ended`, `reads_only`, `not_a_collector`, `not_live`).
    """
    contract, today = current_contract(editions), local_date(now)
    one = reader(by, today)
    side_of(by)
    words = cleaned(note, lines=False)
    if why not in WHY:
        raise Invalid("why", "unknown_choice")
    if len(words) > 200:
        raise Invalid("note", "too_long", most=200)
    with transaction.atomic():
        record = record_by_uid(uid, one, contract, lock=True)
        sheet = contract.sheets[record.sheet]
        if one.only_reads(record, contract):
            raise Refused("reads_only")
        check_live(contract, sheet)
        if record.valid_to is not None:
            raise Refused("has_ended")
        if version is not None and version != record.version:
            raise Stale
        if not record.valid_from <= on <= today:
            raise Invalid("on", "day_out_of_range")
        record.valid_to, record.ended_why = on, why
        live = Link.objects.filter(source=record, until__isnull=True)
        end_links(live.filter(~Q(since__gt=on)), on)
        end_questions(record, by, now)
        write_version(
            record,
            "end",
            {},
            by=by,
            now=now,
            before={"ended": None},
            more={"why": why, "note": words},
        )
    return record
