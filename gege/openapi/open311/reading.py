"""Reading requests: the list with the standard's filters and pages, and one by its number."""

import re
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gege.matters.api import LOCAL, Matter, words
from gege.openapi.open311.answers import Problem, answer, moment
from gege.openapi.open311.asking import Asked, speaks
from gege.openapi.queries import requests as rows
from gege.openapi.queries.requests import Beside

SPAN: Final = timedelta(days=90)
PAGE_SIZE, MOST_ON_A_PAGE, DEEPEST = 50, 1000, 50_000
MOST_NUMBERS: Final = 100
_CODE: Final = re.compile(r"[0-9A-Za-z.-]{1,20}")


def listed(asked: Asked) -> HttpResponse:
    """Answer the list: by numbers, which override everything else, or by the filters."""
    given = asked.values(asked.request.GET)
    asked.jurisdiction(given)
    asked.knock(given, needed=False)
    if "service_request_id" in given:
        numbers = _several(given["service_request_id"])
        if len(numbers) > MOST_NUMBERS:
            text = _("At most %(most)s numbers may be asked for at once.")
            raise Problem(400, text % {"most": MOST_NUMBERS})
        found = rows.by_numbers(asked.caller, numbers)
    else:
        wanted = _wanted(given, asked.where.now)
        page, size = _page(given)
        found = rows.listed(asked.caller, wanted, page=page, size=size)
    return answer(asked.form, "service_requests", shown(found, asked))


@require_safe
@speaks
def one(asked: Asked, number: str) -> HttpResponse:
    """Answer one request."""
    given = asked.values(asked.request.GET)
    asked.jurisdiction(given)
    asked.knock(given, needed=False)
    found = rows.by_numbers(asked.caller, [number])
    if not found:
        text = _("service_request_id %(value)s was not found.")
        raise Problem(404, text % {"value": number[:30]})
    return answer(asked.form, "service_requests", shown(found, asked))


@require_safe
@speaks
def token(asked: Asked, token: str) -> HttpResponse:
    """Every request gets its number at once, so no token was ever given out."""
    given = asked.values(asked.request.GET)
    asked.jurisdiction(given)
    asked.knock(given, needed=False)
    raise Problem(404, _("token %(value)s was not found.") % {"value": token[:40]})


def shown(found: list[Matter], asked: Asked) -> list[dict[str, Any]]:
    """Return matters as the standard says them; who reported one is never among it."""
    beside = rows.beside(found)
    return [_shown(matter, beside, asked) for matter in found]


def _shown(matter: Matter, beside: Beside, asked: Asked) -> dict[str, Any]:
    where, language = asked.where, asked.language
    sent = beside.sent.get(matter.pk)
    holder = where.atlas.unit(matter.holder_id)
    place = where.atlas.label(matter.area_code, language) if matter.placed else ""
    address = (matter.address, place) if language == "en" else (place, matter.address)
    return {
        "service_request_id": matter.number,
        "status": "closed" if matter.state in words.ENDED else "open",
        "status_notes": beside.replies.get(matter.pk),
        "service_name": where.book_of(matter).kind(matter.kind).name(language),
        "service_code": matter.kind,
        "description": (sent.whole if sent else "") or matter.description or matter.title,
        "agency_responsible": holder.name(language) if holder else None,
        "service_notice": None,
        "requested_datetime": moment(matter.reported_at),
        "updated_datetime": moment(matter.closed_at or beside.updated.get(matter.stream)),
        "expected_datetime": moment(matter.due_at),
        "address": " ".join(part for part in address if part) or None,
        "address_id": (sent.address_id if sent else "") or (matter.area_code if place else None),
        "zipcode": None,
        "lat": matter.lat,
        "long": matter.lng,
        "media_url": (sent.media_url if sent else "") or None,
    }


def _wanted(given: dict[str, str], now: datetime) -> rows.Asked:
    since, until = _moment(given, "start_date"), _moment(given, "end_date")
    if since is None:
        since = (until or now) - SPAN
    if until is None:
        until = min(now, since + SPAN)
    if since > until and given.get("end_date"):
        raise Problem(400, _("start_date lies after end_date."))
    if until - since > SPAN:
        raise Problem(400, _("start_date and end_date may lie 90 days apart at most."))
    kinds = tuple(_several(given.get("service_code", "")))
    if len(kinds) > MOST_NUMBERS or not all(map(_CODE.fullmatch, kinds)):
        raise Problem(400, _("service_code cannot be read."))
    statuses = frozenset(_several(given.get("status", "")))
    if not statuses <= {"open", "closed"}:
        raise Problem(400, _("status may be open or closed."))
    return rows.Asked(since, until, kinds, statuses)


def _page(given: dict[str, str]) -> tuple[int, int]:
    page = _whole(given, "page", 1, DEEPEST)
    size = _whole(given, "page_size", PAGE_SIZE, MOST_ON_A_PAGE)
    if page * size > DEEPEST:
        text = _("Only the newest %(most)s are paged through; narrow the days.")
        raise Problem(400, text % {"most": DEEPEST})
    return page, size


def _whole(given: dict[str, str], name: str, usual: int, most: int) -> int:
    text = given.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= most):
        said = _("%(name)s must be a whole number from 1 to %(most)s.")
        raise Problem(400, said % {"name": name, "most": most})
    return int(text)


def _moment(given: dict[str, str], name: str) -> datetime | None:
    if name not in given:
        return None
    at = read_moment(given[name])
    if at is None:
        said = _("%(name)s must be a time in ISO 8601 with its offset, like 2026-01-31T08:00:00Z.")
        raise Problem(400, said % {"name": name})
    return at


def read_moment(text: str) -> datetime | None:
    """Return a moment of the W3 note; a day alone begins at midnight here. A plus sign that was
    sent without its escape arrives as a blank."""
    text = text.strip()
    if len(text) > 10 and text[10:].count(" ") == 1 and text[-3:-2] == ":":
        text = text.replace(" ", "+")
    try:
        at = datetime.fromisoformat(text) if len(text) <= 40 else None
    except ValueError:
        return None
    if at is None or not 1970 <= at.year <= 2200:
        return None
    if at.tzinfo is None:
        return at.replace(tzinfo=LOCAL) if len(text) == 10 else None
    return at


def _several(text: str) -> list[str]:
    """Return the entries of a list with commas, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
