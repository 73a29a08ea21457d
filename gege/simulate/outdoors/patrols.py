"""Two patrols a day in every grid: walked, too short, missed, excused, forgotten, or running."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any, Final

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Fix, words
from gege.kernel.coordinates import Point
from gege.kernel.ids import new_uid
from gege.matters.api import Matter
from gege.matters.api import words as matter_words
from gege.simulate.outdoors.luck import SHOWN_GRID, Field
from gege.staff.api import Actor
from gege.territory.api import AreaFacts

HALVES: Final = (words.Half.MORNING, words.Half.AFTERNOON)
TRACKED_DAYS: Final = timedelta(days=2)
_FATES: Final = (("walked", 905), ("poor", 25), ("missed", 40), ("excused", 25), ("forgotten", 5))
_NOTES: Final = ("楼道已清理", "门禁坏了，已告诉物业", "和楼长聊了几句", "井盖完好", "灯已修好")
_ENDS: Final = ("", "", "", "一切正常", "雨后路滑，走得慢", "顺路发了防诈骗宣传单")
_EXCUSES: Final = (
    (words.ExcuseReason.OTHER_DUTY, "到镇里协助登记"),
    (words.ExcuseReason.TRAINING, "参加业务培训"),
    (words.ExcuseReason.LEAVE, "家中有事，请假半天"),
)


@dataclass(frozen=True, slots=True)
class Walk:
    """One patrol to be played: whose, from when to when, and the half-day's opening."""

    grid: str
    by: Actor
    start: datetime
    end: datetime
    opens: datetime
    points: tuple[Any, ...]
    tracked: bool = False


def plan_day(field: Field, day: date, now: datetime) -> None:
    """Put down both patrols of every grid that somebody looks after."""
    if not field.stage.calendar.is_working(day):
        return
    for half in HALVES:
        for grid in field.grids:
            by = field.worker(grid.code, now)
            if by is not None and field.points.get(grid.code):
                _plan(field, grid, by, day, half)
    for clock in (clock_time(12, 50), clock_time(19, 20)):
        field.later(field.at(day, clock), _end_forgotten)


def plan_for_tomorrow(field: Field) -> None:
    """The shown worker asks for a half-day of the next working day: the station is to decide."""
    shown, day = field.shown, field.end.date() + timedelta(days=1)
    while not field.stage.calendar.is_working(day):
        day += timedelta(days=1)

    def ask(now: datetime) -> None:
        by = field.worker(SHOWN_GRID, now)
        if by is not None:
            _ask(field, by, day, words.Half.AFTERNOON, now)

    if shown is not None:
        field.later(field.end - timedelta(minutes=95), ask)


def _plan(field: Field, grid: AreaFacts, by: Actor, day: date, half: words.Half) -> None:
    chance = field.chance
    window = field.rules.window(half)
    assert window is not None  # both halves have their hours
    opens, closes = (field.at(day, clock) for clock in window)
    least = field.rules.least_points
    fate = chance.choices([name for name, _ in _FATES], [weight for _, weight in _FATES])[0]
    lasts = field.minutes(26, 72)
    start = opens + timedelta(seconds=chance.randrange(int((closes - opens).total_seconds())))
    many = chance.randint(least, least + 1)
    if fate == "poor":
        lasts, many = field.minutes(8, 15), max(least - 1, 0)
    points = tuple(chance.sample(field.points[grid.code], min(many, len(field.points[grid.code]))))
    shown = grid.code == SHOWN_GRID
    tracked = shown or (chance.random() < 0.04)
    walk = Walk(grid.code, by, start, start + lasts, opens, points, tracked)
    if shown and (fate != "walked" or closes > field.end):
        fate = "walked" if closes <= field.end else "left"
    if fate in ("walked", "poor"):
        _walked(field, walk)
    elif fate == "excused":
        _excused(field, grid, by, day, half, opens)
    elif fate == "forgotten":
        field.later(start, lambda now: _begin(field, walk, now))


def _walked(field: Field, walk: Walk) -> None:
    """Walk it; what would end after the play is running when it ends."""
    if walk.end > field.end:
        field.later(walk.start, lambda now: _begin(field, walk, now))
        return
    field.later(walk.end, lambda now: _walk(field, walk, now))


def _begin(field: Field, walk: Walk, now: datetime) -> None:
    patrol = fieldwork.start_patrol(new_uid(), area_code=walk.grid, at=now, by=walk.by, now=now)
    field.count("start_patrol")
    at = now + timedelta(minutes=7)
    if walk.points:
        point = walk.points[0]
        field.later(at, lambda then: _pass(field, walk, patrol.uid, point, then, then))


def _walk(field: Field, walk: Walk, now: datetime) -> None:
    """A whole patrol as a phone sends it: each thing with the moment of its doing."""
    start = walk.start
    found = _found(walk, now)
    if found:
        start = max(min(start, found[0].reported_at - field.minutes(4, 14)), walk.opens)
    patrol = fieldwork.start_patrol(new_uid(), area_code=walk.grid, at=start, by=walk.by, now=now)
    field.count("start_patrol")
    step = (now - start) / (len(walk.points) + 1)
    for number, point in enumerate(walk.points, 1):
        _pass(field, walk, patrol.uid, point, start + step * number, now)
    for matter in found:
        fieldwork.found_on(patrol.uid, matter=matter, by=walk.by, now=now)
        field.count("found_on")
    if walk.tracked and now > field.end - TRACKED_DAYS:
        _track(field, walk, patrol.uid, start, now)
    note = field.chance.choice(_ENDS)
    fieldwork.end_patrol(patrol.uid, at=now, note=note, by=walk.by, now=now)
    field.count("end_patrol")


def _pass(field: Field, walk: Walk, patrol: Any, point: Any, at: datetime, now: datetime) -> None:
    chance = field.chance
    how = chance.choices((words.How.POSITION, words.How.CODE, words.How.HAND), (82, 12, 6))[0]
    there = Point(
        point.lng + chance.uniform(-0.0002, 0.0002), point.lat + chance.uniform(-0.0002, 0.0002)
    )
    fieldwork.check_in(
        patrol,
        point=point.uid,
        at=at.replace(microsecond=0),
        how=how,
        position=None if how is words.How.HAND else there,
        note=chance.choice(_NOTES) if chance.random() < 0.06 else "",
        by=walk.by,
        now=now,
    )
    field.count("check_in")


def _track(field: Field, walk: Walk, patrol: Any, start: datetime, now: datetime) -> None:
    """A line from point to point, as the phone of a walker keeps it."""
    fixes = []
    step = (now - start) / (len(walk.points) + 1)
    for number, point in enumerate(walk.points, 1):
        fixes.append(Fix(start + step * number, Point(point.lng, point.lat), 12.0))
        aside = Point(point.lng + field.chance.uniform(-0.0004, 0.0004), point.lat + 0.0003)
        fixes.append(Fix(start + step * (number + 0.5), aside, 18.0))
    fieldwork.track(patrol, positions=fixes, by=walk.by, now=now)
    field.count("track")


def _found(walk: Walk, now: datetime) -> list[Matter]:
    """Return what the worker reported as found on patrol since the half-day began."""
    rows = Matter.objects.filter(
        area_code=walk.grid,
        channel=str(matter_words.Channel.PATROL),
        reported_by_id=walk.by.account_id,
        reported_at__gte=walk.opens,
        reported_at__lte=now,
    )
    return list(rows.defer("search").order_by("reported_at"))


def _excused(
    field: Field, grid: AreaFacts, by: Actor, day: date, half: words.Half, opens: datetime
) -> None:
    field.later(
        opens - field.minutes(40, 90), lambda now: _ask_and_decide(field, grid, by, day, half, now)
    )


def _ask_and_decide(
    field: Field, grid: AreaFacts, by: Actor, day: date, half: words.Half, now: datetime
) -> None:
    uid = _ask(field, by, day, half, now)
    granted = field.chance.random() < 0.85

    def decide(then: datetime) -> None:
        clerk = field.clerk(grid.code, then)
        if clerk is not None:
            answer = "" if granted else "今天人手不够，请先巡查"
            fieldwork.decide_excuse(uid, granted=granted, answer=answer, by=clerk, now=then)
            field.count("decide_excuse")

    field.later(now + field.minutes(10, 35), decide)


def _ask(field: Field, by: Actor, day: date, half: words.Half, now: datetime) -> Any:
    uid = new_uid()
    reason, note = field.chance.choice(_EXCUSES)
    fieldwork.excuse(
        uid, area_code=by.area_code, day=day, half=half, reason=reason, note=note, by=by, now=now
    )
    field.count("excuse")
    return uid


def _end_forgotten(now: datetime) -> None:
    fieldwork.end_forgotten(now=now)
