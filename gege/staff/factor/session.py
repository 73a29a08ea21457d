"""What a session knows of the second factor: when a code was given, and for which device."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest

from gege.staff.actor import Actor
from gege.staff.factor.queries import factor_mark
from gege.staff.rules.roles import Role

KEY: Final = "second_factor"


def note_code_given(request: HttpRequest, account_id: int, now: datetime) -> None:
    """Keep in the session that a code was just taken; the session gets a new name."""
    request.session.cycle_key()
    request.session[KEY] = {"mark": factor_mark(account_id), "at": int(now.timestamp())}


def forget_code_given(request: HttpRequest) -> None:
    """Ask for a code again from now on."""
    request.session.pop(KEY, None)


def stepped_up(request: HttpRequest, now: datetime) -> bool:
    """Tell whether a code was given in this session within the minutes of the settings.

    A device that was exchanged, reset or turned off meanwhile does not count.
    """
    given = _given(request)
    if given is None:
        return False
    age = int(now.timestamp()) - int(given["at"])
    return 0 <= age < settings.GEGE_STEP_UP_MINUTES * 60 and _same_device(request, given)


def wanted_at_log_in(request: HttpRequest, actor: Actor | None) -> bool:
    """Tell whether the settings want a code in this session before anything else is done.

    The handheld has its own: the terminal is registered, and its secret is the second thing.
    """
    wanted = settings.GEGE_SECOND_FACTOR
    if wanted == "none" or actor is None or getattr(request, "sessionless", False):
        return False
    if wanted == "administrators" and actor.role is not Role.ADMINISTRATOR:
        return False
    given = _given(request)
    return given is None or not _same_device(request, given)


def _given(request: HttpRequest) -> dict[str, Any] | None:
    if getattr(request, "sessionless", False):
        return None
    given = request.session.get(KEY)
    return given if isinstance(given, dict) else None


def _same_device(request: HttpRequest, given: dict[str, Any]) -> bool:
    account_id = request.user.pk
    return (
        account_id is not None and bool(given["mark"]) and given["mark"] == factor_mark(account_id)
    )
