"""One campaign: what it is for, how far it is by place, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.api import Crumb, Deed, Fact, Figure
from gege.desk.campaigns.reading import READERS, Opened, opened, places_of, today
from gege.desk.fieldwork.addresses import Address
from gege.desk.fieldwork.tabs import tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.fieldwork.api import EXPORTERS, Progress, Tally, campaign_progress, names
from gege.fieldwork.api import words as w
from gege.kernel.area_codes import Level
from gege.staff.access import ActorRequest, open_to

State = w.CampaignState


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One line of the table of places: its name, its counts with the entries behind each."""

    label: str
    href: str
    buildings: int | None
    tally: Tally
    done: str
    refused: str
    absent: str
    revisit: str
    waiting: str


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("campaign")
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a campaign with its progress; `area` goes down to a place."""
    one = opened(request, uid)
    asked = Address(request.GET, request.actor, one.atlas)
    place = asked.area()
    progress = campaign_progress(one.campaign, request.actor, place=place)
    deeds = _deeds(one)
    context = {
        "tabs": tabs_for(request, "campaigns"),
        "one": one,
        "campaign": one.campaign,
        "state": names.name_of(names.CAMPAIGN_STATES, one.campaign.state),
        "late": one.campaign.state == State.OPEN and one.campaign.due_on < today(),
        "facts": _facts(one),
        "figures": _figures(one, progress, place),
        "way": _way(one, place),
        "lines": _lines(one, progress),
        "at_grid": len(progress.place) == Level.GRID,
        "progress": progress,
        "checks": _checks(one, progress, place),
        "wrong": bool(asked.unreadable),
        "first": deeds[0] if deeds else None,
        "others": deeds[1:],
    }
    return render(request, "desk/campaigns/page.html", context)


def entries_href(one: Opened, **chosen: str) -> str:
    """Return the list of entries behind a number."""
    query = QueryDict(mutable=True)
    for name, value in chosen.items():
        if value:
            query[name] = value
    return f"{one.href('entries')}?{query.urlencode()}"


def _deeds(one: Opened) -> list[Deed]:
    state, found = one.campaign.state, []
    if one.manages and state == State.DRAFT:
        found.append(
            Deed(
                _("Start the collection"),
                one.href("open"),
                post=True,
                ask=_("From now on it stands on the phones of the collectors. Start it?"),
            )
        )
    if one.campaign.state != State.DRAFT:
        found.append(Deed(_("Entries"), one.href("entries")))
    if one.arranges:
        found.append(Deed(_("Buildings and collectors"), one.href("buildings")))
    if one.by.role in EXPORTERS and state != State.DRAFT:
        found.append(Deed(_("Export"), one.href("export")))
    if one.manages and state != State.CLOSED:
        found.append(Deed(_("Change"), one.href("amend")))
    if one.manages and state == State.OPEN:
        found.append(
            Deed(
                _("Close the collection"),
                one.href("close"),
                post=True,
                grave=True,
                ask=_(
                    "Nothing that is done afterwards is taken; what was done before may still "
                    "arrive. This cannot be undone. Close it?"
                ),
            )
        )
    return found


def _facts(one: Opened) -> list[Fact]:
    campaign, form = one.campaign, one.campaign.form
    unit = one.atlas.unit(campaign.unit_id)
    return [
        Fact(_("What it is for"), campaign.purpose),
        Fact(_("Places"), places_of(campaign, one.atlas, one.language)),
        Fact(_("Days"), f"{campaign.opens_on} – {campaign.due_on}"),
        Fact(_("Form"), f"{form.title} · {form.form_id} {form.version}"),
        Fact(_("Looked at again"), f"{campaign.sample_percent} %"),
        Fact(_("Made by"), f"{unit.name(one.language) if unit else ''} {campaign.created_by}"),
    ]


def _figures(one: Opened, progress: Progress, place: str) -> list[Figure]:
    whole = progress.whole
    period = _("newest answer of each door")

    def figure(name: str, value: int, outcome: str, meaning: str = "") -> Figure:
        return Figure(
            name=name,
            value=value,
            of=whole.expected,
            of_label=_("doors"),
            period=period,
            meaning=meaning,
            href=entries_href(one, outcome=outcome, area=place),
        )

    return [
        figure(str(names.OUTCOMES[w.Outcome.DONE]), whole.done, "done"),
        figure(
            str(names.OUTCOMES[w.Outcome.REFUSED]),
            whole.refused,
            "refused",
            _("Declining is an answer like any other. Nobody is asked why, and nothing follows."),
        ),
        figure(str(names.OUTCOMES[w.Outcome.ABSENT]), whole.absent, "absent"),
        figure(str(names.OUTCOMES[w.Outcome.REVISIT]), whole.revisit, "revisit"),
        Figure(
            name=_("Not yet"),
            value=whole.waiting,
            of=whole.expected,
            of_label=_("doors"),
            period=period,
            meaning=_("Doors that were counted in the buildings, less those with an answer."),
            href=_down(one, place) if place else "",
        ),
    ]


def _way(one: Opened, place: str) -> list[Crumb]:
    """Return the way from the reader's own area down to the place."""
    own = one.by.area_code
    chain = [area for area in one.atlas.chain(place or own) if len(area.code) >= len(own)]
    return [
        Crumb(area.name(one.language), "" if area.code == (place or own) else _down(one, area.code))
        for area in chain
    ]


def _down(one: Opened, code: str) -> str:
    return one.href() if code == one.by.area_code else f"{one.href()}?area={code}"


def _lines(one: Opened, progress: Progress) -> list[PlaceLine]:
    lines = []
    for area in progress.areas:
        facts = one.atlas.area(area.code)
        label = facts.name(one.language) if facts else area.code
        lines.append(
            _line(
                one, label, _down(one, area.code), area.buildings, area.tally, {"area": area.code}
            )
        )
    for building in progress.buildings:
        row = building.assignment
        lines.append(
            _line(one, row.point.name, "", None, building.tally, {"building": str(row.pk)})
        )
    return lines


def _line(
    one: Opened, label: str, href: str, buildings: int | None, tally: Tally, where: dict[str, str]
) -> PlaceLine:
    hrefs: dict[str, Any] = {
        outcome: entries_href(one, outcome=outcome, **where)
        for outcome in ("done", "refused", "absent", "revisit")
    }
    return PlaceLine(label, href, buildings, tally, waiting=href, **hrefs)


def _checks(one: Opened, progress: Progress, place: str) -> list[Fact]:
    return [
        Fact(
            names.CHECK_STATES[state],
            format_html(
                '<a href="{}">{}</a>', entries_href(one, check=str(state), area=place), many
            ),
        )
        for state, many in progress.checks.items()
        if many
    ]
