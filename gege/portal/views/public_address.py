"""The portal's address as residents reach it."""

from django.conf import settings
from django.http import HttpRequest


def public_address(request: HttpRequest, path: str) -> str:
    """Return an address as residents reach it, which may be another than that of the offices."""
    base = settings.GEGE_PORTAL_URL
    return f"{base}{path}" if base else request.build_absolute_uri(path)
