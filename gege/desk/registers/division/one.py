"""One grid of the division report, with what could be done about its work (R-033, L17)."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.parts import Crumb, Fact
from gege.desk.registers.division.lists import percent_words
from gege.desk.registers.tabs import DIVIDING, tabs_for
from gege.registers.api import NotFound, Redivision, Way, division_names, redivision
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import Atlas, atlas, read_editions

COUNTED: Final = {
    "household": gettext_lazy("Households"),
    "place": gettext_lazy("Places"),
    "hazard": gettext_lazy("Open hazards"),
    "facility": gettext_lazy("Facilities"),
}


@open_to(*DIVIDING)
@never_cache
@require_safe
def one(request: ActorRequest, code: str) -> HttpResponse:
    """Show a grid's values, the counts behind its work, and the proposal where it stands out."""
    editions, language = read_editions(), get_language() or ""
    try:
        found = redivision(
            code, by=request.actor, now=timezone.now(), editions=editions, language=language
        )
    except NotFound:
        raise Http404 from None
    map_of = atlas(editions)
    told = found.finding if request.actor.role is not Role.ADMINISTRATOR else None
    context = {
        "tabs": tabs_for(request, "division"),
        "crumbs": [Crumb(_("Division report"), reverse("registers:division"))],
        "place": map_of.label(code, language),
        "code": code,
        "facts": _facts(found),
        "counts": _counts(found),
        "proposal": proposal_lines(found, map_of, language),
        "finding": reverse("registers:finding", args=[told]) if told else "",
        "deeds": _deeds(found, code) if request.actor.role is Role.ADMINISTRATOR else [],
        "neighbours": [
            (near.name(language), reverse("registers:division-grid", args=[near.code]))
            for near in found.neighbours
        ],
    }
    return render(request, "desk/registers/division/one.html", context)


def proposal_lines(
    found: Redivision, map_of: Atlas, language: str
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the sentences of a proposal, each with the buildings that this person may see."""
    if found.proposal is None:
        return []
    return [
        (
            words,
            [
                (
                    found.buildings[house][1],
                    reverse("registers:record", args=[found.buildings[house][0]]),
                )
                for house in houses
                if house in found.buildings
            ],
        )
        for words, houses in division_names.proposal_words(found.proposal, map_of, language)
    ]


def _facts(found: Redivision) -> list[Fact]:
    report = found.line.report
    facts = [Fact(division_names.PRINCIPLES["locality"], _said("locality" not in report.outliers))]
    if report.workload is None:
        facts.append(Fact(division_names.PRINCIPLES["workload"], _("Too little is entered yet.")))
    elif found.line.is_small:
        facts.append(
            Fact(division_names.PRINCIPLES["workload"], _("Fewer than 10 households: no figure."))
        )
    elif not found.line.mean_is_told:
        words = _("%(work)s households; the mean is kept back: a grid here has fewer than ten") % {
            "work": f"{report.workload:.0f}"
        }
        facts.append(Fact(division_names.PRINCIPLES["workload"], words))
    else:
        words = _("%(work)s households; the mean of the community is %(usual)s") % {
            "work": f"{report.workload:.0f}",
            "usual": f"{found.usual:.0f}",
        }
        percent = percent_words(found.line.percent)
        facts.append(
            Fact(
                division_names.PRINCIPLES["workload"], f"{words} ({percent})" if percent else words
            )
        )
    facts.append(Fact(division_names.PRINCIPLES["clear"], _said("clear" not in report.outliers)))
    if report.distance_m is not None:
        metres = _("%(n)s m") % {"n": report.distance_m}
        facts.append(Fact(division_names.PRINCIPLES["distance"], metres))
    return facts


def _said(fine: bool) -> str:
    return _("yes") if fine else _("no")


def _counts(found: Redivision) -> list[tuple[Any, Any]]:
    return [
        (
            COUNTED[sheet],
            "·"
            if sheet == "household" and found.line.is_small
            else found.line.counts.get(sheet, 0),
        )
        for sheet in found.division.counted
    ]


def _deeds(found: Redivision, code: str) -> list[tuple[Any, str]]:
    """Return the set-up pages that carry out what is proposed; any of them where nothing is."""
    divide = (_("Divide this grid"), reverse("setup:divide", args=[code]))
    merge = (_("Merge grids"), reverse("setup:merge", args=[code[:12]]))
    redraw = (_("Import redrawn grids"), reverse("setup:grids"))
    if found.proposal is None:
        return []
    by_way = {Way.DIVIDE: [divide], Way.MERGE: [merge], Way.MOVE: [redraw], Way.TAKE: [redraw]}
    return by_way.get(found.proposal.way, [divide, merge, redraw])
