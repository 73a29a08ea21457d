"""What comes in on a day: how many reports, through which channels, of which kinds, at what hour.

Working days are busy, weekends half as much, holidays quieter; counters keep office hours, the
hotline and the web page do not.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

from gege.kernel.coordinates import Crs, Point, from_wgs84
from gege.kernel.working_time import DayKind
from gege.matters import api as matters
from gege.matters.api import LOCAL, Kind, Report, Who, words
from gege.simulate.script import Script, draw, weighted
from gege.simulate.sentences import story_of
from gege.simulate.sentences.places import place_words, resident_name, resident_phone
from gege.simulate.stage import Case, Stage
from gege.staff.api import SYSTEM, Actor, Role
from gege.territory.api import AreaFacts

C: Final = words.Channel

_BUSY: Final = {
    DayKind.WORKDAY: 1.12,
    DayKind.ADJUSTED_WORKDAY: 1.05,
    DayKind.WEEKEND: 0.62,
    DayKind.HOLIDAY: 0.45,
}


@dataclass(frozen=True, slots=True)
class Way:
    """A channel at play: its share on a working day and on a day off, hours, kinds by group."""

    channel: words.Channel
    workdays: int
    days_off: int
    hours: tuple[tuple[int, int], ...]
    groups: tuple[tuple[str, int], ...]
    resident: bool = True


_DAY: Final = ((8, 11), (15, 18))
_OFFICE: Final = ((9, 11), (15, 17))
_WAKING: Final = ((7, 22),)
_STREET: Final = (("C", 34), ("A", 20), ("D", 26), ("B", 18), ("H", 1))
_SERVICE: Final = (("F", 46), ("E", 20), ("G", 22), ("C", 8), ("D", 4))
_ANY: Final = (("C", 24), ("F", 20), ("A", 16), ("E", 14), ("B", 10), ("D", 10), ("G", 8), ("H", 1))
_IDEAS: Final = (("G", 60), ("F", 20), ("C", 20))

WAYS: Final = (
    Way(C.PATROL, 44, 38, _DAY, _STREET, resident=False),
    Way(C.HANDHELD, 9, 12, _WAKING, (*_STREET, ("E", 12)), resident=False),
    Way(C.VISIT, 8, 7, _DAY, _SERVICE),
    Way(C.SMS, 2, 3, _WAKING, _STREET, resident=False),
    Way(C.MMS, 2, 3, _WAKING, _STREET, resident=False),
    Way(C.PHONE, 8, 4, ((8, 12), (14, 19)), _ANY),
    Way(C.HOTLINE, 12, 15, ((0, 24), *(_WAKING * 8)), _ANY),
    Way(C.COUNTER, 7, 0, _OFFICE, _SERVICE),
    Way(C.WEB, 4, 8, ((6, 24),), _ANY),
    Way(C.QR_CODE, 2, 6, _WAKING, (*_STREET, ("G", 20))),
    Way(C.MEETING, 1, 2, ((19, 21),), _IDEAS),
    Way(C.PLATFORM, 1, 2, _WAKING, _ANY),
)
_RARE_KINDS: Final = ("D05", "D06")
_UNPLACED: Final = frozenset({C.HOTLINE, C.WEB})


def plan_day(stage: Stage, day: date, per_day: float, until: datetime, *, since: datetime) -> None:
    """Put down the reports of a day, those between two moments."""
    kind = stage.calendar.day(day).kind
    wanted = per_day * _BUSY[kind] * stage.chance.uniform(0.8, 1.2)
    working = kind in (DayKind.WORKDAY, DayKind.ADJUSTED_WORKDAY)
    ways = tuple((way, way.workdays if working else way.days_off) for way in WAYS)
    for _ in range(int(wanted) + (stage.chance.random() < wanted % 1)):
        way = weighted(ways, stage.chance)
        at = _moment(stage, day, way)
        if since <= at < until:
            stage.agenda.put(at, partial(come_in, stage, way))


def come_in(
    stage: Stage, way: Way, now: datetime, *, where: AreaFacts | None = None
) -> Case | None:
    """Let one report come in, from anywhere unless said; None when nobody can take it."""
    grid = where or stage.chance.choice(stage.grids)
    if not way.resident or way.channel is C.VISIT:
        staffed = _staffed(stage, now)
        if not staffed:
            return None
        grid = stage.chance.choice(staffed)
    kind = _kind(stage, way)
    script = draw(
        kind, patrol=not way.resident, kinds=_mistaken_for(stage, kind), chance=stage.chance
    )
    like = _neighbour(stage, way, grid, now)
    if like is not None:
        kind = stage.book.kind(like.matter.kind)
        script.wrong_kind, script.kind, script.skips = "", kind.code, False
    by = _taker(stage, way, grid, now)
    entry = _entry(stage, way, kind, script, grid, like, now)
    case = Case(matters.report(entry, by=by, now=now), script, parent=like)
    return _begin(stage, case, way, by, now)


def _begin(stage: Stage, case: Case, way: Way, by: Actor, now: datetime) -> Case:
    stage.begin(case, way.channel)
    if way.channel is C.MMS:
        stage.picture(case, by=by, now=now)
    if case.parent is not None:
        at = stage.in_working_time(now, stage.wait(10, 140))
        stage.later(case, at, lambda then: _merge(stage, case, then))
    stage.follow(case, now)
    return case


def _merge(stage: Stage, case: Case, now: datetime) -> None:
    """The station, or the centre that holds it, sees that it is the same as another one."""
    parent = case.parent
    case.once.add("merge")
    if parent is None or parent.matter.ended or case.matter.ended:
        return
    clerk = stage.station_clerk(case, now)
    if stage.tier(case) is matters.Tier.COUNTY:
        clerk = stage.county(Role.COUNTY_DISPATCHER, now)
    if matters.Move.MERGE in stage.moves(case, clerk, now):
        stage.do(case, matters.merge, by=clerk, now=now, parent=parent.number)


def _moment(stage: Stage, day: date, way: Way) -> datetime:
    first, last = stage.chance.choice(way.hours)
    midnight = datetime.combine(day, time(), tzinfo=LOCAL)
    return midnight + timedelta(seconds=stage.chance.randrange(first * 3600, last * 3600))


def _staffed(stage: Stage, now: datetime) -> list[AreaFacts]:
    return [
        grid
        for grid in stage.grids
        if (unit := stage.atlas.platform_unit(grid.code)) and stage.roster.at(unit.id, now)
    ]


def _kind(stage: Stage, way: Way) -> Kind:
    """Draw a group, then a kind of it; what is grave is rare."""
    group = weighted(way.groups, stage.chance)
    kinds = [kind for kind in stage.book.live_kinds if kind.code.startswith(group)]
    weights = [_weight(kind, way) for kind in kinds]
    if not kinds:
        return stage.chance.choice(stage.book.live_kinds)
    return stage.chance.choices(kinds, weights)[0]


def _weight(kind: Kind, way: Way) -> float:
    if kind.code in _RARE_KINDS:
        return 0.5
    if kind.entry is words.Entry.OWNER:
        return 1.0
    return 6.0 if kind.routine and not way.resident else 3.0


def _mistaken_for(stage: Stage, kind: Kind) -> tuple[str, ...]:
    """Kinds of the same group that a reporter may mean instead."""
    return tuple(
        other.code
        for other in stage.book.live_kinds
        if other.code != kind.code
        and not other.major
        and not kind.major
        and other.entry is kind.entry
        and other.intent is kind.intent
    ) or ("",)


def _neighbour(stage: Stage, way: Way, grid: AreaFacts, now: datetime) -> Case | None:
    """Sometimes a resident reports what another one has reported already."""
    if not way.resident or stage.chance.random() > 0.3:
        return None
    known = [
        case
        for case in stage.some_open(grid.code, now - timedelta(days=6))
        if case.parent is None and case.script.kind[0] in "ABCD" and not case.script.skips
    ]
    return stage.chance.choice(known) if known else None


def _taker(stage: Stage, way: Way, grid: AreaFacts, now: datetime) -> Actor:
    """Who writes a report down: the worker, the clerk, the operator, or the system itself."""
    if way.channel in (C.PATROL, C.HANDHELD, C.VISIT, C.SMS, C.MMS):
        unit = stage.atlas.platform_unit(grid.code)
        assert unit is not None  # the grid is staffed
        return stage.roster.at(unit.id, now)[-1]
    if way.channel in (C.PHONE, C.COUNTER, C.MEETING):
        station = stage.atlas.platform_unit(grid.code[:12])
        assert station is not None  # every community has its station
        return stage.chance.choice(stage.roster.at(station.id, now))
    if way.channel is C.HOTLINE:
        return stage.county(Role.HOTLINE_OPERATOR, now)
    return SYSTEM


def _entry(
    stage: Stage,
    way: Way,
    kind: Kind,
    script: Script,
    grid: AreaFacts,
    like: Case | None,
    now: datetime,
) -> Report:
    chance = stage.chance
    story = story_of(kind.code)
    where = like.matter.address if like else place_words(chance)
    point, crs = _point(stage, grid)
    lost = way.channel in _UNPLACED and like is None and chance.random() < 0.05
    return Report(
        title=chance.choice(story.titles).format(where=where),
        kind=script.wrong_kind or kind.code,
        description=chance.choice(story.tells).format(where=where),
        grid_code="" if lost or (way.channel is C.QR_CODE) else grid.code,
        point=Point(point.lng + 1.5, point.lat) if lost else point,
        crs=crs,
        address=where,
        channel=way.channel,
        happened_at=now - stage.wait(5, 180) if chance.random() < 0.5 else None,
        who=_who(stage, way),
    )


def _point(stage: Stage, grid: AreaFacts) -> tuple[Point, Crs]:
    """A position near the middle of a grid, as telephones tell it: mostly in GCJ-02."""
    centre = grid.centre or Point(106.29, 30.35)
    chance = stage.chance
    near = Point(
        round(centre.lng + chance.uniform(-0.0004, 0.0004), 6),
        round(centre.lat + chance.uniform(-0.0004, 0.0004), 6),
    )
    if chance.random() < 0.6:
        return from_wgs84(near, Crs.GCJ02), Crs.GCJ02
    return near, Crs.WGS84


def _who(stage: Stage, way: Way) -> Who:
    if not way.resident or stage.chance.random() < 0.15:
        return Who()
    name, phone = resident_name(stage.chance), resident_phone(stage.chance)
    calls_back = stage.chance.random() < 0.85
    return Who(anonymous=False, name=name, phone=phone, wants_callback=calls_back)
