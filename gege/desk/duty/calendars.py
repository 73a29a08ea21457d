"""Duty in one's own calendar program: a file to download, and a secret address to subscribe to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.api import Crumb
from gege.desk.duty.roles import FORM, WATCHERS
from gege.desk.duty.shown import desk_crumbs, opened, unit_name
from gege.desk.duty.tabs import tabs_for
from gege.staff.access import ActorRequest, open_to, open_to_everyone
from gege.staff.api import duty

TYPE = "text/calendar; charset=utf-8"


@open_to(*WATCHERS)
@never_cache
@require_http_methods(FORM)
def calendar(request: ActorRequest, uid: UUID | None = None) -> HttpResponse:
    """Show whether there is an address; make a new one, which is shown this once."""
    desk = opened(request, uid) if uid is not None else None
    now, address = timezone.now(), ""
    if request.method == "POST":
        secret = duty.make_feed(by=request.actor, now=now, desk_uid=uid)
        address = request.build_absolute_uri(reverse("duty:feed", args=[secret]))
    feed = duty.CalendarFeed.objects.filter(
        account_id=request.actor.account_id or 0, desk=desk, ended_at=None
    ).first()
    context = {
        "desk": desk,
        "name": unit_name(desk.unit_id) if desk else "",
        "address": address,
        "feed": feed,
        "file": f"/duty/desks/{uid}/roster.ics" if desk else "/duty/my-duty.ics",
        "end": f"/duty/desks/{uid}/calendar/end" if desk else "/duty/calendar/end",
        "tabs": [] if desk else tabs_for(request, "calendar", now),
        "crumbs": desk_crumbs(desk, Crumb(_("Calendar"))) if desk else [],
    }
    return render(request, "desk/duty/calendar.html", context)


@open_to(*WATCHERS)
@require_POST
def end(request: ActorRequest, uid: UUID | None = None) -> HttpResponse:
    """Take an address back."""
    try:
        duty.end_feed(by=request.actor, now=timezone.now(), desk_uid=uid)
    except duty.NotFound:
        raise Http404 from None
    messages.success(request, _("The address is taken back; nobody reads anything there now."))
    return redirect("duty:desk-calendar", uid) if uid else redirect("duty:calendar")


@open_to(*WATCHERS)
@never_cache
@require_safe
def own_file(request: ActorRequest) -> HttpResponse:
    """Give the own duty as a file."""
    return _sent(duty.own_calendar(request.account, timezone.now()), attached=True)


@open_to(*WATCHERS)
@never_cache
@require_safe
def desk_file(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Give a desk's roster as a file."""
    desk = opened(request, uid)
    return _sent(duty.desk_calendar(desk, request.account, timezone.now()), attached=True)


@open_to_everyone
@never_cache
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the calendar behind a secret address; programs that read it cannot log in."""
    found = duty.calendar_of_feed(secret, timezone.now())
    if found is None:
        raise Http404
    answer = _sent(found, attached=False)
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address is the secret
    return answer


def _sent(file: duty.CalendarFile, *, attached: bool) -> HttpResponse:
    answer = HttpResponse(file.data, content_type=TYPE)
    kind = "attachment" if attached else "inline"
    answer.headers["Content-Disposition"] = f'{kind}; filename="{file.name}"'
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
