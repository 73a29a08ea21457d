"""The line of tabs over briefings, digests and their topics."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gege.staff.api import Actor
from gege.supervision.api import DIGEST_READERS


def tabs_of(by: Actor, here: str) -> list[tuple[str, str, bool]]:
    """Return (label, address, whether it is this page) of what a person may open."""
    found = [("briefings", _("Briefings"), "briefings:list")]
    if by.role in DIGEST_READERS:
        found.append(("digests", _("Digests of opinions"), "briefings:digests"))
        if not by.is_department:
            found.append(("topics", pgettext("digest", "Topics"), "briefings:topics"))
    if len(found) == 1:
        return []
    return [(label, reverse(name), key == here) for key, label, name in found]
