"""The rules of orders and of topics in force, and the deeds that publish new ones."""

from datetime import datetime

from gege.supervision.models import OrderRulesEdition, TopicRulesEdition
from gege.supervision.rules.order_rules import OrderRules, from_json, problems_of, to_json
from gege.supervision.rules.topics import (
    TopicRules,
    topic_problems,
    topics_from_json,
    topics_to_json,
)
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


def current_topic_rules() -> TopicRules:
    """Return the topics in force; the defaults while nothing was published. One statement."""
    newest = TopicRulesEdition.objects.order_by("-number").first()
    return topics_from_json(newest.document) if newest else TopicRules()


def publish_topic_rules(
    rules: TopicRules, *, note: str, by: Signature, now: datetime, based_on: int | None = None
) -> int:
    """Publish topics as the next edition and return its number. Raises NotPublished."""
    why = publishing_note(note)
    for field in topic_problems(rules):
        raise NotPublished("rules", field)
    return publish_edition(
        TopicRulesEdition,
        topics_to_json(rules),
        as_read=lambda document: topics_to_json(topics_from_json(document)),
        stream="topic_rules",
        note=why,
        by=by,
        now=now,
        based_on=based_on,
    )
