"""Households that cadres keep in touch with ("1+N", R-104): the own ones, and those of the area."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Choice
from gege.desk.fieldwork.addresses import Address
from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.tabs import VISITING, tabs_for
from gege.desk.fieldwork.visits import choices
from gege.desk.fieldwork.visits.forms import EndForm, LinkForm
from gege.desk.fieldwork.visits.page import WRITING
from gege.desk.fieldwork.visits.planning import FORM, offer_places, show, take_place
from gege.desk.fieldwork.visits.shown import Shower
from gege.desk.taking_out.pages import as_sheets
from gege.fieldwork.api import (
    TARGET_HOUSEHOLDS,
    NotFound,
    end_link,
    link_by_uid,
    link_household,
    links,
    links_of,
)
from gege.kernel.ids import new_uid
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, may_write
from gege.territory.api import load_atlas

APPOINTING = (Role.STATION_CLERK, Role.TOWNSHIP_OPERATOR, Role.COUNTY_SUPERVISOR)


@open_to(*VISITING)
@never_cache
@require_safe
@as_sheets("household-links", personal="who, door, name")
def listed(request: ActorRequest) -> HttpResponse:
    """List the own households first come due, or those of the area with who keeps in touch."""
    by, today, language = request.actor, timezone.localdate(), get_language() or ""
    atlas = load_atlas()
    asked = Address(request.GET, by, atlas)
    whole = asked.word("of", ("area",)) == "area"
    area = asked.area()
    shower = Shower(by, atlas, language, today)
    mine = [] if whole else links_of(by.account_id or 0, today, area_codes=(by.area_code,))
    found, key = links(by, today=today, area_code=area, after=asked.after) if whole else (mine, "")
    of = [
        Choice("", pgettext("filter of links", "mine")),
        Choice("area", pgettext("filter of links", "all of the area")),
    ]
    chips = [asked.chip("of", pgettext("filter", "list"), of)]
    if whole:
        areas = [Choice("", asked.own_area(language)), *asked.areas(language)]
        chips.append(asked.chip("area", pgettext("filter", "in"), areas))
    context = {
        "tabs": tabs_for(request, "links"),
        "chips": chips,
        "unreadable": [one.label for one in chips if one.name in asked.unreadable],
        "whole": whole,
        "many": len(mine),
        "target": TARGET_HOUSEHOLDS,
        "rows": [] if asked.unreadable else [shower.link(one) for one in found],
        "turns": asked.turns(key),
        "may_link": may_write(by.role),
        "may_end_all": by.role in APPOINTING,
    }
    return render(request, "desk/visits/links.html", context)


@open_to(*WRITING)
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Link a household to oneself, or to somebody of the area."""
    now, atlas, language = timezone.now(), load_atlas(), get_language() or ""
    by = request.actor
    form = LinkForm(request.POST if request.method == "POST" else None)
    known = offer_places(form, request, atlas, now)
    people = [(str(by.account_id), by.name)]
    if by.role in APPOINTING:
        people = choices.people(by, atlas, language, now, cadres=True)
    form.choose("account_id", people)
    form.fields["account_id"].initial = by.account_id
    if form.is_bound and take_place(form, known):
        with SaidOn(form):
            link_household(new_uid(), **form.cleaned_data, by=by, now=now)
            messages.success(request, _("The household is linked."))
            return redirect("visits:links")
    return show(
        request, form, title=_("Keep in touch with a household"), submit=_("Link the household"),
        back=reverse("visits:links"),
    )  # fmt: skip


@open_to(*WRITING)
@require_http_methods(FORM)
def end(request: ActorRequest, uid: UUID) -> HttpResponse:
    """End a link, with a reason; the log of its contacts stays."""
    by = request.actor
    try:
        link = link_by_uid(uid, by)
    except NotFound as error:
        raise Http404 from error
    if link.account_id != by.account_id and by.role not in APPOINTING:
        raise Http404
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            end_link(uid, **form.cleaned_data, by=by, now=timezone.now())
            messages.success(request, _("The link has ended; the log of its visits stays."))
            return redirect("visits:links")
    return show(
        request, form, title=_("End keeping in touch"), submit=_("End the link"), grave=True,
        back=reverse("visits:links"),
    )  # fmt: skip
