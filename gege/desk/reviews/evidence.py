"""The evidence of a review, its dossier as files, and what closed reviews say of a unit."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.parts import Chip, Turns
from gege.desk.reviews import shown
from gege.desk.reviews.dossier import dossier_paper, language_of, packed
from gege.desk.reviews.views import opened
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.papers import PaperFontError, as_docx, as_pdf
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor, Role
from gege.supervision import api as supervision
from gege.supervision.api import REVIEW_READERS, Dossier, NotFound
from gege.territory.api import load_atlas
from gege.trail.api import note_access

_OVERSEEING: Final = (Role.COUNTY_SUPERVISOR, Role.ELECTRONIC_SUPERVISOR)


def _docx(dossier: Dossier, by: Actor) -> bytes:
    return as_docx(dossier_paper(dossier, by, language_of(get_language())))


def _pdf(dossier: Dossier, by: Actor) -> bytes:
    return as_pdf(dossier_paper(dossier, by, language_of(get_language())))


_KINDS: Final[Mapping[str, tuple[str, Callable[[Dossier, Actor], bytes]]]] = {
    "pdf": ("application/pdf", _pdf),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _docx,
    ),
    "zip": ("application/zip", packed),
}


@open_to(*REVIEW_READERS)
@never_cache
@require_safe
@as_sheets("evidence", personal="name")
def listed(request: ActorRequest, uid: UUID) -> HttpResponse:
    """List the evidence that a person reads, each item with its sum."""
    page = opened(request, uid, timezone.now())
    rows = supervision.evidence_of(page.review, request.actor)
    after = request.GET.get("after", "")
    found, more = supervision.page_of_evidence(rows, after=after)
    context = {
        "review": page.review,
        "title": shown.typed(page.review.title, request.actor),
        "whole": page.whole,
        "rows": [shown.evidence_line(one) for one in found],
        "turns": Turns(first="?" if after else "", next=f"?after={more}" if more else ""),
    }
    return render(request, "desk/reviews/evidence.html", context)


@open_to(*REVIEW_READERS)
@never_cache
@require_safe
def item(request: ActorRequest, uid: UUID, place: int) -> HttpResponse:
    """Show one item: what it says, its exact text, and whether its sum still holds."""
    page = opened(request, uid, timezone.now())
    rows = supervision.evidence_of(page.review, request.actor)
    found = rows.filter(place=place).first() if place < 2**31 else None
    if found is None:
        raise Http404
    context = {
        "review": page.review,
        "line": shown.evidence_line(found),
        "holds": supervision.sum_of(found.text) == found.sha256,
        "text": json.dumps(json.loads(found.text), ensure_ascii=False, indent=2, sort_keys=True),
    }
    return render(request, "desk/reviews/item.html", context)


@open_to(*_OVERSEEING)
@never_cache
@require_safe
def dossier(request: ActorRequest, uid: UUID, kind: str) -> HttpResponse:
    """Give the whole review as PDF, Word document, or a package whose sums can be verified."""
    if kind not in _KINDS:
        raise Http404
    now = timezone.now()
    try:
        whole = supervision.dossier_of(uid, by=request.actor, now=now)
    except NotFound:
        raise Http404 from None
    media_type, write = _KINDS[kind]
    try:
        written = write(whole, request.actor)
    except PaperFontError as error:
        messages.error(request, _("The paper cannot be written: %(why)s") % {"why": str(error)})
        return redirect("reviews:review", uid=uid)
    review = whole.page.review
    note_access(
        by=request.actor.signature(),
        now=now,
        subject=review.stream,
        fields="dossier",
        purpose=_("Taken out as a file: %(kind)s, %(lines)s lines")
        % {"kind": kind, "lines": len(whole.evidence)},
    )
    answer = HttpResponse(written, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="review-{review.number}.{kind}"'
    return answer


@open_to(*REVIEW_READERS)
@never_cache
@require_safe
@as_sheets("closed-reviews", personal="name")
def of_unit(request: ActorRequest, code: str) -> HttpResponse:
    """List what closed reviews found about a unit and its people in a period (R-084)."""
    atlas = load_atlas()
    unit = atlas.unit_by_code(code)
    if unit is None or (request.actor.role not in _OVERSEEING and unit.id != request.actor.unit_id):
        raise Http404
    first, last = _day(request, "first"), _day(request, "last")
    after = request.GET.get("after", "")
    found, more = supervision.closed_reviews(
        request.actor, unit_id=unit.id, first=first, last=last, after=after
    )
    kept = urlencode({"first": first or "", "last": last or ""})
    context = {
        "unit": unit.name(get_language() or ""),
        "rows": [shown.closed_line(one, request.actor) for one in found],
        "chips": [
            Chip("first", _("from"), first.isoformat() if first else "", kind="date"),
            Chip("last", _("until"), last.isoformat() if last else "", kind="date"),
        ],
        "turns": Turns(
            first=f"?{kept}" if after else "", next=f"?{kept}&after={more}" if more else ""
        ),
    }
    return render(request, "desk/reviews/unit.html", context)


def _day(request: ActorRequest, name: str) -> date | None:
    """Return a day of the address; None for none and for what is no day."""
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
