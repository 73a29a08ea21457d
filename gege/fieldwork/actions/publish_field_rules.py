"""Publish an edition of the field rules. It applies from now on; patrols that ended keep theirs."""

from datetime import datetime

from gege.fieldwork.actions.entries import words
from gege.fieldwork.editions import EDITION
from gege.fieldwork.errors import Invalid, Refused
from gege.fieldwork.models import FieldRulesEdition
from gege.fieldwork.rules.field_rules import FieldRules, from_json, problems_of, to_json
from gege.staff.api import Actor, Role
from gege.territory.api import bump
from gege.trail.api import NotPublished, publish_edition


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
    try:
        return publish_edition(
            FieldRulesEdition,
            to_json(rules),
            as_read=lambda document: to_json(from_json(document)),
            stream="field_rules",
            note=why,
            by=by.signature(),
            now=now,
            based_on=based_on,
            then=lambda: bump(EDITION),
        )
    except NotPublished as refused:
        word = "rules_moved_on" if refused.word == "moved_on" else refused.word
        raise Refused(word) from None
