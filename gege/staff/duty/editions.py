"""The rules of duty in force, and the deed that publishes new ones."""

from datetime import datetime

from django.db import connection, transaction

from gege.kernel.typed_text import cleaned
from gege.staff.duty.errors import Invalid, Refused
from gege.staff.duty.models import DutyRulesEdition
from gege.staff.duty.rules.duty_rules import DutyRules, from_json, problems_of, to_json
from gege.trail.api import Signature, record


def current_rules() -> DutyRules:
    """Return the rules in force; the defaults while nothing was published. One statement."""
    newest = DutyRulesEdition.objects.order_by("-number").first()
    return from_json(newest.document) if newest else DutyRules()


@transaction.atomic
def publish_duty_rules(
    rules: DutyRules, *, note: str, by: Signature, now: datetime, based_on: int | None = None
) -> int:
    """Publish rules as the next edition and return its number.

    `based_on` is the number that the editor had on screen, 0 for none. Raises Invalid and Refused.
    """
    why = cleaned(note, lines=False)
    if not 2 <= len(why) <= 200:
        raise Invalid("note", "reason")
    for field, least, most in problems_of(rules):
        raise Invalid(field, "range", least=least, most=most)
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE staff_dutyrulesedition IN EXCLUSIVE MODE")
    last = DutyRulesEdition.objects.order_by("-number").first()
    latest = last.number if last else 0
    if based_on is not None and based_on != latest:
        raise Refused("rules_moved_on")
    before, after = to_json(from_json(last.document if last else {})), to_json(rules)
    changed = [name for name in after if before[name] != after[name]]
    if last is not None and not changed:
        raise Refused("changes_nothing")
    DutyRulesEdition.objects.create(
        number=latest + 1, document=after, note=why, published_at=now, published_by=by.name
    )
    record(
        stream="duty_rules",
        deed="publish",
        by=by,
        now=now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        more={"edition": latest + 1, "note": why},
    )
    return latest + 1
