"""The door of the centre of picture messages: MM7 over HTTP (3GPP TS 23.140, 8.7)."""

import base64
import binascii
import hmac
import logging
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from gege.hotline.gates import comes_from
from gege.hotline.pictures.reading import incoming_of
from gege.hotline.rules.incoming import Malformed
from gege.hotline.texts.receive import Outcome, receive
from gege.notices.api import (
    BrokenPackage,
    Enclosed,
    Mm7Code,
    Mm7Envelope,
    Mm7Refused,
    mm7_fault,
    mm7_response,
    read_mm7,
    read_package,
    take_picture_report,
)
from gege.staff.access import open_to_everyone

_log: Final = logging.getLogger(__name__)
_UNKNOWN: Final = Mm7Envelope("", "")


@csrf_exempt
@open_to_everyone
@never_cache
def incoming(request: HttpRequest) -> HttpResponse:
    """Take a picture message, or a report, from the centre.

    What was understood is answered by 200 and its status; what was not, by a fault and 500, as SOAP
    1.1 wants it. Nobody else is answered by more than 403.
    """
    if not _is_the_centre(request):
        _log.warning("a request at the door of picture messages was refused")
        return HttpResponse("refused\n", status=403, content_type="text/plain; charset=utf-8")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        body = _body(request)
        envelope_bytes, parts = read_package(request.headers.get("Content-Type", ""), body)
        envelope = read_mm7(envelope_bytes)
    except Mm7Refused as error:
        return _fault(error.known, error.code, error.why)
    except BrokenPackage as error:
        return _fault(_UNKNOWN, Mm7Code.FORMAT_CORRUPT, str(error))
    take = _REQUESTS.get(envelope.name)
    if take is None:
        return _fault(envelope, Mm7Code.UNSUPPORTED_OPERATION, envelope.name[:40])
    try:
        code, text = take(envelope, parts)
    except Mm7Refused as error:
        return _fault(envelope, error.code, error.why)
    except Exception:
        # The centre keeps the message and gives it again.
        _log.exception("a picture message could not be taken")
        return _fault(envelope, Mm7Code.SERVER_ERROR, "")
    return _xml(mm7_response(envelope, code, text))


def _deliver(envelope: Mm7Envelope, parts: list[Enclosed]) -> tuple[Mm7Code, str]:
    if envelope.content and not parts:
        raise Mm7Refused(Mm7Code.VALIDATION_ERROR, "the content is missing")
    try:
        message = incoming_of(envelope, parts)
    except Malformed:
        _log.warning("a picture message was refused: sender")
        return Mm7Code.ADDRESS_ERROR, "sender"
    if not message.text and not message.pictures:
        return Mm7Code.CONTENT_REFUSED, "neither words nor pictures"
    row = receive(message, now=timezone.now())
    if row.outcome == Outcome.LIMITED:
        return Mm7Code.OPERATION_RESTRICTED, "too many from this number"
    if row.outcome == Outcome.REFUSED and message.pictures:
        return Mm7Code.CONTENT_REFUSED, row.reason
    left_out = row.reason.startswith("left_out")
    return (Mm7Code.PARTIAL_SUCCESS if left_out else Mm7Code.SUCCESS), row.number


def _report(envelope: Mm7Envelope, parts: list[Enclosed]) -> tuple[Mm7Code, str]:
    fields = envelope.fields
    name, status = fields.get("MessageID", ""), fields.get("MMStatus", "")
    if not name or not status:
        raise Mm7Refused(Mm7Code.VALIDATION_ERROR, "MessageID and MMStatus are needed")
    said = fields.get("StatusText", "")[:80]
    if not take_picture_report(name, status[:40], said, now=timezone.now()):
        _log.warning("a report of the centre of picture messages names no message")
        return Mm7Code.MESSAGE_ID_NOT_FOUND, ""
    return Mm7Code.SUCCESS, ""


_REQUESTS: Final = {
    "DeliverReq": _deliver,
    "DeliveryReportReq": _report,
    "ReadReplyReq": _report,
}


def _body(request: HttpRequest) -> bytes:
    most = settings.GEGE_MMS_BYTES
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise Mm7Refused(Mm7Code.CONTENT_REFUSED, "too large")
    try:
        body = request.read(most + 1)
    except (UnreadablePostError, RawPostDataException):
        raise Mm7Refused(Mm7Code.FORMAT_CORRUPT, "cut off") from None
    if len(body) > most:
        raise Mm7Refused(Mm7Code.CONTENT_REFUSED, "too large")
    return body


def _is_the_centre(request: HttpRequest) -> bool:
    secret = settings.GEGE_MMS_SECRET.encode()
    given = request.GET.get("secret", "") or _password(request.headers.get("Authorization", ""))
    known = bool(secret) and hmac.compare_digest(given.encode(), secret)
    return known and comes_from(request, settings.GEGE_MMS_ALLOW)


def _password(header: str) -> str:
    kind, _space, value = header.partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _fault(envelope: Mm7Envelope, code: Mm7Code, why: str) -> HttpResponse:
    _log.warning("a picture message was refused: %s %s", int(code), why)
    return _xml(mm7_fault(envelope, code, why), 500)


def _xml(content: bytes, status: int = 200) -> HttpResponse:
    return HttpResponse(content, status=status, content_type="text/xml; charset=utf-8")
