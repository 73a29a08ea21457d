"""Lists of matters: what needs me, what I follow, what I may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from gege.kernel.numbers import MatterNumber, NumberBeginning, parse_beginning, parse_number
from gege.kernel.search_terms import query_terms
from gege.kernel.typed_text import whole_number
from gege.matters.models import Matter, Watch
from gege.matters.queries.scope import visible
from gege.matters.rules.words import ENDED, SETTLED, Light, State
from gege.matters.zone import LOCAL
from gege.staff.api import Actor

PAGE: Final = 50
_NO_DUE: Final = "none"


class Box(StrEnum):
    """The ready-made lists of a workspace."""

    MINE = "mine"
    NEAR_DUE = "near_due"
    OVERDUE = "overdue"
    WATCHED = "watched"
    OPEN = "open"
    ALL = "all"


class Order(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to. An empty field narrows nothing and widens nothing."""

    box: Box = Box.MINE
    text: str = ""
    states: tuple[str, ...] = ()
    light: str = ""
    kind: str = ""
    family: str = ""
    channel: str = ""
    holder_id: int | None = None
    area_code: str = ""
    since: date | None = None
    until: date | None = None
    order: Order = Order.NEWEST


@dataclass(frozen=True, slots=True)
class Page:
    """One page by key: the rows, and the keys of the pages before and after."""

    rows: tuple[Matter, ...]
    next_key: str = ""
    more: bool = False
    exact: Matter | None = field(default=None, compare=False)


class _Finds(Func):
    """Tell whether a search vector holds the terms of a query; the terms are taken as they are."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def open_rows(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return rows.exclude(state__in=sorted(ENDED))


def light_condition(light: Light, now: datetime) -> Q:
    """Return the light of `rules/lights.py` as a condition over columns.

    A property test holds both against each other for every state and moment.
    """
    settled = Q(state__in=sorted(SETTLED), due_at__isnull=False)
    running = Q(state__in=(State.DISPATCHED, State.HANDLING), due_at__isnull=False)
    late = settled & Q(settled_at__gt=F("due_at"))
    late |= settled & Q(settled_at=None, due_at__lt=now)
    red = late | (running & Q(due_at__lt=now))
    yellow = running & Q(due_at__gte=now, warn_at__lte=now)
    green = Q(state=State.CLOSED, due_at__isnull=False) & ~late
    conditions = {Light.RED: red, Light.YELLOW: yellow, Light.GREEN: green}
    return conditions.get(light, ~(red | yellow | green))


def matters(by: Actor, chosen: Filter, *, now: datetime) -> QuerySet[Matter]:
    """Return the matters of a list, in its order, from what the person may see."""
    rows = _boxed(visible(by), by, chosen.box, now)
    rows = _narrowed(rows, chosen, now)
    return rows.order_by(*_ORDERS[_order(chosen)])


def page(by: Actor, chosen: Filter, *, now: datetime, after: str = "", size: int = PAGE) -> Page:
    """Return one page by key. A typed number of a visible matter is found at once."""
    exact = _exact(by, chosen.text)
    rows = matters(by, chosen, now=now)
    rows = _after(rows, _order(chosen), after).defer("search", "description")
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    key = _key(found[-1], _order(chosen)) if more else ""
    return Page(tuple(found), key, more, exact)


_ORDERS: Final[Mapping[Order, tuple[str, ...]]] = {
    Order.NEWEST: ("-id",),
    Order.OLDEST: ("id",),
    Order.DUE: ("step_due_at", "id"),
}


def _order(chosen: Filter) -> Order:
    """Order by due time exists for open matters only: ended ones are due no more."""
    if chosen.order is Order.DUE and chosen.box in (Box.ALL, Box.WATCHED):
        return Order.NEWEST
    return chosen.order


def _boxed(rows: QuerySet[Matter], by: Actor, box: Box, now: datetime) -> QuerySet[Matter]:
    if box is Box.ALL:
        return rows
    if box is Box.WATCHED:
        mine = Watch.objects.filter(account_id=by.account_id or 0, matter_id=OuterRef("pk"))
        return rows.filter(Exists(mine))
    rows = open_rows(rows)
    if box is Box.MINE:
        return rows.filter(holder_id=by.unit_id)
    if box is Box.NEAR_DUE:
        return rows.filter(light_condition(Light.YELLOW, now))
    if box is Box.OVERDUE:
        return rows.filter(light_condition(Light.RED, now))
    return rows


def _narrowed(rows: QuerySet[Matter], chosen: Filter, now: datetime) -> QuerySet[Matter]:
    exact = {
        "kind": chosen.kind,
        "family": chosen.family,
        "channel": chosen.channel,
        "holder_id": chosen.holder_id,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if chosen.states:
        rows = rows.filter(state__in=chosen.states)
    if chosen.light:
        known = chosen.light in set(Light)
        rows = rows.filter(light_condition(Light(chosen.light), now)) if known else rows.none()
    if chosen.area_code:
        rows = rows.filter(_within(chosen.area_code))
    if chosen.since:
        rows = rows.filter(reported_at__gte=_midnight(chosen.since))
    if chosen.until:
        rows = rows.filter(reported_at__lt=_midnight(chosen.until))
    return _searched(rows, chosen.text)


def _searched(rows: QuerySet[Matter], text: str) -> QuerySet[Matter]:
    if not text.strip():
        return rows
    number = parse_number(text)
    if number is not None:
        return rows.filter(_numbered(number))
    beginning = parse_beginning(text)
    if beginning is not None:
        return rows.filter(_beginning(beginning))
    terms = query_terms(text)
    if not terms:
        return rows.none()
    # The terms are letters, digits and Han signs only, so quoting them is enough.
    query = " & ".join(f"'{term}'" for term in terms)
    return rows.filter(_Finds(F("search"), Value(query)))


def _within(area_code: str) -> Q:
    """Return the matters in an area; in none for a code that is no area's."""
    if len(area_code) == 6:
        return Q(area_code__startswith=area_code)
    columns = {9: "township_code", 12: "community_code", 15: "area_code"}
    column = columns.get(len(area_code))
    return Q(**{column: area_code}) if column else Q(pk__in=())


def _numbered(number: MatterNumber) -> Q:
    """Return the matter of a number: its serial, if it was reported on its day."""
    day = _midnight(number.reported_on)
    return Q(pk=number.serial, reported_at__gte=day, reported_at__lt=day + timedelta(days=1))


def _beginning(number: NumberBeginning) -> Q:
    """Return the matters whose number begins like this: of one day, by spans of their keys."""
    day = _midnight(number.reported_on)
    of_the_day = Q(reported_at__gte=day, reported_at__lt=day + timedelta(days=1))
    spans = Q(pk__in=())
    for first, last in number.serials:
        spans |= Q(pk__range=(first, last))
    return of_the_day & spans


def _exact(by: Actor, text: str) -> Matter | None:
    number = parse_number(text) if text else None
    if number is None:
        return None
    return visible(by).defer("search").filter(_numbered(number)).first()


def _after(rows: QuerySet[Matter], order: Order, key: str) -> QuerySet[Matter]:
    """Continue behind a key; a key that cannot be read starts from the beginning."""
    if not key:
        return rows
    stamp, _, pk = key.rpartition("_")
    number = whole_number(pk)
    if number is None:
        return rows
    if order is Order.DUE:
        return _after_due(rows, stamp, number)
    return rows.filter(pk__lt=number) if order is Order.NEWEST else rows.filter(pk__gt=number)


def _after_due(rows: QuerySet[Matter], stamp: str, pk: int) -> QuerySet[Matter]:
    """Continue in the order of due times; matters without one come last."""
    if stamp == _NO_DUE:
        return rows.filter(step_due_at__isnull=True, pk__gt=pk)
    try:
        due = datetime.fromisoformat(stamp)
    except ValueError:
        return rows
    if due.tzinfo is None:
        return rows
    later = Q(step_due_at__gt=due) | Q(step_due_at=due, pk__gt=pk)
    return rows.filter(later | Q(step_due_at__isnull=True))


def _key(matter: Matter, order: Order) -> str:
    if order is Order.DUE:
        due = matter.step_due_at
        return f"{due.isoformat() if due else _NO_DUE}_{matter.pk}"
    return f"_{matter.pk}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LOCAL)
