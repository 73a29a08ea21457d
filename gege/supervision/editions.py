"""The rules of orders in force, and the deed that publishes new ones."""

from datetime import datetime

from gege.supervision.models import OrderRulesEdition
from gege.supervision.rules.order_rules import OrderRules, from_json, problems_of, to_json
from gege.trail.api import NotPublished, Signature, publish_edition, publishing_note


def current_order_rules() -> OrderRules:
    """Return the rules in force; the defaults while nothing was published. One statement."""
    newest = OrderRulesEdition.objects.order_by("-number").first()
    return from_json(newest.document) if newest else OrderRules()


def publish_order_rules(
    rules: OrderRules, *, note: str, by: Signature, now: datetime, based_on: int | None = None
) -> int:
    """Publish rules as the next edition and return its number. Raises NotPublished."""
    why = publishing_note(note)
    for field in problems_of(rules):
        raise NotPublished("rules", field)
    return publish_edition(
        OrderRulesEdition,
        to_json(rules),
        as_read=lambda document: to_json(from_json(document)),
        stream="order_rules",
        note=why,
        by=by,
        now=now,
        based_on=based_on,
    )
