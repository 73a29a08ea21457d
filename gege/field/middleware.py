"""Who speaks under `/field/`: a terminal with its secret, never a session of the desk.

Stands right after AuthenticationMiddleware. The ordinary access marks and `request.actor` then
work as everywhere; a person without a post as a grid worker, or a terminal that may not speak, is
answered in JSON, for nobody reads a page of log-in there.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation

from gege.field.answers import JSON, problem
from gege.field.sentences import sentence
from gege.fieldwork import api as fieldwork
from gege.staff.access import SAFE_METHODS, Door, access_of
from gege.staff.api import Account, Actor, HeldAccount, Role, account_with_posts
from gege.territory.api import read_editions

Respond = Callable[[HttpRequest], HttpResponseBase]

ROOT: Final = "/field/"
API: Final = "/field/api/"
COOKIE: Final = "gege_terminal"
BOUND: Final = "gege_bound"
"""Lives and dies with the secret, and says to the app's scripts that there is one, not which."""
COOKIE_SECONDS: Final = 400 * 86_400
"""As long as a browser keeps one. Silence ends a terminal's right to speak much earlier."""


class TerminalMiddleware:
    """Puts `terminal` and the account behind it on requests under `/field/`.

    `terminal_standing` says how the terminal stands: "in" (it may speak), "signed_out" (the
    password is wanted again, nothing is lost) or "revoked" (the phone wipes itself).
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(ROOT):
            _recognise(request, timezone.now())
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_arguments: Any
    ) -> HttpResponseBase | None:
        """Let a request through (None) or answer it here."""
        if not request.path.startswith(ROOT):
            return None
        if _from_elsewhere(request, view):
            return problem(403, "csrf", sentence("csrf"))
        mark = access_of(view)
        if mark is None or mark.door is Door.EVERYONE:
            return None
        speaks = cast(Any, request)
        if speaks.terminal_standing == "in":
            return None
        if mark.door is Door.OWN_ACCOUNT and speaks.terminal is not None:
            return None
        return _refusal(speaks)


def _recognise(request: HttpRequest, now: datetime) -> None:
    speaks = cast(Any, request)
    # The desk's session in the same browser says nothing here, and is not kept alive by it.
    speaks.sessionless = True
    speaks.user, speaks.terminal = AnonymousUser(), None
    speaks.terminal_standing, speaks.terminal_reason = "signed_out", "signed_out"
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return
    terminal = fieldwork.terminal_by_token(token)
    if terminal is None:
        if fieldwork.ended_by(token):
            speaks.terminal_standing = "revoked"
        return
    found = account_with_posts(terminal.account_id or 0, now)
    if found is None:
        # The account was closed: what the phone holds is nobody's any more.
        speaks.terminal_standing = "revoked"
        return
    account, held = found
    speaks.user = HeldAccount.put(account, outdoors(held))
    # The editions are read once for the whole request.
    speaks.terminal, speaks.editions = terminal, read_editions()
    rules = fieldwork.current_rules(speaks.editions)
    speaks.terminal_standing, speaks.terminal_reason = _standing(speaks.user, terminal, rules, now)


def outdoors(held: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Return the posts that a handheld is for; the own grid first, then the cover."""
    return tuple(actor for actor in held if actor.role is Role.GRID_WORKER)


def keep_secret(response: HttpResponseBase, token: str) -> None:
    """Give a phone its secret, out of reach of scripts."""
    for name, value, hidden in ((COOKIE, token, True), (BOUND, "1", False)):
        cast(Any, response).set_cookie(
            name,
            value,
            max_age=COOKIE_SECONDS,
            path=ROOT,
            secure=settings.GEGE_HTTPS,
            httponly=hidden,
            samesite="Strict",
        )


def drop_secret(response: HttpResponseBase) -> None:
    """Take a phone's secret from it."""
    for name in (COOKIE, BOUND):
        cast(Any, response).delete_cookie(name, path=ROOT, samesite="Strict")


def _standing(
    account: Account, terminal: fieldwork.Terminal, rules: fieldwork.FieldRules, now: datetime
) -> tuple[str, str]:
    if account.must_change_password:
        return "signed_out", "must_change_password"
    if not HeldAccount.of(account):
        return "signed_out", "no_post"
    if fieldwork.password_again(terminal, now=now, rules=rules):
        return "signed_out", "signed_out"
    return "in", ""


def _refusal(speaks: Any) -> HttpResponseBase:
    language = getattr(speaks.user, "language", None) or translation.get_language() or "zh-hans"
    with translation.override(language):
        if speaks.terminal_standing == "revoked":
            response: HttpResponseBase = problem(401, "revoked", sentence("revoked"), wipe=True)
            drop_secret(response)
            return response
        reason = speaks.terminal_reason
        return problem(401, "signed_out", sentence(reason), reason=reason)


def _from_elsewhere(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Tell whether a request that carries no form token could come from another page.

    What a phone sends before it has a token carries none. Another site cannot send JSON without
    asking first, and is never answered that it may.
    """
    if request.method in SAFE_METHODS or not request.path.startswith(API):
        return False
    if not getattr(view, "csrf_exempt", False):
        return False
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.content_type != JSON or site not in ("same-origin", "none")
