"""Take a resident's report: the matter, its photographs and the ticket, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gege.matters import api as matters
from gege.matters.api import Matter, Report, Reporting
from gege.portal.models import Ticket
from gege.portal.rules.codes import code_of, hash_of, spelled
from gege.staff.api import resident


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
) -> Receipt:
    """Report as a resident without an account; `community` is where no grid is known.

    The same form sent again is the same report with the same code, and changes nothing. The line
    of the ledger is that of the report. Raises matters.MatterError.
    """
    by = resident(area_code="" if entry.grid_code else community)
    with transaction.atomic():
        matter = matters.report(replace(entry, receipt_key=receipt_key), by=by, now=now)
        code = code_of(secret)
        ticket = Ticket.objects.filter(matter=matter).first()
        if ticket is None:
            ticket = _ticket(matter, code, now)
            _attach(matter, photos, now)
    return Receipt(ticket, matter.number, code)


def give_code(matter: Matter, secret: str, now: datetime) -> str:
    """Give whoever told somebody else of a matter its query code, spelled; the same secret again
    is the same code. For a matter with one reporter and no ticket of another."""
    code = code_of(secret)
    if not Ticket.objects.filter(matter=matter).exists():
        _ticket(matter, code, now)
    return spelled(code)


def _ticket(matter: Matter, code: str, now: datetime) -> Ticket:
    return Ticket.objects.create(
        matter=matter,
        reporting=Reporting.objects.get(matter=matter),
        code_hash=hash_of(code, matter.number, settings.SECRET_KEY),
        made_at=now,
    )


def _attach(matter: Matter, photos: "Sequence[UploadedFile[bytes]]", now: datetime) -> None:
    for photo in photos:
        try:
            matters.attach(matter.number, upload=photo, by=resident(matter.pk), now=now)
        except matters.Invalid as error:
            if error.word != "already_attached":
                raise
