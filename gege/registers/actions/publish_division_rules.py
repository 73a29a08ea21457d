"""Publishing the rules of division: what a grid's work is made of, and what stands out (R-033)."""

from datetime import datetime

from gege.kernel.typed_text import cleaned
from gege.registers.books import DIVISION
from gege.registers.errors import Invalid, Refused
from gege.registers.models import DivisionEdition
from gege.registers.rules.division_rules import DivisionRules, from_json, problems_of, to_json
from gege.staff.api import Actor, Role
from gege.territory.api import bump
from gege.trail.api import NotPublished, publish_edition


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
    try:
        return publish_edition(
            DivisionEdition,
            to_json(rules),
            as_read=lambda document: to_json(from_json(document)),
            stream="division_rules",
            note=why,
            by=by.signature(),
            now=now,
            based_on=based_on,
            then=lambda: bump(DIVISION),
            first_needs_change=True,
        )
    except NotPublished as refused:
        raise Refused(refused.word) from None
