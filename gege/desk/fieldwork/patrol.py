"""One patrol: the points that were passed, what was found, why it does not count; its track.

The track is shown to its walker, and to his station after it said what for; each look is logged.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb, Fact
from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.shown import clock, fault_words, reads_notes, track_shapes
from gege.desk.fieldwork.tabs import OUTDOORS
from gege.desk.moments import duration
from gege.desk.taking_out.pages import as_sheets
from gege.fieldwork.api import (
    NotFound,
    PatrolPage,
    TrackFix,
    current_rules,
    may_see_track,
    names,
    patrol_page,
    reveal_track,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import load_atlas, read_editions

BY_TIMER = "timer"


class PurposeForm(forms.Form):
    """What a track is needed for."""

    purpose = forms.CharField(
        label=gettext_lazy("What for"),
        max_length=200,
        help_text=gettext_lazy(
            "It is written into the access log with your name; the worker may ask to see it."
        ),
    )


@open_to(*OUTDOORS)
@never_cache
@require_safe
@as_sheets("patrol")
def page(request: ActorRequest, uid: str) -> HttpResponse:
    """Show a patrol; its own walker sees his track as well."""
    found = _found(request, uid)
    fixes: tuple[TrackFix, ...] = ()
    if found.own:
        fixes = reveal_track(uid, by=request.actor, now=timezone.now())
    return render(request, "desk/fieldwork/patrol.html", _context(request, found, fixes))


@open_to(Role.STATION_CLERK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: ActorRequest, uid: str) -> HttpResponse:
    """Ask the station what it needs a track for; then show it on this one answer."""
    found = _found(request, uid)
    if not _may_ask(request, found):
        raise Http404
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with SaidOn(form):
            fixes = reveal_track(
                uid, purpose=form.cleaned_data["purpose"], by=request.actor, now=timezone.now()
            )
            context = _context(request, found, fixes) | {"revealed": True}
            return render(request, "desk/fieldwork/patrol.html", context)
    context = {"form": form, "back": _address(found), "crumbs": _crumbs(found)}
    status = 422 if form.is_bound else 200
    return render(request, "desk/fieldwork/track_purpose.html", context, status=status)


def _found(request: ActorRequest, uid: str) -> PatrolPage:
    try:
        return patrol_page(uid, request.actor)
    except NotFound as error:
        raise Http404 from error


def _context(
    request: ActorRequest, found: PatrolPage, fixes: tuple[TrackFix, ...]
) -> dict[str, Any]:
    patrol, atlas, language = found.patrol, load_atlas(), get_language() or ""
    ways = [(one.at, one.lng, one.lat) for one in fixes]
    grid = atlas.area(patrol.area_code, patrol.day) or atlas.area(patrol.area_code)
    notes = reads_notes(request.actor, patrol.area_code, patrol.account_id)
    return {
        "patrol": patrol,
        "crumbs": _crumbs(found),
        "heading": atlas.label(patrol.area_code, language),
        "half": names.name_of(names.HALVES, patrol.half),
        "facts": _facts(found, notes),
        "faults": fault_words(patrol.faults),
        "counts": patrol.ended_at is not None and not patrol.faults,
        "points": [
            (
                one,
                names.name_of(names.POINT_KINDS, one.kind),
                names.name_of(names.HOWS, one.how),
                one.note if notes else "",
            )
            for one in found.points
        ],
        "findings": found.findings,
        "running": patrol.ended_at is None,
        "own": found.own,
        "positions": found.positions,
        "keep_days": current_rules(read_editions()).keep_track_days,
        "shapes": track_shapes(ways, grid, language) if ways else None,
        "ask_href": reverse("fieldwork:track", args=[patrol.uid])
        if _may_ask(request, found) and not found.own
        else "",
        "revealed": False,
    }


def _facts(found: PatrolPage, notes: bool) -> list[Fact]:
    patrol = found.patrol
    ended: Any = clock(patrol.ended_at) or "—"
    hint = _("ended by itself; its walker never ended it") if patrol.ended_by == BY_TIMER else ""
    facts = [
        Fact(_("Day"), patrol.day.isoformat()),
        Fact(_("Half-day"), names.name_of(names.HALVES, patrol.half)),
        Fact(_("Walked by"), patrol.by_name),
        Fact(_("Begun"), clock(patrol.started_at)),
        Fact(_("Ended"), ended, hint),
    ]
    if patrol.ended_at:
        facts.append(Fact(_("Took"), duration(patrol.ended_at - patrol.started_at)))
        facts.append(Fact(_("Points passed"), len(found.points)))
    if patrol.note and notes:
        facts.append(Fact(_("Note"), patrol.note))
    return facts


def _may_ask(request: ActorRequest, found: PatrolPage) -> bool:
    """A track that is there, of a patrol that is over, for the station of its grid."""
    return (
        may_see_track(found.patrol, request.actor)
        and found.patrol.ended_at is not None
        and found.positions > 0
    )


def _crumbs(found: PatrolPage) -> list[Crumb]:
    day = found.patrol.day.isoformat()
    return [Crumb(_("Patrols"), f"{reverse('fieldwork:patrols')}?day={day}"), Crumb(day)]


def _address(found: PatrolPage) -> str:
    return reverse("fieldwork:patrol", args=[found.patrol.uid])
