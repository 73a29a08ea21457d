"""Hanging a board on a wall: asked once, in the browser of the wall (decision 0049)."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.boards.lights.roles import READERS
from gege.desk.api import Turns, as_sheets
from gege.kernel.paging import newest_first
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Refusal, end_wall, may_write, open_wall, open_walls, shown_on_walls

FIRST_HOURS: Final = 12
PAGE: Final = 50
LONGEST: Final = 200
TAKES_OUT: Final = "as"
"""What asks a page for a file: a wall is sent home from it, so it is no home."""


class WallForm(forms.Form):
    """For how long."""

    hours = forms.IntegerField(label=gettext_lazy("For how many hours"), min_value=1)

    def __init__(self, *given: Any, most: int, **more: Any) -> None:
        super().__init__(*given, **more)
        hours = self.fields["hours"]
        assert isinstance(hours, forms.IntegerField)
        hours.max_value = most
        hours.initial = min(FIRST_HOURS, most)
        hours.help_text = _("Not more than %(most)s.") % {"most": most}


@open_to(*READERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hang(request: ActorRequest) -> HttpResponse:
    """Turn this browser into a wall screen that shows one board."""
    most = settings.GEGE_WALL_HOURS
    if not most:
        raise Http404
    page = _page(request.GET.get("page", ""))
    form = WallForm(request.POST if request.method == "POST" else None, most=most)
    if form.is_bound and form.is_valid():
        hours = form.cleaned_data["hours"]
        if hours <= most:
            with transaction.atomic():
                open_wall(request, page, hours, by=request.actor, now=timezone.now())
            return redirect(page)
        form.add_error("hours", _("Not more than %(most)s.") % {"most": most})
    context = {"form": form, "page": page}
    status = 422 if form.is_bound else 200
    return render(request, "boards/wall.html", context, status=status)


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("walls")
def hung(request: ActorRequest) -> HttpResponse:
    """List the walls that hang now: those of the unit, and whichever the person opened."""
    walls = open_walls(request.actor, timezone.now())
    after = request.GET.get("after", "")
    found, more = newest_first(walls, after=after, size=PAGE)
    context = {
        "rows": [(one, _board(one.home)) for one in found],
        "turns": Turns(first="?" if after else "", next=f"?after={more}" if more else ""),
        "may_end": may_write(request.actor.role),
    }
    return render(request, "boards/walls.html", context)


@open_to(*READERS)
@require_POST
def end(request: ActorRequest, uid: UUID) -> HttpResponse:
    """End a wall from elsewhere."""
    try:
        end_wall(by=request.actor, now=timezone.now(), uid=uid)
    except Refusal as refusal:
        if refusal.code == "no_wall":
            raise Http404 from None
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The wall screen is ended: it shows the log-in page next."))
    return redirect("boards:walls")


def _board(home: str) -> str:
    """Return the name of the board that a wall shows."""
    try:
        name = resolve(urlsplit(home).path).url_name or ""
    except (Resolver404, ValueError):
        name = ""
    names = {
        "lights": _("Lights"),
        "indicators": _("Indicators"),
        "map": pgettext("rail", "Map"),
        "overview": _("Overview"),
    }
    return names.get(name, _("Board"))


def _page(asked: str) -> str:
    """Return a board of this platform, the lights for anything else."""
    lights = reverse("boards:lights")
    if len(asked) > LONGEST or not asked.startswith("/") or asked.startswith("//"):
        return lights
    try:
        found = resolve(urlsplit(asked).path)
    except (Resolver404, ValueError):
        return lights
    takes_out = TAKES_OUT in QueryDict(urlsplit(asked).query)
    return asked if shown_on_walls(found.func) and not takes_out else lights
