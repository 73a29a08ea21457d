"""Service discovery: where which interface stands, in both formats."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from gege.openapi.open311.answers import answer
from gege.openapi.open311.asking import Asked, speaks

SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"
ENDPOINT: Final = "/open311/v2"


@require_safe
@speaks
def discovery(asked: Asked) -> HttpResponse:
    """Name the endpoint; its change set is the edition of the rulebook the services come from."""
    at = asked.request.build_absolute_uri
    changed = str(asked.where.book.number)
    endpoint: dict[str, Any] = {
        "specification": SPECIFICATION,
        "url": at(ENDPOINT),
        "changeset": changed,
        "type": "test" if settings.GEGE_DEMO else "production",
        "formats": ["text/xml", "application/json"],
    }
    content = {
        "changeset": changed,
        "contact": settings.GEGE_OPEN311_CONTACT,
        "key_service": settings.GEGE_OPEN311_CONTACT,
        "endpoints": [endpoint],
    }
    asked.knock({}, needed=False)
    return answer(asked.form, "discovery", content)
