"""Sending somebody to another page first, and which page they come back to."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from gege.staff.access import SAFE_METHODS


def way_back(request: HttpRequest) -> str:
    """Return the page to come back to: the page around a fragment, nothing after a form."""
    if by_htmx(request):
        return _local(request.headers.get("HX-Current-URL", ""))
    return request.get_full_path() if request.method in SAFE_METHODS else ""


def page_around(request: HttpRequest) -> str:
    """Return the page that a form was sent from, when it is one of ours; else nothing."""
    origin = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        origin, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return _local(origin) if ours else ""


def elsewhere(request: HttpRequest, url: str) -> HttpResponse:
    """Send the whole page to another address, also from a fragment."""
    if by_htmx(request):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)


def by_htmx(request: HttpRequest) -> bool:
    """Tell whether a fragment was asked for."""
    return request.headers.get("HX-Request") == "true"


def _local(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
