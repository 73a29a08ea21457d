"""The days' files for the province: counts without persons, for clients of the county's centre."""

from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gege.openapi.rest.answers import Problem, answer, moment
from gege.openapi.rest.asking import Call
from gege.supervision.api import (
    DAILY_READERS,
    DailyFile,
    NotFound,
    daily_file,
    newest_daily_files,
)

MOST: Final = 366


def listed(call: Call) -> HttpResponse:
    """List the newest edition of each day with its digests, the newest day first."""
    _check(call)
    rows = newest_daily_files(call.by)
    since, until = call.query.get("since"), call.query.get("until")
    if since:
        rows = rows.filter(day__gte=since)
    if until:
        rows = rows.filter(day__lte=until)
    return answer({"days": [_told(one) for one in rows[: call.query.get("limit", 31)]]})


def one(call: Call, day: str) -> HttpResponse:
    """Give the file of a day as it was made, byte for byte; its digest is the ETag."""
    _check(call)
    try:
        found = daily_file(date.fromisoformat(day), call.by, edition=call.query.get("edition"))
    except (NotFound, ValueError):
        raise Problem(404, "not_found", _("There is no file of this day.")) from None
    response = HttpResponse(found.document.encode(), content_type="application/json")
    response.headers["ETag"] = f'"{found.document_sha256}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Gege-Edition"] = str(found.edition)
    return response


def _check(call: Call) -> None:
    """The days tell of the whole county: a client of its centre reads them, no other."""
    if call.by.role not in DAILY_READERS:
        raise Problem(403, "no_right", _("This token does not have the right to do this."))


def _told(row: DailyFile) -> dict[str, Any]:
    return {
        "day": f"{row.day}",
        "edition": row.edition,
        "reason": row.reason or None,
        "form": row.form,
        "lines": row.lines,
        "json_sha256": row.document_sha256,
        "csv_sha256": row.table_sha256,
        "made_at": moment(row.made_at),
    }
