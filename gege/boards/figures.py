"""The declared figures: each is a share of a set of matters, with its own words.

The same two conditions count a figure and list the records behind it, so a number on screen and
its list can never differ. Duplicates and declined matters are in no denominator (R-110).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gege.matters.api import State, Tier, prompt_condition
from gege.matters.api import words as w

LOCAL_TIERS: Final = (str(Tier.GRID), str(Tier.STATION))


_CLOSED: Final = Q(state=State.CLOSED)
_LOCALLY: Final = Q(settled_tier__in=LOCAL_TIERS)
_IN_TIME: Final = Q(settled_at__lte=F("due_at"))
_STOPPED: Final = Q(first_at__isnull=False)
_FIRST_IN_TIME: Final = _STOPPED & Q(first_at__lte=F("first_due_at"))
_COUNTS: Final = ~Q(state__in=(State.DECLINED, State.MERGED))


class Base(StrEnum):
    """Which day puts a matter into the period."""

    CLOSED = "closed"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Figure:
    """A share: matters of `of` that are also `counted`; `target` in percent, if one is set."""

    code: str
    name: Promise | str
    definition: Promise | str
    base: Base
    of: Q
    counted: Q
    row: str
    target: int | None = None
    stops: bool = False
    prompt: bool = False

    def counted_set(self) -> Q:
        """Return what is counted of the base; promptness is judged by each matter's rulebook."""
        return self.counted & prompt_condition() if self.prompt else self.counted

    def base_set(self, now: datetime) -> Q:
        """Return what the figure is a share of at a moment.

        A clock that still runs counts once its time is over: what nobody ever started was missed.
        """
        if not self.stops:
            return self.of
        return self.of & (_STOPPED | Q(first_due_at__lt=now))


FIGURES: Final[tuple[Figure, ...]] = (
    Figure(
        "grid",
        _("Settled in the grid"),
        _("Closed matters that the grid or its station settled, of all closed matters."),
        Base.CLOSED,
        _CLOSED,
        _LOCALLY,
        "R-065",
    ),
    Figure(
        "township",
        _("Settled in the township"),
        _("Escalated matters settled without going to the county, of all escalated ones closed."),
        Base.CLOSED,
        _CLOSED & Q(escalated=True),
        Q(to_county=False),
        "R-066",
    ),
    Figure(
        "near",
        _("Resolved nearby"),
        _(
            "Closed matters that grid or station settled and that no resident called unsolved, "
            "of all closed matters. Duplicates and declined matters do not count."
        ),
        Base.CLOSED,
        _CLOSED,
        _LOCALLY & ~Q(contact=w.Contact.UNSOLVED) & Q(reopenings=0),
        "R-110",
        95,
    ),
    Figure(
        "on_time",
        _("Completed on time"),
        _("Closed matters whose work was completed by the due time, of all that had one."),
        Base.CLOSED,
        _CLOSED & Q(due_at__isnull=False),
        _IN_TIME,
        "R-089",
    ),
    Figure(
        "satisfied",
        _("Satisfied residents"),
        _(
            "Closed matters whose residents said satisfied or basically satisfied, of all whose "
            "residents said anything. Residents who were not reached are not counted as satisfied."
        ),
        Base.CLOSED,
        _CLOSED & ~Q(satisfaction__in=("", w.Satisfaction.NOT_ASKED)),
        Q(satisfaction__in=(w.Satisfaction.SATISFIED, w.Satisfaction.BASICALLY)),
        "R-028",
    ),
    Figure(
        "entry",
        _("Entered promptly"),
        _(
            "Matters recorded within the hours that their rulebook allows after happening, of all "
            "whose time is known."
        ),
        Base.REPORTED,
        _COUNTS & Q(happened_at__isnull=False),
        Q(),
        "R-063",
        prompt=True,
    ),
)


def _first_time(clock: w.FirstTime, name: Promise | str, definition: Promise | str) -> Figure:
    return Figure(
        f"first_{clock}",
        name,
        definition,
        Base.REPORTED,
        _COUNTS & Q(first_time=clock),
        _FIRST_IN_TIME,
        "R-083",
        stops=True,
    )


FIRST_TIMES: Final[tuple[Figure, ...]] = (
    _first_time(
        w.FirstTime.COLLECT,
        _("Opinions collected"),
        _("From the report to the moment a platform takes the opinion up."),
    ),
    _first_time(
        w.FirstTime.START,
        _("Livelihood items started"),
        _("From the report to the moment somebody has the item in hand."),
    ),
    _first_time(
        w.FirstTime.RESPOND,
        _("Requests responded to"),
        _("From the report to the first public reply, contact or answer."),
    ),
    _first_time(
        w.FirstTime.MEDIATE,
        _("Mediations opened"),
        _("From the report to the moment somebody has the dispute in hand."),
    ),
    _first_time(
        w.FirstTime.REMOVE,
        _("Hazards removed"),
        _("From the report to the completion of the work."),
    ),
)

ALL: Final = {figure.code: figure for figure in (*FIGURES, *FIRST_TIMES)}
