"""The rules of the field as one edition: patrol windows, what counts, what a phone keeps (R-080).

Unsettled points of the report are settings here (domain 1.8); the defaults are ours, marked so on
the page. An edition applies from its publishing on; a patrol that has ended keeps its faults.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import time, timedelta
from typing import Any, Final

from gege.fieldwork.rules.words import Half

Window = tuple[str, str]
"""The first and the last minute in which a patrol may begin, as "08:30"."""


@dataclass(frozen=True, slots=True)
class FieldRules:
    """One edition. Times are minutes or "HH:MM" on the county's clock, lengths are metres."""

    morning: Window = ("08:30", "11:30")
    afternoon: Window = ("14:30", "18:00")
    early_minutes: int = 15
    least_minutes: int = 20
    least_points: int = 3
    near_metres: int = 80
    thin_seconds: int = 30
    thin_metres: int = 25
    keep_track_days: int = 7
    round_minutes: int = 60
    terminals_by_code: bool = False
    terminal_silent_days: int = 7
    lock_minutes: int = 10
    photos_most: int = 300
    megabytes_most: int = 200
    messages_most: int = 1000
    code_tries: int = 5
    offline_hours: int = 72
    visit_ahead_days: int = 14

    @property
    def longest_away(self) -> timedelta:
        """How long a phone may hold what was done on it: then it seals itself, or it is a wrong
        clock. Clocks of the platform go back by `offline_hours` at most."""
        return max(timedelta(hours=self.offline_hours), timedelta(days=self.terminal_silent_days))

    def window(self, half: Half) -> tuple[time, time] | None:
        """Return the hours of a half-day; None for `extra`, which has none."""
        if half is Half.EXTRA:
            return None
        opens, shuts = self.morning if half is Half.MORNING else self.afternoon
        return time.fromisoformat(opens), time.fromisoformat(shuts)


RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "early_minutes": (0, 60),
    "least_minutes": (1, 180),
    "least_points": (0, 50),
    "near_metres": (20, 500),
    "thin_seconds": (10, 300),
    "thin_metres": (10, 500),
    "keep_track_days": (1, 30),
    "round_minutes": (15, 180),
    "terminal_silent_days": (1, 30),
    "lock_minutes": (1, 60),
    "photos_most": (20, 2000),
    "megabytes_most": (20, 2000),
    "messages_most": (100, 10000),
    "code_tries": (3, 10),
    "offline_hours": (12, 168),
    "visit_ahead_days": (1, 92),
}
"""The least and the most of every number. A track is never kept longer than a month."""

WINDOWS: Final = ("morning", "afternoon")
SWITCHES: Final = ("terminals_by_code",)


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """What is wrong with a field of the rules: `range`, `not_a_time`, `backwards`, `overlap`,
    `too_short_window`, `not_yes_or_no`, `unknown`."""

    field: str
    word: str
    least: int = 0
    most: int = 0

    def __str__(self) -> str:
        bounds = f" ({self.least} to {self.most})" if self.word == "range" else ""
        return f"{self.field}: {self.word}{bounds}"


def problems_of(rules: FieldRules) -> list[RuleProblem]:
    """Return all that is wrong with rules, in the order of the fields; empty when sound."""
    found = [
        RuleProblem(name, "range", least, most)
        for name, (least, most) in RANGES.items()
        if not _whole(value := getattr(rules, name)) or not least <= value <= most
    ]
    found += [
        RuleProblem(name, "not_yes_or_no")
        for name in SWITCHES
        if not isinstance(getattr(rules, name), bool)
    ]
    windows = {name: _minutes(getattr(rules, name)) for name in WINDOWS}
    for name, window in windows.items():
        if window is None:
            found.append(RuleProblem(name, "not_a_time"))
        elif window[0] >= window[1]:
            found.append(RuleProblem(name, "backwards"))
        elif _whole(rules.least_minutes) and window[1] - window[0] < rules.least_minutes:
            found.append(RuleProblem(name, "too_short_window"))
    morning, afternoon = windows["morning"], windows["afternoon"]
    early = rules.early_minutes if _whole(rules.early_minutes) else 0
    if morning and afternoon and morning[1] >= afternoon[0] - early:
        found.append(RuleProblem("afternoon", "overlap"))
    return found


def to_json(rules: FieldRules) -> dict[str, Any]:
    """Return rules as a document; windows become lists of two texts."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(rules).items()
    }


def from_json(document: Mapping[str, Any]) -> FieldRules:
    """Return the rules of a document; what it lacks has its default, what is unknown is ignored.

    So an edition of an older version is read by a newer one, and the other way round.
    """
    known = {one.name for one in fields(FieldRules)}
    given: dict[str, Any] = {
        name: tuple(value) if name in WINDOWS else value
        for name, value in document.items()
        if name in known
    }
    return FieldRules(**given)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _minutes(window: object) -> tuple[int, int] | None:
    if not isinstance(window, tuple) or len(window) != 2:
        return None
    try:
        opens, shuts = (time.fromisoformat(str(one)) for one in window)
    except ValueError:
        return None
    if opens.second or shuts.second or opens.tzinfo or shuts.tzinfo:
        return None
    return opens.hour * 60 + opens.minute, shuts.hour * 60 + shuts.minute
