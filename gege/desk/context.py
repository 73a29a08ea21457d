"""What every page knows: who acts, in which language, what waits, and how it is to be shown."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from gege.desk import navigation, rail_groups
from gege.desk.taking_out.pages import is_silent, offers
from gege.staff.api import wall_of


class Rail:
    """The rail of one request. Counts are read once, when the page first draws one."""

    def __init__(self, request: HttpRequest, *, empty: bool = False) -> None:
        self._request = request
        role = str(getattr(getattr(request, "actor", None), "role", ""))
        self._role = "" if empty or is_silent(request) else role

    @cached_property
    def counts(self) -> dict[str, int]:
        return navigation.counts_for(self._request) if self._role else {}

    @cached_property
    def lines(self) -> list[navigation.Line]:
        if not self._role:
            return []
        return navigation.lines_for(self._request, self._role, self.counts)

    @property
    def groups(self) -> list[rail_groups.Grouped]:
        """The lines by their groups, for the rail at the left."""
        return rail_groups.grouped(self.lines)

    @property
    def first(self) -> list[navigation.Line]:
        """The lines that fit into the bar of a phone."""
        return self.lines[: len(self.lines) if len(self.lines) <= 5 else 4]

    @property
    def rest(self) -> list[navigation.Line]:
        return self.lines[len(self.first) :]

    @property
    def notices(self) -> int:
        """Unread notices: the count a reader gives under "notices"."""
        return self.counts.get("notices", 0)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what the shell draws.

    A view's own context goes before: it may give `now`, and `calendar` for working days.
    """
    account = getattr(request, "account", None)
    hangs = account is not None and wall_of(request) is not None
    return {
        "actor": getattr(request, "actor", None),
        "account": account,
        "held": getattr(request, "held", ()),
        "rail": Rail(request, empty=hangs),
        "as_files": [] if hangs else offers(request),
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
        "large_print": bool(getattr(account, "large_print", False)),
        "demo": bool(getattr(settings, "GEGE_DEMO", False)),
        "wall": hangs or request.GET.get("wall") == "1",
        "hangs": hangs,
        "now": timezone.now(),
    }
