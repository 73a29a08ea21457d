"""The list of campaigns."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.api import Chip, Deed
from gege.desk.campaigns.reading import MAKING, READERS, row_of, today
from gege.desk.fieldwork.addresses import Address, choices_of
from gege.desk.fieldwork.tabs import tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.fieldwork.api import MAKERS, Campaign, campaigns, names
from gege.kernel.typed_text import whole_number
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor, Role
from gege.territory.api import load_atlas

PAGE: Final = 50


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("campaigns")
def listed(request: ActorRequest) -> HttpResponse:
    """List the campaigns that go to a place the reader sees, the newest first."""
    atlas, language = load_atlas(), get_language() or ""
    asked = Address(request.GET, request.actor, atlas)
    state = asked.word("state", names.CAMPAIGN_STATES)
    rows: list[Campaign] = []
    if not asked.unreadable:
        found = campaigns(request.actor)
        if state:
            found = found.filter(state=state)
        if (key := whole_number(asked.after)) is not None:
            found = found.filter(pk__lt=key)
        rows = list(found.order_by("-pk")[: PAGE + 1])
    chips = [
        Chip("state", _("State"), state, choices_of(names.CAMPAIGN_STATES, _("every state"))),
    ]
    more = len(rows) > PAGE
    context = {
        "tabs": tabs_for(request, "campaigns"),
        "rows": [row_of(one, atlas, language, today()) for one in rows[:PAGE]],
        "chips": chips,
        "wrong": bool(asked.unreadable),
        "narrowed": bool(state),
        "turns": asked.turns(str(rows[PAGE - 1].pk) if more else ""),
        "first": Deed(_("New collection"), reverse("campaigns:new"))
        if request.actor.role in MAKERS
        else None,
        "others": _others(request.actor),
    }
    return render(request, "desk/campaigns/list.html", context)


def _others(by: Actor) -> list[Deed]:
    found = []
    if by.role in MAKING:
        found.append(Deed(_("Forms"), reverse("campaigns:forms")))
    if by.role is Role.GRID_WORKER:
        found.append(Deed(_("Collect with ODK Collect"), reverse("campaigns:collect")))
    return found
