"""What was reported under a telephone number, for whoever has its owner on the line (R-072)."""

from django.db.models import Q, Value

from gege.kernel.telephones import telephone
from gege.matters.models import Matter, Reporting
from gege.matters.models.reporting import PHONE_KEY
from gege.matters.queries.scope import visible
from gege.matters.rules.words import ENDED
from gege.staff.api import Actor

_DIGITS = 8
_CANDIDATES = 200


def matters_of_phone(number: str, *, by: Actor, most: int = 10) -> list[Matter]:
    """Return what the owner of a number reported, within a person's scope: open first, then newest.

    `number` is one of `kernel/telephones.py`. A merged duplicate stands for what it was merged
    into. Two statements; a number of fewer than eight digits is nobody's.
    """
    digits = "".join(sign for sign in number if sign.isdigit())[-_DIGITS:]
    if len(digits) < _DIGITS:
        return []
    rows = (
        Reporting.objects.annotate(phone_key=PHONE_KEY)
        .filter(~Q(phone=""), phone_key=Value(digits))
        .order_by("-id")
        .values_list("phone", "matter_id", "matter__parent_id")[:_CANDIDATES]
    )
    ids = {parent or own for phone, own, parent in rows if telephone(phone) == number}
    if not ids:
        return []
    found = visible(by).filter(pk__in=ids).defer("search", "description")
    return sorted(found, key=lambda one: (one.state in ENDED, -one.pk))[:most]
