"""Take a resident's report: the matter, its photographs and the ticket, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gege.matters import api as matters
from gege.matters.api import Matter, Report, Setting
from gege.portal.models import Ticket
from gege.portal.queries.tickets import reporting_and_ticket
from gege.portal.rules.codes import code_of, hash_of, spelled
from gege.staff.api import resident
from gege.trail.api import insert


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the resident takes home."""

    ticket: Ticket
    number: str
    code: str


def submit(
    entry: Report,
    *,
    community: str,
    photos: "Sequence[UploadedFile[bytes]]",
    receipt_key: UUID,
    secret: str,
    now: datetime,
    where: Setting | None = None,
) -> Receipt:
    """Report as a resident without an account; `community` is where no grid is known.

    The same form sent again is the same report with the same code, and changes nothing. The line
    of the ledger is that of the report. Raises matters.MatterError. `where` is the setting that
    the form was checked against, if it was loaded already.
    """
    by = resident(area_code="" if entry.grid_code else community)
    with transaction.atomic():
        taken = replace(entry, receipt_key=receipt_key)
        matter = matters.report(taken, by=by, now=now, where=where)
        code = code_of(secret)
        reporting, known = reporting_and_ticket(matter.pk)
        if known is None:
            ticket = _ticket(matter, reporting, code, now)
            _attach(matter, photos, now)
        else:
            ticket = Ticket.objects.get(pk=known)
    return Receipt(ticket, matter.number, code)


def give_code(matter: Matter, secret: str, now: datetime) -> str:
    """Give whoever told somebody else of a matter its query code, spelled; the same secret again
    is the same code. For a matter with one reporter and no ticket of another."""
    code = code_of(secret)
    reporting, known = reporting_and_ticket(matter.pk)
    if known is None:
        _ticket(matter, reporting, code, now)
    return spelled(code)


def _ticket(matter: Matter, reporting_id: int, code: str, now: datetime) -> Ticket:
    ticket = Ticket(
        matter=matter,
        reporting_id=reporting_id,
        code_hash=hash_of(code, matter.number, settings.SECRET_KEY),
        made_at=now,
    )
    insert(ticket)
    return ticket


def _attach(matter: Matter, photos: "Sequence[UploadedFile[bytes]]", now: datetime) -> None:
    for photo in photos:
        try:
            matters.attach(matter.number, upload=photo, by=resident(matter.pk), now=now)
        except matters.Invalid as error:
            if error.word != "already_attached":
                raise
