"""Reads of days: how each grid's half-days stand, and the figure of completion (R-080)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Aggregate, F, Func, Min, Q, TextField

from gege.fieldwork.editions import current_rules
from gege.fieldwork.models import Excuse, Patrol
from gege.fieldwork.queries.patrols import PatrolLine, line_of, with_points
from gege.fieldwork.queries.scope import grids_of, has_scope, may_see, scope_of
from gege.fieldwork.rules.patrols import ROUNDS, Counts, Standing, counts_of_day, standing_of
from gege.fieldwork.rules.words import Half
from gege.kernel.area_codes import Level
from gege.matters.api import LOCAL, local_date
from gege.staff.api import Actor, Post, Role
from gege.territory.api import AreaFacts, Editions, atlas, calendar, read_editions

PAGE: Final = 100
MOST_DAYS: Final = 92
"""Longest period of a figure: a quarter."""


class DayTally(StrEnum):
    """What a grid is in the figure of its day."""

    COMPLETE = "complete"
    OPEN = "open"
    EXCUSED = "excused"
    VACANT = "vacant"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class HalfLine:
    """One half-day of a grid. `excuse` is the one that is granted or waits; `patrols` by start."""

    half: Half
    standing: Standing
    patrols: tuple[PatrolLine, ...] = ()
    excuse: Excuse | None = None


@dataclass(frozen=True, slots=True)
class GridDay:
    """One grid on one day. `walkers` are the names of who looked after it; empty: vacant."""

    grid: AreaFacts
    day: date
    service_day: bool
    walkers: tuple[str, ...]
    morning: HalfLine
    afternoon: HalfLine
    extra: tuple[PatrolLine, ...] = ()
    found: int = 0

    @property
    def halves(self) -> tuple[HalfLine, HalfLine]:
        return self.morning, self.afternoon

    @property
    def tally(self) -> DayTally:
        """What the grid is in the figure of the day; `off` when the day is no service day."""
        if not self.service_day:
            return DayTally.OFF
        done = {str(one.half) for one in self.halves if any(p.counted for p in one.patrols)}
        off = {str(one.half) for one in self.halves if one.excuse and one.excuse.granted}
        counts = counts_of_day(
            [self.grid.code],
            staffed={self.grid.code} if self.walkers else (),
            walked={self.grid.code: done},
            excused={self.grid.code: off},
        )
        if counts.vacant:
            return DayTally.VACANT
        if counts.excused:
            return DayTally.EXCUSED
        return DayTally.COMPLETE if counts.complete else DayTally.OPEN


@dataclass(frozen=True, slots=True)
class DayPage:
    """Some grids of a day by code; `after` continues the list, "" at its end."""

    rows: tuple[GridDay, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """The figure of a period: service days from `first` to `last`, `of` it one by one."""

    first: date
    last: date
    total: Counts
    of: tuple[tuple[date, Counts], ...] = ()
    days: int = 0


@dataclass
class _Gathered:
    """What the rows of a day are made of, by grid code."""

    patrols: dict[str, list[Any]] = field(default_factory=dict)
    excuses: dict[tuple[str, str], Excuse] = field(default_factory=dict)
    walkers: dict[str, list[str]] = field(default_factory=dict)


def patrols_of_day(
    by: Actor,
    *,
    day: date,
    now: datetime,
    area_code: str = "",
    only: DayTally | None = None,
    after: str = "",
    size: int = PAGE,
) -> DayPage:
    """Return a page of the grids a person may see, each with its half-days; few statements.

    `area_code` narrows to an area within the scope, `only` to the records behind a figure.
    """
    editions = read_editions()
    grids = [
        grid
        for grid in grids_of(by, atlas(editions), day)
        if grid.code.startswith(area_code) and grid.code > after
    ]
    if area_code and not may_see(by, area_code):
        grids = []
    asked = grids if only else grids[: size + 1]
    rows = [row for row in _rows(asked, day, now, editions) if only in (None, row.tally)]
    shown = tuple(rows[:size])
    return DayPage(shown, shown[-1].grid.code if len(rows) > size else "")


def day_of_grid(grid: AreaFacts, *, day: date, now: datetime) -> GridDay:
    """Return one grid's day, for its worker's phone."""
    return _rows([grid], day, now, read_editions())[0]


def completion(
    by: Actor, *, first: date, last: date, now: datetime, area_code: str = ""
) -> Completion:
    """Return the figure of a period within a person's scope, in six statements.

    Days to come are left out, and those before the county's first patrol: nobody was expected to
    walk yet. Today counts as it stands. At most `MOST_DAYS` days, the last ones.
    """
    editions = read_editions()
    last = min(last, local_date(now))
    begun = Patrol.objects.aggregate(day=Min("day"))["day"] or date.min
    first = max(first, last - timedelta(days=MOST_DAYS - 1), begun)
    if not has_scope(by) or (area_code and not may_see(by, area_code)) or first > last:
        return Completion(first, last, Counts())
    worked = [day for day in _days(first, last) if calendar(editions).is_working(day)]
    where = scope_of(by) & Q(area_code__startswith=area_code)
    walked = _walked(where, first, last)
    excused = _excused(first, last)
    posts = _posts(first, last, area_code or by.area_code)
    whole = atlas(editions)
    of = []
    for day in worked:
        grids = [g.code for g in grids_of(by, whole, day) if g.code.startswith(area_code)]
        staffed = {code for code, since, until in posts if _holds(day, since, until)}
        counts = counts_of_day(
            grids, staffed=staffed, walked=walked.get(day, {}), excused=excused.get(day, {})
        )
        of.append((day, counts))
    total = sum((counts for _day, counts in of), Counts())
    return Completion(first, last, total, tuple(of), len(of))


def is_service_day(day: date) -> bool:
    """Tell whether patrols are expected on a day."""
    return calendar(read_editions()).is_working(day)


def staffed_grids(day: date) -> frozenset[str]:
    """Return the codes of the grids that somebody looks after on a day, in one statement."""
    return frozenset(
        code for code, since, until in _posts(day, day, "") if _holds(day, since, until)
    )


def _rows(
    grids: Sequence[AreaFacts], day: date, now: datetime, editions: Editions
) -> tuple[GridDay, ...]:
    rules, service = current_rules(editions), calendar(editions).is_working(day)
    gathered = _gather([grid.code for grid in grids], day)
    local = now.astimezone(LOCAL)
    found = []
    for grid in grids:
        patrols = gathered.patrols.get(grid.code, [])
        walkers = tuple(gathered.walkers.get(grid.code, ()))
        lines: dict[str, HalfLine] = {}
        for half in ROUNDS:
            own = [one for one in patrols if one.half == half]
            excuse = gathered.excuses.get((grid.code, half)) or gathered.excuses.get(
                (grid.code[: Level.COMMUNITY], half)
            )
            standing = standing_of(
                half,
                local,
                day,
                expected=service and bool(walkers),
                excused=excuse is not None and excuse.granted is True,
                running=any(one.ended_at is None for one in own),
                ended=[one.faults for one in own if one.ended_at is not None],
                rules=rules,
            )
            lines[half] = HalfLine(half, standing, tuple(line_of(one) for one in own), excuse)
        extra = tuple(line_of(one) for one in patrols if one.half == Half.EXTRA)
        many = sum(one.found for one in patrols)
        found.append(GridDay(grid, day, service, walkers, **lines, extra=extra, found=many))
    return tuple(found)


def _gather(codes: Collection[str], day: date) -> _Gathered:
    gathered = _Gathered()
    if not codes:
        return gathered
    rows = with_points(Patrol.objects.filter(day=day, area_code__in=list(codes)))
    for one in rows.order_by("started_at", "id"):
        gathered.patrols.setdefault(one.area_code, []).append(one)
    areas = {*codes, *(code[: Level.COMMUNITY] for code in codes)}
    excuses = Excuse.objects.filter(day=day, area_code__in=areas).exclude(granted=False)
    # One that is granted goes before one that waits.
    for excuse in sorted(excuses, key=lambda one: (one.granted is True, one.pk)):
        gathered.excuses[excuse.area_code, excuse.half] = excuse
    posts = Post.objects.filter(
        _overlapping(day, day), role=str(Role.GRID_WORKER), unit__code__in=list(codes)
    )
    names = posts.order_by("substitute", "id").values_list("unit__code", "account__display_name")
    for code, name in names:
        gathered.walkers.setdefault(code, []).append(name)
    return gathered


def _walked(where: Q, first: date, last: date) -> dict[date, dict[str, set[str]]]:
    """Return the half-days with a patrol that counts, by day and grid.

    The database gives a string of bits for each grid and half, one for each day: a quarter of a
    county is some thousand rows then, and not a hundred thousand.
    """
    days = _days(first, last)
    rows = (
        Patrol.objects.filter(where, day__range=(first, last), ended_at__isnull=False, faults=[])
        .exclude(half=Half.EXTRA)
        .order_by()
        .values("area_code", "half")
        .annotate(bits=_DayBits(first, len(days)))
    )
    found: dict[date, dict[str, set[str]]] = {day: {} for day in days}
    for code, half, bits in rows.values_list("area_code", "half", "bits"):
        for day, bit in zip(days, bits, strict=True):
            if bit == "1":
                found[day].setdefault(code, set()).add(half)
    return found


class _DayBits(Aggregate):
    """The days of a group as bits, the first day first."""

    function = "BIT_OR"
    output_field = TextField()

    def __init__(self, first: date, width: int) -> None:
        zeros, begun = "0" * width, first.isoformat()
        bit = Func(
            F("day"),
            template=f"SET_BIT(B'{zeros}', (%(expressions)s - DATE '{begun}'), 1)",
            output_field=TextField(),
        )
        super().__init__(bit, template="(%(function)s(%(expressions)s))::text")


def _excused(first: date, last: date) -> Mapping[date, Mapping[str, set[str]]]:
    rows = Excuse.objects.filter(day__range=(first, last), granted=True)
    found: dict[date, dict[str, set[str]]] = {}
    for day, code, half in rows.values_list("day", "area_code", "half"):
        found.setdefault(day, {}).setdefault(code, set()).add(half)
    return found


def _posts(first: date, last: date, area_code: str) -> list[tuple[str, date, date | None]]:
    rows = Post.objects.filter(
        _overlapping(first, last), role=str(Role.GRID_WORKER), unit__code__startswith=area_code
    )
    return list(rows.values_list("unit__code", "valid_from", "valid_to"))


def _overlapping(first: date, last: date) -> Q:
    return Q(valid_from__lte=last) & (Q(valid_to=None) | Q(valid_to__gt=first))


def _holds(day: date, since: date, until: date | None) -> bool:
    return since <= day and (until is None or day < until)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
