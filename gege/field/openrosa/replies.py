"""Answers in the words of OpenRosa: XML with the headers that every answer carries."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import http_date

XML: Final = "text/xml; charset=utf-8"
LIST: Final = "http://openrosa.org/xforms/xformsList"
MANIFEST: Final = "http://openrosa.org/xforms/xformsManifest"
RESPONSE: Final = "http://openrosa.org/http/response"
METADATA: Final = "http://www.opendatakit.org/xforms"
REALM: Final = "Gege"
_SANDBOX: Final = "default-src 'none'; sandbox"
"""Forms are XML that a browser could show: it must not run anything in them."""


def with_headers(response: HttpResponse) -> HttpResponse:
    """Put on an answer what the protocol wants on every one."""
    response.headers["X-OpenRosa-Version"] = "1.0"
    response.headers["X-OpenRosa-Accept-Content-Length"] = str(settings.GEGE_UPLOAD_BYTES)
    response.headers["Date"] = http_date(timezone.now().timestamp())
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response


def xml(root: Element, status: int = 200) -> HttpResponse:
    """Answer with an XML document."""
    body = b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")
    return with_headers(HttpResponse(body, content_type=XML, status=status))


def said(status: int, text: object, *, nature: str = "error") -> HttpResponse:
    """Answer with a sentence for the person who holds the phone."""
    return xml(message(str(text), nature), status)


def message(text: str, nature: str) -> Element:
    root = Element("OpenRosaResponse", xmlns=RESPONSE)
    SubElement(root, "message", nature=nature).text = text
    return root


def who_are_you(text: object) -> HttpResponse:
    """Ask for a log-in name and the password of a terminal."""
    response = said(401, text)
    response.headers["WWW-Authenticate"] = f'Basic realm="{REALM}", charset="UTF-8"'
    return response
