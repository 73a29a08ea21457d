"""Where a page hears of changes: behind the proxy's own address, or on the stream's own port."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from gege.boards.lights.reach import Reach
from gege.boards.lights.stream import PATH
from gege.boards.lights.ticket import Ticket, written


class Hears(NamedTuple):
    """The address of a stream with its ticket, "" for none; and its origin where it has its own."""

    address: str = ""
    origin: str = ""


def stream_of(request: HttpRequest, reach: Reach, *, now: datetime) -> Hears:
    """Return the stream of a board that was just shown to somebody who may see it."""
    place, origin = settings.GEGE_STREAM_URL, ""
    if not place:
        if not settings.GEGE_STREAM_PORT:
            return Hears()
        host = urlsplit(f"//{request.get_host()}").hostname or ""
        host = f"[{host}]" if ":" in host else host
        origin = f"{request.scheme}://{host}:{settings.GEGE_STREAM_PORT}"
        place = f"{origin}{PATH}"
    elif "://" in place:
        parts = urlsplit(place)
        origin = f"{parts.scheme}://{parts.netloc}"
    unit = reach.unit.id if reach.unit else None
    ticket = written(Ticket(reach.area_code, unit, now.timestamp()))
    return Hears(f"{place}?ticket={ticket}", origin)
