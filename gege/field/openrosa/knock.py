"""Who is at the door: HTTP Basic with the log-in name and the password of one terminal.

The password is a terminal's secret, made for this program and told once; it ends with the
terminal. The account's own password opens nothing here.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, Final

from axes.handlers.proxy import AxesProxyHandler
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from gege.field.openrosa.replies import said, who_are_you
from gege.fieldwork import api as fieldwork
from gege.staff.access import SAFE_METHODS, open_to_everyone
from gege.staff.api import Account, Actor, Role, account_with_posts, login_spelling

LONGEST: Final = 400
RETRY_SECONDS: Final = 900


@dataclass(frozen=True)
class Visitor:
    """A worker who speaks through a program of another maker, at a moment."""

    account: Account
    held: tuple[Actor, ...]
    terminal: fieldwork.Terminal
    now: datetime

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The grids of the worker, own ones first."""
        return tuple(dict.fromkeys(actor.area_code for actor in self.held))

    def actor_at(self, area_code: str) -> Actor:
        """The post under which the worker acts in an area: the one for it, else the first."""
        return next((one for one in self.held if one.area_code == area_code), self.held[0])


View = Callable[..., HttpResponse]


def for_visitors(view: View) -> View:
    """Open a view to whoever shows a terminal's password; nobody else gets past the question.

    The view is marked as open to everyone because the desk's log-in plays no part here, and is
    exempt from form tokens because programs have none. A browser that was once given the password
    would send it along by itself: a post that a page made is refused by what browsers add to it.
    """

    @open_to_everyone
    @csrf_exempt
    @wraps(view)
    def asked(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if request.method not in SAFE_METHODS and _by_a_page(request):
            return said(403, _("A page of a browser cannot hand in forms here."))
        name, secret = _credentials(request)
        if not name:
            return who_are_you(_("Give your log-in name and the password of this terminal."))
        counted = {"username": f"openrosa {name}"}
        if not AxesProxyHandler.is_allowed(request, counted):
            return _too_many(request)
        visitor = _visitor(name, secret)
        if visitor is None:
            AxesProxyHandler.user_login_failed(Account, counted, request)
            if getattr(request, "axes_locked_out", False):
                return _too_many(request)
            return who_are_you(_("The log-in name or the password of the terminal is wrong."))
        with translation.override(visitor.account.language):
            refused = _refused(visitor)
            return refused or view(request, visitor, *arguments, **named)

    return asked


def _by_a_page(request: HttpRequest) -> bool:
    """Tell whether a browser sent this for a page; programs send neither of these headers."""
    return "Origin" in request.headers or "Sec-Fetch-Site" in request.headers


def _credentials(request: HttpRequest) -> tuple[str, str]:
    scheme, _space, given = request.headers.get("Authorization", "")[:LONGEST].partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        text = base64.b64decode(given.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    name, _colon, secret = text.partition(":")
    return login_spelling(name) if "\x00" not in text else "", secret


def _visitor(name: str, secret: str) -> Visitor | None:
    terminal = fieldwork.terminal_by_token(secret)
    if terminal is None or terminal.account is None:
        return None
    if not constant_time_compare(login_spelling(terminal.account.login_name), name):
        return None
    now = timezone.now()
    found = account_with_posts(terminal.account.pk, now)
    if found is None:
        return None
    held = tuple(actor for actor in found[1] if actor.role is Role.GRID_WORKER)
    return Visitor(found[0], held, terminal, now)


def _refused(visitor: Visitor) -> HttpResponse | None:
    if visitor.account.must_change_password:
        return who_are_you(_("Log in at a desk first and set a password of your own."))
    if not visitor.held:
        return who_are_you(_("You look after no grid now."))
    if fieldwork.password_again(visitor.terminal, now=visitor.now):
        return who_are_you(
            _("This terminal was silent for too long. Make a new password for it at a desk.")
        )
    return None


def _too_many(request: HttpRequest) -> HttpResponse:
    # Answered here: the desk's page about it is nothing that a program can read.
    request.axes_locked_out = False  # type: ignore[attr-defined]
    response = said(429, _("Too many failures. Try again in a quarter of an hour."))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
