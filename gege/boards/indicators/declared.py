"""The one table of indicators: what is counted of what, what is left out, and which way is better.

A share is two conditions, a time two columns. The same conditions count a number, list its records
and say which lines an export has, so that a number can be counted again by anybody (R-110).
Shares that the overview shows are taken from there: one definition for both pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gege.boards.figures import ALL, LOCAL_TIERS, Base, Figure
from gege.matters.api import State
from gege.matters.api import words as w

Text = Promise | str
RESPOND_NORMAL: Final = timedelta(hours=24)
RESPOND_URGENT: Final = timedelta(hours=2)


class Unit(StrEnum):
    """What a value is measured in."""

    PERCENT = "percent"
    TIME = "time"


class Better(StrEnum):
    """Which way a value shall go."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Span:
    """A time from one column to another, of matters that have both."""

    begins: str
    ends: str

    @property
    def known(self) -> Q:
        return Q(**{f"{self.begins}__isnull": False, f"{self.ends}__isnull": False})


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the table. `share` for a percentage, `span` for a time; never both."""

    code: str
    name: Text
    numerator: Text
    denominator: Text
    excluded: Text
    row: str
    better: Better = Better.HIGH
    share: Figure | None = None
    span: Span | None = None

    @property
    def unit(self) -> Unit:
        return Unit.PERCENT if self.span is None else Unit.TIME

    @property
    def base(self) -> Base:
        """Which day puts a matter into the period: those of a time are closed in it."""
        return self.share.base if self.share is not None else Base.CLOSED

    @property
    def target(self) -> int | None:
        return self.share.target if self.share is not None else None


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators that stand together."""

    code: str
    name: Text
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A figure of the county's report: shown beside the counted ones, never added to any."""

    value: str
    name: Text
    row: str


_CLOSED: Final = Q(state=State.CLOSED)
_NOT_COUNTED: Final = Q(state__in=(State.DECLINED, State.MERGED))
_CALLED: Final = ~Q(contact="")
_HEARD: Final = Q(contact__in=(w.Contact.CONFIRMED, w.Contact.UNSOLVED))
_PLEASED: Final = Q(satisfaction__in=(w.Satisfaction.SATISFIED, w.Satisfaction.BASICALLY))
_NOBODY: Final = Q(contact__in=(w.Contact.UNREACHABLE, w.Contact.WRONG_NUMBER))
_ASKED_FOR: Final = ~_NOT_COUNTED & Q(first_time=w.FirstTime.RESPOND, instructed_at__isnull=False)
_ANSWERED: Final = Q(
    ~Q(severity=w.Severity.NORMAL), first_at__lte=F("instructed_at") + RESPOND_URGENT
) | Q(severity=w.Severity.NORMAL, first_at__lte=F("instructed_at") + RESPOND_NORMAL)

_DUPLICATES: Final = _("Duplicates and matters declined.")


def _of(code: str, numerator: Text, denominator: Text, excluded: Text = _DUPLICATES) -> Indicator:
    """Return a figure of the overview as an indicator."""
    share = ALL[code]
    return Indicator(code, share.name, numerator, denominator, excluded, share.row, share=share)


def _share(
    code: str,
    name: Text,
    numerator: Text,
    denominator: Text,
    excluded: Text,
    row: str,
    *,
    base: Base,
    of: Q,
    counted: Q,
    better: Better = Better.HIGH,
) -> Indicator:
    """Return an indicator that stands on this page only."""
    share = Figure(code, name, numerator, base, of, counted, row)
    return Indicator(code, name, numerator, denominator, excluded, row, better=better, share=share)


def _time(
    code: str, name: Text, from_to: Text, begins: str, ends: str, row: str = "R-076"
) -> Indicator:
    return Indicator(
        code,
        name,
        from_to,
        _("Matters closed in the period that have both moments."),
        _DUPLICATES,
        row,
        better=Better.LOW,
        span=Span(begins, ends),
    )


_CLOSED_ONES: Final = _("Matters closed in the period.")

GOALS: Final = Group(
    "goals",
    _("Three goals"),
    (
        _of("grid", _("Settled by a grid or its station."), _CLOSED_ONES),
        _of(
            "township",
            _("Settled without going to the county."),
            _("Matters that were escalated and closed in the period."),
        ),
        _of(
            "near",
            _("Settled by a grid or its station, never reopened, and no resident said unsolved."),
            _CLOSED_ONES,
        ),
    ),
)
SWIFT: Final = Group(
    "swift",
    _("Three rates of swift response"),
    (
        _share(
            "response",
            _("Response rate"),
            _("Answered within 24 hours of the instruction; urgent and grave ones within 2."),
            _("Requests for an answer reported in the period that were dispatched."),
            _DUPLICATES,
            "2.6",
            base=Base.REPORTED,
            of=_ASKED_FOR,
            counted=_ANSWERED,
        ),
        _share(
            "resolution",
            _("Resolution rate"),
            _("The resident said that it is solved."),
            _("Matters closed in the period whose residents were reached and said so or not."),
            _("Duplicates, matters declined, and residents who were not reached or wish no call."),
            "2.6",
            base=Base.CLOSED,
            of=_CLOSED & _HEARD,
            counted=Q(contact=w.Contact.CONFIRMED),
        ),
        _share(
            "satisfaction",
            _("Satisfaction rate"),
            _("The resident said satisfied or basically satisfied."),
            _("Matters closed in the period whose residents were reached and said so or not."),
            _("Duplicates, matters declined, and residents who were not reached or wish no call."),
            "2.6",
            base=Base.CLOSED,
            of=_CLOSED & _HEARD,
            counted=_PLEASED,
        ),
        _share(
            "unreached",
            _("Residents not reached"),
            _("Nobody answered, or the number is somebody else's."),
            _("Matters closed in the period about which a resident was called."),
            _DUPLICATES,
            "2.6",
            base=Base.CLOSED,
            of=_CLOSED & _CALLED,
            counted=_NOBODY,
            better=Better.LOW,
        ),
    ),
)
_STOPPED: Final = _("Stopped by its time.")
_RAN: Final = _("Matters of this clock reported in the period whose clock stopped or is over.")
_RUNNING: Final = _("Duplicates, matters declined, and clocks that still have time.")
FIRST: Final = Group(
    "first",
    _("Five “first time” clocks"),
    tuple(_of(f"first_{clock}", _STOPPED, _RAN, _RUNNING) for clock in w.FirstTime),
)
WORK: Final = Group(
    "work",
    _("How the work went"),
    (
        _of(
            "on_time",
            _("Completed by the due time."),
            _("Matters closed in the period that had a due time."),
        ),
        _share(
            "closed",
            _("Close rate"),
            _("Closed by now."),
            _("Matters reported in the period."),
            _DUPLICATES,
            "R-068",
            base=Base.REPORTED,
            of=~_NOT_COUNTED,
            counted=_CLOSED,
        ),
        _share(
            "disputes",
            _("Disputes settled where they arise"),
            _("Settled by a grid or its station and never reopened."),
            _("Disputes closed in the period."),
            _DUPLICATES,
            "R-108",
            base=Base.CLOSED,
            of=_CLOSED & Q(first_time=w.FirstTime.MEDIATE),
            counted=Q(settled_tier__in=LOCAL_TIERS, reopenings=0),
        ),
        _share(
            "returned",
            _("Return rate"),
            _("Returned at least once by whom they were given to."),
            _("Matters closed in the period that were dispatched."),
            _DUPLICATES,
            "R-068",
            base=Base.CLOSED,
            of=_CLOSED & Q(instructed_at__isnull=False),
            counted=Q(returns__gt=0),
            better=Better.LOW,
        ),
        _share(
            "reopened",
            _("Reopen rate"),
            _("Opened again at least once after they were closed."),
            _CLOSED_ONES,
            _DUPLICATES,
            "R-068",
            base=Base.CLOSED,
            of=_CLOSED,
            counted=Q(reopenings__gt=0),
            better=Better.LOW,
        ),
        _of(
            "entry",
            _("Recorded within the hours that the rulebook of their day allows."),
            _("Matters reported in the period whose happening is known."),
        ),
        _of(
            "satisfied",
            _("Satisfied or basically satisfied."),
            _("Matters closed in the period whose residents said anything about it."),
            _("Duplicates, matters declined, and residents who were not reached or not asked."),
        ),
    ),
)
TIMES: Final = Group(
    "times",
    _("Times"),
    (
        _time(
            "triage_time",
            _("Triage time"),
            _("From the report to the acceptance."),
            "reported_at",
            "accepted_at",
        ),
        _time(
            "response_time",
            _("Response time"),
            _("From the report to the first answer, start or removal."),
            "reported_at",
            "first_at",
        ),
        _time(
            "handling_time",
            _("Handling time"),
            _("From the instruction to the completion."),
            "instructed_at",
            "settled_at",
        ),
        _time(
            "entry_delay",
            _("Entry delay"),
            _("From the happening to the record."),
            "happened_at",
            "recorded_at",
            "R-063",
        ),
    ),
)
GROUPS: Final = (GOALS, SWIFT, FIRST, WORK, TIMES)
INDICATORS: Final = {one.code: one for group in GROUPS for one in group.indicators}

BASELINES: Final = (
    Baseline("151", _("items that communities see to for departments"), "R-098"),
    Baseline("145", _("errands that grid workers ran for residents"), "R-098"),
    Baseline("≥ 100", _("disputes resolved, a lower bound"), "R-109"),
    Baseline("95 %", _("of problems resolved nearby, in a grid"), "R-110"),
)
"""What the report tells of the pilot, in its own units (R-098, R-109, R-110)."""
