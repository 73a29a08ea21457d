"""Words of the division of grids: the principles, the rules, and what is proposed (R-033)."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from gege.registers.rules.redividing import Proposal, Way
from gege.territory.api import Atlas

Text = str | Promise
_FEWEST: Final = 10

PRINCIPLES: Final[Mapping[str, Text]] = {
    "locality": gettext_lazy("Lies in one community"),
    "workload": gettext_lazy("Work like the others"),
    "clear": gettext_lazy("Clear borders"),
    "distance": gettext_lazy("Near to its station"),
}
"""The four principles of the report (属地管理, 任务相当, 界定清晰, 方便服务)."""

RULES: Final[Mapping[str, Text]] = {
    "place_percent": gettext_lazy("A place weighs, in per cent of a household"),
    "hazard_percent": gettext_lazy("An open hazard weighs, in per cent of a household"),
    "facility_percent": gettext_lazy("A facility weighs, in per cent of a household"),
    "tolerance_percent": gettext_lazy("Work may be off the mean by, in per cent"),
    "distance_m": gettext_lazy("Way to the station at most, in metres"),
    "least_mean": gettext_lazy("Compare once grids have on average, in households"),
}
HINTS: Final[Mapping[str, Text]] = {
    "tolerance_percent": gettext_lazy("Of the mean of the community's general grids."),
    "least_mean": gettext_lazy("Before, too little is entered to say anything."),
}
SIDES: Final[Mapping[str, Text]] = {
    "north": pgettext_lazy("half of a grid", "northern part"),
    "south": pgettext_lazy("half of a grid", "southern part"),
    "east": pgettext_lazy("half of a grid", "eastern part"),
    "west": pgettext_lazy("half of a grid", "western part"),
}


def proposal_words(
    proposal: Proposal, atlas: Atlas, language: str
) -> list[tuple[str, tuple[int, ...]]]:
    """Return what is proposed as sentences, each with the buildings it speaks of."""
    said = [_lead(proposal)]
    said += [
        (
            _handing(proposal.way, atlas, language, one.source, one.target, one.houses, one.work),
            one.houses,
        )
        for one in proposal.handings
    ]
    said += [
        (
            _("%(side)s: %(buildings)s, %(work)s")
            % {
                "side": SIDES[half.side],
                "buildings": _buildings(len(half.houses)),
                "work": work_words(half.work),
            },
            half.houses,
        )
        for half in proposal.halves
    ]
    return said


def work_words(work: float) -> str:
    """Return work in households; fewer than ten are never told."""
    if work < _FEWEST:
        return _("work of fewer than 10 households")
    number = round(work)
    return ngettext("work of %(n)s household", "work of %(n)s households", number) % {"n": number}


def _lead(proposal: Proposal) -> tuple[str, tuple[int, ...]]:
    if proposal.way is Way.DIVIDE:
        words = _("Divide this grid into %(parts)s, each with about the %(work)s.") % {
            "parts": proposal.parts, "work": work_words(proposal.after),
        }  # fmt: skip
    elif proposal.way is Way.MOVE:
        words = _(
            "Let buildings at the border go to neighbours that have room;"
            " what stays here is the %(work)s."
        ) % {"work": work_words(proposal.after)}
    elif proposal.way is Way.TAKE and not proposal.told:
        words = _("Take over buildings of a neighbour that has too much.")
    elif proposal.way is Way.MERGE and not proposal.told:
        words = _("Make one grid of this one and a neighbour.")
    elif proposal.way is Way.TAKE:
        words = _(
            "Take over buildings of a neighbour that has too much; it would be the %(work)s here."
        ) % {"work": work_words(proposal.after)}
    elif proposal.way is Way.MERGE:
        words = _("Make one grid of this one and a neighbour; together they have the %(work)s.") % {
            "work": work_words(proposal.after)
        }
    else:
        words = _("Nothing can be computed: no neighbour fits. Look at it with the station.")
    return words, ()


def _handing(
    way: Way,
    atlas: Atlas,
    language: str,
    source: str,
    target: str,
    houses: tuple[int, ...],
    work: float,
) -> str:
    if way is Way.MERGE:
        return _("With %(grid)s.") % {"grid": atlas.label(target, language)}
    words = {"buildings": _buildings(len(houses)), "work": work_words(work)}
    if way is Way.TAKE:
        return _("From %(grid)s: %(buildings)s, %(work)s") % {
            **words,
            "grid": atlas.label(source, language),
        }
    return _("To %(grid)s: %(buildings)s, %(work)s") % {
        **words,
        "grid": atlas.label(target, language),
    }


def _buildings(number: int) -> str:
    return ngettext("%(n)s building", "%(n)s buildings", number) % {"n": number}
