"""The rules of accountability reviews in force, and the deed that publishes new ones."""

from datetime import datetime

from gege.supervision.models import ReviewRulesEdition
from gege.supervision.rules.review_rules import ReviewRules, from_json, problems_of, to_json
from gege.trail.api import NotPublished, Signature, publish_edition, publishing_note


def current_review_rules() -> tuple[int, ReviewRules]:
    """Return the edition in force and its rules; 0 and the defaults while none was published."""
    newest = ReviewRulesEdition.objects.order_by("-number").first()
    return (newest.number, from_json(newest.document)) if newest else (0, ReviewRules())


def review_rules(number: int) -> ReviewRules:
    """Return the rules of an edition: a review is held to its end under those it began with."""
    found = ReviewRulesEdition.objects.filter(number=number).first()
    return from_json(found.document) if found else ReviewRules()


def publish_review_rules(
    rules: ReviewRules, *, note: str, by: Signature, now: datetime, based_on: int | None = None
) -> int:
    """Publish rules as the next edition and return its number. Raises NotPublished."""
    why = publishing_note(note)
    for field in problems_of(rules):
        raise NotPublished("rules", field)
    return publish_edition(
        ReviewRulesEdition,
        to_json(rules),
        as_read=lambda document: to_json(from_json(document)),
        stream="review_rules",
        note=why,
        by=by,
        now=now,
        based_on=based_on,
    )
