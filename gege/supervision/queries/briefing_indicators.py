"""The indicators that a briefing tells of: a room above counts them, as its boards do.

One formula for board and briefing, so that one number is never two (R-005, R-110).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol


@dataclass(frozen=True, slots=True)
class CountedIndicator:
    """What an indicator came to: a share by its two counts, a time by its middle and its tail in
    seconds. `names` and `formulas` by language; `low` that less is better."""

    code: str
    names: Mapping[str, str]
    formulas: Mapping[str, str]
    of: int
    counted: int | None = None
    median: float | None = None
    ninetieth: float | None = None
    target: int | None = None
    low: bool = False

    def frozen(self) -> dict[str, Any]:
        """Return it as a briefing keeps it."""
        return {
            "code": self.code,
            "names": dict(self.names),
            "formulas": dict(self.formulas),
            "of": self.of,
            "counted": self.counted,
            "median": self.median,
            "ninetieth": self.ninetieth,
            "target": self.target,
            "low": self.low,
        }


class IndicatorCounter(Protocol):
    """Count every indicator of an area ("" never: its code) over days, both ends included."""

    def __call__(
        self, area_code: str, first: date, last: date, *, now: datetime
    ) -> Sequence[CountedIndicator]: ...


_counters: Final[list[IndicatorCounter]] = []


def set_indicator_counter(counter: IndicatorCounter) -> None:
    """Name who counts the indicators (boards)."""
    _counters[:] = [counter]


def indicators_of(
    area_code: str, first: date, last: date, *, now: datetime
) -> list[CountedIndicator]:
    """Return the indicators of an area and days; none where no room above counts any."""
    return [one for count in _counters for one in count(area_code, first, last, now=now)]
