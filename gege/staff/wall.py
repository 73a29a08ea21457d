"""A session that hangs on a wall: it shows boards and nothing else, for hours without a hand.

Whoever opens it does so on purpose, in the browser of the wall. From then on the session is not
ended for want of use; it opens marked pages only, sends no form but the one that ends it, takes
nothing out, and is over after the hours of the settings (decision 0049).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from gege.staff.access import SAFE_METHODS, Access, Door
from gege.staff.actor import Actor
from gege.staff.models import WallScreen
from gege.staff.rules.roles import Role
from gege.trail.api import record

KEY: Final = "wall"
_SHOWN: Final = "gege_on_walls"
_ENDS: Final = "gege_ends_walls"
_TAKES_OUT: Final = "as"

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall screen: the page it shows, and the moment it is over, in seconds since 1970."""

    home: str
    until: int


def on_walls(view: View) -> View:
    """Mark a page that a wall may show; beside `open_to`, which still decides for whom."""
    setattr(view, _SHOWN, True)
    return view


def ends_walls(view: View) -> View:
    """Mark the one form that a wall may send: the one that ends it."""
    setattr(view, _ENDS, True)
    return view


def shown_on_walls(view: Callable[..., Any]) -> bool:
    """Tell whether a wall may show a page."""
    return getattr(view, _SHOWN, False) is True


def wall_of(request: HttpRequest) -> Wall | None:
    """Return the wall that a session is; None for every other session."""
    session = getattr(request, "session", None)
    if session is None or getattr(request, "sessionless", False):
        return None
    kept = session.get(KEY)
    if not isinstance(kept, dict):
        return None
    return Wall(str(kept.get("home", "/")), int(kept.get("until", 0)))


def open_wall(request: HttpRequest, home: str, hours: int, *, by: Actor, now: datetime) -> Wall:
    """Turn this session into a wall; inside a transaction, with its line in the ledger.

    Raises ValueError for hours beyond the settings.
    """
    if not 1 <= hours <= settings.GEGE_WALL_HOURS:
        raise ValueError("hours")
    until = int((now + timedelta(hours=hours)).timestamp())
    record(
        stream=f"account:{by.account_id}",
        deed="open_wall",
        by=by.signature(),
        now=now,
        more={"page": home[:200], "hours": hours},
    )
    request.session.cycle_key()
    request.session[KEY] = {"home": home, "until": until}
    request.session.set_expiry(hours * 3600)
    WallScreen.objects.filter(until__lt=now).delete()
    WallScreen.objects.create(
        session_key=request.session.session_key or "",
        account_id=by.account_id or 0,
        unit_id=by.unit_id or 0,
        home=home[:200],
        opened_at=now,
        until=datetime.fromtimestamp(until, UTC),
    )
    return Wall(home, until)


def walls_of(by: Actor) -> QuerySet[WallScreen]:
    """Return the walls that somebody may know of, over or not: those of their unit, and their own.

    Who may not open one (an administrator) knows of none.
    """
    if by.role is Role.ADMINISTRATOR or by.account_id is None:
        return WallScreen.objects.none()
    return WallScreen.objects.filter(Q(unit_id=by.unit_id) | Q(account_id=by.account_id))


def still_open(walls: QuerySet[WallScreen], now: datetime) -> QuerySet[WallScreen]:
    """Narrow walls to those that show something: in time, not ended, with a session that lives."""
    lives = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    return walls.filter(Exists(lives), ended_at=None, until__gt=now, account__is_active=True)


def open_walls(by: Actor, now: datetime) -> QuerySet[WallScreen]:
    """Return the walls that hang now and that somebody may end, the newest first."""
    return still_open(walls_of(by), now).select_related("account").order_by("-id")


def is_over(wall: Wall, now: datetime) -> bool:
    return now.timestamp() > wall.until


def wall_admits(wall_view: Callable[..., Any], mark: Access, request: HttpRequest) -> bool:
    """Tell whether a wall may send a request to a view."""
    if getattr(wall_view, _ENDS, False) is True:
        return True
    if request.method not in SAFE_METHODS:
        return False
    if mark.door is Door.EVERYONE:
        return True
    return shown_on_walls(wall_view) and _TAKES_OUT not in request.GET
