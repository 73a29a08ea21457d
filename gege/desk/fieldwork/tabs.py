"""The line of tabs that every page of field work shares: one entry in the rail, several parts.

A page asks `tabs_for(request, "points")` and its template includes `desk/fieldwork/tabs.html`.
A new part is a row of `TABS`; one whose pages are not installed is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gege.staff.access import ActorRequest
from gege.staff.api import Role

PLATFORMS: Final = (
    Role.STATION_CLERK,
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
)
READERS: Final = (*PLATFORMS, Role.ELECTRONIC_SUPERVISOR)
OUTDOORS: Final = (Role.GRID_WORKER, *READERS)
"""Who has something to see of field work at a desk."""
VISITING: Final = (*OUTDOORS, Role.DEPARTMENT_OFFICER)
"""And of visits: cadres of departments keep in touch with households too ("1+N")."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of field work: `url_name` is its first page, `roles` who sees it."""

    key: str
    label: str | Promise
    url_name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A tab as one request sees it."""

    label: str | Promise
    href: str
    current: bool


TABS: tuple[Tab, ...] = (
    Tab("patrols", pgettext_lazy("tab", "Patrols"), "fieldwork:patrols", OUTDOORS),
    Tab("excuses", pgettext_lazy("tab", "Excuses"), "fieldwork:excuses", OUTDOORS),
    Tab("points", pgettext_lazy("tab", "Check-in points"), "fieldwork:points", OUTDOORS),
    Tab("visits", pgettext_lazy("tab", "Visits"), "visits:list", VISITING),
    Tab("links", pgettext_lazy("tab", "Keeping in touch"), "visits:links", VISITING),
    Tab("campaigns", pgettext_lazy("tab", "Collections"), "campaigns:list", OUTDOORS),
    Tab("forms", pgettext_lazy("tab", "Forms"), "campaigns:forms", (Role.ADMINISTRATOR,)),
    Tab(
        "terminals",
        pgettext_lazy("tab", "Terminals"),
        "terminals:list",
        (Role.ADMINISTRATOR, *READERS),
    ),
    Tab(
        "rules",
        pgettext_lazy("tab", "Field rules"),
        "fieldwork:rules",
        (Role.ADMINISTRATOR, *READERS),
    ),
)


def tabs_for(request: ActorRequest, current: str) -> list[Shown]:
    """Return the tabs that the acting role sees; none where there would be only one."""
    shown = [
        Shown(tab.label, href, tab.key == current)
        for tab in TABS
        if request.actor.role in tab.roles and (href := _href(tab))
    ]
    return shown if len(shown) > 1 else []


def _href(tab: Tab) -> str:
    try:
        return reverse(tab.url_name)
    except NoReverseMatch:
        return ""
