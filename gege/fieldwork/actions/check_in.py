"""Check in at a point of a patrol: near it, by the code at its door, or by hand (R-080)."""

from datetime import datetime
from uuid import UUID

from gege.fieldwork.actions.entries import choice, words
from gege.fieldwork.actions.patrolling import walking
from gege.fieldwork.errors import NotFound, Refused
from gege.fieldwork.models import CheckIn, CheckPoint, Patrol
from gege.fieldwork.queries.scope import may_see
from gege.fieldwork.rules.field_rules import FieldRules
from gege.fieldwork.rules.words import Fault, How
from gege.kernel.coordinates import Point, distance_m
from gege.matters.api import local_date
from gege.staff.api import Actor


def check_in(
    patrol: UUID | str,
    *,
    point: UUID | str,
    at: datetime,
    how: str,
    position: Point | None = None,
    note: str = "",
    by: Actor,
    now: datetime,
) -> CheckIn:
    """Pass a point once per patrol; the same point again returns the first.

    The position (WGS-84) is compared with the point's and not kept: only the distance is. Who
    says "near" and is not, or has no position, checked in by hand. One that arrives after the end,
    but was made before it, counts. Raises NotFound, Refused, Invalid.
    """
    word = choice("how", how, How)
    said = words("note", note, most=200)
    with walking(patrol, "check_in", by=by, now=now) as one:
        place = _point(point, one.patrol, by)
        first = CheckIn.objects.filter(patrol=one.patrol, point=place).first()
        if first is not None:
            one.silent = True
            return first
        at = one.moment("at", at)
        if place.valid_to is not None and place.valid_to <= local_date(at):
            raise Refused("point_ended", day=place.valid_to)
        far = _distance(place, position)
        passed = CheckIn.objects.create(
            patrol=one.patrol,
            point=place,
            at=at,
            how=_vouched(word, far, one.rules),
            distance_m=far,
            note=said,
        )
        one.after = {"point": place.uid, "at": at, "how": passed.how, "distance_m": far}
        _forgive(one.patrol.faults, passed, one.rules)
    return passed


def _point(uid: UUID | str, patrol: Patrol, by: Actor) -> CheckPoint:
    """Return a point of the patrol's grid, whatever post its walker acts under now."""
    try:
        place = CheckPoint.objects.filter(uid=UUID(str(uid))).first()
    except ValueError:
        raise NotFound from None
    if place is not None and place.area_code == patrol.area_code:
        return place
    if place is not None and may_see(by, place.area_code):
        raise Refused("other_grid")
    raise NotFound


def _distance(point: CheckPoint, position: Point | None) -> int | None:
    if position is None or point.lng is None or point.lat is None:
        return None
    return round(distance_m(position, Point(point.lng, point.lat)))


def _vouched(how: How, far: int | None, rules: FieldRules) -> How:
    """Return how a check-in was made as far as the platform can vouch for it."""
    near = far is not None and far <= rules.near_metres
    return How.HAND if how is How.POSITION and not near else how


def _forgive(faults: list[str], passed: CheckIn, rules: FieldRules) -> None:
    """Take back "too few points" when points that were passed in time arrive after the end."""
    if Fault.TOO_FEW_POINTS not in faults:
        return
    if CheckIn.objects.filter(patrol=passed.patrol).count() >= rules.least_points:
        passed.patrol.faults = [one for one in faults if one != Fault.TOO_FEW_POINTS]
        passed.patrol.save(update_fields=["faults"])
