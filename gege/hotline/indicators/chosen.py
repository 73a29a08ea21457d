"""The period and the grouping that an address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from gege.hotline.indicators.reading import LONGEST, Part, Period
from gege.kernel.typed_text import whole_number
from gege.staff.api import Role

USUAL_DAYS: Final = 30
SEES_TAKERS: Final = (Role.COUNTY_SUPERVISOR,)
"""Whoever leads the line's staff sees figures of each of them; nobody else does."""


class By(StrEnum):
    """How the table is divided."""

    DAY = "day"
    HOUR = "hour"
    TAKER = "taker"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is asked for; what cannot be read is as if it had not been said."""

    period: Period
    by: By = By.DAY

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the address."""
        return {
            "first": self.period.first.isoformat(),
            "last": self.period.last.isoformat(),
            "by": str(self.by),
        }

    def link(self, of: str, **more: object) -> str:
        """Return the address of the list behind a figure."""
        return f"{reverse('indicators:records')}?{urlencode({**self.query, 'of': of, **more})}"

    def on(self, day: date) -> Chosen:
        """Return the same of one day."""
        return Chosen(Period(day, day), self.by)


def read(request: HttpRequest, role: Role) -> Chosen:
    """Read an address. Raises nothing, whatever stands in it."""
    today = timezone.localdate()
    last = min(_day(request.GET.get("last", "")) or today, today)
    first = _day(request.GET.get("first", "")) or last - timedelta(days=USUAL_DAYS - 1)
    first = max(min(first, last), last - timedelta(days=LONGEST - 1))
    word = request.GET.get("by", "")
    by = By(word) if word in {str(one) for one in By} else By.DAY
    if by is By.TAKER and role not in SEES_TAKERS:
        by = By.DAY
    return Chosen(Period(first, last), by)


def part_of(request: HttpRequest, role: Role) -> Part:
    """Read the part that a list is narrowed to."""
    hour, taker = (whole_number(request.GET.get(name, "")) for name in ("hour", "taker"))
    return Part(
        hour=hour if hour is not None and hour < 24 else None,
        taker_id=taker if role in SEES_TAKERS else None,
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None
