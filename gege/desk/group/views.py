"""The pages of leading groups: the list, one with its members and meetings, one meeting."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.group import shown
from gege.desk.orders.shown import plain
from gege.desk.parts import Deed, Turns
from gege.desk.taking_out.pages import as_sheets
from gege.staff.access import ActorRequest, open_to
from gege.supervision import api as supervision
from gege.supervision.api import (
    GROUP_READERS,
    GroupDeed,
    MeetingDeed,
    MeetingState,
    NotFound,
    group_names,
)
from gege.supervision.api import names as words
from gege.territory.api import load_atlas


@open_to(*GROUP_READERS)
@never_cache
@require_safe
@as_sheets("groups")
def listed(request: ActorRequest) -> HttpResponse:
    """List the leading groups that a person may read."""
    now, atlas = timezone.now(), load_atlas()
    language = get_language() or ""
    rows = []
    for one in supervision.group_list(request.actor, now):
        unit = atlas.unit(one.office_id)
        rows.append((one, unit.name(language) if unit else ""))
    may = supervision.may_keep(GroupDeed.FOUND, str(request.actor.role), dissolved=False) is None
    return render(request, "desk/group/list.html", {"rows": rows, "may_found": may, "now": now})


@open_to(*GROUP_READERS)
@never_cache
@require_safe
@as_sheets("leading-group", personal="name")
def group(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a group: members of today, its meetings with the lights of what they decided."""
    now, by = timezone.now(), request.actor
    try:
        page = supervision.group_page(uid, by=by, now=now)
    except NotFound:
        raise Http404 from None
    after = request.GET.get("after", "")
    meetings, more = supervision.meetings_of(page.group, after=after)
    decisions = supervision.decisions_of(meetings)
    deeds = [
        Deed(
            words.name_of(group_names.GROUP_DEEDS, deed),
            reverse("group:do", args=[uid, str(deed)]),
            grave=deed is GroupDeed.DISSOLVE,
        )
        for deed in page.deeds
    ]
    may_end = GroupDeed.APPOINT in page.deeds
    context = {
        "group": page.group,
        "facts": shown.facts_of_group(page.group, load_atlas()),
        "members": shown.seated(page.group, page.members, may_end=may_end),
        "former": shown.seated(page.group, page.former, may_end=False),
        "meetings": shown.met(meetings, decisions, now),
        "turns": Turns(first="?" if after else "", next=f"?after={more}" if more else ""),
        "first": deeds[0] if deeds else None,
        "others": deeds[1:],
        "now": now,
    }
    return render(request, "desk/group/group.html", context)


@open_to(*GROUP_READERS)
@never_cache
@require_safe
def meeting(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a meeting: who was there, minutes, and each decision with the light of its order."""
    now, by = timezone.now(), request.actor
    try:
        page = supervision.meeting_page(uid, by=by, now=now)
    except NotFound:
        raise Http404 from None
    deeds = [
        Deed(
            words.name_of(group_names.MEETING_DEEDS, deed),
            reverse("group:meet", args=[uid, str(deed)]),
            grave=deed is MeetingDeed.CANCEL,
        )
        for deed in page.deeds
    ]
    one = page.meeting
    context = {
        "meeting": one,
        "group": page.group,
        "state": words.name_of(group_names.MEETING_STATES, one.state),
        "attendance": shown.attendance_of(page.attendance),
        "decisions": shown.decided(page, load_atlas(), by, now),
        "agenda": plain(one.agenda, by),
        "minutes": plain(one.minutes, by),
        "papers": shown.papers_of("meeting", uid, page.files),
        "has_paper": one.state in (MeetingState.HELD, MeetingState.CONCLUDED),
        "first": deeds[0] if deeds else None,
        "others": deeds[1:],
        "now": now,
    }
    return render(request, "desk/group/meeting.html", context)
