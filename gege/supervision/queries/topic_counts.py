"""Counting what residents think, by topic (R-101)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from gege.matters.api import LOCAL, Matter
from gege.supervision.editions import current_topic_rules
from gege.supervision.rules.briefings import Days
from gege.supervision.rules.topics import Topic, TopicRules


def opinions(rows: QuerySet[Matter], days: Days, rules: TopicRules) -> QuerySet[Matter]:
    """Return the matters of some days that belong to any topic."""
    first = datetime.combine(days.first, time(), tzinfo=LOCAL)
    after = datetime.combine(days.last + timedelta(days=1), time(), tzinfo=LOCAL)
    kinds = [kind for line in rules.lines.values() for kind in line.kinds]
    told = rows.filter(reported_at__gte=first, reported_at__lt=after)
    return told.filter(Q(kind__in=kinds) | Q(intent="idea"))


def of_topic(rows: QuerySet[Matter], topic: Topic, rules: TopicRules) -> QuerySet[Matter]:
    """Return of some opinions those of one topic, as `TopicRules.topic_of` has it."""
    own = Q(kind__in=rules.lines[topic].kinds)
    if topic is not Topic.OTHER:
        return rows.filter(own)
    others = [kind for one, line in rules.lines.items() if one is not topic for kind in line.kinds]
    return rows.filter(own | Q(intent="idea") & ~Q(kind__in=others))


def topic_counts(rows: QuerySet[Matter], days: Days) -> list[dict[str, Any]]:
    """Count the opinions of some days by topic, every topic in the order of the table."""
    rules = current_topic_rules()
    found = opinions(rows, days, rules).order_by().values("kind", "intent").annotate(n=Count("pk"))
    counts: Counter[Topic] = Counter()
    for kind, intent, n in found.values_list("kind", "intent", "n"):
        topic = rules.topic_of(kind, intent)
        if topic is not None:
            counts[topic] += n
    return [{"topic": str(topic), "now": counts[topic]} for topic in Topic]
