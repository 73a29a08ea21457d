"""Reading briefings: lists by key, one with its conclusions. Every read starts from scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gege.kernel.paging import newest_first
from gege.staff.api import Actor, Role
from gege.supervision.errors import NotFound
from gege.supervision.models import Briefing, Conclusion, Order
from gege.supervision.queries.scope import READERS, visible_orders
from gege.supervision.rules.briefing_words import (
    OPEN_BRIEFINGS,
    READABLE,
    BriefingDeed,
    BriefingState,
    Span,
)
from gege.supervision.rules.briefings import (
    WRITERS,
    BriefingFacts,
    BriefingRefusal,
    may_do,
    possible_deeds,
)
from gege.supervision.rules.words import OPEN

BRIEFING_READERS: Final = READERS
BRIEFING_PAGE: Final = 50
UNIT_KINDS: Final = {6: "county_centre", 9: "township_centre"}


@dataclass(frozen=True, slots=True)
class BriefingPage:
    """One briefing as one person sees it. `read` are the orders that they may open, `own_words`
    tells that it waits for somebody else to publish it, for they wrote of it."""

    briefing: Briefing
    conclusions: Sequence[Conclusion]
    versions: Sequence[Briefing]
    deeds: tuple[BriefingDeed, ...]
    read: frozenset[int]
    own_words: bool


def visible_briefings(by: Actor) -> QuerySet[Briefing]:
    """Return the briefings a person may read.

    What is published of the county is for everybody who reads orders; of a township for those of
    its area and the county's centre. Drafts are for who writes or publishes them: the own unit, and
    the county's supervision, who may publish a township's.
    """
    if by.role not in BRIEFING_READERS or by.unit_id is None:
        return Briefing.objects.none()
    county_wide = len(by.area_code) == 6 and not by.is_department
    mine = Q() if county_wide else Q(area_code__in=(by.area_code[:6], by.area_code[:9]))
    if by.is_department and len(by.area_code) == 6:
        mine = Q(area_code=by.area_code)
    own = Q(unit_id=by.unit_id) if by.role in WRITERS.get(by.unit_kind, frozenset()) else Q(pk=None)
    if by.role is Role.COUNTY_SUPERVISOR:
        own |= ~Q(state=BriefingState.DRAFT)
    return Briefing.objects.filter(mine & (Q(state__in=sorted(READABLE)) | own))


def briefings(
    by: Actor, *, span: str = "", state: str = "", area_code: str = ""
) -> QuerySet[Briefing]:
    """Return the briefings of a list, the newest first. Without a state those in use: published
    or being written."""
    rows = visible_briefings(by)
    if state in list(BriefingState):
        rows = rows.filter(state=state)
    else:
        rows = rows.filter(state__in=sorted({*OPEN_BRIEFINGS, BriefingState.PUBLISHED}))
    if span in list(Span):
        rows = rows.filter(span=span)
    if area_code:
        rows = rows.filter(area_code=area_code)
    return rows.defer("figures", "words").order_by("-id")


def page_of_briefings(
    rows: QuerySet[Briefing], *, after: str = "", size: int = BRIEFING_PAGE
) -> tuple[list[Briefing], str]:
    """Return one page by key and the key of the next, "" on the last; one statement."""
    return newest_first(rows, after=after, size=size)


def briefing_by_uid(uid: UUID, by: Actor, *, lock: bool = False) -> Briefing:
    """Return one briefing, locked for a deed when asked; raises NotFound out of scope."""
    rows = visible_briefings(by)
    found = (rows.select_for_update() if lock else rows).filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def briefing_page(uid: UUID, *, by: Actor) -> BriefingPage:
    """Open a briefing; four statements. Raises NotFound."""
    one = briefing_by_uid(uid, by)
    conclusions, facts = conclusions_of(one), briefing_facts(one, by)
    orders = [row.order_id for row in conclusions if row.order_id is not None]
    versions = visible_briefings(by).filter(
        area_code=one.area_code, span=one.span, first=one.first, last=one.last
    )
    return BriefingPage(
        one,
        conclusions,
        list(versions.defer("figures", "words").order_by("-number", "-id")),
        possible_deeds(facts),
        frozenset(visible_orders(by).filter(pk__in=orders).values_list("pk", flat=True)),
        may_do(BriefingDeed.PUBLISH, facts) is BriefingRefusal.OWN_WORDS,
    )


def conclusions_of(one: Briefing) -> list[Conclusion]:
    """Return the conclusions of a briefing with their orders, in the order they were written."""
    rows = Conclusion.objects.filter(briefing=one).select_related("order")
    return list(rows.order_by("id"))


def orders_to_link(by: Actor, one: Briefing, most: int = 200) -> list[Order]:
    """Return the open orders in a person's sight that a conclusion may link to, newest first."""
    rows = visible_orders(by).filter(state__in=sorted(OPEN))
    own = Q(to_area__startswith=one.area_code) | Q(by_unit_id=one.unit_id)
    return list(rows.filter(own).order_by("-id")[:most])


def briefing_facts(one: Briefing, by: Actor) -> BriefingFacts:
    """Gather what the table of deeds asks about one briefing and one person."""
    return BriefingFacts(
        BriefingState(one.state),
        UNIT_KINDS[len(one.area_code)],
        str(by.role),
        by.unit_id == one.unit_id,
        by.account_id in one.writers,
    )


def may_draft(by: Actor) -> bool:
    """Tell whether somebody writes briefings of their own unit's area."""
    return by.role in WRITERS.get(by.unit_kind, frozenset())
