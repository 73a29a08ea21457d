"""A whole review for its dossier: everything about it, and whether its evidence still holds."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from gege.staff.api import Actor
from gege.supervision.errors import NotFound
from gege.supervision.models import Evidence, Review
from gege.supervision.queries.reviews import ReviewPage, review_page
from gege.supervision.rules.evidence import sum_of, sum_of_list
from gege.supervision.rules.review_words import ReviewDeed
from gege.trail.api import Entry, prove_stream


@dataclass(frozen=True, slots=True)
class EvidenceProof:
    """Whether items are as they were frozen: each against its sum, all against the list's, and
    the list's against the line of the trail that opened the review."""

    items: int
    broken: tuple[int, ...]
    list_holds: bool
    trail_holds: bool

    @property
    def whole(self) -> bool:
        return not self.broken and self.list_holds and self.trail_holds


@dataclass(frozen=True, slots=True)
class Dossier:
    """A review with its evidence and the lines of its own trail."""

    page: ReviewPage
    evidence: Sequence[Evidence]
    trail: Sequence[Entry]
    proof: EvidenceProof


def dossier_of(uid: UUID, *, by: Actor, now: datetime) -> Dossier:
    """Read a whole review and prove its evidence; for the supervision alone. Raises NotFound."""
    page = review_page(uid, by=by, now=now)
    if not page.whole:
        raise NotFound
    evidence = list(Evidence.objects.filter(review=page.review).order_by("place"))
    stream = prove_stream(page.review.stream, key=settings.GEGE_TRAIL_KEY.encode())
    return Dossier(page, evidence, stream.lines, _proof(page.review, evidence, stream.lines))


def _proof(review: Review, evidence: Sequence[Evidence], trail: Sequence[Entry]) -> EvidenceProof:
    broken = tuple(one.place for one in evidence if sum_of(one.text) != one.sha256)
    total = sum_of_list((one.place, one.sha256) for one in evidence)
    opened = next((one for one in trail if one.deed == ReviewDeed.OPEN), None)
    written = json.loads(opened.payload) if opened else {}
    return EvidenceProof(
        len(evidence),
        broken,
        total == review.evidence_sum and len(evidence) == review.evidence_count,
        written.get("evidence_sum") == review.evidence_sum,
    )
