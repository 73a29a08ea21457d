"""What the portal gives a browser: the token of a form, and the cookie of an opened matter."""

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from gege.kernel.senders import network_of
from gege.portal.rules.guarding import Wrong, age_problem

PATH: Final = "/r/"
COOKIE: Final = "gege_own"
RECEIPT: Final = "gege_receipt"
OPEN_SECONDS: Final = 30 * 60
_FORM, _OWN, _DONE = "gege.portal.form", "gege.portal.own", "gege.portal.receipt"


@dataclass(frozen=True, slots=True)
class FormToken:
    """What a form of report was made with: the key of its receipt, and the secret of its code."""

    receipt_key: UUID
    secret: str


def new_token(now: datetime) -> str:
    """Return the signed token of a new form."""
    made = {"k": uuid4().hex, "s": token_hex(16), "t": int(now.timestamp())}
    return signing.Signer(salt=_FORM).sign_object(made)


def read_token(text: str, now: datetime) -> FormToken | Wrong:
    """Return what a form came with, or why it is not taken."""
    try:
        made = signing.Signer(salt=_FORM).unsign_object(text[:500])
        token = FormToken(UUID(hex=made["k"]), str(made["s"]))
        made_at = datetime.fromtimestamp(int(made["t"]), UTC)
    except (signing.BadSignature, ValueError, KeyError, TypeError, OverflowError):
        return Wrong.FORGED
    return age_problem(made_at, now) or token


def put_own(response: HttpResponse, uid: UUID, now: datetime) -> None:
    """Let this browser open one matter for half an hour."""
    _put(response, COOKIE, {"u": uid.hex}, _OWN, now)


def own_uid(request: HttpRequest, now: datetime) -> UUID | None:
    """Return the ticket that this browser may open."""
    found = _get(request, COOKIE, _OWN, now)
    try:
        return UUID(hex=found["u"]) if found else None
    except (KeyError, ValueError, TypeError):
        return None


def put_receipt(response: HttpResponse, number: str, code: str, now: datetime) -> None:
    """Let this browser show number and code once more, for half an hour."""
    _put(response, RECEIPT, {"n": number, "c": code}, _DONE, now)


def receipt(request: HttpRequest, now: datetime) -> tuple[str, str] | None:
    """Return number and code of the last report of this browser."""
    found = _get(request, RECEIPT, _DONE, now)
    return (str(found.get("n")), str(found.get("c"))) if found else None


def forget(response: HttpResponse) -> None:
    """Leave nothing in the browser."""
    for name in (COOKIE, RECEIPT):
        response.delete_cookie(name, path=PATH, samesite="Strict")


def sender_of(request: HttpRequest) -> str:
    """Return who sends, for counting: behind a proxy of our own the address it names."""
    address = request.META.get("REMOTE_ADDR") or ""
    if settings.GEGE_HTTPS:
        named = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1]
        address = named.strip() or address
    return network_of(address)


def _put(response: HttpResponse, name: str, held: dict[str, str], salt: str, now: datetime) -> None:
    value = signing.Signer(salt=salt).sign_object(held | {"t": int(now.timestamp())})
    response.set_cookie(
        name,
        value,
        max_age=OPEN_SECONDS,
        path=PATH,
        secure=settings.GEGE_HTTPS,
        httponly=True,
        samesite="Strict",
    )


def _get(request: HttpRequest, name: str, salt: str, now: datetime) -> dict[str, Any] | None:
    try:
        held = signing.Signer(salt=salt).unsign_object(request.COOKIES.get(name, "")[:500])
        age = now.timestamp() - int(held["t"])
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return None
    return held if 0 <= age <= OPEN_SECONDS else None
