"""Reading reviews: who may, lists by key, one with those named, its evidence (domain 5.15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gege.kernel.paging import newest_first
from gege.kernel.typed_text import whole_number
from gege.matters.api import Matter, visible
from gege.staff.api import Actor, Role
from gege.supervision.errors import NotFound
from gege.supervision.models import (
    Evidence,
    Named,
    Order,
    Review,
    ReviewMeasure,
    ReviewSubject,
)
from gege.supervision.rules.review_words import (
    COMMON,
    OPEN_REVIEWS,
    Degree,
    EvidenceKind,
    ReviewDeed,
    ReviewState,
)
from gege.supervision.rules.reviews import (
    FOR_A_UNIT,
    SPEAKING,
    NamedFacts,
    ReviewFacts,
    possible,
    possible_of,
)

PAGE: Final = 50
OVERSEEING: Final = frozenset({Role.COUNTY_SUPERVISOR, Role.ELECTRONIC_SUPERVISOR})
REVIEW_READERS: Final = (
    Role.GRID_WORKER,
    Role.STATION_CLERK,
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_DISPATCHER,
    Role.COUNTY_SUPERVISOR,
    Role.DEPARTMENT_OFFICER,
    Role.HOTLINE_OPERATOR,
    Role.ELECTRONIC_SUPERVISOR,
)


def theirs(by: Actor) -> Q:
    """Return the condition of being named: oneself, or one's unit where no person is named."""
    if by.account_id is None or str(by.role) not in SPEAKING:
        return Q(pk__in=())
    found = Q(account_id=by.account_id)
    if str(by.role) in FOR_A_UNIT:
        found |= Q(account_id__isnull=True, unit_id=by.unit_id or 0)
    return found & Q(dropped_at__isnull=True)


def visible_reviews(by: Actor) -> QuerySet[Review]:
    """Return the reviews a person may open: the supervision all of them, those named their own;
    nobody else any."""
    if by.role in OVERSEEING:
        return Review.objects.all()
    named = Named.objects.filter(theirs(by), review=OuterRef("pk"))
    return Review.objects.filter(Exists(named))


def review_by_uid(uid: UUID, by: Actor, *, lock: bool = False) -> Review:
    """Return one review, locked for a deed when asked; raises NotFound out of scope."""
    rows = visible_reviews(by)
    rows = rows.select_for_update() if lock else rows
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def reviews(by: Actor, *, state: str = "open") -> QuerySet[Review]:
    """Return the reviews of a list, the newest first: a state's, "open", or "" for all."""
    rows = visible_reviews(by)
    if state == "open":
        rows = rows.filter(state__in=sorted(OPEN_REVIEWS))
    elif state:
        rows = rows.filter(state=state)
    return rows.order_by("-id")


def page_of_reviews(
    rows: QuerySet[Review], *, after: str = "", size: int = PAGE
) -> tuple[list[Review], str]:
    """Return one page by key and the key of the next, "" on the last; one statement."""
    return newest_first(rows, after=after, size=size)


@dataclass(frozen=True, slots=True)
class NamedPart:
    """One of those named as one person sees them, with what they may do about it."""

    named: Named
    measures: tuple[ReviewMeasure, ...]
    mine: bool
    deeds: tuple[ReviewDeed, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review as one person sees it; `whole` for the supervision, for those named their own
    part."""

    review: Review
    matters: Sequence[Matter]
    orders: Sequence[Order]
    parts: Sequence[NamedPart]
    deeds: tuple[ReviewDeed, ...]
    whole: bool


def review_page(uid: UUID, *, by: Actor, now: datetime) -> ReviewPage:
    """Open a review; a fixed number of statements. Raises NotFound."""
    review = review_by_uid(uid, by)
    everybody = list(Named.objects.filter(review=review).order_by("id"))
    # Whoever is named reads their own part, in the supervision as anywhere.
    whole = by.role in OVERSEEING and not any(is_theirs(one, by) for one in everybody)
    facts = facts_of(review, everybody, by)
    shown = everybody if whole else [one for one in everybody if is_theirs(one, by)]
    measures: dict[int, list[ReviewMeasure]] = {}
    for row in ReviewMeasure.objects.filter(named__in=shown).order_by("id"):
        measures.setdefault(row.named_id, []).append(row)
    parts = [
        NamedPart(
            one,
            tuple(measures.get(one.pk, ())),
            is_theirs(one, by),
            possible_of(facts, named_facts(one, by), now) if one.dropped_at is None else (),
        )
        for one in shown
    ]
    about = list(ReviewSubject.objects.filter(review=review).select_related("order").order_by("id"))
    ids = [one.matter_id for one in about if one.matter_id is not None]
    matters = list(visible(by).filter(pk__in=ids).defer("search").order_by("id")) if ids else []
    orders = [one.order for one in about if one.order is not None]
    return ReviewPage(review, matters, orders, parts, possible(facts, now), whole)


def is_theirs(named: Named, by: Actor) -> bool:
    """Tell whether somebody named is this person, or their unit."""
    if named.dropped_at is not None or by.account_id is None or str(by.role) not in SPEAKING:
        return False
    if named.account_id is None:
        return named.unit_id == by.unit_id and str(by.role) in FOR_A_UNIT
    return named.account_id == by.account_id


def facts_of(review: Review, everybody: Sequence[Named], by: Actor) -> ReviewFacts:
    """Gather what the table of deeds asks about a review and a person."""
    held = (
        by.account_id is not None
        and Evidence.objects.filter(
            review=review, kind=EvidenceKind.LINE, account_id=by.account_id
        ).exists()
    )
    living = [named_facts(one, by) for one in everybody if one.dropped_at is None]
    return ReviewFacts(ReviewState(review.state), str(by.role), held, living)


def named_facts(named: Named, by: Actor) -> NamedFacts:
    """Gather what the table asks about one of those named."""
    return NamedFacts(
        mine=is_theirs(named, by),
        heard=bool(named.heard),
        degree=Degree(named.degree) if named.degree else None,
        found_by_me=by.account_id is not None and named.found_by_id == by.account_id,
        accepted=named.accepted_at is not None,
        appealed=named.appealed_at is not None,
        decided=named.decided_at is not None,
        appeal_until=named.appeal_until,
    )


def evidence_of(review: Review, by: Actor) -> QuerySet[Evidence]:
    """Return the evidence a person reads: those named what is about them or their unit, and what
    everybody named reads; the supervision else all of it."""
    rows = Evidence.objects.filter(review=review).order_by("place")
    named = list(Named.objects.filter(theirs(by), review=review))
    if not named:
        return rows if by.role in OVERSEEING else rows.none()
    units = {one.unit_id for one in named}
    about = Q(account_id=by.account_id) | Q(unit_id__in=units, account_id__isnull=True)
    if any(one.account_id is None for one in named):
        about |= Q(unit_id__in=units)
    return rows.filter(about | Q(kind__in=sorted(COMMON)))


def page_of_evidence(
    rows: QuerySet[Evidence], *, after: str = "", size: int = PAGE
) -> tuple[list[Evidence], str]:
    """Return one page of evidence by its place, and the key of the next; one statement."""
    key = whole_number(after)
    if key is not None:
        rows = rows.filter(place__gt=key)
    found = list(rows[: size + 1])
    return found[:size], str(found[size - 1].place) if len(found) > size else ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who held a step, as the evidence says: a person, or a unit without one."""

    account_id: int | None
    name: str
    post: str
    unit_id: int
    unit: str


def holders_of(review: Review) -> list[Holder]:
    """Return who held steps, persons first, each once; two statements."""
    people = (
        Evidence.objects.filter(
            review=review,
            kind=EvidenceKind.LINE,
            account_id__isnull=False,
            unit_id__isnull=False,
        )
        .order_by("account_id", "place")
        .distinct("account_id")
        .values_list("account_id", "name", "post", "unit_id", "unit")
    )
    kinds = (EvidenceKind.HOLDING, EvidenceKind.INSTRUCTION, EvidenceKind.ORDER)
    units = (
        Evidence.objects.filter(review=review, kind__in=kinds, unit_id__isnull=False)
        .order_by("unit_id", "place")
        .distinct("unit_id")
        .values_list("unit_id", "unit")
    )
    found = [
        Holder(account_id, name, post, unit_id or 0, unit)
        for account_id, name, post, unit_id, unit in people
    ]
    return found + [Holder(None, unit, "", unit_id or 0, unit) for unit_id, unit in units]


def reviews_of_matter(matter: Matter, *, by: Actor) -> list[Review]:
    """Return the reviews about a matter that a person may open, the oldest first."""
    about = ReviewSubject.objects.filter(review=OuterRef("pk"), matter=matter)
    return list(visible_reviews(by).filter(Exists(about)).order_by("id"))


def reviews_waiting(by: Actor, most: int = 1000) -> int:
    """Count what waits for a person: statements of theirs, and for the supervision appeals and
    reviews in which everybody was heard; up to `most` and one."""
    return len(waiting_in_reviews(by).values_list("pk", flat=True)[: most + 1])


def waiting_in_reviews(by: Actor) -> QuerySet[Named]:
    """Return the persons of reviews for whom, or for whose appeal, somebody is waited for."""
    if by.role is Role.COUNTY_SUPERVISOR:
        return Named.objects.filter(
            appealed_at__isnull=False, decided_at__isnull=True, dropped_at__isnull=True
        )
    return Named.objects.filter(theirs(by), heard="", review__state=ReviewState.HEARING)


@dataclass(frozen=True, slots=True)
class ClosedReview:
    """What a closed review says of a unit or a person: for their appraisal (R-084)."""

    review: Review
    named: Named
    measures: tuple[ReviewMeasure, ...]


def closed_reviews(
    by: Actor,
    *,
    first: date | None = None,
    last: date | None = None,
    unit_id: int | None = None,
    account_id: int | None = None,
    after: str = "",
    size: int = PAGE,
) -> tuple[list[ClosedReview], str]:
    """Return what closed reviews found about a unit and its people, or a person, the newest
    first, and the key of the next page; two statements.

    The supervision reads all; a unit's people read what was found about the unit, and everybody
    what was found about themselves. The appraisal (R-084) reads the same. Days are of the ending.
    """
    rows = Named.objects.filter(review__state=ReviewState.CLOSED, dropped_at__isnull=True)
    if by.role not in OVERSEEING:
        rows = rows.filter(theirs(by))
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    if first is not None:
        rows = rows.filter(review__ended_at__date__gte=first)
    if last is not None:
        rows = rows.filter(review__ended_at__date__lte=last)
    key = whole_number(after)
    if key is not None:
        rows = rows.filter(pk__lt=key)
    found = list(rows.select_related("review").order_by("-id")[: size + 1])
    measures: dict[int, list[ReviewMeasure]] = {}
    for row in ReviewMeasure.objects.filter(named__in=found).order_by("id"):
        measures.setdefault(row.named_id, []).append(row)
    lines = [ClosedReview(one.review, one, tuple(measures.get(one.pk, ()))) for one in found]
    return lines[:size], str(found[size - 1].pk) if len(found) > size else ""
