"""The line of tabs that the pages of duty share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gege.staff.access import ActorRequest
from gege.staff.api import Role, duty


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of duty as one request sees it."""

    label: str | Promise
    href: str
    current: bool


def tabs_for(request: ActorRequest, current: str, now: datetime) -> list[Tab]:
    """Return the tabs of this person; the directory is for duty staff."""
    found = [("overview", pgettext_lazy("tab", "Duty"), "duty:overview")]
    if request.actor.role is not Role.ELECTRONIC_SUPERVISOR:
        found.append(("swaps", pgettext_lazy("tab", "Swaps"), "duty:swaps"))
        if duty.sees_directory(request.actor, now):
            found.append(("directory", pgettext_lazy("tab", "Directory"), "duty:directory"))
        found.append(("calendar", pgettext_lazy("tab", "My calendar"), "duty:calendar"))
    return [Tab(label, reverse(name), key == current) for key, label, name in found]
