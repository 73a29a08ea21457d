"""What stands between a request and a view: idle log-out, language, and who may open it.

The order in settings: AuthenticationMiddleware, MessageMiddleware, IdleLogoutMiddleware,
LanguageMiddleware, AccessMiddleware.
"""

from collections.abc import Callable
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gege.staff.access import (
    POST_KEY,
    SAFE_METHODS,
    Access,
    ActorRequest,
    Door,
    access_of,
    asks_step_up,
)
from gege.staff.backends import HeldAccount
from gege.staff.factor.door import step_up_door, to_step_up
from gege.staff.factor.session import wanted_at_log_in
from gege.staff.models import Account
from gege.staff.queries import chosen
from gege.staff.wall import is_over, wall_admits, wall_of
from gege.staff.ways import elsewhere, way_back

Respond = Callable[[HttpRequest], HttpResponseBase]
SEEN_KEY: Final = "seen"
WRITE_EVERY_SECONDS: Final = 60
NO_POST_PAGE: Final = "account:no-post"
PASSWORD_PAGE: Final = "account:password"  # noqa: S105 - an address
BACKGROUND_HEADER: Final = "X-Background"
"""Sent by what a page does on its own (refreshing counts): it does not keep a session alive."""


class AccessMiddleware:
    """Deny by default: a view without a mark does not exist, for anybody.

    Puts `actor`, `held` and `account` on the request. A stranger and a wrong role get 404, so
    that an address tells nothing; a person not logged in is sent to log in.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        enriched = cast(Any, request)
        account = _account(request)
        enriched.account = account
        enriched.held = HeldAccount.of(account) if account else ()
        enriched.actor = None
        if account:
            post = None if _sessionless(request) else request.session.get(POST_KEY)
            enriched.actor = chosen(enriched.held, post)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_arguments: Any
    ) -> HttpResponseBase | None:
        """Let a request through (None), send it elsewhere, or raise Http404."""
        mark = access_of(view)
        if mark is None:
            raise Http404
        wall = wall_of(request) if _account(request) is not None else None
        if wall is not None and not wall_admits(view, mark, request):
            if request.method not in SAFE_METHODS:
                raise Http404
            return elsewhere(request, wall.home)
        if mark.door is Door.EVERYONE:
            return None
        if _account(request) is None:
            return _to_login(request)
        refusal = _refusal(cast(ActorRequest, request), mark)
        if refusal is not None and wall is not None:
            # Nobody stands before it who could choose a password or give a code.
            logout(request)
            return _to_login(request)
        if refusal is None and asks_step_up(view):
            return step_up_door(request, way_back(request), timezone.now())
        return refusal


class IdleLogoutMiddleware:
    """Ends a session nobody used for `settings.GEGE_IDLE_MINUTES` minutes (0: never).

    A wall screen is not used by anybody: it ends at the time it was opened for.

    The last use is kept in the session on the server and written at most once a minute, so a
    page does not cost a write.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        minutes = int(settings.GEGE_IDLE_MINUTES)
        account = _account(request)
        wall = wall_of(request) if account is not None else None
        if wall is not None:
            if is_over(wall, timezone.now()):
                logout(request)
        elif minutes and account is not None and not _sessionless(request):
            self._look(request, account, minutes * 60)
        return self.get_response(request)

    def _look(self, request: HttpRequest, account: Account, limit: int) -> None:
        present = int(timezone.now().timestamp())
        seen = request.session.get(SEEN_KEY)
        if isinstance(seen, int) and present - seen > limit:
            logout(request)
            minutes = limit // 60
            with translation.override(account.language):
                text = _("You were logged out after %(minutes)s minutes without use.")
            messages.info(request, text % {"minutes": minutes})
            return
        fresh = isinstance(seen, int) and present - seen < WRITE_EVERY_SECONDS
        if not fresh and BACKGROUND_HEADER not in request.headers:
            request.session[SEEN_KEY] = present


class LanguageMiddleware:
    """The account's language, else the cookie's, else the first language of the settings."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        account = _account(request)
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = account.language if account else cookie
        known = dict(settings.LANGUAGES)
        with translation.override(language if language in known else settings.LANGUAGE_CODE):
            cast(Any, request).LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response


def _sessionless(request: HttpRequest) -> bool:
    """Tell whether somebody speaks with a secret of their own (a handheld), not with a session."""
    return bool(getattr(request, "sessionless", False))


def _account(request: HttpRequest) -> Account | None:
    user = request.user
    if isinstance(user, AnonymousUser) or not user.is_authenticated:
        return None
    return user


def _refusal(request: ActorRequest, mark: Access) -> HttpResponseBase | None:
    if mark.door is Door.OWN_ACCOUNT:
        return None
    if request.account.must_change_password:
        return elsewhere(request, resolve_url(PASSWORD_PAGE))
    # Typed as present for views; here it may still be missing.
    actor = getattr(request, "actor", None)
    if actor is None:
        return elsewhere(request, resolve_url(NO_POST_PAGE))
    if not mark.admits(actor.role, request.method or ""):
        raise Http404
    if wanted_at_log_in(request, actor):
        return to_step_up(request, way_back(request))
    return None


def _to_login(request: HttpRequest) -> HttpResponseBase:
    login = resolve_url(settings.LOGIN_URL)
    back = way_back(request)
    return elsewhere(request, f"{login}?{urlencode({'next': back})}" if back else login)
