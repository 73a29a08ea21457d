"""Counting what a briefing tells: matters and places, never persons (R-070).

Everything is counted in a fixed number of statements and returned as plain values with their names
in both languages, so that a published briefing reads the same when names and books have changed.
What is no matter of its own, a duplicate or a declined one, is counted nowhere, as on the boards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Case, Count, F, Min, Q, QuerySet, When
from django.db.models.functions import TruncDate

from gege.matters.api import LOCAL, Matter, Rulebook, State, current_rulebook
from gege.matters.api import words as w
from gege.supervision.models import Order
from gege.supervision.queries.briefing_indicators import indicators_of
from gege.supervision.queries.topic_counts import topic_counts
from gege.supervision.rules.briefings import Days, chapter_of
from gege.supervision.rules.hotspots import Cell, Hotspot, Method, hotspots
from gege.supervision.rules.words import RUNNING, OrderKind
from gege.territory.api import Atlas, atlas, read_editions

LANGUAGES: Final = ("zh-hans", "en")
LEAST_SHOWN: Final = 3
"""A place or a kind with fewer matters is not named: a single one may tell of a person."""
LEAST_REPEATS: Final = 3
"""So often a kind comes back to a place before it is called repeated."""
MOST_KINDS: Final = 12
MOST_PLACES: Final = 20
MOST_REPEATS: Final = 20
HISTORY: Final = {True: timedelta(days=365), False: timedelta(days=84)}
"""How far the expectation looks back: a year for a month and more, twelve weeks for less."""
PRIVATE: Final = (w.FirstTime.MEDIATE, w.FirstTime.START)
"""Clocks of disputes and of livelihood: their kinds are told by community, never by grid, for a
grid may hold one quarrelling house or one family in need."""

_COUNTS: Final = ~Q(state__in=(State.DECLINED, State.MERGED))
_PLACE: Final = Case(When(first_time__in=PRIVATE, then=F("community_code")), default=F("area_code"))


def figures_of(area_code: str, days: Days, *, now: datetime) -> dict[str, Any]:
    """Count everything of an area and a span of days, once."""
    editions = read_editions()
    places, book = atlas(editions), current_rulebook(editions)
    rows = rows_of(area_code)
    began = rows.aggregate(at=Min("reported_at"))["at"]
    seasonal = began is not None and began.astimezone(LOCAL).date() <= days.year_before.first
    earlier = {"before": days.before} | ({"year": days.year_before} if seasonal else {})
    method, part = _method(days, began), _part(rows, area_code, days)
    cells = _cells(rows, days, method)
    return {
        "v": 1,
        "totals": _totals(rows, days, earlier),
        "season": seasonal,
        "daily": _daily(rows, days),
        "kinds": _kinds(rows, days, earlier, book),
        "parts": part,
        "places": _places(rows, part, days, earlier, places),
        "repeats": _repeats(cells, method, places, book),
        "hotspots": [_hot(one, places, book) for one in hotspots(cells, method)],
        "method": {
            "possible": method.possible,
            "history_days": method.history_days,
            "history_first": str(days.first - timedelta(days=method.history_days)),
            "level": method.level,
            "least": method.least,
            "ratio": method.ratio,
            "tested": len(cells),
        },
        "indicators": [
            one.frozen() | {"chapter": str(chapter_of(one.code))}
            for one in indicators_of(area_code, days.first, days.last, now=now)
        ],
        "orders": _orders(area_code, days, now),
        "topics": topic_counts(rows, days),
    }


def rows_of(area_code: str) -> QuerySet[Matter]:
    """Return the matters of a county or a township that count."""
    rows = Matter.objects.filter(_COUNTS).order_by()
    return rows.filter(township_code=area_code) if len(area_code) == 9 else rows


def moments(days: Days) -> tuple[datetime, datetime]:
    """Return the first moment of some days, and the first after them."""
    first = datetime.combine(days.first, time(), tzinfo=LOCAL)
    return first, datetime.combine(days.last + timedelta(days=1), time(), tzinfo=LOCAL)


def within(rows: QuerySet[Matter], days: Days, column: str = "reported_at") -> QuerySet[Matter]:
    """Return the matters whose moment in a column lies in some days."""
    first, after = moments(days)
    return rows.filter(**{f"{column}__gte": first, f"{column}__lt": after})


def _totals(
    rows: QuerySet[Matter], days: Days, earlier: Mapping[str, Days]
) -> dict[str, int | None]:
    after = moments(days)[1]
    open_then = Q(closed_at__isnull=True) | Q(closed_at__gte=after)
    closed = within(rows, days, "closed_at").filter(state=State.CLOSED)
    return {
        "reported": within(rows, days).count(),
        "closed": closed.count(),
        "open": rows.filter(open_then, reported_at__lt=after).count(),
        "reopened": closed.filter(reopenings__gt=0).count(),
        "before": within(rows, earlier["before"]).count(),
        "year": within(rows, earlier["year"]).count() if "year" in earlier else None,
    }


def _daily(rows: QuerySet[Matter], days: Days) -> list[list[Any]]:
    counts: list[dict[date, int]] = []
    for column in ("reported_at", "closed_at"):
        found = within(rows, days, column)
        if column == "closed_at":
            found = found.filter(state=State.CLOSED)
        by_day = found.annotate(on=TruncDate(column, tzinfo=LOCAL)).values("on")
        counts.append(dict(by_day.annotate(n=Count("pk")).values_list("on", "n")))
    every = (days.first + timedelta(days=n) for n in range(days.count))
    return [[str(day), counts[0].get(day, 0), counts[1].get(day, 0)] for day in every]


def _kinds(
    rows: QuerySet[Matter], days: Days, earlier: Mapping[str, Days], book: Rulebook
) -> list[dict[str, Any]]:
    now = _by(within(rows, days), "kind")
    then = {name: _by(within(rows, one), "kind") for name, one in earlier.items()}
    return _lines(now, then, MOST_KINDS, lambda code: kind_names(code, book))


def _part(rows: QuerySet[Matter], area_code: str, days: Days) -> str:
    """Return what an area is told by: a county by its townships, unless all of it was one."""
    if len(area_code) == 9:
        return "community"
    return "township" if len(_by(within(rows, days), "township_code")) > 1 else "community"


def _places(
    rows: QuerySet[Matter],
    part: str,
    days: Days,
    earlier: Mapping[str, Days],
    places: Atlas,
) -> list[dict[str, Any]]:
    """Count the parts of the area."""
    column = f"{part}_code"
    now = _by(within(rows, days), column)
    then = {name: _by(within(rows, one), column) for name, one in earlier.items()}
    return _lines(now, then, MOST_PLACES, lambda code: part_names(code, places))


def _lines(
    now: Counter[str],
    then: Mapping[str, Counter[str]],
    most: int,
    named: Callable[[str], dict[str, str]],
) -> list[dict[str, Any]]:
    """Return the fullest lines by name, and all the rest in one that has none.

    What has too few to be named is in the rest.
    """
    ordered = sorted(now.items(), key=lambda one: (-one[1], one[0]))
    shown = [code for code, count in ordered if code and count >= LEAST_SHOWN][:most]
    lines: list[dict[str, Any]] = [
        {"code": code, "names": named(code), "now": now[code]}
        | {name: counts[code] for name, counts in then.items()}
        for code in shown
    ]
    rest = now.total() - sum(now[code] for code in shown)
    if rest:
        earlier = {n: c.total() - sum(c[code] for code in shown) for n, c in then.items()}
        lines.append({"code": "", "names": {}, "now": rest} | earlier)
    return lines


def _method(days: Days, began: datetime | None) -> Method:
    far = HISTORY[days.count > 14]
    since = began.astimezone(LOCAL).date() if began is not None else days.first
    reach = days.first - max(since, days.first - far)
    return Method(days.count, max(reach.days, 0))


def _cells(rows: QuerySet[Matter], days: Days, method: Method) -> list[Cell]:
    now = _by_cell(within(rows, days))
    end = days.first - timedelta(days=1)
    before: Counter[tuple[str, str]] = Counter()
    if method.history_days:
        first = days.first - timedelta(days=method.history_days)
        before = _by_cell(within(rows, Days(first, end)))
    pairs = sorted(now.keys() | before.keys())
    return [Cell(place, kind, now[place, kind], before[place, kind]) for place, kind in pairs]


def _repeats(
    cells: Iterable[Cell], method: Method, places: Atlas, book: Rulebook
) -> list[dict[str, Any]]:
    """Return what came again: the same kind at the same place, now and in the history before."""
    found = [one for one in cells if one.now >= LEAST_REPEATS and one.before > 0]
    found.sort(key=lambda one: (-one.now, -one.before, one.place, one.kind))
    return [_cell(one, places, book) for one in found[:MOST_REPEATS]]


def _cell(one: Cell, places: Atlas, book: Rulebook) -> dict[str, Any]:
    return {
        "place": one.place,
        "kind": one.kind,
        "place_names": place_names(one.place, places),
        "kind_names": kind_names(one.kind, book),
        "now": one.now,
        "before": one.before,
    }


def _hot(one: Hotspot, places: Atlas, book: Rulebook) -> dict[str, Any]:
    told = {"expected": round(one.expected, 2), "p": one.p, "q": one.q}
    return _cell(one.cell, places, book) | told


def _orders(area_code: str, days: Days, now: datetime) -> dict[str, int]:
    """Count the follow-up orders to units of the area that were issued in these days."""
    first, after = moments(days)
    rows = Order.objects.filter(kind=OrderKind.FOLLOW_UP, issued_at__gte=first, issued_at__lt=after)
    rows = rows.filter(to_area__startswith=area_code)
    late = Q(replied_at__gt=F("due_at"))
    answered = Q(replied_at__isnull=False)
    return rows.aggregate(
        issued=Count("pk"),
        answered=Count("pk", filter=answered),
        in_time=Count("pk", filter=answered & ~late),
        closed=Count("pk", filter=Q(state="closed")),
        overdue=Count("pk", filter=Q(state__in=sorted(RUNNING), due_at__lt=now)),
    )


def _by(rows: QuerySet[Matter], column: str) -> Counter[str]:
    return Counter(dict(rows.values(column).annotate(n=Count("pk")).values_list(column, "n")))


def _by_cell(rows: QuerySet[Matter]) -> Counter[tuple[str, str]]:
    found = rows.annotate(where=_PLACE).values("where", "kind").annotate(n=Count("pk"))
    return Counter({(at, kind): n for at, kind, n in found.values_list("where", "kind", "n")})


def kind_names(code: str, book: Rulebook) -> dict[str, str]:
    """Return what a kind is called in each language; its code where the book has it no more."""
    known = book.has(code)
    return {one: str(book.kind(code).name(one)) if known else code for one in LANGUAGES}


def place_names(code: str, places: Atlas) -> dict[str, str]:
    """Return what a place is called in each language, with what it lies in."""
    return {one: places.label(code, one) or code for one in LANGUAGES}


def part_names(code: str, places: Atlas) -> dict[str, str]:
    """Return what a township or a community is called by itself in each language."""
    area = places.area(code)
    return {one: area.name(one) if area is not None else code for one in LANGUAGES}
