"""Make the digests of a month: what residents think of a topic, to the department that has it.

An order goes with each in the same transaction: it has the receipt, the light, the reminders and
the answer, and whoever answered does not close it (R-101; decisions 0044, 0047).
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from gege.kernel.masks import masked_number
from gege.kernel.working_time import Limit, TimeUnit
from gege.matters.api import Matter, Setting, local_date, setting
from gege.staff.api import SYSTEM, Actor, Role
from gege.supervision.actions.issue import opened, times_until
from gege.supervision.editions import current_topic_rules
from gege.supervision.errors import Invalid, Refused
from gege.supervision.models import Digest, Order
from gege.supervision.queries.briefing_counts import (
    LEAST_SHOWN,
    kind_names,
    place_names,
    rows_of,
)
from gege.supervision.queries.topic_counts import of_topic, opinions
from gege.supervision.rules.briefings import Days, month_of
from gege.supervision.rules.orders import Refusal
from gege.supervision.rules.topics import Topic, TopicRules
from gege.supervision.rules.words import OrderKind, Origin
from gege.territory.api import UnitFacts
from gege.trail.api import record

_log: Final = logging.getLogger(__name__)
MOST_SAID: Final = 200
WAITS: Final = timedelta(days=10)
_LOCK: Final = 0x64696765
_DIGITS: Final = re.compile(r"[0-9]{7,17}[0-9Xx]?")
_NAMES: Final = {
    Topic.URBAN: "城市建设",
    Topic.ENVIRONMENT: "环境整治",
    Topic.MEDICAL: "医疗服务",
    Topic.CULTURE: "文化建设",
    Topic.OTHER: "其他方面",
}
_TITLE: Final = "{year}年{month}月群众意见专题：{topic}（{count}条）"
_WORDS: Final = (
    "本月群众对{topic}的意见建议共{count}条，详见专题摘要。请逐类研究，回复采纳情况、"
    "改进措施和完成时间；不能采纳的说明理由。"
)
"""Sentences that stand in an order as the words of people do: written once, not translated."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of a month; `nobody` are topics with opinions that no department answers."""

    digests: tuple[Digest, ...]
    nobody: tuple[Topic, ...]


def make_digests(month: date, *, by: Actor, now: datetime) -> Made:
    """Make those digests of a month that is over that are not there yet.

    Raises Refused, Invalid naming the entry.
    """
    if by.role is not Role.COUNTY_SUPERVISOR and not by.is_system:
        raise Refused(Refusal.NOT_YOURS)
    days = month_of(month)
    if days.last >= local_date(now):
        raise Invalid("month", "not_over")
    if days.last < local_date(now) - timedelta(days=366):
        raise Invalid("month", "too_long_ago")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        return _made(days, by, now)


def make_last_digests(*, now: datetime) -> int:
    """Make the digests of the month that is over, within the first days of the next."""
    today = local_date(now)
    days = month_of(today.replace(day=1) - timedelta(days=1))
    if today - days.last > WAITS:
        return 0
    try:
        return len(make_digests(days.first, by=SYSTEM, now=now).digests)
    except Exception:
        _log.exception("the digests of %s could not be made", days.first)
        return 0


def _made(days: Days, by: Actor, now: datetime) -> Made:
    rules, where = current_topic_rules(), setting(now)
    county = where.atlas.county()
    centre = where.atlas.platform_unit(county.code) if county else None
    if centre is None:
        return Made((), ())
    there = set(Digest.objects.filter(first=days.first).values_list("topic", flat=True))
    rows = opinions(rows_of(centre.area_code), days, rules)
    made, nobody = [], []
    for topic in Topic:
        found = list(of_topic(rows, topic, rules).defer("search").order_by("id"))
        if topic in there or not found:
            continue
        unit = _answering(rules.lines[topic].department, where)
        if unit is None:
            nobody.append(topic)
            continue
        made.append(_one(topic, days, found, unit, centre, rules, where, by))
    return Made(tuple(made), tuple(nobody))


def _answering(code: str, where: Setting) -> UnitFacts | None:
    named = where.atlas.unit_by_code(code) if code else None
    unit = where.atlas.effective_unit(named.id, local_date(where.now)) if named else None
    return unit if unit is not None and unit.is_department else None


def _one(
    topic: Topic,
    days: Days,
    found: Sequence[Matter],
    unit: UnitFacts,
    centre: UnitFacts,
    rules: TopicRules,
    where: Setting,
    by: Actor,
) -> Digest:
    now, limit = where.now, Limit(rules.days, TimeUnit.WORKING_DAYS)
    due = where.calendar.due(now, limit)
    said = {"topic": _NAMES[topic], "count": len(found)}
    order = Order(
        kind=OrderKind.FOLLOW_UP,
        origin=Origin.DIGEST,
        title=_TITLE.format(year=days.first.year, month=days.first.month, **said),
        words=_WORDS.format(**said),
        by_unit_id=centre.id,
        provisional=due.provisional,
        **times_until(due.at, limit, where),
    )
    order = opened(order, unit, by=by, now=now)
    digest = Digest.objects.create(
        topic=topic,
        first=days.first,
        last=days.last,
        unit_id=unit.id,
        order=order,
        figures=_figures(found, topic, days, rules, where),
        counted=len(found),
        made_at=now,
    )
    record(
        stream=digest.stream,
        deed="digest_made",
        by=by.signature(),
        now=now,
        more={"topic": str(topic), "first": str(days.first), "counted": len(found)}
        | {"unit": unit.name_zh, "order": order.number},
    )
    return digest


def _figures(
    found: Sequence[Matter], topic: Topic, days: Days, rules: TopicRules, where: Setting
) -> dict[str, Any]:
    before = of_topic(opinions(rows_of(""), days.before, rules), topic, rules)
    kinds = Counter(one.kind for one in found)
    places = Counter(one.area_code[:12] for one in found)
    shown = [(code, n) for code, n in places.most_common() if n >= LEAST_SHOWN]
    return {
        "v": 1,
        "before": before.count(),
        "closed": sum(one.state == "closed" for one in found),
        "kinds": [
            {"names": kind_names(code, where.book), "now": n} for code, n in kinds.most_common()
        ],
        "places": [{"names": place_names(code, where.atlas), "now": n} for code, n in shown],
        "elsewhere": len(found) - sum(n for _code, n in shown),
        "said": [_said(one, where) for one in found[:MOST_SAID]],
    }


def _said(one: Matter, where: Setting) -> dict[str, Any]:
    """Return what a resident thinks without who: its title, where and when. Numbers are masked."""
    return {
        "title": _DIGITS.sub(lambda number: masked_number(number[0]), one.title),
        "names": place_names(one.area_code[:12], where.atlas),
        "on": str(local_date(one.reported_at)),
    }
