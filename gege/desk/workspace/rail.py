"""The rail's entries of the workspaces, and the counts of every page in two statements."""

from collections.abc import Mapping
from typing import Any, Final, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.desk.navigation import Entry, add, count_with
from gege.desk.rail_groups import Group
from gege.desk.workspace.boxes import NAMES
from gege.matters.api import Box, counts
from gege.notices.api import unread
from gege.staff.api import POST_ROLES, Actor, Role, may_write

MOST: Final = 999
"""Counting stops here: more is shown as "999+" and costs no more."""

READERS: Final = frozenset(str(role) for role in POST_ROLES if role is not Role.ADMINISTRATOR)
ACTING: Final = frozenset(role for role in READERS if may_write(Role(role)))
OVERSIGHT: Final = frozenset(
    {
        Role.TOWNSHIP_OPERATOR,
        Role.COUNTY_SUPERVISOR,
        Role.COUNTY_DISPATCHER,
        Role.ELECTRONIC_SUPERVISOR,
    }
)
POSTMASTERS: Final = frozenset({Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER, Role.ADMINISTRATOR})
"""Who looks after notices that reached nobody."""
COUNTED: Final = "workspace_counts"


def register() -> None:
    """Put the entries of the workspaces into the rail."""
    setting_up = Group.SETTING_UP
    of_administrator = frozenset({str(Role.ADMINISTRATOR)})
    add(
        Entry("workspace", _("Workspace"), "home", rank=10),
        _box(Box.MINE, ACTING, 20),
        _box(Box.NEAR_DUE, READERS, 21, light="yellow"),
        _box(Box.OVERDUE, READERS, 22, light="red"),
        _box(Box.WATCHED, READERS, 23),
        _box(Box.OPEN, READERS, 24),
        _box(Box.ALL, READERS, 25),
        Entry(
            "stranded",
            pgettext_lazy("list", "Stranded"),
            "desk:stranded",
            roles=frozenset(str(role) for role in OVERSIGHT),
            group=Group.OVERSIGHT,
            rank=40,
        ),
        Entry(
            "dead_letters",
            _("Undelivered notices"),
            "desk:dead-letters",
            roles=frozenset(str(role) for role in POSTMASTERS),
            group=Group.LINE,
            rank=45,
        ),
        Entry("people", _("People"), "account:people", "", of_administrator, setting_up, rank=50),
        Entry(
            "vacant_grids",
            _("Vacant grids"),
            "account:vacant-grids",
            "",
            of_administrator,
            setting_up,
            rank=51,
        ),
    )
    count_with(rail_counts)


def _box(box: Box, roles: frozenset[str], rank: int, light: str = "") -> Entry:
    return Entry(
        str(box),
        NAMES[box],
        "desk:matters",
        query=f"box={box}",
        roles=roles,
        group=Group.MATTERS,
        light=light,
        rank=rank,
    )


def rail_counts(request: HttpRequest) -> Mapping[str, int]:
    """Return what waits, by the key of an entry; read once per request."""
    kept = getattr(request, COUNTED, None)
    if kept is not None:
        return cast(Mapping[str, int], kept)
    actor: Actor | None = getattr(request, "actor", None)
    found: dict[str, int] = {}
    if actor is not None:
        found = {str(box): many for box, many in _boxes(actor).items()}
        found["notices"] = unread(actor.account_id or 0, units=units_of(request))
    setattr(cast(Any, request), COUNTED, found)
    return found


def units_of(request: HttpRequest) -> list[int | None]:
    """Return the units where the person holds a post now: whose notices they read."""
    return [one.unit_id for one in getattr(request, "held", ())]


def _boxes(actor: Actor) -> Mapping[Box, int]:
    if actor.role is Role.ADMINISTRATOR:
        return {}
    return counts(actor, now=timezone.now(), most=MOST)
