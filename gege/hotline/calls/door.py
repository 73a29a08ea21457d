"""The door of telephone systems: one address, one message at a time, each signed (docs/api.md)."""

import json
import logging
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from gege.hotline.calls.errors import Refused
from gege.hotline.calls.hear import hear
from gege.hotline.calls.systems import MOST_PER_MINUTE, count_message, secrets_of
from gege.hotline.models import PhoneSystem
from gege.hotline.rules.call_events import (
    MOST_BYTES,
    Malformed,
    in_window,
    is_signed,
    read_event,
)
from gege.kernel.typed_text import whole_number
from gege.staff.access import open_to_everyone

_log: Final = logging.getLogger(__name__)
SYSTEM, TIMESTAMP, SIGNATURE = "X-Gege-System", "X-Gege-Timestamp", "X-Gege-Signature"
_NOBODYS: Final = "nobody's secret: an unknown system costs as much as a wrong signature"


class _Shut(Exception):  # noqa: N818 - an answer, not a fault
    """A message that is not taken: the status and the word."""

    def __init__(self, status: int, word: str) -> None:
        self.status, self.word = status, word
        super().__init__(word)


@open_to_everyone
@csrf_exempt
@never_cache
def events(request: HttpRequest) -> HttpResponse:
    """Take a message. 200: it is kept; 4xx: it never will be, except 429: come again later."""
    now = timezone.now()
    try:
        body = _body(request)
        system = _signed_by(request, body, now)
        if count_message(system, now) > MOST_PER_MINUTE:
            _log.warning("telephone system %s sends too much", system.code)
            raise _Shut(429, "too_many")
        heard = hear(system, read_event(body, now), now=now)
    except _Shut as shut:
        return _refusal(shut.status, shut.word, now)
    except Malformed as error:
        _log.warning("telephone system %s: a message is malformed: %s", system.code, error)
        return _refusal(400, str(error), now)
    except Refused as error:
        _log.warning("telephone system %s: %s", system.code, error.word)
        return _refusal(409, error.word, now)
    answer = {
        "call": str(heard.call.uid),
        "state": heard.call.state,
        "effect": str(heard.effect),
        "again": heard.again,
    }
    return _json(answer)


def _body(request: HttpRequest) -> bytes:
    """Return the body, never more of it than a message may have."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        raise _Shut(405, "post_only")
    if not all(name in request.headers for name in (SYSTEM, TIMESTAMP, SIGNATURE)):
        raise _Shut(401, "signature")
    if request.method != "POST":
        raise _Shut(405, "post_only")
    if request.content_type != "application/json":
        raise _Shut(415, "json_only")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if whole_number(length, MOST_BYTES) is None:
        raise _Shut(413, "too_large")
    body: bytes = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise _Shut(413, "too_large")
    return body


def _signed_by(request: HttpRequest, body: bytes, now: datetime) -> PhoneSystem:
    """Return who signed a message just now.

    An unknown system, one that was stopped, a wrong signature and one that is too old look alike.
    """
    code = request.headers.get(SYSTEM, "")
    timestamp = request.headers.get(TIMESTAMP, "")
    given = request.headers.get(SIGNATURE, "")
    system = PhoneSystem.objects.filter(code=code).first() if _plain(code) else None
    held = secrets_of(system, now) if system is not None else []
    known = any(is_signed(given, one, timestamp, body) for one in held or [_NOBODYS])
    if system is None or not held or not known or not in_window(timestamp, now):
        _log.warning("a message at the door of telephone systems was refused")
        raise _Shut(401, "signature")
    return system


def _plain(code: str) -> bool:
    return 0 < len(code) <= 30 and code.isascii() and code.isprintable()


def _refusal(status: int, word: str, now: datetime) -> HttpResponse:
    response = _json({"error": word}, status)
    if status == 405:
        response.headers["Allow"] = "POST"
    if status == 429:
        response.headers["Retry-After"] = str(60 - int(now.timestamp()) % 60)
    return response


def _json(content: dict[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(content), status=status, content_type="application/json")
