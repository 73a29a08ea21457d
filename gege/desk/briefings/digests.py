"""Digests of opinions: the list, one with its answer, and those of a month made by hand (R-101)."""

from __future__ import annotations

from datetime import date
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.account.forms import DayInput
from gege.desk.briefings.content import language
from gege.desk.briefings.said import SaidOnBriefing
from gege.desk.briefings.tabs import tabs_of
from gege.desk.orders.shown import light_of, plain
from gege.desk.parts import Bar, Chip, Choice, Fact, Turns
from gege.desk.taking_out.pages import as_sheets
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.supervision import api as supervision
from gege.supervision.api import (
    DIGEST_READERS,
    Digest,
    NotFound,
    Span,
    briefing_names,
    names,
)
from gege.territory.api import Atlas, load_atlas

MAKERS: Final = (Role.COUNTY_SUPERVISOR,)


class MonthForm(forms.Form):
    """Which month."""

    month = forms.DateField(
        label=gettext_lazy("Month"),
        widget=DayInput(),
        help_text=gettext_lazy("Any of its days; the month has to be over."),
    )


@open_to(*DIGEST_READERS)
@never_cache
@require_safe
@as_sheets("digests")
def listed(request: ActorRequest) -> HttpResponse:
    """List the digests that a person may read, the newest first."""
    topic, month = request.GET.get("topic", ""), _month(request.GET.get("month", ""))
    after, now = request.GET.get("after", ""), timezone.now()
    rows = supervision.digests(request.actor, topic=topic, month=month)
    found, more = supervision.page_of_digests(rows, after=after)
    atlas = load_atlas()
    kept = urlencode({"topic": topic, "month": month.isoformat() if month else ""})
    context = {
        "tabs": tabs_of(request.actor, "digests"),
        "chips": _chips(topic, month),
        "rows": [
            (
                one,
                names.name_of(briefing_names.TOPIC_NAMES, one.topic),
                _unit(one, atlas),
                light_of(one.order, now),
                names.name_of(names.STATES, one.order.state),
            )
            for one in found
        ],
        "turns": Turns(
            first=f"?{kept}" if after else "", next=f"?{kept}&after={more}" if more else ""
        ),
        "may_make": request.actor.role in MAKERS,
        "now": now,
    }
    return render(request, "desk/briefings/digests.html", context)


@open_to(*MAKERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: ActorRequest) -> HttpResponse:
    """Make those digests of a month that are not there yet."""
    now = timezone.now()
    last = supervision.last_whole(Span.MONTH, timezone.localdate(now))
    posted = request.POST if request.method == "POST" else None
    form = MonthForm(posted, initial={"month": last.first})
    if form.is_bound and form.is_valid():
        with SaidOnBriefing(form):
            made = supervision.make_digests(form.cleaned_data["month"], by=request.actor, now=now)
            text = _("%(count)s digests were made and sent.") % {"count": len(made.digests)}
            messages.success(request, text)
            for topic in made.nobody:
                name = names.name_of(briefing_names.TOPIC_NAMES, topic)
                said = _("No department answers for “%(topic)s”: see the topics.")
                messages.warning(request, said % {"topic": name})
            return redirect("briefings:digests")
    context = {
        "form": form,
        "heading": _("Make the digests of a month"),
        "submit": _("Make and send"),
        "back": reverse("briefings:digests"),
        "back_label": _("Digests of opinions"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/briefings/form.html", context, status=status)


@open_to(*DIGEST_READERS)
@never_cache
@require_safe
def one(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a digest: how many, of what, where, what was said, and the department's answer."""
    try:
        page = supervision.digest_page(uid, by=request.actor)
    except NotFound:
        raise Http404 from None
    digest, atlas, now = page.digest, load_atlas(), timezone.now()
    order, figures = digest.order, digest.figures
    topic = names.name_of(briefing_names.TOPIC_NAMES, digest.topic)
    context = {
        "digest": digest,
        "order": order,
        "title": f"{topic} {digest.first:%Y-%m}",
        "light": light_of(order, now),
        "state": names.name_of(names.STATES, order.state),
        "answer": plain(page.answer.words, request.actor) if page.answer else "",
        "answered": page.answer,
        "facts": [
            Fact(_("Department"), _unit(digest, atlas)),
            Fact(_("Opinions"), digest.counted, hint=_before(figures["before"])),
            Fact(_("Closed when this was counted"), figures["closed"]),
        ],
        "kinds": _bars(figures["kinds"]),
        "places": _bars(figures["places"]),
        "elsewhere": figures["elsewhere"],
        "said": [
            (one["title"], one["names"][language()], date.fromisoformat(one["on"]))
            for one in figures["said"]
        ],
        "mine": request.actor.unit_id == digest.unit_id,
        "may_tell": request.actor.role in (Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER),
        "now": now,
    }
    return render(request, "desk/briefings/digest.html", context)


def _before(count: int) -> str:
    return _("%(count)s in the span before") % {"count": count}


def _bars(lines: list[dict[str, object]]) -> list[Bar]:
    return [Bar(line["names"][language()], line["now"]) for line in lines]  # type: ignore[index, arg-type]


def _unit(digest: Digest, atlas: Atlas) -> str:
    unit = atlas.unit(digest.unit_id)
    return unit.short(language()) if unit else ""


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(text).replace(day=1) if len(text) == 10 else None
    except ValueError:
        return None


def _chips(topic: str, month: date | None) -> list[Chip]:
    topics = [Choice("", _("any topic"))]
    topics += [Choice(str(word), name) for word, name in briefing_names.TOPIC_NAMES.items()]
    return [
        Chip("topic", _("topic"), topic, choices=topics),
        Chip("month", _("month of"), month.isoformat() if month else "", kind="date"),
    ]
