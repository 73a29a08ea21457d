"""The list of briefings, one of them with its charts, and what is done to it (R-005, R-070)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.briefings.content import content_of, language, place_of, span_of, title_of
from gege.desk.briefings.forms import DraftForm, PartsForm, ReasonForm, SureForm
from gege.desk.briefings.paper import paper_of
from gege.desk.briefings.said import SaidAboveBriefing, SaidOnBriefing
from gege.desk.briefings.tabs import tabs_of
from gege.desk.parts import Chip, Choice, Deed, Fact, Turns
from gege.desk.sheets import download
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.papers import PaperFontError, as_docx, as_pdf
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.supervision import api as supervision
from gege.supervision.api import (
    BRIEFING_READERS,
    Briefing,
    BriefingDeed,
    BriefingPage,
    BriefingState,
    NotFound,
    Span,
    briefing_names,
    may_draft,
    names,
)
from gege.territory.api import Atlas, load_atlas

TELLERS: Final = (Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER)
"""Who writes a hot issue out of a conclusion."""
_FORM: Final = ("GET", "HEAD", "POST")
_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_AT_ONCE: Final[Mapping[BriefingDeed, Callable[..., Briefing]]] = {
    BriefingDeed.COUNT: supervision.count_again,
    BriefingDeed.PROPOSE: supervision.propose_briefing,
    BriefingDeed.PUBLISH: supervision.publish_briefing,
    BriefingDeed.REVISE: supervision.revise_briefing,
    BriefingDeed.DISCARD: supervision.discard_briefing,
}
_OWN_PAGES: Final = {
    BriefingDeed.WRITE: "briefings:words",
    BriefingDeed.CONCLUDE: "briefings:conclude",
}


@open_to(*BRIEFING_READERS)
@never_cache
@require_safe
@as_sheets("briefings")
def listed(request: ActorRequest) -> HttpResponse:
    """List the briefings that a person may read, the newest first."""
    span, state = request.GET.get("span", ""), request.GET.get("state", "")
    area = request.GET.get("area", "")[:9]
    rows = supervision.briefings(request.actor, span=span, state=state, area_code=area)
    after = request.GET.get("after", "")
    found, more = supervision.page_of_briefings(rows, after=after)
    atlas, kept = load_atlas(), urlencode({"span": span, "state": state, "area": area})
    context = {
        "tabs": tabs_of(request.actor, "briefings"),
        "chips": _chips(span, state, area, atlas),
        "rows": [
            (
                one,
                place_of(one, atlas),
                span_of(one),
                names.name_of(briefing_names.SPANS, one.span),
                names.name_of(briefing_names.BRIEFING_STATES, one.state),
            )
            for one in found
        ],
        "turns": Turns(
            first=f"?{kept}" if after else "", next=f"?{kept}&after={more}" if more else ""
        ),
        "may_draft": may_draft(request.actor),
    }
    return render(request, "desk/briefings/list.html", context)


@open_to(*BRIEFING_READERS)
@never_cache
@require_http_methods(_FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Draft a briefing of one's own unit over days that are over."""
    if not may_draft(request.actor):
        raise Http404
    now = timezone.now()
    start = supervision.last_whole(Span.MONTH, timezone.localdate(now))
    initial = {"span": str(Span.MONTH), "first": start.first}
    form = DraftForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        with SaidOnBriefing(form):
            made = supervision.draft_briefing(
                form.chosen, data["first"], data["last"], by=request.actor, now=now
            )
            messages.success(request, _("It is counted. Write the words now."))
            return redirect("briefings:one", uid=made.uid)
    context = {
        "form": form,
        "heading": _("Draft a briefing"),
        "submit": _("Count and draft"),
        "back": reverse("briefings:list"),
        "back_label": _("Briefings"),
    }
    return render(request, "desk/briefings/form.html", context, status=_status(form))


@open_to(*BRIEFING_READERS)
@never_cache
@require_safe
def one(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a briefing: figures, charts, the four chapters, conclusions with their tasks."""
    return render(request, "desk/briefings/one.html", opened(request, uid))


@open_to(*BRIEFING_READERS)
@never_cache
@require_safe
def sheet(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a briefing as a sheet to print."""
    return render(request, "desk/briefings/print.html", opened(request, uid))


@open_to(*BRIEFING_READERS)
@never_cache
@require_safe
def paper(request: ActorRequest, uid: UUID, ending: str) -> HttpResponse:
    """Give a briefing as a paper: docx or PDF."""
    if ending not in _TYPES:
        raise Http404
    page = page_of(request, uid)
    atlas, briefing = load_atlas(), page.briefing
    made = paper_of(briefing, content_of(page, atlas), atlas)
    try:
        data = as_docx(made) if ending == "docx" else as_pdf(made)
    except PaperFontError as error:
        messages.error(request, _("The paper cannot be written: %(why)s") % {"why": str(error)})
        return redirect("briefings:one", uid=uid)
    name = f"briefing-{briefing.area_code}-{briefing.first}-{briefing.last}-{briefing.number}"
    return download(data, f"{name}.{ending}", _TYPES[ending])


@open_to(*BRIEFING_READERS)
@never_cache
@require_http_methods(_FORM)
def write(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Write the words of a draft."""
    page = page_of(request, uid)
    if BriefingDeed.WRITE not in page.deeds:
        raise Http404
    briefing, atlas = page.briefing, load_atlas()
    form = PartsForm(
        request.POST if request.method == "POST" else None,
        revision=briefing.revision,
        initial=briefing.words,
    )
    if form.is_bound and form.is_valid():
        with SaidOnBriefing(form):
            seen = form.cleaned_data["seen"]
            supervision.write_words(
                uid, form.typed, by=request.actor, now=timezone.now(), seen=seen
            )
            messages.success(request, _("Saved."))
            return redirect("briefings:one", uid=uid)
    context = {
        "form": form,
        "heading": _("Write the words"),
        "submit": _("Save"),
        "back": briefing.get_absolute_url(),
        "title": title_of(briefing, atlas),
    }
    return render(request, "desk/briefings/form.html", context, status=_status(form))


@open_to(*BRIEFING_READERS)
@never_cache
@require_http_methods(_FORM)
def do(request: ActorRequest, uid: UUID, deed: str) -> HttpResponse:
    """Do something to a briefing; 404 for a deed that does not exist or is not this person's."""
    page = page_of(request, uid)
    word = BriefingDeed(deed) if deed in list(BriefingDeed) else None
    if word is None or (word not in _AT_ONCE and word is not BriefingDeed.SEND_BACK):
        raise Http404
    if request.method != "POST" and word not in page.deeds:
        raise Http404
    if word is BriefingDeed.SEND_BACK:
        return _send_back(request, page)
    form = SureForm(request.POST)
    seen = form.cleaned_data.get("seen") if form.is_valid() else -1
    if request.method != "POST":
        raise Http404
    with SaidAboveBriefing(request):
        made = _AT_ONCE[word](uid, by=request.actor, now=timezone.now(), seen=seen)
        done = names.name_of(briefing_names.BRIEFING_DEEDS, word)
        messages.success(request, _("Done: %(deed)s.") % {"deed": done})
        if word is BriefingDeed.DISCARD:
            return redirect("briefings:list")
        return redirect("briefings:one", uid=made.uid)
    return redirect("briefings:one", uid=uid)


def _send_back(request: ActorRequest, page: BriefingPage) -> HttpResponse:
    briefing = page.briefing
    posted = request.POST if request.method == "POST" else None
    form = ReasonForm(posted, initial={"seen": briefing.revision})
    if form.is_bound and form.is_valid():
        with SaidOnBriefing(form):
            supervision.send_briefing_back(
                briefing.uid, by=request.actor, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("It went back to its writers."))
            return redirect("briefings:list")
    context = {
        "form": form,
        "heading": pgettext("briefing", "Send back"),
        "submit": pgettext("briefing", "Send back"),
        "back": briefing.get_absolute_url(),
        "title": title_of(briefing, load_atlas()),
    }
    return render(request, "desk/briefings/form.html", context, status=_status(form))


def page_of(request: ActorRequest, uid: UUID) -> BriefingPage:
    """Return one briefing for a reader; Http404 out of scope."""
    try:
        return supervision.briefing_page(uid, by=request.actor)
    except NotFound:
        raise Http404 from None


def opened(request: ActorRequest, uid: UUID) -> dict[str, Any]:
    """Return what the pages of one briefing show."""
    page, atlas = page_of(request, uid), load_atlas()
    briefing = page.briefing
    deeds = [_button(briefing, deed) for deed in page.deeds]
    return {
        "page": page,
        "briefing": briefing,
        "content": content_of(page, atlas),
        "state": names.name_of(briefing_names.BRIEFING_STATES, briefing.state),
        "draft": briefing.state in (BriefingState.DRAFT, BriefingState.PROPOSED),
        "may_tell": briefing.state == BriefingState.PUBLISHED and request.actor.role in TELLERS,
        "may_conclude": BriefingDeed.CONCLUDE in page.deeds,
        "own_words": briefing_names.BRIEFING_SENTENCES["own_words"] if page.own_words else "",
        "facts": _facts(briefing, atlas, timezone.now()),
        "first": deeds[0] if deeds else None,
        "others": deeds[1:],
        "now": timezone.now(),
    }


def _facts(briefing: Briefing, atlas: Atlas, now: datetime) -> list[Fact]:
    unit = atlas.unit(briefing.unit_id)
    found = [
        Fact(_("Of"), unit.short(language()) if unit else ""),
        Fact(_("Version"), briefing.number),
        Fact(_("Figures counted"), _moment(briefing.counted_at)),
    ]
    if briefing.proposed_by:
        at = _moment(briefing.proposed_at)
        found.append(Fact(_("Publishing asked for"), briefing.proposed_by, hint=at))
    if briefing.published_by:
        at = _moment(briefing.published_at)
        found.append(Fact(_("Published"), briefing.published_by, hint=at))
    if briefing.note:
        found.append(Fact(_("Came back"), briefing.note))
    return found


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at is not None else ""


def _button(briefing: Briefing, deed: BriefingDeed) -> Deed:
    label = names.name_of(briefing_names.BRIEFING_DEEDS, deed)
    if deed in _OWN_PAGES:
        return Deed(label, reverse(_OWN_PAGES[deed], args=[briefing.uid]))
    href = reverse("briefings:do", args=[briefing.uid, str(deed)])
    if deed is BriefingDeed.SEND_BACK:
        return Deed(label, href)
    asks = {
        BriefingDeed.PUBLISH: _("Publish it? The tasks of its conclusions are issued now."),
        BriefingDeed.DISCARD: _("Put it away? Its words are kept in the ledger only."),
    }
    return Deed(
        label,
        href,
        post=True,
        grave=deed is BriefingDeed.DISCARD,
        ask=asks.get(deed, ""),
        fields=[("seen", str(briefing.revision))],
    )


def _chips(span: str, state: str, area: str, atlas: Atlas) -> list[Chip]:
    spans = [Choice("", _("any span"))]
    spans += [Choice(str(word), name) for word, name in briefing_names.SPANS.items()]
    states = [Choice("", _("those in use"))]
    states += [Choice(str(word), name) for word, name in briefing_names.BRIEFING_STATES.items()]
    county = atlas.county()
    places = [county, *atlas.children(county.code)] if county else []
    areas = [Choice("", _("everywhere"))] + [Choice(p.code, p.name(language())) for p in places]
    return [
        Chip("span", pgettext("briefing", "Over"), span, choices=spans),
        Chip("area", pgettext("briefing", "of"), area, choices=areas),
        Chip("state", _("state"), state, choices=states),
    ]


def _status(form: django_forms.Form) -> int:
    return 422 if form.is_bound else 200
