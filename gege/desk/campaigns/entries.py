"""The entries of a campaign as a list; the sample to be checked is one of its filters."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.api import Chip, Choice
from gege.desk.campaigns.reading import READERS, entry_row, opened
from gege.desk.fieldwork.addresses import Address, choices_of
from gege.desk.fieldwork.tabs import tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.fieldwork.api import Assignment, EntryFilter, EntryPage, entry_list, may_see, names
from gege.fieldwork.api import words as w
from gege.kernel.typed_text import whole_number
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("campaign-entries", personal="door, who")
def listed(request: ActorRequest, uid: UUID) -> HttpResponse:
    """List entries within what the reader sees; the filters live in the address."""
    one = opened(request, uid)
    asked = Address(request.GET, request.actor, one.atlas)
    outcome = asked.word("outcome", names.OUTCOMES)
    check = asked.word("check", [state for state in w.CheckState if state])
    place = asked.area()
    every = asked.word("every", ("yes",))
    building = _building(asked, request.actor)
    which = EntryFilter(
        place=place,
        outcome=outcome,
        check=check,
        assignment=building.pk if building else None,
        overtaken=bool(every),
    )
    found = EntryPage((), more=False)
    if not asked.unreadable:
        after = whole_number(asked.after)
        found = entry_list(one.campaign, request.actor, which, after=after)
    checks = {state: name for state, name in names.CHECK_STATES.items() if state}
    chips = [
        Chip("area", _("Place"), place, [Choice("", _("all places")), *asked.areas(one.language)]),
        Chip("outcome", _("Outcome"), outcome, choices_of(names.OUTCOMES, _("every outcome"))),
        Chip("check", _("Second look"), check, choices_of(checks, _("all"))),
        Chip(
            "every",
            _("Per door"),
            every,
            [Choice("", _("the newest")), Choice("yes", _("earlier ones too"))],
        ),
    ]
    context = {
        "tabs": tabs_for(request, "campaigns"),
        "one": one,
        "campaign": one.campaign,
        "rows": [entry_row(row, request.actor, one.atlas, one.language) for row in found.rows],
        "chips": chips,
        "keep": [("building", str(building.pk))] if building else [],
        "building": building.point.name if building else "",
        "clear": one.href("entries"),
        "wrong": bool(asked.unreadable),
        "narrowed": any((outcome, check, place, every, building)),
        "to_check": check == w.CheckState.DUE,
        "turns": asked.turns(str(found.next_key) if found.more else ""),
    }
    return render(request, "desk/campaigns/entries.html", context)


def _building(asked: Address, by: Actor) -> Assignment | None:
    """Return the building that the address names; one out of reach is none."""
    value = asked.text("building")
    if not value:
        return None
    row = None
    if (key := whole_number(value)) is not None:
        row = Assignment.objects.select_related("point").filter(pk=key).first()
    if row is None or not may_see(by, row.area_code):
        asked.said["building"] = ""
        asked.unreadable.append("building")
        return None
    return row
