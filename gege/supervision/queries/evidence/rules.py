"""The rules in force as evidence: each matter's edition of the rulebook, its limits, ours."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from gege.matters.api import ANY, Matter, RulebookEdition, Setting, rulebook
from gege.supervision.editions import current_order_rules
from gege.supervision.review_editions import current_review_rules
from gege.supervision.rules.evidence import Item, moment, sum_of
from gege.supervision.rules.order_rules import to_json as orders_to_json
from gege.supervision.rules.review_rules import to_json as reviews_to_json
from gege.supervision.rules.review_words import EvidenceKind


def rules_in_force(matters: Sequence[Matter], where: Setting) -> list[Item]:
    """Return the limits each matter stood under for life (R-086), and the rules of supervision."""
    editions = {
        one.number: one
        for one in RulebookEdition.objects.filter(number__in={one.rulebook for one in matters})
    }
    found = [_limits(one, editions.get(one.rulebook)) for one in matters]
    rules = {
        "orders": orders_to_json(current_order_rules()),
        "reviews": reviews_to_json(current_review_rules()[1]),
    }
    found.append(Item(EvidenceKind.RULES, "supervision", where.now, rules))
    return found


def _limits(matter: Matter, edition: RulebookEdition | None) -> Item:
    book = rulebook(matter.rulebook)
    rows = [
        {
            "stage": str(row.stage),
            "amount": row.amount,
            "unit": str(row.unit),
            "kind": row.kind,
            "severity": row.severity,
            "tier": row.tier,
        }
        for row in book.limits
        if row.kind in (ANY, matter.kind) and row.severity in (ANY, matter.severity)
    ]
    thresholds = json.loads(json.dumps(asdict(book.thresholds), default=str))
    data = {
        "matter": matter.number,
        "edition": matter.rulebook,
        "published_at": moment(edition.published_at) if edition else "",
        "published_by": edition.published_by if edition else "",
        "note": edition.note if edition else "",
        "document_sha256": _sum(edition) if edition else "",
        "limits": rows,
        "thresholds": thresholds,
    }
    at = edition.published_at if edition else None
    return Item(EvidenceKind.RULES, f"rulebook {matter.rulebook}", at, data)


def _sum(edition: RulebookEdition) -> str:
    text = json.dumps(
        edition.document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )
    return sum_of(text)
