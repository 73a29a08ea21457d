"""A worker enters with a terminal, gives the password again, or leaves it."""

from typing import Any

from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone, translation
from django.utils.timezone import localtime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from gege.field.answers import NotJsonError, answer, problem, read_object
from gege.field.middleware import drop_secret, keep_secret, outdoors
from gege.field.rules.bounds import MOST_ENTER_BYTES
from gege.field.scene import FieldRequest, Scene, scene_of
from gege.field.sections.me import me
from gege.field.sentences import sentence
from gege.fieldwork import api as fieldwork
from gege.matters import api as matters
from gege.staff.access import open_to_everyone, open_to_own_account
from gege.staff.api import (
    Account,
    account_with_posts,
    is_login_name,
    login_spelling,
    open_again_at,
)


@open_to_everyone
@csrf_exempt
@sensitive_variables("password")
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Bind this device to whoever knows the password; answer with `me` and the secret's cookie."""
    try:
        given = read_object(request, MOST_ENTER_BYTES)
    except NotJsonError as error:
        return problem(error.status, error.error, sentence(error.error))
    login, password, code, app_version, device = (
        str(given.get(name) or "")[:200]
        for name in ("login", "password", "code", "app_version", "device")
    )
    account = _known(request, login_spelling(login), password)
    if account is None:
        return _wrong(request, login_spelling(login))
    with translation.override(account.language):
        return _bind(request, account, code, app_version, device)


@open_to_own_account
@csrf_exempt
@sensitive_variables("given")
@require_POST
def password(request: FieldRequest) -> HttpResponse:
    """End a silence: the holder of this terminal gives the password again."""
    try:
        given = read_object(request, MOST_ENTER_BYTES)
    except NotJsonError as error:
        return problem(error.status, error.error, sentence(error.error))
    name = request.account.login_name
    if _known(request, name, str(given.get("password") or "")[:200]) is None:
        return _wrong(request, name)
    if request.terminal_reason in ("must_change_password", "no_post"):
        return problem(401, request.terminal_reason, sentence(request.terminal_reason))
    fieldwork.renew(request.terminal, by=request.actor, now=timezone.now())
    return answer({"me": _me(scene_of(request), request)})


@open_to_own_account
@csrf_exempt
@require_POST
def leave(request: FieldRequest) -> HttpResponse:
    """End this terminal's right to speak; the phone wipes itself.

    A phone that was wiped (five wrong PINs) has lost its form token with everything else, and still
    ends its terminal: the cookie is SameSite=Strict, and only JSON of the own page is taken.
    """
    actor = request.actor or _any_post(request.account)
    if actor is not None:
        fieldwork.end_own(request.terminal, by=actor, now=timezone.now())
    response = answer({"left": True})
    drop_secret(response)
    return response


def _known(request: HttpRequest, name: str, password: str) -> Account | None:
    """Return the account of a name and password; failures are counted as at the desk."""
    if not is_login_name(name):
        return None
    found: Any = authenticate(request, username=name, password=password)
    return found if isinstance(found, Account) else None


def _wrong(request: HttpRequest, name: str) -> HttpResponse:
    if not getattr(request, "axes_locked_out", False):
        return problem(401, "wrong", sentence("wrong"))
    # Answered here: the desk's page about it is nothing that a program can read.
    request.axes_locked_out = False  # type: ignore[attr-defined]
    again = open_again_at(request, name, timezone.now())
    time = f"{localtime(again):%H:%M}" if again else ""
    return problem(401, "locked", sentence("locked", {"time": time}))


def _bind(
    request: HttpRequest, account: Account, code: str, app_version: str, device: str
) -> HttpResponse:
    now = timezone.now()
    if account.must_change_password:
        return problem(401, "must_change_password", sentence("must_change_password"))
    found = account_with_posts(account.pk, now)
    held = outdoors(found[1]) if found else ()
    if found is None or not held:
        return problem(401, "no_post", sentence("no_post"))
    try:
        terminal, token = fieldwork.enrol(
            account,
            code=code,
            label=device,
            app_version=app_version,
            by=held[0],
            now=now,
            former=getattr(request, "terminal", None),
        )
    except fieldwork.FieldError as error:
        return problem(401, error.word, fieldwork.sentence_of(error))
    user_logged_in.send(sender=Account, request=request, user=account)
    scene = Scene(found[0], held, terminal, matters.setting(now))
    response = answer({"me": _me(scene, request)})
    keep_secret(response, token)
    return response


def _me(scene: Scene, request: HttpRequest) -> dict[str, Any]:
    return {**me(scene), "csrf": get_token(request)}


def _any_post(account: Account) -> Any:
    """Return a post of any kind: who lost the grid may still leave the terminal."""
    found = account_with_posts(account.pk, timezone.now())
    return found[1][0] if found and found[1] else None
