"""Headers that keep a browser from loading anything that is not the platform's own."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from gege.kernel.typed_text import whole_number

_POLICY: Final = (
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
CONTENT_SECURITY_POLICY: Final = "; ".join(_POLICY)
HANDHELD: Final = "/field/"
HANDHELD_POLICY: Final = "; ".join(
    (*_POLICY, "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self' data:")
)
"""The handheld's forms compute with a grammar in WebAssembly that comes as a data: address."""
PERMISSIONS_POLICY: Final = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"
PUBLIC: Final = "/r/"
PUBLIC_FILES: Final = 3
"""Where anybody may send, and how many photographs: as few as the form there takes."""
FIELDS_BYTES: Final = 4 * 1024 * 1024
"""Room for the fields of a form beside its attachments."""


class SecurityHeadersMiddleware:
    """Puts the policies on every answer, errors and static files included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        policy = HANDHELD_POLICY if request.path.startswith(HANDHELD) else CONTENT_SECURITY_POLICY
        drawn, heard = getattr(response, "draws", ""), getattr(response, "hears", "")
        if drawn:
            policy = policy.replace(_POLICY[1], f"{_POLICY[1]} {drawn}")
        if heard:
            policy = f"{policy}; connect-src 'self' {heard}"
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class UploadLimitMiddleware:
    """Refuses a request longer than its attachments may be, before a byte of it is read.

    Otherwise a form of two gigabytes would be written to disk first and refused then. A request
    that states no length has no body for Django.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.files = settings.GEGE_UPLOAD_FILES

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        public = request.path.startswith(PUBLIC)
        files = min(self.files, PUBLIC_FILES) if public else self.files
        most = settings.GEGE_UPLOAD_BYTES * files + FIELDS_BYTES
        if whole_number(length, most) is not None:
            return self.get_response(request)
        one = settings.GEGE_UPLOAD_BYTES // (1024 * 1024)
        answer = HttpResponse(
            f"文件太大:每个附件不超过 {one} MB,一次不超过 {files} 个。请返回重选。\n"
            f"Too large: at most {one} MB for each attachment and {files} attachments at once. "
            "Go back and choose again.\n",
            status=413,
            content_type="text/plain; charset=utf-8",
        )
        # The rest of the body is not read: the connection cannot carry another request.
        answer.headers["Connection"] = "close"
        return answer
