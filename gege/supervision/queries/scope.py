"""What a person may see of orders. Every query of this room begins here (domain 5.15)."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gege.staff.api import Actor, Role
from gege.supervision.errors import NotFound
from gege.supervision.models import Order

_COUNTY = frozenset({Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER, Role.ELECTRONIC_SUPERVISOR})
READERS = (
    Role.STATION_CLERK,
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_DISPATCHER,
    Role.COUNTY_SUPERVISOR,
    Role.DEPARTMENT_OFFICER,
    Role.ELECTRONIC_SUPERVISOR,
)


def visible_orders(by: Actor) -> QuerySet[Order]:
    """Return the orders a person may read: the county's centre all of them, a township those to
    units of its area, everybody what their own unit issued or received; others none."""
    if by.role in _COUNTY:
        return Order.objects.all()
    if by.role not in READERS or by.unit_id is None:
        return Order.objects.none()
    own = Q(to_unit_id=by.unit_id) | Q(by_unit_id=by.unit_id)
    if by.role is Role.TOWNSHIP_OPERATOR and by.area_code:
        own |= Q(to_area__startswith=by.area_code)
    return Order.objects.filter(own)


def order_by_uid(uid: UUID, by: Actor, *, lock: bool = False) -> Order:
    """Return one order, locked for a deed when asked; raises NotFound out of scope."""
    rows = visible_orders(by)
    rows = rows.select_for_update() if lock else rows
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found
