"""The deeds of leading groups and meetings: each a form of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.group import forms as typed
from gege.desk.group.lines import guests_of
from gege.desk.orders.said import SaidOnOrder
from gege.desk.orders.units import units_for
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.supervision import api as supervision
from gege.supervision.api import (
    GroupDeed,
    GroupPage,
    MeetingDeed,
    MeetingPage,
    NewDecision,
    NewGroup,
    NewMeeting,
    NewMember,
    NotFound,
    OrderKind,
    WhoWasThere,
    group_names,
)
from gege.supervision.api import names as words
from gege.territory.api import load_atlas

FORM: Final = ["GET", "HEAD", "POST"]
_MEETING_FIELDS: Final = ("held_on", "begins", "place", "agenda")
_KEEPERS: Final = (Role.COUNTY_SUPERVISOR,)


@open_to(*_KEEPERS)
@never_cache
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Found a leading group."""
    form = typed.GroupForm(_data(request), units=_units(request), initial=_own_unit(request))
    if form.is_bound and form.is_valid():
        with SaidOnOrder(form):
            entry = NewGroup(**_given(form))
            made = supervision.found_group(entry, by=request.actor, now=timezone.now())
            messages.success(request, _("The group is founded. Now appoint its members."))
            return redirect(made.get_absolute_url())
    return _shown(request, form, words.name_of(group_names.GROUP_DEEDS, GroupDeed.FOUND))


@open_to(*_KEEPERS)
@never_cache
@require_http_methods(FORM)
def do_group(request: ActorRequest, uid: UUID, deed: str) -> HttpResponse:
    """Do something to a group; 404 for a deed that does not exist or is not possible."""
    now = timezone.now()
    page = _group(request, uid, now)
    word = GroupDeed(deed) if deed in list(GroupDeed) else None
    if word is None or word not in _GROUP or word not in page.deeds:
        raise Http404
    make, act = _GROUP[word]
    form = make(request, page)
    if form.is_bound and form.is_valid():
        with SaidOnOrder(form):
            place = act(request, page, form, now)
            messages.success(request, _said(group_names.GROUP_DEEDS, word))
            return redirect(place)
    return _shown(
        request,
        form,
        words.name_of(group_names.GROUP_DEEDS, word),
        page.group.get_absolute_url(),
        page.group.name,
        grave=word is GroupDeed.DISSOLVE,
    )


@open_to(*_KEEPERS)
@never_cache
@require_http_methods(FORM)
def end_term(request: ActorRequest, uid: UUID, member: UUID) -> HttpResponse:
    """End somebody's term."""
    now = timezone.now()
    page = _group(request, uid, now)
    one = next((one for one in page.members if one.uid == member), None)
    if one is None or GroupDeed.APPOINT not in page.deeds:
        raise Http404
    form = typed.EndForm(_data(request), initial={"last_day": timezone.localdate(now)})
    if form.is_bound and form.is_valid():
        with SaidOnOrder(form):
            supervision.end_term(uid, member, **form.cleaned_data, by=request.actor, now=now)
            messages.success(request, _said(group_names.GROUP_DEEDS, GroupDeed.END_TERM))
            return redirect(page.group.get_absolute_url())
    heading = f"{words.name_of(group_names.GROUP_DEEDS, GroupDeed.END_TERM)}: {one.name}"
    return _shown(request, form, heading, page.group.get_absolute_url(), page.group.name)


@open_to(*_KEEPERS)
@never_cache
@require_http_methods(FORM)
def do_meeting(request: ActorRequest, uid: UUID, deed: str) -> HttpResponse:
    """Do something to a meeting; 404 for a deed that does not exist or is not possible."""
    now = timezone.now()
    try:
        page = supervision.meeting_page(uid, by=request.actor, now=now)
    except NotFound:
        raise Http404 from None
    word = MeetingDeed(deed) if deed in list(MeetingDeed) else None
    # What somebody else did meanwhile is said on the form; what never was possible is no page.
    if word is None or (request.method != "POST" and word not in page.deeds):
        raise Http404
    make, act = _MEETING[word]
    form = make(request, page)
    place = page.meeting.get_absolute_url()
    if form.is_bound and form.is_valid():
        with SaidOnOrder(form, members=""):
            act(request, page, form, now)
            messages.success(request, _said(group_names.MEETING_DEEDS, word))
            return redirect(place)
    heading = words.name_of(group_names.MEETING_DEEDS, word)
    grave = word in (MeetingDeed.CANCEL, MeetingDeed.CONCLUDE)
    return _shown(request, form, heading, place, page.group.name, grave=grave)


Make = Callable[[ActorRequest, Any], forms.Form]


def _group_form(request: ActorRequest, page: GroupPage) -> forms.Form:
    group, unit = page.group, load_atlas().unit(page.group.office_id)
    given = {name: getattr(group, name) for name in ("name", "founded_on", "basis", "task")}
    given |= {"office": unit.code if unit else "", "seen": group.version}
    return typed.GroupForm(_data(request), units=_units(request), initial=given)


def _amend(request: ActorRequest, page: GroupPage, form: forms.Form, now: datetime) -> str:
    seen = form.cleaned_data["seen"]
    entry = NewGroup(**_given(form))
    done = supervision.amend_group(page.group.uid, entry, by=request.actor, now=now, seen=seen)
    return done.get_absolute_url()


def _appoint(request: ActorRequest, page: GroupPage, form: forms.Form, now: datetime) -> str:
    entry = NewMember(**_given(form))
    supervision.appoint(page.group.uid, entry, by=request.actor, now=now)
    return page.group.get_absolute_url()


def _call(request: ActorRequest, page: GroupPage, form: forms.Form, now: datetime) -> str:
    entry = NewMeeting(**{name: form.cleaned_data[name] for name in _MEETING_FIELDS})
    made = supervision.call_meeting(page.group.uid, entry, by=request.actor, now=now)
    return made.get_absolute_url()


def _dissolve(request: ActorRequest, page: GroupPage, form: forms.Form, now: datetime) -> str:
    supervision.dissolve_group(page.group.uid, **form.cleaned_data, by=request.actor, now=now)
    return page.group.get_absolute_url()


_GROUP: Final[Mapping[GroupDeed, tuple[Make, Callable[..., str]]]] = {
    GroupDeed.AMEND: (_group_form, _amend),
    GroupDeed.APPOINT: (lambda request, _page: typed.MemberForm(_data(request)), _appoint),
    GroupDeed.CALL: (lambda request, _page: typed.MeetingForm(_data(request)), _call),
    GroupDeed.DISSOLVE: (
        lambda request, page: typed.WordsForm(_data(request), initial={"seen": page.group.version}),
        _dissolve,
    ),
}


def _seen(page: MeetingPage, **more: Any) -> dict[str, Any]:
    return {"seen": page.meeting.version} | more


def _change_form(request: ActorRequest, page: MeetingPage) -> forms.Form:
    given = {name: getattr(page.meeting, name) for name in _MEETING_FIELDS}
    return typed.MeetingForm(_data(request), initial=_seen(page, **given))


def _there_form(request: ActorRequest, page: MeetingPage) -> forms.Form:
    members = supervision.members_on(page.group, page.meeting.held_on)
    return typed.ThereForm(_data(request), members=members, initial=_seen(page))


def _change(request: ActorRequest, page: MeetingPage, form: forms.Form, now: datetime) -> None:
    entry = NewMeeting(**{name: form.cleaned_data[name] for name in _MEETING_FIELDS})
    supervision.change_meeting(page.meeting.uid, entry, **_as(request, form, now))


def _hold(request: ActorRequest, page: MeetingPage, form: forms.Form, now: datetime) -> None:
    how = {
        UUID(name.removeprefix("member-")): value
        for name, value in form.cleaned_data.items()
        if name.startswith("member-")
    }
    there = WhoWasThere(how, guests_of(form.cleaned_data["guests"]))
    supervision.hold_meeting(page.meeting.uid, there, **_as(request, form, now))


def _decide(request: ActorRequest, page: MeetingPage, form: forms.Form, now: datetime) -> None:
    entry = NewDecision(**{**_given(form), "due_on": form.cleaned_data["due_on"]})
    supervision.decide(page.meeting.uid, entry, **_as(request, form, now))


def _minute(request: ActorRequest, page: MeetingPage, form: forms.Form, now: datetime) -> None:
    text = form.cleaned_data["minutes"]
    supervision.write_minutes(page.meeting.uid, minutes=text, **_as(request, form, now))


def _cancel(request: ActorRequest, page: MeetingPage, form: forms.Form, now: datetime) -> None:
    why = form.cleaned_data["words"]
    supervision.cancel_meeting(page.meeting.uid, words=why, **_as(request, form, now))


def _conclude(request: ActorRequest, page: MeetingPage, form: forms.Form, now: datetime) -> None:
    supervision.conclude_meeting(page.meeting.uid, **_as(request, form, now))


def _attach(request: ActorRequest, page: MeetingPage, form: forms.Form, now: datetime) -> None:
    file = form.cleaned_data["file"]
    supervision.attach_to_meeting(page.meeting.uid, file, by=request.actor, now=now)


_MEETING: Final[Mapping[MeetingDeed, tuple[Make, Callable[..., None]]]] = {
    MeetingDeed.CHANGE: (_change_form, _change),
    MeetingDeed.HOLD: (_there_form, _hold),
    MeetingDeed.DECIDE: (
        lambda request, page: typed.DecisionForm(
            _data(request), units=_units(request), initial=_seen(page)
        ),
        _decide,
    ),
    MeetingDeed.MINUTE: (
        lambda request, page: typed.MinutesForm(
            _data(request), initial=_seen(page, minutes=page.meeting.minutes)
        ),
        _minute,
    ),
    MeetingDeed.CANCEL: (
        lambda request, page: typed.WordsForm(_data(request), initial=_seen(page)),
        _cancel,
    ),
    MeetingDeed.CONCLUDE: (
        lambda request, page: typed.AskedForm(_data(request), initial=_seen(page)),
        _conclude,
    ),
    MeetingDeed.ATTACH: (
        lambda request, _page: typed.FileForm(_data(request), request.FILES or None),
        _attach,
    ),
}


def _as(request: ActorRequest, form: forms.Form, now: datetime) -> dict[str, Any]:
    return {"by": request.actor, "now": now, "seen": form.cleaned_data["seen"]}


def _given(form: forms.Form) -> dict[str, Any]:
    """Return what was typed; what was left empty is as the deed has it."""
    return {name: value for name, value in form.cleaned_data.items() if value and name != "seen"}


def _data(request: ActorRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _units(request: ActorRequest) -> list[tuple[str, str]]:
    own = request.actor
    units, _holder = units_for(own, OrderKind.FOLLOW_UP, "")
    return [(own.unit_code, own.unit_label(request.LANGUAGE_CODE)), *units]


def _own_unit(request: ActorRequest) -> dict[str, str]:
    return {"office": request.actor.unit_code}


def _group(request: ActorRequest, uid: UUID, now: datetime) -> GroupPage:
    try:
        return supervision.group_page(uid, by=request.actor, now=now)
    except NotFound:
        raise Http404 from None


def _said(vocabulary: Mapping[str, Any], word: str) -> str:
    return _("Done: %(deed)s.") % {"deed": words.name_of(vocabulary, word)}


def _shown(
    request: ActorRequest,
    form: forms.Form,
    heading: str,
    back: str = "/supervision/groups",
    back_name: str = "",
    *,
    grave: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "submit": heading,
        "back": back,
        "back_name": back_name or _("Leading groups"),
        "grave": grave,
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/group/form.html", context, status=status)
