"""Taking back what was said by mistake: the words stay readable and count no more (R-044)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.registers.actions.linking import end_links
from gege.registers.actions.questions import end_questions
from gege.registers.actions.restand import restand
from gege.registers.models import Link, Record, Statement
from gege.registers.rules.declaration import Contract
from gege.staff.api import Actor

MISTAKE = "mistake"
WITHDRAWN = "withdrawn"


def take_back(
    record: Record,
    statements: Iterable[Statement],
    *,
    why: str,
    by: Actor,
    now: datetime,
    contract: Contract,
) -> bool:
    """Take statements about a record back, and let stand what the others say; tell whether any was.

    What was taken back before, or is about another record, is passed over. A record of which no
    word is left ends as a mistake, with what stood in it, and is forgotten when its time is over.
    The line of the trail names the statements and why, and no value.
    """
    today = local_date(now)
    with transaction.atomic():
        record.refresh_from_db(from_queryset=Record.objects.select_for_update())
        wanted = Statement.objects.select_for_update().filter(
            record=record, pk__in=[one.pk for one in statements], withdrawn_at__isnull=True
        )
        taken = list(wanted.order_by("pk"))
        if not taken:
            return False
        for one in taken:
            one.withdrawn_at = now
            one.outcome = {**one.outcome, **dict.fromkeys((*one.open, *one.sealed), WITHDRAWN)}
            one.save(update_fields=["withdrawn_at", "outcome"])
        if not Statement.objects.filter(record=record, withdrawn_at__isnull=True).exists():
            _end(record, by, now)
        more = {"why": why, "statements": [str(one.uid) for one in taken]}
        restand(
            record,
            contract=contract,
            now=now,
            today=today,
            by=by,
            deed="take_back",
            more=more,
            always=True,
        )
        return True


def _end(record: Record, by: Actor, now: datetime) -> None:
    """End a record of which nobody says anything any more."""
    if record.valid_to is not None:
        return
    record.valid_to = max(record.valid_from, local_date(now))
    record.ended_why = MISTAKE
    end_links(Link.objects.filter(source=record, until__isnull=True), record.valid_to)
    end_questions(record, by, now)
