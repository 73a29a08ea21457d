"""Publish an edition of the field rules. It applies from now on; patrols that ended keep theirs."""

from datetime import datetime

from django.db import connection, transaction

from gege.fieldwork.actions.entries import words
from gege.fieldwork.editions import EDITION
from gege.fieldwork.errors import Invalid, Refused
from gege.fieldwork.models import FieldRulesEdition
from gege.fieldwork.rules.field_rules import FieldRules, from_json, problems_of, to_json
from gege.staff.api import Actor, Role
from gege.territory.api import bump
from gege.trail.api import record


def publish_field_rules(
    rules: FieldRules, *, note: str, by: Actor, now: datetime, based_on: int | None = None
) -> int:
    """Publish rules as the next edition and return its number.

    `based_on` is the number the editor had on screen, 0 for none: when somebody published in
    between, the edit is refused. Raises Refused, Invalid (field `note`, or the field of the rules).
    """
    if by.role not in (Role.ADMINISTRATOR, Role.SYSTEM):
        raise Refused("administrators_only")
    why = words("note", note, most=200, least=2, lines=False)
    for problem in problems_of(rules):
        raise Invalid(problem.field, "rules_problem", problem=str(problem))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE fieldwork_fieldrulesedition IN EXCLUSIVE MODE")
        last = FieldRulesEdition.objects.order_by("-number").first()
        latest = last.number if last else 0
        if based_on is not None and based_on != latest:
            raise Refused("rules_moved_on")
        before, after = to_json(from_json(last.document if last else {})), to_json(rules)
        changed = [name for name in after if before[name] != after[name]]
        if last is not None and not changed:
            raise Refused("changes_nothing")
        FieldRulesEdition.objects.create(
            number=latest + 1,
            document=after,
            note=why,
            published_at=now,
            published_by=by.name,
        )
        bump(EDITION)
        record(
            stream="field_rules",
            deed="publish",
            by=by.signature(),
            now=now,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            more={"edition": latest + 1, "note": why},
        )
    return latest + 1
