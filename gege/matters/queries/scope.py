"""What a person may see of matters (domain 5.15). Every query of this room begins here."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from gege.kernel.numbers import parse_number
from gege.matters.errors import NotFound
from gege.matters.models import Involvement, Matter
from gege.matters.zone import local_date
from gege.staff.api import Actor, Role
from gege.territory.api import UnitFacts

_COUNTY, _TOWNSHIP, _COMMUNITY, _GRID = 6, 9, 12, 15
_BLIND = frozenset({Role.ADMINISTRATOR})


def visible(by: Actor) -> QuerySet[Matter]:
    """Return the matters a person may read.

    Platforms read what lies in their area, departments what they lead, assist or led before. An
    administrator configures and reads no matter; a resident reads the one they reported, anybody
    else without an area nothing.
    """
    return Matter.objects.filter(scope_of(by))


def scope_of(by: Actor) -> Q:
    """Return the condition of `visible`, for queries that join it."""
    nothing = Q(pk__in=())
    if by.role is Role.RESIDENT:
        return Q(pk=by.own_matter_id) if by.own_matter_id else nothing
    if by.role in _BLIND or not by.area_code:
        return nothing
    if by.is_department:
        involved = Involvement.objects.filter(unit_id=by.unit_id or 0, matter_id=OuterRef("pk"))
        return Q(Exists(involved))
    columns = {
        _COUNTY: Q(),
        _TOWNSHIP: Q(township_code=by.area_code),
        _COMMUNITY: Q(community_code=by.area_code),
        _GRID: Q(area_code=by.area_code),
    }
    return columns.get(len(by.area_code), nothing)


def may_see(by: Actor, matter: Matter) -> bool:
    """Tell the same of one loaded matter; departments cost one query."""
    if by.role is Role.RESIDENT:
        return by.own_matter_id is not None and by.own_matter_id == matter.pk
    if by.role in _BLIND or not by.area_code:
        return False
    if by.is_department:
        return (
            matter.holder_id == by.unit_id
            or Involvement.objects.filter(unit_id=by.unit_id or 0, matter=matter).exists()
        )
    return matter.area_code.startswith(by.area_code)


def unit_sees(unit: UnitFacts, matter: Matter) -> bool:
    """Tell whether the people of a unit see a matter; departments cost one query."""
    if unit.is_department:
        return (
            matter.holder_id == unit.id
            or Involvement.objects.filter(unit_id=unit.id, matter=matter).exists()
        )
    return matter.area_code.startswith(unit.area_code)


def matter_by_number(number: str, by: Actor, *, lock: bool = False) -> Matter:
    """Return one matter, locked for a deed when asked; the only way to fetch one.

    Raises NotFound for a number that does not exist, does not parse, or lies out of scope.
    """
    parsed = parse_number(number)
    if parsed is None:
        raise NotFound
    rows = Matter.objects.select_for_update() if lock else Matter.objects.all()
    matter = rows.defer("search").filter(pk=parsed.serial).first()
    if matter is None or local_date(matter.reported_at) != parsed.reported_on:
        raise NotFound
    if not by.is_system and not may_see(by, matter):
        raise NotFound
    return matter
