"""The page of the days' files: editions with their digests, to download and to count again."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gege.boards.daily.making import make_day, name_of
from gege.boards.daily.writing import FORM
from gege.desk.api import CSV_TYPE, Turns, as_sheets, download
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.supervision.api import (
    DAILY_READERS,
    NotFound,
    daily_file,
    daily_files,
    page_of_daily_files,
)

JSON_TYPE: Final = "application/json"
_TYPES: Final = {"json": JSON_TYPE, "csv": CSV_TYPE}


@open_to(*DAILY_READERS)
@require_safe
@as_sheets("daily-files")
def listed(request: ActorRequest) -> HttpResponse:
    """List the editions of the days' files, the newest day first."""
    after = request.GET.get("after", "")
    found, more = page_of_daily_files(daily_files(request.actor), after=after)
    newest = {one.day: one.edition for one in reversed(found)}
    context = {
        "rows": [(one, newest[one.day] == one.edition) for one in found],
        "turns": Turns(first="?" if after else "", next=f"?after={more}" if more else ""),
        "form": FORM,
        "may_make": request.actor.role is Role.COUNTY_SUPERVISOR,
    }
    return render(request, "boards/daily.html", context)


@open_to(*DAILY_READERS)
@never_cache
@require_safe
def file(request: ActorRequest, day: str, edition: int, ending: str) -> HttpResponse:
    """Give the bytes of one edition as they were made."""
    try:
        found = daily_file(_day(day), request.actor, edition=edition)
    except NotFound:
        raise Http404 from None
    text = found.document if ending == "json" else found.table
    return download(text.encode(), name_of(found, ending), _TYPES[ending])


@open_to(Role.COUNTY_SUPERVISOR)
@require_POST
def again(request: ActorRequest, day: str) -> HttpResponse:
    """Count a day again; the same bytes stay, others become the next edition."""
    wanted, now = _day(day), timezone.now()
    try:
        daily_file(wanted, request.actor)
        found, fresh = make_day(wanted, by=request.actor, now=now)
    except (NotFound, ValueError):
        raise Http404 from None
    if fresh:
        text = _("The day came to other numbers: edition %(edition)s is made.")
        messages.success(request, text % {"edition": found.edition})
    else:
        messages.success(request, _("The day came to the same numbers: the file stays as it is."))
    return redirect("boards:daily")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
