"""The pages of reviews: the list, a new one, one with those named, and every deed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.parts import Chip, Choice, Turns
from gege.desk.reviews import shown
from gege.desk.reviews.forms import FindingForm, NameForm, NewReviewForm, RulingForm, WordsForm
from gege.desk.reviews.said import SaidOnReview
from gege.desk.taking_out.pages import as_sheets
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.supervision import api as supervision
from gege.supervision.api import (
    REVIEW_READERS,
    NamedPart,
    NewReview,
    NotFound,
    ReviewDeed,
    ReviewPage,
    ReviewState,
)
from gege.supervision.api import review_names as words
from gege.territory.api import load_atlas

_STATES: Final = ("open", *ReviewState, "all")
_WRITERS: Final = tuple(one for one in REVIEW_READERS if one is not Role.ELECTRONIC_SUPERVISOR)
_OF_REVIEW: Final[Mapping[ReviewDeed, Callable[..., Any]]] = {
    ReviewDeed.NAME: supervision.name_holder,
    ReviewDeed.CONCLUDE: supervision.conclude_review,
    ReviewDeed.CLOSE: supervision.close_review,
    ReviewDeed.STOP: supervision.stop_review,
}
_OF_NAMED: Final[Mapping[ReviewDeed, Callable[..., Any]]] = {
    ReviewDeed.STATE: supervision.make_statement,
    ReviewDeed.REFUSE: supervision.refuse_statement,
    ReviewDeed.FIND: supervision.write_finding,
    ReviewDeed.DROP: supervision.let_go,
    ReviewDeed.ACCEPT: supervision.accept_finding,
    ReviewDeed.APPEAL: supervision.make_appeal,
    ReviewDeed.DECIDE: supervision.decide_appeal,
}

_CONDUCTING: Final = frozenset({ReviewDeed.FIND, ReviewDeed.DROP, ReviewDeed.DECIDE})


@open_to(*REVIEW_READERS)
@never_cache
@require_safe
@as_sheets("reviews")
def listed(request: ActorRequest) -> HttpResponse:
    """List the reviews that a person may open, the newest first."""
    state = request.GET.get("state", "open")
    state = state if state in _STATES else "open"
    rows = supervision.reviews(request.actor, state="" if state == "all" else state)
    after = request.GET.get("after", "")
    found, more = supervision.page_of_reviews(rows, after=after)
    kept = urlencode({"state": state})
    context = {
        "rows": [shown.line_of(one, request.actor) for one in found],
        "chips": [_state_chip(state)],
        "turns": Turns(
            first=f"?{kept}" if after else "", next=f"?{kept}&after={more}" if more else ""
        ),
        "own_unit": request.actor.unit_code if request.actor.role in _WRITERS else "",
        "new": reverse("reviews:new") if supervision.may_open(str(request.actor.role)) else "",
    }
    return render(request, "desk/reviews/list.html", context)


@open_to(Role.COUNTY_SUPERVISOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Open a review: a person's finding of serious harm, in words."""
    order, order_number = _order(request)
    form = NewReviewForm(
        request.POST if request.method == "POST" else None,
        initial={"matters": request.GET.get("matter", "")[:24]},
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        with SaidOnReview(form):
            entry = NewReview(
                consequence=said["consequence"],
                harm_on=said["harm_on"],
                finding=said["finding"],
                matters=tuple(said["matters"].replace(",", " ").replace("，", " ").split()),
                orders=(order,) if order else (),
                title=said["title"],
            )
            review = supervision.open_review(entry, by=request.actor, now=timezone.now())
            messages.success(request, _("The review is open, and its evidence is gathered."))
            return redirect("reviews:review", uid=review.uid)
    context = {
        "form": form,
        "order_number": order_number,
        "back": reverse("reviews:list"),
        "submit": words.DEEDS[ReviewDeed.OPEN],
    }
    return render(request, "desk/reviews/new.html", context, status=_status(form))


@open_to(*REVIEW_READERS)
@never_cache
@require_safe
def one(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a review: the whole of it to the supervision, their own part to those named."""
    return render(request, "desk/reviews/review.html", _opened(request, uid, timezone.now()))


@open_to(*_WRITERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: ActorRequest, uid: UUID, deed: str) -> HttpResponse:
    """Do something to a review; 404 for a deed that does not exist or is not this person's."""
    now = timezone.now()
    context = _opened(request, uid, now)
    page: ReviewPage = context["page"]
    word = _known(deed, _OF_REVIEW)
    if not page.whole or (request.method != "POST" and word not in page.deeds):
        raise Http404
    given: dict[str, Any] = {"version": page.review.version}
    if word is ReviewDeed.NAME:
        holders = supervision.holders_of(page.review)
        form: forms.Form = NameForm(_post(request), holders=holders, **given)
    else:
        form = WordsForm(_post(request), deed=word, **given)
    return _answer(request, context, form, word, _OF_REVIEW[word], (uid,), now)


@open_to(*_WRITERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def each(request: ActorRequest, uid: UUID, named_id: int, deed: str) -> HttpResponse:
    """Do something about one of those named; 404 for whom or what this person does not see."""
    now = timezone.now()
    context = _opened(request, uid, now)
    page: ReviewPage = context["page"]
    word = _known(deed, _OF_NAMED)
    part = next((one for one in page.parts if one.named.pk == named_id), None)
    if part is None or (request.method != "POST" and word not in part.deeds):
        raise Http404
    if word in _CONDUCTING and not page.whole:  # their forms tell what is not announced
        raise Http404
    form = _form_of(request, word, part, page)
    context["about"] = shown.part_of(part, page, load_atlas(), request.actor)
    return _answer(request, context, form, word, _OF_NAMED[word], (uid, named_id), now)


def _form_of(
    request: ActorRequest, word: ReviewDeed, part: NamedPart, page: ReviewPage
) -> forms.Form:
    given: dict[str, Any] = {"version": page.review.version}
    if word is ReviewDeed.FIND:
        declared = supervision.review_rules(page.review.rules).measures
        one = part.named
        before = {
            "degree": one.degree,
            "facts": one.facts,
            "standard": one.standard,
            "measures": [row.measure for row in part.measures],
            "words": next((row.words for row in part.measures), ""),
        }
        return FindingForm(_post(request), named=one, declared=declared, initial=before, **given)
    if word is ReviewDeed.DECIDE:
        return RulingForm(_post(request), named=part.named, **given)
    form = WordsForm(_post(request), deed=word, **given)
    if word is ReviewDeed.ACCEPT:
        form.fields["words"].required = False
        form.fields["words"].widget = forms.HiddenInput()
    return form


def _answer(
    request: ActorRequest,
    context: dict[str, Any],
    form: forms.Form,
    word: ReviewDeed,
    deed: Callable[..., Any],
    place: tuple[Any, ...],
    now: datetime,
) -> HttpResponse:
    label = shown.named(words.DEEDS, word)
    if form.is_bound and form.is_valid():
        with SaidOnReview(form):
            said = dict(form.cleaned_data)
            if word is ReviewDeed.ACCEPT:
                said.pop("words")
            if word is ReviewDeed.DROP:
                said["why"] = said.pop("words")
            deed(*place, by=request.actor, now=now, **said)
            messages.success(request, _("Done: %(deed)s.") % {"deed": label})
            return redirect("reviews:review", uid=place[0])
    context |= {
        "form": form,
        "deed": label,
        "grave": word in (ReviewDeed.STOP, ReviewDeed.DROP, ReviewDeed.REFUSE),
        "back": context["review"].get_absolute_url(),
    }
    return render(request, "desk/reviews/deed.html", context, status=_status(form))


def opened(request: ActorRequest, uid: UUID, now: datetime) -> ReviewPage:
    """Open a review or answer 404."""
    try:
        return supervision.review_page(uid, by=request.actor, now=now)
    except NotFound:
        raise Http404 from None


def _opened(request: ActorRequest, uid: UUID, now: datetime) -> dict[str, Any]:
    page, by, atlas = opened(request, uid, now), request.actor, load_atlas()
    review = page.review
    deeds = shown.deeds_of(page)
    return {
        "page": page,
        "review": review,
        "title": shown.typed(review.title, by),
        "matters": [(one, shown.typed(one.title, by)) for one in page.matters],
        "orders": [(one, shown.typed(one.title, by)) for one in page.orders],
        "state": shown.named(words.STATES, review.state),
        "finding": shown.typed(review.finding, by),
        "conclusion": shown.typed(review.conclusion, by),
        "ending": shown.typed(review.ending, by),
        "facts": shown.head_of(page, by),
        "parts": [shown.part_of(part, page, atlas, by) for part in page.parts],
        "steps": shown.steps_of(page, by),
        "first": deeds[0] if deeds else None,
        "others": deeds[1:],
    }


def _known(deed: str, table: Mapping[ReviewDeed, Any]) -> ReviewDeed:
    if deed not in list(ReviewDeed) or ReviewDeed(deed) not in table:
        raise Http404
    return ReviewDeed(deed)


def _order(request: ActorRequest) -> tuple[UUID | None, str]:
    """Return the order that the address names, if the person sees it."""
    try:
        uid = UUID(request.GET.get("order", ""))
        return uid, supervision.order_by_uid(uid, request.actor).number
    except (ValueError, NotFound):
        return None, ""


def _post(request: ActorRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound else 200


def _state_chip(state: str) -> Chip:
    choices = [Choice("open", _("all that are open"))]
    choices += [Choice(str(word), name) for word, name in words.STATES.items()]
    choices.append(Choice("all", _("all there are")))
    value = "" if state == "open" else state
    return Chip("state", pgettext("review", "Show"), value, choices=choices)
