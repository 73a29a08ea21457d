"""Fetching patrols and excuses: one by its uid, the running one, the newest of a person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gege.fieldwork.errors import NotFound
from gege.fieldwork.models import CheckIn, Excuse, Finding, Patrol, Round, TrackPoint
from gege.fieldwork.queries.scope import may_see, scope_of
from gege.fieldwork.rules.words import ExcuseReason
from gege.matters.api import Matter, visible
from gege.staff.api import Actor

RECENT: Final = 10
EXCUSES_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Passed:
    """A point that was passed on a patrol."""

    uid: UUID
    name: str
    kind: str
    at: datetime
    how: str
    distance_m: int | None
    note: str


@dataclass(frozen=True, slots=True)
class PatrolPage:
    """Everything of one patrol but where its walker was."""

    patrol: Patrol
    points: tuple[Passed, ...]
    findings: tuple[Matter, ...]
    positions: int
    own: bool


@dataclass(frozen=True, slots=True)
class PatrolLine:
    """A patrol in a list of somebody's newest."""

    uid: UUID
    area_code: str
    day: date
    half: str
    started_at: datetime
    ended_at: datetime | None
    points: int
    faults: tuple[str, ...]

    @property
    def counted(self) -> bool:
        """Whether it ended and nothing is wrong with it."""
        return self.ended_at is not None and not self.faults


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A suggested round: [uid of the point, minutes after the start] in the order of walking."""

    area_code: str
    half: str
    stops: tuple[tuple[str, int], ...]
    length_m: int
    minutes: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ExcusePage:
    """Some excuses, the newest first; `after` continues the list, None at its end."""

    lines: tuple[Excuse, ...]
    after: int | None = None


def patrol_by_uid(uid: UUID | str, by: Actor, *, lock: bool = False) -> Patrol:
    """Return one patrol; raises NotFound for what does not exist or lies out of scope.

    Whoever walked it always finds it, in whatever post.
    """
    rows = Patrol.objects.select_for_update() if lock else Patrol.objects.all()
    patrol = rows.filter(uid=_uuid(uid)).first()
    if patrol is None:
        raise NotFound
    if patrol.account_id != by.account_id and not may_see(by, patrol.area_code):
        raise NotFound
    return patrol


def patrol_page(uid: UUID | str, by: Actor) -> PatrolPage:
    """Return a patrol with its points and findings, in four statements. Raises NotFound.

    While it runs nobody but its walker sees the points: they would tell where he is.
    """
    patrol = patrol_by_uid(uid, by)
    own = patrol.account_id == by.account_id
    points = CheckIn.objects.filter(patrol=patrol).select_related("point").order_by("at", "id")
    if patrol.ended_at is None and not own:
        points = points.none()
    found = Finding.objects.filter(patrol=patrol).values("matter_id")
    return PatrolPage(
        patrol=patrol,
        points=tuple(_passed(one) for one in points),
        findings=tuple(visible(by).filter(pk__in=found).defer("search").order_by("id")),
        positions=TrackPoint.objects.filter(patrol=patrol).count(),
        own=own,
    )


def open_patrol(account_id: int, *, lock: bool = False) -> Patrol | None:
    """Return the patrol that a person walks now."""
    rows = Patrol.objects.select_for_update() if lock else Patrol.objects.all()
    return rows.filter(account_id=account_id, ended_at=None).first()


def passed_on(patrol: Patrol) -> tuple[str, ...]:
    """Return the uids of the points passed on a patrol, in order."""
    rows = CheckIn.objects.filter(patrol=patrol).order_by("at", "id")
    return tuple(str(uid) for uid in rows.values_list("point__uid", flat=True))


def recent_patrols(account_id: int, most: int = RECENT) -> tuple[PatrolLine, ...]:
    """Return a person's newest patrols, in one statement."""
    rows = with_points(Patrol.objects.filter(account_id=account_id))
    return tuple(line_of(one) for one in rows.order_by("-started_at", "-id")[:most])


def with_points(rows: QuerySet[Patrol]) -> QuerySet[Any]:
    """Add to each patrol how many points were passed and how many matters found on it."""
    points = CheckIn.objects.filter(patrol=OuterRef("pk")).order_by().values("patrol")
    found = Finding.objects.filter(patrol=OuterRef("pk")).order_by().values("patrol")
    return rows.annotate(
        points=Coalesce(Subquery(points.annotate(n=Count("pk")).values("n")), 0),
        found=Coalesce(Subquery(found.annotate(n=Count("pk")).values("n")), 0),
    )


def line_of(one: Any) -> PatrolLine:
    """Return a patrol that `with_points` counted as a line."""
    return PatrolLine(
        uid=one.uid,
        area_code=one.area_code,
        day=one.day,
        half=one.half,
        started_at=one.started_at,
        ended_at=one.ended_at,
        points=one.points,
        faults=tuple(one.faults),
    )


def rounds_of(area_codes: Collection[str], day: date) -> tuple[RoundLine, ...]:
    """Return the suggested rounds of grids on a day, in one statement."""
    rows = Round.objects.filter(area_code__in=list(area_codes), day=day)
    return tuple(
        RoundLine(
            area_code=one.area_code,
            half=one.half,
            stops=tuple((str(uid), int(minute)) for uid, minute in one.stops),
            length_m=one.length_m,
            minutes=one.minutes,
            made_at=one.made_at,
        )
        for one in rows.order_by("area_code", "-half")
    )


def excuses_of_grid(area_code: str, since: date) -> tuple[Excuse, ...]:
    """Return the excuses of a grid and of its community from a day on, the newest day first."""
    codes = (area_code, area_code[:12])
    rows = Excuse.objects.filter(area_code__in=codes, day__gte=since)
    return tuple(rows.order_by("-day", "-half", "-id"))


def excuses_page(
    by: Actor, *, waiting: bool, after: int | None = None, size: int = EXCUSES_PAGE
) -> ExcusePage:
    """Return a page of the excuses a person may see: those to decide on, or the decided ones."""
    inside = scope_of(by)
    if len(by.area_code) == 15:
        # A grid worker also sees what his station excused the whole community for.
        inside |= Q(area_code=by.area_code[:12], reason=ExcuseReason.WEATHER)
    rows = Excuse.objects.filter(inside, granted__isnull=waiting)
    if after is not None:
        rows = rows.filter(id__lt=after)
    found = list(rows.order_by("-id")[: size + 1])
    shown = tuple(found[:size])
    return ExcusePage(shown, shown[-1].pk if len(found) > size else None)


def excuses_waiting(by: Actor, most: int) -> int:
    """Return how many excuses wait within a person's scope; counting stops at `most`."""
    return Excuse.objects.filter(scope_of(by), granted=None)[:most].count()


def excuse_by_uid(uid: UUID | str, by: Actor, *, lock: bool = False) -> Excuse:
    """Return one excuse; raises NotFound for what does not exist or lies out of scope."""
    rows = Excuse.objects.select_for_update() if lock else Excuse.objects.all()
    excuse = rows.filter(uid=_uuid(uid)).first()
    if excuse is None or not may_see(by, excuse.area_code):
        raise NotFound
    return excuse


def _passed(one: CheckIn) -> Passed:
    point = one.point
    return Passed(
        uid=point.uid,
        name=point.name,
        kind=point.kind,
        at=one.at,
        how=one.how,
        distance_m=one.distance_m,
        note=one.note,
    )


def _uuid(text: UUID | str) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFound from None
