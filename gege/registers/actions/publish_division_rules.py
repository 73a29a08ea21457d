"""Publishing the rules of division: what a grid's work is made of, and what stands out (R-033)."""

from datetime import datetime

from django.db import connection, transaction

from gege.kernel.typed_text import cleaned
from gege.registers.books import DIVISION
from gege.registers.errors import Invalid, Refused
from gege.registers.models import DivisionEdition
from gege.registers.rules.division_rules import DivisionRules, from_json, problems_of, to_json
from gege.staff.api import Actor, Role
from gege.territory.api import bump
from gege.trail.api import record


def publish_division_rules(
    rules: DivisionRules, *, note: str, by: Actor, now: datetime, based_on: int
) -> int:
    """Publish rules as the next edition and return its number; the report follows at once.

    `based_on` is the number the editor had on screen, 0 for none. Raises Refused
    (`administrators_only`, `moved_on`, `changes_nothing`), Invalid (`note`, or a field's name).
    """
    if by.role not in (Role.ADMINISTRATOR, Role.SYSTEM):
        raise Refused("administrators_only")
    why = cleaned(note, lines=False)
    if not 2 <= len(why) <= 200:
        raise Invalid("note", "reason_needed", least=2, most=200)
    for problem in problems_of(rules):
        raise Invalid(problem.field, "out_of_range", least=problem.least, most=problem.most)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE registers_divisionedition IN EXCLUSIVE MODE")
        last = DivisionEdition.objects.order_by("-number").first()
        latest = last.number if last else 0
        if based_on != latest:
            raise Refused("moved_on")
        before, after = to_json(from_json(last.document if last else {})), to_json(rules)
        changed = [name for name in after if before[name] != after[name]]
        if not changed:
            raise Refused("changes_nothing")
        DivisionEdition.objects.create(
            number=latest + 1, document=after, note=why, published_at=now, published_by=by.name
        )
        bump(DIVISION)
        record(
            stream="division_rules",
            deed="publish",
            by=by.signature(),
            now=now,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            more={"edition": latest + 1, "note": why},
        )
    return latest + 1
