"""The steps of the time slider: days, weeks or months of a period, cut to its ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from gege.boards.period import Period

MOST: Final = 62


class Stride(StrEnum):
    """How long a step is; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a period. `wanted` is what was asked for, `stride` what it came to."""

    stride: Stride
    wanted: Stride
    spans: tuple[Period, ...]

    @property
    def coarser(self) -> bool:
        """Whether there would have been too many steps of the length that was wanted."""
        return self.stride is not self.wanted

    def numbers(self) -> dict[date, int]:
        """Return the place of each step by the day that its calendar unit begins on."""
        return {begin_of(one.first, self.stride): place for place, one in enumerate(self.spans)}


def begin_of(day: date, stride: Stride) -> date:
    """Return the first day of the week or month that a day lies in."""
    if stride is Stride.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if stride is Stride.MONTH else day


def steps_of(period: Period, wanted: Stride) -> Steps:
    """Return the steps of a period: of the wanted length, or of the next where they are too many.

    A period is never longer than three years: months are always few enough.
    """
    strides = list(Stride)
    for stride in strides[strides.index(wanted) :]:
        spans = tuple(_spans(period, stride))
        if len(spans) <= MOST:
            return Steps(stride, wanted, spans)
    return Steps(Stride.MONTH, wanted, spans)


def _spans(period: Period, stride: Stride) -> Iterator[Period]:
    first = period.first
    while first <= period.last:
        following = _after(first, stride)
        yield Period(first, min(following - timedelta(days=1), period.last))
        first = following


def _after(day: date, stride: Stride) -> date:
    begun = begin_of(day, stride)
    if stride is Stride.MONTH:
        return (begun + timedelta(days=31)).replace(day=1)
    return begun + timedelta(days=7 if stride is Stride.WEEK else 1)
