"""Publish an edition of the rulebook. Old matters keep theirs; nothing is recomputed (R-086)."""

from datetime import datetime

from django.db import connection, transaction

from gege.matters.books import EDITION
from gege.matters.errors import Invalid
from gege.matters.models import RulebookEdition
from gege.matters.rules.rulebook import Rulebook, problems_of
from gege.matters.rules.rulebook_text import from_json, to_json
from gege.staff.api import Actor, Role
from gege.territory.api import bump
from gege.trail.api import record


def publish_rulebook(
    book: Rulebook, *, note: str, by: Actor, now: datetime, based_on: int | None = None
) -> int:
    """Publish a rulebook as the next edition and return its number.

    `based_on` is the edition the editor had on screen: when somebody published in between, the
    edit is refused. Raises Invalid with the first thing that is wrong with the book.
    """
    if by.role not in (Role.ADMINISTRATOR, Role.SYSTEM):
        raise Invalid("note", "administrators_only")
    problems = problems_of(book)
    if problems:
        raise Invalid("document", "rulebook_problem", problem=problems[0])
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE matters_rulebookedition IN EXCLUSIVE MODE")
        last = RulebookEdition.objects.order_by("-number").first()
        latest = last.number if last else 0
        if based_on is not None and based_on != latest:
            raise Invalid("document", "rulebook_moved_on")
        number = _next_number()
        document = to_json(book)
        RulebookEdition.objects.create(
            number=number,
            document=document,
            note=note[:200],
            published_at=now,
            published_by=by.name,
        )
        bump(EDITION)
        record(
            stream="rulebook",
            deed="publish",
            by=by.signature(),
            now=now,
            after={"edition": number, "note": note[:200]},
            more=_changes(last, book),
        )
    return number


def _next_number() -> int:
    """Return a number no edition ever had, one that was rolled back included: caches rely on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('matters_rulebook_number')")
        (number,) = cursor.fetchone()
    return int(number)


def _changes(last: RulebookEdition | None, book: Rulebook) -> dict[str, list[str]]:
    """Name what differs from the edition before, so that the ledger tells more than a number."""
    old = from_json(last.number, last.document) if last else Rulebook(0, (), ())
    before = {kind.code: kind for kind in old.kinds}
    kinds = [kind.code for kind in book.kinds if before.get(kind.code) != kind]
    gone = [code for code in before if not book.has(code)]
    limits = [
        f"{row.stage} {row.kind} {row.severity} {row.tier}: {row.amount} {row.unit}"
        for row in book.limits
        if row not in old.limits
    ]
    return {"kinds": kinds, "kinds_gone": gone, "limits": limits}
