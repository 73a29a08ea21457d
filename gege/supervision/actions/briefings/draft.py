"""Draft a briefing: count once, freeze, and leave the words to people (R-002, R-005, R-070)."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from gege.matters.api import local_date
from gege.staff.api import SYSTEM, Actor
from gege.supervision.actions.briefings.step import BriefingStep, briefing_step
from gege.supervision.errors import Invalid, Refused
from gege.supervision.models import Briefing
from gege.supervision.queries.briefing_counts import figures_of
from gege.supervision.queries.briefings import may_draft
from gege.supervision.rules.briefing_words import (
    OPEN_BRIEFINGS,
    BriefingDeed,
    BriefingState,
    Span,
)
from gege.supervision.rules.briefings import BriefingRefusal, Days, days_of, last_whole
from gege.territory.api import UnitFacts, load_atlas

_log: Final = logging.getLogger(__name__)
_LOCK: Final = 0x62726965
"""Two drafts of one span are made one after the other: the second finds the first."""
WAITS: Final = timedelta(days=7)
"""A draft that the platform made and nobody touched is made up to so many days late."""


def draft_briefing(
    span: Span, first: date, last: date | None = None, *, by: Actor, now: datetime
) -> Briefing:
    """Draft the briefing of one's own unit over a week, a month or some days that are over.

    Raises Refused, Invalid naming the entry.
    """
    if not may_draft(by):
        raise Refused(BriefingRefusal.NOT_YOURS)
    days = days_of(span, first, last, local_date(now))
    if isinstance(days, str):
        raise Invalid("last" if span is Span.OTHER else "first", days)
    unit = load_atlas().unit(by.unit_id or 0)
    assert unit is not None  # the actor's own
    made = _drafted(unit, span, days, by=by, now=now)
    if made is None:
        raise Refused("drafted_already")
    return made


def draft_what_is_over(*, now: datetime) -> int:
    """Draft the last week and month that are over, for the county and each township that had a
    matter in them; return how many were made. Each is its own transaction."""
    today, atlas, made = local_date(now), load_atlas(), 0
    units = [u for u in atlas.units() if u.kind in ("county_centre", "township_centre")]
    for span in (Span.WEEK, Span.MONTH):
        days = last_whole(span, today)
        if today - days.last > WAITS:
            continue
        done = set(
            Briefing.objects.filter(span=span, first=days.first).values_list("area_code", flat=True)
        )
        for unit in units:
            if unit.area_code in done:
                continue
            try:
                made += _drafted(unit, span, days, by=SYSTEM, now=now) is not None
            except Exception:
                _log.exception("the briefing of unit %s could not be drafted", unit.code)
    return made


def count_again(uid: UUID, *, by: Actor, now: datetime, seen: int | None = None) -> Briefing:
    """Count the figures of a draft anew; its words stay."""
    with briefing_step(uid, BriefingDeed.COUNT, by=by, now=now, seen=seen) as step:
        one = step.briefing
        one.figures, one.counted_at = figures_of(one.area_code, one.days, now=now), now
        step.say(reported=one.figures["totals"]["reported"])
    return step.briefing


def revise_briefing(uid: UUID, *, by: Actor, now: datetime, seen: int | None = None) -> Briefing:
    """Begin the next version of a published briefing, with its figures, words and conclusions.

    The published one stands until the next is published. Its words are taken over, and with them
    those who wrote them: they do not publish the new one either.
    """
    from gege.supervision.actions.briefings.conclude import take_over  # inline: a cycle otherwise

    with briefing_step(uid, BriefingDeed.REVISE, by=by, now=now, seen=seen) as step:
        old = step.briefing
        _serialise()
        if _same(old.area_code, old.span, old.days).filter(state__in=sorted(OPEN_BRIEFINGS)):
            raise Refused("drafted_already")
        new = Briefing(
            unit_id=old.unit_id,
            area_code=old.area_code,
            span=old.span,
            first=old.first,
            last=old.last,
            number=old.number + 1,
            figures=old.figures,
            words=old.words,
            writers=old.writers,
            made_at=now,
            counted_at=old.counted_at,
        )
        _write(new, by, now)
        take_over(old, new, by=by, now=now)
        step.say(next=new.number)
    return new


def _drafted(
    unit: UnitFacts, span: Span, days: Days, *, by: Actor, now: datetime
) -> Briefing | None:
    """Return the draft that was made; None where there is one, or nothing to tell by itself."""
    with transaction.atomic():
        _serialise()
        same = _same(unit.area_code, span, days)
        if same.exclude(state=BriefingState.DISCARDED).exists():
            return None
        figures = figures_of(unit.area_code, days, now=now)
        if by.is_system and not figures["totals"]["reported"]:
            return None
        one = Briefing(
            unit_id=unit.id,
            area_code=unit.area_code,
            span=span,
            first=days.first,
            last=days.last,
            figures=figures,
            made_at=now,
            counted_at=now,
        )
        _write(one, by, now)
        return one


def _write(one: Briefing, by: Actor, now: datetime) -> None:
    one.save()
    step = BriefingStep(one, str(BriefingDeed.DRAFT), by, now)
    step.say(
        area=one.area_code,
        span=one.span,
        first=str(one.first),
        last=str(one.last),
        number=one.number,
        reported=one.figures["totals"]["reported"],
    )
    if by.is_system:
        step.tell("briefing_drafted", unit_id=one.unit_id)
    step.finish()


def _same(area_code: str, span: str, days: Days) -> QuerySet[Briefing]:
    return Briefing.objects.filter(area_code=area_code, span=span, first=days.first, last=days.last)


def _serialise() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
