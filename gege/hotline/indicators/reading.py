"""Read the plain rows of a period, and the records behind a figure; a few statements whatever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import (
    BooleanField,
    Case,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from gege.hotline.indicators.figures import ANSWERED, BY_HAND, DUE, LOST, OFFERED, Listed
from gege.hotline.models import Call, Callback, InboundText
from gege.hotline.rules.callback_table import Solved, State
from gege.hotline.rules.indicators import DAY, CallbackRow, CallRow, TextRow
from gege.hotline.rules.line_rules import LineRules
from gege.matters.api import LOCAL
from gege.notices.api import Delivery

LONGEST: Final = 366
"""Days of a period, at most."""
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the county, both inclusive."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time(), LOCAL)

    @property
    def ends(self) -> datetime:
        """The first moment after."""
        return datetime.combine(self.last + timedelta(days=1), time(), LOCAL)

    def holds(self, field: str) -> Q:
        """Return the condition that a time lies in it."""
        return Q(**{f"{field}__gte": self.begins, f"{field}__lt": self.ends})


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a period. `calls` begin 24 hours before it, for windows that end in it."""

    calls: Sequence[CallRow]
    inside: Sequence[CallRow]
    texts: Sequence[TextRow]
    callbacks: Sequence[CallbackRow]
    by_hand: int
    lost: int


_SECONDS: Final = Func(
    F("rang_at"),
    template="EXTRACT(EPOCH FROM %(expressions)s)::float8",
    output_field=FloatField(),
)


def rows_of(period: Period) -> Rows:
    """Return the rows of a period in five statements."""
    told = Call.objects.filter(OFFERED, rang_at__gte=period.begins - DAY, rang_at__lt=period.ends)
    # A year is a hundred thousand rows: seconds are read many times faster than moments.
    lines = told.annotate(second=_SECONDS, heard=_whether(ANSWERED)).order_by("rang_at", "id")
    calls = [
        CallRow(datetime.fromtimestamp(second, UTC), heard, waited, taker_id)
        for second, heard, waited, taker_id in lines.values_list(
            "second", "heard", "waited_seconds", "taker_id"
        )
    ]
    begins = period.begins
    within = Call.objects.filter(period.holds("rang_at"))
    return Rows(
        calls=calls,
        inside=[row for row in calls if row.rang_at >= begins],
        texts=_texts(period),
        callbacks=_callbacks(period),
        by_hand=within.filter(BY_HAND).count(),
        lost=within.filter(LOST).count(),
    )


def _texts(period: Period) -> list[TextRow]:
    rows = answered_texts(InboundText.objects.filter(period.holds("received_at")))
    rows = rows.filter(answer_id__isnull=False)
    return [TextRow(*row) for row in rows.values_list("received_at", "sent_at")]


def answered_texts(rows: QuerySet[InboundText]) -> QuerySet[Any]:
    """Return texts with the moment at which the gateway took their answer."""
    sent = Delivery.objects.filter(message_id=OuterRef("answer_id"), sent_at__isnull=False)
    answered: QuerySet[Any] = rows.annotate(
        sent_at=Subquery(sent.order_by("sent_at").values("sent_at")[:1])
    )
    return answered


def _callbacks(period: Period) -> list[CallbackRow]:
    rows = Callback.objects.filter(DUE, period.holds("due_at"))
    fields = ("due_at", "state", "done_at", "solved", "satisfaction")
    return [
        CallbackRow(due, State(state), done, Solved(solved or Solved.NOT_ASKED), satisfaction)
        for due, state, done, solved, satisfaction in rows.values_list(*fields)
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the period that a list is narrowed to: an hour of the day, or a taker."""

    hour: int | None = None
    taker_id: int | None = None


_WHOLE: Final = Part()


def records(listed: Listed, period: Period, rules: LineRules, part: Part = _WHOLE) -> QuerySet[Any]:
    """Return the records behind a figure, the newest first."""
    if listed.of == "calls":
        calls = Call.objects.filter(listed.condition, period.holds("rang_at"))
        if part.hour is not None:
            calls = calls.filter(rang_at__hour=part.hour)
        if part.taker_id is not None:
            calls = calls.filter(ANSWERED, taker_id=part.taker_id)
        return calls.order_by("-rang_at", "-id")
    if listed.of == "texts":
        limit = timedelta(minutes=rules.media_minutes)
        texts = answered_texts(InboundText.objects.filter(period.holds("received_at")))
        texts = texts.annotate(in_time=_whether(Q(sent_at__lte=F("received_at") + limit)))
        found: QuerySet[Any] = texts.filter(listed.condition).order_by("-received_at", "-id")
        return found
    rows = Callback.objects.filter(listed.condition, period.holds("due_at"))
    callbacks: QuerySet[Any] = rows.select_related("matter", "call").defer("matter__search")
    return callbacks.order_by("-due_at", "-id")


def _whether(condition: Q) -> Case:
    """Return a condition as yes or no: what is not known is no."""
    return Case(
        When(condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def takers(period: Period) -> dict[int, str]:
    """Return the names of those who answered calls in a period."""
    answered = Call.objects.filter(OFFERED, ANSWERED, period.holds("rang_at"))
    rows = (
        answered.filter(taker_id__isnull=False)
        .order_by("taker_id", "rang_at")
        .distinct("taker_id")
        .values_list("taker_id", "taker_name")
    )
    return {taker_id: name for taker_id, name in rows if taker_id is not None}
