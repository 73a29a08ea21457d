"""The page of indicators, the records behind each figure, and its sheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.desk.api import (
    CSV_TYPE,
    Chip,
    Choice,
    Crumb,
    Turns,
    as_sheets,
    csv_of,
    download,
    sheet_of,
)
from gege.hotline.callbacks.words import STATES, WHYS
from gege.hotline.indicators.chosen import SEES_TAKERS, By, Chosen, part_of, read
from gege.hotline.indicators.drawing import draw, lines_of
from gege.hotline.indicators.figures import Listed, lists
from gege.hotline.indicators.reading import PAGE, records, rows_of, takers
from gege.hotline.line.editions import current_line
from gege.hotline.names import OUTCOMES
from gege.matters.api import may_know
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

READERS: Final = (
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.HOTLINE_OPERATOR,
    Role.ELECTRONIC_SUPERVISOR,
)
HEADINGS: Final = (
    ("", 18),
    ("来电 Offered", 12),
    ("接听 Answered", 12),
    ("未接 Nobody answered", 14),
    ("接通率% Answered %", 14),
    ("及时接听率% In time %", 16),
    ("平均等待秒 Mean wait s", 16),
    ("九成在几秒内 9 in 10 within s", 20),
)
NAMES: Final = {
    By.DAY: "日期 Day",
    By.HOUR: "时段 Hour",
    By.TAKER: "话务员 Taker",
}
BYS: Final = {
    By.DAY: pgettext_lazy("indicators", "day"),
    By.HOUR: pgettext_lazy("indicators", "hour of the day"),
    By.TAKER: pgettext_lazy("indicators", "call-taker"),
}


@open_to(*READERS)
@never_cache
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the figures of a period with their table."""
    chosen, rules, now = read(request, request.actor.role), current_line(), timezone.now()
    names = takers(chosen.period) if chosen.by is By.TAKER else {}
    context = {
        "chosen": chosen,
        "drawn": draw(rows_of(chosen.period), chosen, rules, names, now),
        "chips": _chips(chosen, request.actor.role),
        "head": str(BYS[chosen.by]),
        "by_taker": chosen.by is By.TAKER,
        "target": rules.connection_percent,
        "query": chosen.query,
    }
    return render(request, "hotline/indicators/page.html", context)


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("line-records", personal="telephone")
def shown_records(request: ActorRequest) -> HttpResponse:
    """Show the calls, texts or callbacks that a figure counts."""
    chosen, rules = read(request, request.actor.role), current_line()
    of = request.GET.get("of", "")
    listed = lists(rules, timezone.now()).get(of)
    if listed is None:
        raise Http404
    part = part_of(request, request.actor.role)
    rows = records(listed, chosen.period, rules, part)
    after = request.GET.get("after", "")[:60]
    found, key = _page(rows, listed, after)
    more = {"hour": part.hour, "taker": part.taker_id}
    base = chosen.link(of, **{name: value for name, value in more.items() if value is not None})
    context = {
        "listed": listed,
        "chosen": chosen,
        "rows": [_LINES[listed.of](one, request.actor.role) for one in found],
        "turns": Turns(first=base if after else "", next=f"{base}&after={key}" if key else ""),
        "crumbs": [Crumb(_("Indicators of the line"), _address(chosen))],
    }
    return render(request, "hotline/indicators/records.html", context)


@open_to(*READERS)
@require_safe
def export(request: ActorRequest, ending: str) -> HttpResponse:
    """Return the table as a sheet."""
    chosen, rules = read(request, request.actor.role), current_line()
    names = takers(chosen.period) if chosen.by is By.TAKER else {}
    headings = [(NAMES[chosen.by], HEADINGS[0][1]), *HEADINGS[1:]]
    lines = [list(_cells(line)) for line in lines_of(rows_of(chosen.period), chosen, rules, names)]
    name = f"line-{chosen.period.first}-{chosen.period.last}.{ending}"
    if ending == "csv":
        return download(csv_of(headings, lines), name, CSV_TYPE)
    return download(sheet_of(headings, lines, title="Line"), name)


def _cells(line: Any) -> Iterator[str | int | float | None]:
    calls = line.calls
    yield line.name
    yield from (calls.offered, calls.answered, calls.abandoned)
    yield _rounded(calls.connection.percent)
    yield _rounded(calls.within.percent)
    yield _rounded(calls.mean_wait)
    yield calls.ninth_wait


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


_KEYS: Final = {"calls": "rang_at", "texts": "received_at", "callbacks": "due_at"}


def _page(rows: QuerySet[Any], listed: Listed, after: str) -> tuple[list[Any], str]:
    field = _KEYS[listed.of]
    at, _between, pk = after.partition("_")
    try:
        moment, number = datetime.fromisoformat(at).astimezone(UTC), int(pk[:18])
        beyond = Q(**{f"{field}__lt": moment}) | Q(**{field: moment, "id__lt": number})
        rows = rows.filter(beyond)
    except (ValueError, OverflowError):
        pass
    found = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    stamp = f"{getattr(last, field).astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    return found[:PAGE], f"{stamp}_{last.pk}"


def _call(one: Any, role: Role) -> dict[str, Any]:
    answered = one.answered_at is not None
    return {
        "at": one.rang_at,
        "href": one.get_absolute_url() if role is not Role.ELECTRONIC_SUPERVISOR else "",
        "what": one.number_shown or _("no number"),
        "state": _("answered") if answered else _("nobody answered"),
        "waited": one.waited_seconds,
        "by": one.taker_name if role in SEES_TAKERS else "",
    }


def _text(one: Any, role: Role) -> dict[str, Any]:
    waited = (one.sent_at - one.received_at).total_seconds() if one.sent_at else None
    return {
        "at": one.received_at,
        "href": "",
        "what": one.shown,
        "state": OUTCOMES.get(one.outcome, one.outcome),
        "waited": None if waited is None else round(waited),
        "by": "",
    }


def _callback(one: Any, role: Role) -> dict[str, Any]:
    known = may_know(str(role), confidential=one.confidential)
    return {
        "at": one.due_at,
        "href": one.get_absolute_url() if known else "",
        "what": str(WHYS[one.why]),
        "state": STATES[one.state],
        "waited": None,
        "by": one.done_by if role in SEES_TAKERS else "",
    }


_LINES: Final = {"calls": _call, "texts": _text, "callbacks": _callback}


def _chips(chosen: Chosen, role: Role) -> list[Chip]:
    choices = [
        Choice(str(key), label)
        for key, label in BYS.items()
        if key is not By.TAKER or role in SEES_TAKERS
    ]
    return [
        Chip("first", pgettext("period", "from"), chosen.query["first"], kind="date"),
        Chip("last", pgettext("period", "to"), chosen.query["last"], kind="date"),
        Chip("by", _("by"), str(chosen.by), choices),
    ]


def _address(chosen: Chosen) -> str:
    query = "&".join(f"{name}={value}" for name, value in chosen.query.items())
    return f"{reverse('indicators:show')}?{query}"
