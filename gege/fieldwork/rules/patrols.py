"""Questions about patrols, from values alone (R-080). Every moment is on the county's clock.

What counts, as it is published beside every figure:

- A service day is a working day of the county's calendar. On each, a grid is walked twice: once
  begun within the morning's hours, once within the afternoon's; the start decides the half-day.
- A patrol counts when its walker ended it, it lasted long enough and passed enough points.
- A half-day is expected of a grid that somebody looks after, unless it was excused. A grid is on
  duty when a half-day was expected of it; it is complete when each of those was walked. What was
  walked in spite of an excuse counts.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from gege.fieldwork.rules.field_rules import FieldRules
from gege.fieldwork.rules.words import Fault, Half
from gege.kernel.coordinates import Point, distance_m

ROUNDS: Final = (Half.MORNING, Half.AFTERNOON)
"""The two rounds that are expected of a service day."""

_PATIENCE: Final = timedelta(hours=1)
_LONGEST_EXTRA: Final = timedelta(hours=4)
COARSE_M: Final = 200
"""A position less exact than this says nothing and is not kept."""


class Standing(StrEnum):
    """How a half-day of a grid stands."""

    TO_COME = "to_come"
    OPEN_NOW = "open_now"
    RUNNING = "running"
    DONE = "done"
    NOT_COUNTED = "not_counted"
    MISSED = "missed"
    EXCUSED = "excused"
    OFF_DUTY = "off_duty"


@dataclass(frozen=True, slots=True)
class Fix:
    """A position at a moment, WGS-84; `accuracy` in metres where the phone knew."""

    at: datetime
    point: Point
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Grids of one day or of several: `complete` of `on_duty`; the rest is why others are not.

    `vacant` had nobody, `excused` was excused all day; both are outside of `on_duty`.
    """

    complete: int = 0
    on_duty: int = 0
    vacant: int = 0
    excused: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.complete + other.complete,
            self.on_duty + other.on_duty,
            self.vacant + other.vacant,
            self.excused + other.excused,
        )


def opening(half: Half, day: date, rules: FieldRules, like: datetime) -> datetime | None:
    """Return from when a patrol of a half-day may begin, the forgiven minutes included."""
    window = rules.window(half)
    if window is None:
        return None
    opens = datetime.combine(day, window[0], tzinfo=like.tzinfo)
    return opens - timedelta(minutes=rules.early_minutes)


def closing(half: Half, day: date, rules: FieldRules, like: datetime) -> datetime | None:
    """Return until when a patrol of a half-day may begin."""
    window = rules.window(half)
    return datetime.combine(day, window[1], tzinfo=like.tzinfo) if window else None


def half_of(at: datetime, rules: FieldRules) -> Half:
    """Return the half-day a patrol belongs to that begins at a moment; `extra` outside of both."""
    for half in ROUNDS:
        opens, shuts = (edge(half, at.date(), rules, at) for edge in (opening, closing))
        if opens is not None and shuts is not None and opens <= at <= shuts:
            return half
    return Half.EXTRA


def faults_of(
    half: Half, started: datetime, ended: datetime, points: int, rules: FieldRules
) -> list[Fault]:
    """Return why a patrol that its walker ended does not count; empty when it does."""
    found = []
    if half is Half.EXTRA:
        found.append(Fault.OUTSIDE_WINDOW)
    if ended - started < timedelta(minutes=rules.least_minutes):
        found.append(Fault.TOO_SHORT)
    if points < rules.least_points:
        found.append(Fault.TOO_FEW_POINTS)
    return found


def given_up_at(half: Half, started: datetime, rules: FieldRules) -> datetime:
    """Return when a patrol that nobody ends is ended for its walker.

    An hour after the hours of its half-day, and at least an hour after its start; an extra one
    four hours after its start.
    """
    shuts = closing(half, started.date(), rules, started)
    if shuts is None:
        return started + _LONGEST_EXTRA
    return max(shuts, started) + _PATIENCE


def standing_of(
    half: Half,
    now: datetime,
    day: date,
    *,
    expected: bool,
    excused: bool,
    running: bool,
    ended: Sequence[Collection[str]],
    rules: FieldRules,
) -> Standing:
    """Return how a half-day stands. `ended` holds the faults of each patrol of it that ended.

    `expected`: the day is a service day and somebody looks after the grid.
    """
    if running:
        return Standing.RUNNING
    if any(not faults for faults in ended):
        return Standing.DONE
    if not expected:
        return Standing.OFF_DUTY
    if excused:
        return Standing.EXCUSED
    opens, shuts = (edge(half, day, rules, now) for edge in (opening, closing))
    assert opens is not None  # `extra` is never expected
    assert shuts is not None
    if now < opens:
        return Standing.TO_COME
    if now <= shuts:
        return Standing.OPEN_NOW
    return Standing.NOT_COUNTED if ended else Standing.MISSED


def counts_of_day(
    grids: Iterable[str],
    *,
    staffed: Collection[str],
    walked: Mapping[str, Collection[str]],
    excused: Mapping[str, Collection[str]],
) -> Counts:
    """Return the figure of one service day over the grids in force.

    `walked`: grid -> half-days with a patrol that counts. `excused`: grid or community -> half-days
    that were excused.
    """
    halves = frozenset(str(half) for half in ROUNDS)
    complete = on_duty = vacant = all_day = 0
    for grid in grids:
        if grid not in staffed:
            vacant += 1
            continue
        done = halves.intersection(walked.get(grid, ()))
        off = {*excused.get(grid, ()), *excused.get(grid[:12], ())} if excused else ()
        due = (halves - set(off)) | done if off else halves
        if not due:
            all_day += 1
            continue
        on_duty += 1
        complete += due <= done
    return Counts(complete, on_duty, vacant, all_day)


def rounded(point: Point) -> Point:
    """Return a position to four decimals: about ten metres, no more is ever stored."""
    return Point(round(point.lng, 4), round(point.lat, 4))


def thinned(kept: Iterable[Fix], new: Iterable[Fix], rules: FieldRules) -> list[Fix]:
    """Return those of some new positions that add something to the kept ones, in order of time.

    One is left out when it is coarse, when another stands within `thin_seconds` before or after
    it, or within `thin_metres` of the one before it: who stands still is one position.
    """
    track = sorted(kept, key=_moment)
    added = []
    for fix in sorted(new, key=_moment):
        if fix.accuracy is not None and fix.accuracy > COARSE_M:
            continue
        coarse = Fix(fix.at, rounded(fix.point))
        place = sum(1 for one in track if one.at <= coarse.at)
        before = track[place - 1] if place else None
        after = track[place] if place < len(track) else None
        if _adds(coarse, before, after, rules):
            track.insert(place, coarse)
            added.append(coarse)
    return added


def _adds(fix: Fix, before: Fix | None, after: Fix | None, rules: FieldRules) -> bool:
    apart = timedelta(seconds=rules.thin_seconds)
    if after is not None and after.at - fix.at < apart:
        return False
    if before is None:
        return True
    far = distance_m(before.point, fix.point) >= rules.thin_metres
    return fix.at - before.at >= apart and far


def _moment(fix: Fix) -> datetime:
    return fix.at
