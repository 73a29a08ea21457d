"""Add, amend and end a check-in point (巡查点, R-080): the platforms keep the list."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gege.fieldwork.actions.point_facts import (
    KEEPERS,
    Ground,
    PointFacts,
    checked,
    facts_of,
    values_of,
)
from gege.fieldwork.errors import Invalid, Refused, Stale
from gege.fieldwork.models import CheckPoint
from gege.fieldwork.queries.points import point_by_uid
from gege.fieldwork.queries.scope import may_see
from gege.fieldwork.rules.words import PointKind
from gege.kernel.coordinates import Crs
from gege.matters.api import local_date
from gege.staff.api import Actor
from gege.territory.api import Atlas, load_atlas
from gege.trail.api import record


def add_point(
    *,
    area_code: str,
    name: str,
    by: Actor,
    now: datetime,
    kind: str = PointKind.BUILDING,
    address: str = "",
    code: str = "",
    lng: float | None = None,
    lat: float | None = None,
    crs: Crs = Crs.WGS84,
    households: int = 0,
    atlas: Atlas | None = None,
) -> CheckPoint:
    """Put a point on the list of a grid. Raises Refused, Invalid."""
    _keeps(by)
    ground = Ground(by, atlas or load_atlas(), local_date(now))
    facts = checked(
        ground,
        area_code=area_code,
        kind=kind,
        name=name,
        address=address,
        code=code,
        lng=lng,
        lat=lat,
        crs=crs,
        households=households,
    )
    with transaction.atomic():
        _alone(facts, by)
        try:
            with transaction.atomic():
                point = CheckPoint.objects.create(
                    **values_of(facts), valid_from=ground.on, changed_at=now
                )
        except IntegrityError:
            raise Invalid("name", "name_taken") from None
        record(
            stream=stream_of(point),
            deed="add_point",
            by=by.signature(),
            now=now,
            after=facts.as_line(),
        )
    return point


def amend_point(
    uid: UUID | str,
    *,
    area_code: str,
    name: str,
    by: Actor,
    now: datetime,
    kind: str = PointKind.BUILDING,
    address: str = "",
    code: str = "",
    lng: float | None = None,
    lat: float | None = None,
    crs: Crs = Crs.WGS84,
    households: int = 0,
    seen: datetime | None = None,
    atlas: Atlas | None = None,
) -> CheckPoint:
    """Say a point anew. `seen` is its `changed_at` as it was on screen: raises Stale when it moved.

    Raises NotFound, Refused, Invalid. What was checked in there stays with it.
    """
    _keeps(by)
    ground = Ground(by, atlas or load_atlas(), local_date(now))
    with transaction.atomic():
        point = _living(uid, by)
        if seen is not None and seen != point.changed_at:
            raise Stale
        facts = checked(
            ground,
            area_code=area_code,
            kind=kind,
            name=name,
            address=address,
            code=code,
            lng=lng,
            lat=lat,
            crs=crs,
            households=households,
        )
        _alone(facts, by, but=point)
        change(point, facts, by=by, now=now)
    return point


def end_point(uid: UUID | str, *, by: Actor, now: datetime) -> CheckPoint:
    """Give a point up from today on. Raises NotFound, Refused (`ended_already`)."""
    _keeps(by)
    with transaction.atomic():
        point = _living(uid, by)
        point.valid_to, point.changed_at = local_date(now), now
        point.save(update_fields=["valid_to", "changed_at"])
        record(
            stream=stream_of(point),
            deed="end_point",
            by=by.signature(),
            now=now,
            before={"valid_to": None},
            after={"valid_to": point.valid_to},
        )
    return point


def change(point: CheckPoint, facts: PointFacts, *, by: Actor, now: datetime) -> None:
    """Write changed facts and their line, inside the caller's transaction."""
    before, after = facts_of(point).as_line(), facts.as_line()
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return
    for name in changed:
        setattr(point, name, after[name])
    point.changed_at = now
    try:
        with transaction.atomic():
            point.save(update_fields=[*changed, "changed_at"])
    except IntegrityError:
        raise Invalid("name", "name_taken") from None
    record(
        stream=stream_of(point),
        deed="amend_point",
        by=by.signature(),
        now=now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def stream_of(point: CheckPoint) -> str:
    """Return the point's stream in the ledger."""
    return f"point:{point.uid}"


def _keeps(by: Actor) -> None:
    if by.role not in KEEPERS:
        raise Refused("not_your_role")


def _living(uid: UUID | str, by: Actor) -> CheckPoint:
    point = point_by_uid(uid, by, lock=True)
    if point.valid_to is not None:
        raise Refused("ended_already")
    return point


def _alone(facts: PointFacts, by: Actor, but: CheckPoint | None = None) -> None:
    """Refuse a name that its grid has, and a code that any grid has; a stranger's is not told."""
    others = CheckPoint.objects.filter(valid_to=None)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.filter(area_code=facts.area_code, name=facts.name).exists():
        raise Invalid("name", "name_taken")
    other = others.filter(code=facts.code).first() if facts.code else None
    if other is not None:
        told = may_see(by, other.area_code)
        raise Invalid(
            "code",
            "code_taken",
            name=other.name if told else "—",
            grid=other.area_code if told else "—",
        )
