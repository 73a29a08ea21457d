"""The rules of duty in force, and the deed that publishes new ones."""

from datetime import datetime

from gege.kernel.typed_text import cleaned
from gege.staff.duty.errors import Invalid, Refused
from gege.staff.duty.models import DutyRulesEdition
from gege.staff.duty.rules.duty_rules import DutyRules, from_json, problems_of, to_json
from gege.trail.api import NotPublished, Signature, publish_edition


def current_rules() -> DutyRules:
    """Return the rules in force; the defaults while nothing was published. One statement."""
    newest = DutyRulesEdition.objects.order_by("-number").first()
    return from_json(newest.document) if newest else DutyRules()


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
    try:
        return publish_edition(
            DutyRulesEdition,
            to_json(rules),
            as_read=lambda document: to_json(from_json(document)),
            stream="duty_rules",
            note=why,
            by=by,
            now=now,
            based_on=based_on,
        )
    except NotPublished as refused:
        word = "rules_moved_on" if refused.word == "moved_on" else refused.word
        raise Refused(word) from None
