"""What every page of the portal knows, and how it refuses."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from gege.matters.api import LOCAL
from gege.portal.errors import TooOften
from gege.portal.names import sentence_of


def now_of() -> datetime:
    return timezone.now()


def today(now: datetime) -> date:
    return timezone.localdate(now, LOCAL)


def spoken() -> str:
    return get_language() or "zh-hans"


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Draw a page of the portal. Nothing a resident sees is kept by a browser or on the way."""
    response = render(request, f"portal/{template}.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def too_often(request: HttpRequest, refusal: TooOften) -> HttpResponse:
    """Answer 429 with words, and with the moment from which it works again."""
    context = {"said": sentence_of(refusal)}
    response = page(request, "too_often", context, status=429)
    response.headers["Retry-After"] = str(refusal.wait)
    return response


def reports_bound() -> tuple[int, int]:
    """Return how many reports an hour are taken from one address, and from everybody."""
    return settings.GEGE_PORTAL_REPORTS, settings.GEGE_PORTAL_REPORTS_ALL
