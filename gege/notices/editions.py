"""The rules of notices in force, and the deed that publishes new ones."""

from datetime import datetime

from gege.notices.models import NoticeRulesEdition
from gege.notices.rules.notice_rules import NoticeRules, from_json, problems_of, to_json
from gege.trail.api import NotPublished, Signature, publish_edition, publishing_note


def current_rules() -> NoticeRules:
    """Return the rules in force; the defaults while nothing was published. One statement."""
    newest = NoticeRulesEdition.objects.order_by("-number").first()
    return from_json(newest.document) if newest else NoticeRules()


def publish_notice_rules(
    rules: NoticeRules, *, note: str, by: Signature, now: datetime, based_on: int | None = None
) -> int:
    """Publish rules as the next edition and return its number.

    `based_on` is the number that the editor had on screen, 0 for none. Raises NotPublished.
    """
    why = publishing_note(note)
    for problem in problems_of(rules):
        raise NotPublished("rules", problem.field)
    return publish_edition(
        NoticeRulesEdition,
        to_json(rules),
        as_read=lambda document: to_json(from_json(document)),
        stream="notice_rules",
        note=why,
        by=by,
        now=now,
        based_on=based_on,
    )
