"""The list of calls, with its filters in the address."""

from datetime import date, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from gege.desk.api import Chip, Choice, Turns, as_sheets
from gege.hotline.calls.reading import READERS, CallFilter, calls_page, takers
from gege.hotline.calls.shown import lines
from gege.hotline.calls.words import GIVEN, STATES
from gege.staff.access import ActorRequest, open_to

LATELY: Final = timedelta(days=31)


@open_to(*READERS)
@require_safe
@as_sheets("calls", personal="telephone")
def listed(request: ActorRequest) -> HttpResponse:
    """Show the calls, the newest first."""
    by, now = request.actor, timezone.now()
    given = {name: request.GET.get(name, "")[:40] for name in ("day", "show", "taker")}
    who = takers(by, now - LATELY)
    chosen = CallFilter(
        day=_day(given["day"]),
        show=given["show"],
        taker_id=int(given["taker"]) if given["taker"] in {str(pk) for pk, _name in who} else None,
    )
    after = request.GET.get("after", "")[:60]
    found = calls_page(by, chosen, after=after)
    kept = {name: value for name, value in given.items() if value}
    here = f"?{urlencode(kept)}&" if kept else "?"
    address = reverse("calls:list")
    context = {
        "lines": lines(found.rows, by, now),
        "chips": _chips(given, who),
        "clear": address if kept else "",
        "turns": Turns(
            first=f"{address}{here.rstrip('?&')}" if after else "",
            next=f"{here}{urlencode({'after': found.next_key})}" if found.next_key else "",
        ),
        "now": now,
    }
    return render(request, "hotline/calls/list.html", context)


def _chips(given: dict[str, str], who: list[tuple[int, str]]) -> list[Chip]:
    shows = [
        Choice("", pgettext("filter", "any")),
        Choice("unwritten", _("not written up yet")),
        *(Choice(str(word), label) for word, label in STATES.items()),
        *(Choice(str(word), label) for word, label in GIVEN.items()),
    ]
    everybody = [Choice("", pgettext("filter", "anyone"))]
    return [
        Chip("day", pgettext("filter", "on"), given["day"], kind="date"),
        Chip("show", pgettext("filter", "that are"), given["show"], shows),
        Chip(
            "taker",
            pgettext("filter", "taken by"),
            given["taker"],
            [*everybody, *(Choice(str(pk), name) for pk, name in who)],
        ),
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
